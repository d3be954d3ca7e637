"""`mintmark transcripts`: everything that somebody holds of one issuer, signed as one (CLR 2.0)."""

import click

from issuer.cli.files import STANDARD, write_result
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json
from issuer.cli.session import session
from issuer.documents.strict_json import Json
from issuer.services.principal import OPERATOR
from issuer.services.transcripts import issue as service


@click.group()
def transcripts() -> None:
    """Sign transcripts of a person's badges.

    A transcript is a ClrCredential (Comprehensive Learner Record 2.0) with the badges inside, each with its
    own signature. It is good for thirty days, and is kept nowhere here: ask for a new one at any time.
    """


@transcripts.command()
@click.argument("profile")
@click.option("--person", required=True, help="Reference of the holder.")
@click.option("--badge", "badges", multiple=True, help="Only this badge; may be given several times.")
@click.option("--out", default=STANDARD, show_default=True, metavar="FILE", help="Where to write it.")
@AS_JSON
def issue(*, profile: str, person: str, badges: tuple[str, ...], out: str, as_json: bool) -> None:
    """Sign a transcript of what a person holds of PROFILE and what is in force.

    \b
    Examples:
      mintmark transcripts issue lakes --person t01 --out transcript.json
      mintmark transcripts issue lakes --person t01 --badge LAKES-7K4F-9Q2M-X
    """
    with session() as toolkit:
        made = service.issue(toolkit, OPERATOR, profile=profile, person=person, chosen=badges)
    write_result(out, made.body)
    if as_json and out != STANDARD:
        inside: list[Json] = list(made.credentials)
        print_json({"id": made.credential_id, "credentials": inside})
    elif out != STANDARD:
        count = len(made.credentials)
        click.echo(f"{made.credential_id}: {count} {'badge' if count == 1 else 'badges'}")
