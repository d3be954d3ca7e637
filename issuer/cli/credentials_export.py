"""`mintmark credentials export`: a badge as a file."""

import click

from issuer.cli.files import STANDARD, write_result
from issuer.cli.session import reading_session, session
from issuer.services import credentials
from issuer.services.principal import OPERATOR
from issuer.services.showing import downloads
from issuer.services.showing.downloads import Form


@click.command()
@click.argument("badge")
@click.option(
    "--as",
    "form",
    type=click.Choice([form.value for form in Form]),
    default=Form.JSON.value,
    show_default=True,
    help="The form: exact signed bytes, token, or baked picture.",
)
@click.option("--version", "number", type=click.IntRange(min=1), help="Which version. [default: the newest]")
@click.option(
    "--out", default=STANDARD, show_default="standard output", metavar="FILE", help="Where to write."
)
def export(*, badge: str, form: str, number: int | None, out: str) -> None:
    """Write BADGE, an id or certificate number, to a file or to standard output.

    The token form needs a key of the issuer for it (`mintmark keys new SLUG --purpose jwt`); it is secured
    once and then kept.

    \b
    Examples:
      mintmark credentials export LAKES-7K4F-9Q2M-X --out badge.json
      mintmark credentials export LAKES-7K4F-9Q2M-X --as png --out badge.png
      mintmark credentials export LAKES-7K4F-9Q2M-X | mintmark verify -
    """
    wanted = Form(form)
    with session() if wanted is Form.JWT else reading_session() as toolkit:
        held = credentials.get(toolkit, OPERATOR, badge)
        made = downloads.download(toolkit, held, wanted, number)
    write_result(out, made.body)
