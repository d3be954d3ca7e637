"""`mintmark pilots spend`, `incentives` and `sheet`: what a pilot costs, owes, and tells a school board."""

from datetime import date

import click

from issuer.cli.files import STANDARD, write_result
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session
from issuer.cli.times import DAY
from issuer.services.pilots import amounts, keeping, money
from issuer.services.pilots import sheet as sheets
from issuer.services.pilots.money import Cost
from issuer.services.pilots.sheet import Own
from issuer.services.principal import OPERATOR
from issuer.services.spreadsheet import csv_lines


@click.command()
@click.argument("district")
@click.argument("code")
@click.option("--id", "external_id", required=True, help="An id of yours: the same again changes nothing.")
@click.option("--kind", required=True, help="One word, such as fee, coach, substitute.")
@click.option("--amount", required=True, help="Such as 1200 or 99.50; below zero puts an earlier one right.")
@click.option("--currency", default="USD", show_default=True, help="Three letters.")
@click.option("--on", "day", type=DAY, required=True, help="When it was spent.")
def spend(
    *, district: str, code: str, external_id: str, kind: str, amount: str, currency: str, day: date
) -> None:
    """Keep what the pilot CODE of DISTRICT cost.

    \b
    Examples:
      mintmark pilots spend saintpeter first-year --id inv-17 --kind fee --amount 1200 --on 2025-10-01
    """
    cost = Cost(
        external_id=external_id,
        kind=kind,
        amount=amounts.read(amount, "/amount"),
        currency=currency,
        spent_on=day,
    )
    with reading_session() as toolkit:
        pilot = keeping.get(toolkit, OPERATOR, district, code)
        is_new = money.spend(toolkit, OPERATOR, pilot, cost)
    click.echo(f"{external_id} is {'kept' if is_new else 'kept already'}.")


@click.command()
@click.argument("district")
@click.argument("code")
@click.option("--payroll", metavar="NAME", help="Let the payroll run NAME take what is owed, once.")
@click.option("--out", metavar="FILE", help="Write the payroll run as CSV.")
@AS_JSON
def incentives(*, district: str, code: str, payroll: str | None, out: str | None, as_json: bool) -> None:
    """Say what is owed for completing, or let a payroll run take it.

    What a payroll run took is never taken again; asking for the same run writes the same rows. What was withdrawn
    or is on hold is not paid. A cell that a spreadsheet could compute is made harmless.

    \b
    Examples:
      mintmark pilots incentives saintpeter first-year
      mintmark pilots incentives saintpeter first-year --payroll 2026-03 --out payroll.csv
    """
    if out is not None and payroll is None:
        raise click.UsageError("--out needs --payroll.")
    with reading_session() as toolkit:
        pilot = keeping.get(toolkit, OPERATOR, district, code)
        if payroll is None:
            owed = money.settle(toolkit, OPERATOR, pilot)
        else:
            owed = money.pay(toolkit, OPERATOR, pilot, payroll)
    rows = money.payroll_rows(pilot, owed)
    if out is not None:
        write_result(out, "".join(csv_lines(money.COLUMNS, rows)).encode())
    elif as_json:
        for row in rows:
            print_json(dict(zip(money.COLUMNS, row, strict=True)))
    else:
        cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
        print_table(list(money.COLUMNS), cells)


@click.command()
@click.argument("district")
@click.argument("code")
@click.option("--own-price", metavar="AMOUNT", help="What a semester hour costs elsewhere, as you know it.")
@click.option("--currency", default="USD", show_default=True, help="Of that price.")
@click.option(
    "--out", default=STANDARD, show_default="standard output", metavar="FILE", help="Where to write."
)
def sheet(*, district: str, code: str, own_price: str | None, currency: str, out: str) -> None:
    """Write the sheet of a pilot as CSV: cohort, completions, lanes moved, costs, what people answered.

    A price of other credit stands in it only where you say one, and is named as yours.

    \b
    Examples:
      mintmark pilots sheet saintpeter first-year --out board.csv
      mintmark pilots sheet saintpeter first-year --own-price 450
    """
    own = None if own_price is None else Own(amounts.read(own_price, "/ownPrice"), currency)
    with reading_session() as toolkit:
        pilot = keeping.get(toolkit, OPERATOR, district, code)
        rows = sheets.rows(toolkit, OPERATOR, pilot, own=own)
    write_result(out, "".join(csv_lines(sheets.COLUMNS, rows)).encode())
