"""`mintmark pilots begin`, `members`, `show`, `list` and `answers`: a district's pilot and its cohort."""

from datetime import date

import click

from issuer.cli.files import read_bytes
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session
from issuer.cli.times import DAY
from issuer.services.pilots import amounts, answers, keeping, progress, telling
from issuer.services.pilots.keeping import Plan
from issuer.services.pilots.progress import Count
from issuer.services.principal import OPERATOR


@click.command()
@click.argument("district")
@click.argument("code")
@click.option("--title", required=True, help="What people call it.")
@click.option("--from", "first", type=DAY, required=True, help="Its first day.")
@click.option("--to", "last", type=DAY, required=True, help="Its last day.")
@click.option(
    "--achievement", "codes", multiple=True, required=True, metavar="CODE",
    help="What the cohort works for. May be given several times.",
)  # fmt: skip
@click.option("--incentive", help="What is paid for each of them, such as 250.")
@click.option("--currency", default="USD", show_default=True, help="Three letters.")
@click.option("--public", is_flag=True, help="Show its page, with small groups hidden.")
def begin(
    *,
    district: str,
    code: str,
    title: str,
    first: date,
    last: date,
    codes: tuple[str, ...],
    incentive: str | None,
    currency: str,
    public: bool,
) -> None:
    """Begin the pilot CODE of DISTRICT, or say something else of it.

    \b
    Examples:
      mintmark pilots begin saintpeter first-year --title "First year" --from 2025-09-01 --to 2026-06-30 --achievement ME-SEL --incentive 250
    """
    plan = Plan(
        title=title,
        first=first,
        last=last,
        codes=tuple(item.upper() for item in codes),
        incentive=None if incentive is None else amounts.read(incentive, "/incentive"),
        currency=currency,
        is_public=public,
    )
    with reading_session() as toolkit:
        made = keeping.begin(toolkit, OPERATOR, district, code, plan)
    where = f" Its page: /p/{district}/pilots/{code}" if made.plan.is_public else ""
    click.echo(f"{made.plan.title}: {plan.first} to {plan.last}.{where}")


@click.command()
@click.argument("district")
@click.argument("code")
@click.argument("people", nargs=-1, required=True, metavar="PERSON...")
@click.option("--on", "day", type=DAY, required=True, help="From which day on.")
@click.option("--leave", is_flag=True, help="They take part no longer.")
def members(*, district: str, code: str, people: tuple[str, ...], day: date, leave: bool) -> None:
    """Take PERSON into the cohort of a pilot, or let them leave it; PERSON is a reference.

    \b
    Examples:
      mintmark pilots members saintpeter first-year t01 t02 --on 2025-09-01
      mintmark pilots members saintpeter first-year t02 --on 2026-01-15 --leave
    """
    with reading_session() as toolkit:
        pilot = keeping.get(toolkit, OPERATOR, district, code)
        change = keeping.leave if leave else keeping.join
        count = change(toolkit, OPERATOR, pilot, people, on=day)
    click.echo(f"{count} of {len(people)} {'left' if leave else 'are new'}.")


@click.command()
@click.argument("district")
@click.argument("code")
@AS_JSON
def show(*, district: str, code: str, as_json: bool) -> None:
    """Say how far the cohort of a pilot is.

    \b
    Examples:
      mintmark pilots show saintpeter first-year
      mintmark pilots show saintpeter first-year --json
    """
    with reading_session() as toolkit:
        pilot = keeping.get(toolkit, OPERATOR, district, code)
        found = progress.of(toolkit, pilot)
    if as_json:
        print_json(telling.pilot_json(pilot, found))
        return
    click.echo(f"{pilot.plan.title}, day {found.days_over} of {found.days}: {found.members} take part.")
    rows = [(goal.code, goal.count) for goal in found.goals] + [("together", found.together)]
    print_table(["", "finished", "a part", "nothing yet"], [[name, *_cells(count)] for name, count in rows])


@click.command("list")
@click.argument("district")
@AS_JSON
def list_(*, district: str, as_json: bool) -> None:
    """List the pilots of DISTRICT.

    \b
    Examples:
      mintmark pilots list saintpeter
    """
    with reading_session() as toolkit:
        found = keeping.of_district(toolkit, OPERATOR, district)
    if as_json:
        for pilot in found:
            print_json({"pilot": pilot.row.code, **pilot.row.document})
        return
    rows = [[pilot.row.code, pilot.plan.title, f"{pilot.plan.first} to {pilot.plan.last}"] for pilot in found]
    print_table(["pilot", "title", "days"], rows)


@click.command("answers")
@click.argument("district")
@click.argument("code")
@click.argument("file")
def answers_(*, district: str, code: str, file: str) -> None:
    """Take in the answers of a survey from FILE: CSV with the columns id, practice, students, incentive.

    Each answer is yes or no: whether practice changed, whether students changed, whether the incentive counted.
    The id names no person. What they answered is told when ten people did.

    \b
    Examples:
      mintmark pilots answers saintpeter first-year survey.csv
    """
    data = read_bytes(file)
    with reading_session() as toolkit:
        pilot = keeping.get(toolkit, OPERATOR, district, code)
        count = answers.take_in(toolkit, OPERATOR, pilot, data)
        told = answers.told(toolkit, pilot)
    click.echo(f"{count} answers are new.")
    if told.percent is None:
        click.echo("Too few people answered for their answers to be told.")
        return
    for (_name, words), percent in zip(answers.QUESTIONS, told.percent, strict=True):
        click.echo(f"{percent} percent {words}.")


def _cells(count: Count) -> list[str]:
    return [str(count.finished), str(count.part), str(count.none)]
