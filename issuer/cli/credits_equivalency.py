"""`mintmark credits equivalency`: what achievements are worth to whoever recognises them."""

from datetime import date

import click

from issuer.cli.files import write_result
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session, session
from issuer.cli.times import DAY
from issuer.credits import Basis, units
from issuer.credits.equivalency import to_json
from issuer.documents import strict_json
from issuer.services.credits import equivalencies as service
from issuer.services.credits.equivalencies import StateEquivalency
from issuer.services.principal import OPERATOR


@click.group()
def equivalency() -> None:
    """State what an achievement is worth to a district or a university: dated, versioned, signed."""


@equivalency.command()
@click.option("--recogniser", required=True, metavar="SLUG", help="Who recognises it, and signs.")
@click.option("--achievement", required=True, metavar="CODE", help="What is recognised.")
@click.option("--version", help="The version that is meant. [default: every version]")
@click.option("--value", required=True, help="How much, such as 5, 7.5 or 2/3.")
@click.option("--unit", type=click.Choice(list(units.UNITS)), required=True, help="The unit of the value.")
@click.option(
    "--basis",
    type=click.Choice([basis.value for basis in Basis]),
    default=Basis.EQUIVALENT.value,
    show_default=True,
    help="On what it rests.",
)
@click.option("--from", "valid_from", type=DAY, required=True, help="The first day on which it holds.")
@click.option("--until", "valid_until", type=DAY, help="The last day. [default: no end]")
@click.option("--conditions", default="", help="What else must be so, in words.")
@click.option("--id", "external_id", required=True, metavar="ID", help="Your id of the statement.")
@AS_JSON
def add(
    *,
    recogniser: str,
    achievement: str,
    version: str | None,
    value: str,
    unit: str,
    basis: str,
    valid_from: date,
    valid_until: date | None,
    conditions: str,
    external_id: str,
    as_json: bool,
) -> None:
    """State a value and sign it. A newer statement takes the place of the older from its first day on.

    \b
    Examples:
      mintmark credits equivalency add --recogniser waseca --achievement ME-SEL --value 5 --unit semesterHour --from 2025-07-01 --id 2025-1
    """
    command = StateEquivalency(
        recogniser=recogniser,
        external_id=external_id,
        achievement=achievement,
        version=version,
        value=units.read_amount(value),
        unit=unit,
        basis=Basis(basis),
        valid_from=valid_from,
        valid_until=valid_until,
        conditions=conditions,
    )
    with session() as toolkit:
        stated = service.state(toolkit, OPERATOR, command)
    if as_json:
        print_json(
            {"id": stated.row.id, "credential": stated.credential.credential_id, **stated.row.document}
        )
        return
    worth = units.in_words(stated.value.value, stated.value.unit)
    click.echo(
        f"{recogniser} counts {stated.value.achievement} as {worth}; signed as {stated.credential.credential_id}."
    )


@equivalency.command("list")
@click.option("--recogniser", metavar="SLUG", help="Only what this one states.")
@click.option("--achievement", metavar="CODE", help="Only about this achievement.")
@AS_JSON
def list_(*, recogniser: str | None, achievement: str | None, as_json: bool) -> None:
    """List values, oldest first.

    \b
    Examples:
      mintmark credits equivalency list --achievement ME-SEL
      mintmark credits equivalency list --recogniser waseca --json
    """
    with reading_session() as toolkit:
        found = service.of(toolkit, recogniser=recogniser, achievement=achievement)
    if as_json:
        for item in found:
            print_json(to_json(item, value=units.exact(item.value)))
        return
    print_table(
        ["recogniser", "achievement", "version", "value", "basis", "from", "until"],
        [
            [
                item.recogniser,
                item.achievement,
                item.achievement_version or "every",
                units.in_words(item.value, item.unit),
                item.basis.value,
                item.valid_from.isoformat(),
                "" if item.valid_until is None else item.valid_until.isoformat(),
            ]
            for item in found
        ],
    )


@equivalency.command()
@click.option("--recogniser", required=True, metavar="SLUG", help="Whose statements.")
@click.option("--out", default="-", metavar="FILE", help="Where to write; - is standard output.")
def export(*, recogniser: str, out: str) -> None:
    """Write the signed statements of a recogniser as a JSON array of endorsement credentials.

    \b
    Examples:
      mintmark credits equivalency export --recogniser waseca --out values.json
    """
    with reading_session() as toolkit:
        bodies = service.exported(toolkit, recogniser)
    write_result(out, strict_json.encode([strict_json.parse_object(body) for body in bodies]) + b"\n")
