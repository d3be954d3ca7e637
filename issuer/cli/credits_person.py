"""`mintmark credits person` and `preapprove`: what a district knows and approves of a person."""

from datetime import date

import click

from issuer.cli.files import write_result
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json
from issuer.cli.session import reading_session, session
from issuer.cli.times import DAY
from issuer.clock import utc_now
from issuer.credits.units import read_amount
from issuer.services.credits import employments, preapprovals
from issuer.services.credits.employments import Employment
from issuer.services.credits.preapprovals import PreApprove
from issuer.services.principal import OPERATOR


@click.command()
@click.option("--district", required=True, metavar="SLUG", help="The district that knows it.")
@click.option("--person", "reference", required=True, metavar="ID", help="The person, by reference.")
@click.option("--hired", type=DAY, help="The day of hire.")
@click.option("--degree", type=DAY, help="The day of the degree of the current lane.")
@click.option("--lane", help="The lane the person is on, such as BA+15.")
@click.option("--on-file", help="Hours beyond the degree on file, in the district's unit.")
@AS_JSON
def person(
    *,
    district: str,
    reference: str,
    hired: date | None,
    degree: date | None,
    lane: str | None,
    on_file: str | None,
    as_json: bool,
) -> None:
    """Keep what a district knows of a person, in place of what it knew; what is left out is not known.

    These facts are in no badge and on no page, and are erased with the person's details.

    \b
    Examples:
      mintmark credits person --district waseca --person t01 --hired 2019-08-15 --degree 2018-05-20 --lane BA
    """
    with reading_session() as toolkit:
        row = employments.keep(
            toolkit,
            OPERATOR,
            Employment(
                district=district,
                person=reference,
                hired_on=hired,
                degree_on=degree,
                lane=lane,
                on_file=None if on_file is None else read_amount(on_file),
            ),
        )
    if as_json:
        facts = {"hired": row.hired_on, "degree": row.degree_on, "lane": row.lane, "onFile": row.on_file}
        print_json({"district": district, "person": reference, **facts})
    else:
        click.echo(f"{district} knows {reference}.")


@click.command()
@click.option("--district", required=True, metavar="SLUG", help="The district that approves.")
@click.option("--person", "reference", required=True, metavar="ID", help="The person, by reference.")
@click.option("--achievement", required=True, metavar="CODE", help="What is approved.")
@click.option("--version", help="The version that is approved. [default: the newest]")
@click.option("--request", "external_id", required=True, metavar="ID", help="Your id of the request.")
@click.option("--on", type=DAY, help="The day of the approval. [default: today]")
@click.option("--decider", default="district", show_default=True, help="Who approved: a role, never a name.")
@click.option("--out", metavar="FILE", help="Write the signed receipt to a file; - is standard output.")
@AS_JSON
def preapprove(
    *,
    district: str,
    reference: str,
    achievement: str,
    version: str | None,
    external_id: str,
    on: date | None,
    decider: str,
    out: str | None,
    as_json: bool,
) -> None:
    """Approve an achievement for a person before the work, and sign a receipt.

    The receipt freezes the version: a later one does not change it. Asking again under the same request id gives
    the same receipt.

    \b
    Examples:
      mintmark credits preapprove --district waseca --person t01 --achievement ME-SEL --request 2025-0007
    """
    command = PreApprove(
        district=district,
        person=reference,
        achievement=achievement,
        version=version,
        external_id=external_id,
        granted_on=on or utc_now().date(),
        decider=decider,
    )
    with session() as toolkit:
        approved = preapprovals.grant(toolkit, OPERATOR, command)
    if out is not None:
        write_result(out, approved.receipt.body)
    if as_json and out != "-":
        print_json(
            {"id": approved.row.id, "receipt": approved.receipt.credential_id, "on": approved.row.granted_on}
        )
    elif out != "-":
        click.echo(f"Approved as {approved.row.id}; the receipt is {approved.receipt.credential_id}.")
