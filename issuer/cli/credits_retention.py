"""`mintmark credits retention`: the rows that a district joins with its own staff list."""

from collections.abc import Iterable

import click

from issuer.cli.files import STANDARD, write_parts
from issuer.cli.session import reading_session
from issuer.documents import strict_json
from issuer.services.credits import retention as service
from issuer.services.principal import OPERATOR
from issuer.services.spreadsheet import csv_lines


@click.command()
@click.option("--district", required=True, metavar="SLUG", help="The district whose record it is.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help="CSV for spreadsheets, or JSON lines for programs.",
)
@click.option(
    "--out", default=STANDARD, show_default="standard output", metavar="FILE", help="Where to write."
)
def retention(*, district: str, form: str, out: str) -> None:
    """Write a row for each teacher that the district knows or decided about: hire, lane, what was counted, when.

    Join it with your own staff list by the column person, to see who stayed. People stand in it by pseudonym. A
    cell that a spreadsheet could compute is made harmless.

    \b
    Examples:
      mintmark credits retention --district waseca --out retention.csv
      mintmark credits retention --district waseca --format jsonl
    """
    with reading_session() as toolkit:
        rows = service.rows(toolkit, OPERATOR, district)
        if form == "csv":
            cells = ([*row.values()] for row in rows)
            lines: Iterable[bytes] = (line.encode() for line in csv_lines(service.COLUMNS, cells))
        else:
            lines = (strict_json.encode({**row}) + b"\n" for row in rows)
        write_parts(out, lines)
