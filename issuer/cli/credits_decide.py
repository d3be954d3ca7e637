"""`mintmark credits decide` and `what-if`: a person's hours, lane, window, and why."""

from datetime import date

import click

from issuer.cli.files import write_result
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table, safe
from issuer.cli.session import reading_session, session
from issuer.cli.times import DAY
from issuer.clock import utc_now
from issuer.credits import Decision, Kind, units
from issuer.documents import strict_json
from issuer.services.credits import decisions
from issuer.services.credits.decisions import Ask
from issuer.services.principal import OPERATOR


@click.command()
@click.option("--district", required=True, metavar="SLUG", help="The district whose rules are asked.")
@click.option("--person", required=True, metavar="ID", help="The person, by reference.")
@click.option("--on", type=DAY, help="The day of the request. [default: today]")
@click.option(
    "--credential",
    "credentials",
    multiple=True,
    metavar="ID",
    help="Only this badge, by id or certificate number. May be given several times. [default: all]",
)
@click.option("--record", "external_id", metavar="REQUEST", help="Record and sign it under this request id.")
@click.option("--out", metavar="FILE", help="Write the signed decision to a file; - is standard output.")
@AS_JSON
def decide(
    *,
    district: str,
    person: str,
    on: date | None,
    credentials: tuple[str, ...],
    external_id: str | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Say what counts in a district, which lane it reaches, from when, and why.

    Without --record nothing is kept. With it the decision is recorded once, the counted credits are used up in
    this district, and the decision is signed; asking again under the same request id changes nothing.

    \b
    Examples:
      mintmark credits decide --district waseca --person t01 --on 2026-09-01
      mintmark credits decide --district waseca --person t01 --on 2026-09-01 --json
      mintmark credits decide --district waseca --person t01 --record 2026-0041 --out decision.json
    """
    ask = _ask(district, person, on, credentials)
    if external_id is None:
        if out is not None:
            raise click.UsageError("Only a recorded decision is signed; give --record.")
        with reading_session() as toolkit:
            found = decisions.preview(toolkit, OPERATOR, ask)
        if as_json:
            print_json(found.to_json())
        else:
            _print(found)
        return
    with session() as toolkit:
        decided = decisions.decide(toolkit, OPERATOR, ask, external_id)
    if out is not None and decided.credential is not None:
        write_result(out, decided.credential.body)
    if as_json and out != "-":
        signed = None if decided.credential is None else decided.credential.credential_id
        print_json({"id": decided.row.id, "credential": signed, "new": decided.is_new, **decided.content})
    elif out != "-":
        content = strict_json.parse_object(decided.row.body)
        summary = content["summary"]
        for words in summary if isinstance(summary, list) else []:
            click.echo(safe(str(words)))
        click.echo(f"{'Recorded' if decided.is_new else 'Recorded before'} as {decided.row.id}.")


@click.command("what-if")
@click.option("--district", required=True, metavar="SLUG", help="The district whose rules are asked.")
@click.option("--person", required=True, metavar="ID", help="The person, by reference.")
@click.option("--on", type=DAY, help="The day of the request. [default: today]")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    default=Kind.MICRO_ENDORSEMENT.value,
    show_default=True,
    help="What would be earned.",
)
@click.option("--hours", default="5", show_default=True, help="Hours of one of them.")
@click.option(
    "--unit",
    type=click.Choice(list(units.UNITS)),
    default="semesterHour",
    show_default=True,
    help="The unit of these hours.",
)
@AS_JSON
def what_if(
    *, district: str, person: str, on: date | None, kind: str, hours: str, unit: str, as_json: bool
) -> None:
    """Say how many more of one kind reach the next lane, and when. Nothing is promised or kept.

    \b
    Examples:
      mintmark credits what-if --district waseca --person t01
      mintmark credits what-if --district fairmont --person t04 --kind microCredential --hours 1
    """
    with reading_session() as toolkit:
        found = decisions.what_if(
            toolkit, OPERATOR, _ask(district, person, on, ()), kind=Kind(kind), each=hours, unit=unit
        )
    if as_json:
        print_json(found.to_json())
        return
    click.echo(safe(found.sentence))
    for words in found.conditions:
        click.echo(f"  {safe(words)}")


def _ask(district: str, person: str, on: date | None, credentials: tuple[str, ...]) -> Ask:
    return Ask(district=district, person=person, on=on or utc_now().date(), credentials=credentials or None)


def _print(found: Decision) -> None:
    for words in found.sentences():
        click.echo(safe(words))
    click.echo()
    print_table(
        ["achievement", "result", found.unit, "reason"],
        [[i.code, i.result.value, units.shown(i.hours), i.reason or ""] for i in found.items],
    )
    click.echo()
    for step in found.steps:
        about = "" if step.about == "*" else f"{step.about}, "
        click.echo(safe(f"{about}{step.rule}: {step.outcome.value}. {step.looked_at} {step.concluded}"))
