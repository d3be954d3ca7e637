"""`mintmark credits people`: what a district knows of many people, from a CSV file."""

import click

from issuer.cli.files import read_bytes
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, safe
from issuer.cli.session import reading_session
from issuer.errors import InputError
from issuer.services.credits import employment_sheets, employments
from issuer.services.principal import OPERATOR


@click.command()
@click.argument("file")
@click.option("--district", required=True, metavar="SLUG", help="The district that knows it.")
@click.option("--check", is_flag=True, help="Only read the file and say what is wrong with it.")
@AS_JSON
def people(*, file: str, district: str, check: bool, as_json: bool) -> None:
    """Keep what a district knows of everybody in FILE, in place of what it knew; all of them or none.

    FILE is CSV; - is standard input. Its first line names the columns: person (the reference), and any of hired, degree
    (days such as 2019-08-15), lane and on_file (hours). What is left empty is not known. The same file again changes
    nothing. Every mistake is told with its line, and then nothing is kept.

    \b
    Examples:
      mintmark credits people staff.csv --district waseca --check
      mintmark credits people staff.csv --district waseca
    """
    sheet = employment_sheets.read(read_bytes(file), district=district)
    for mistake in sheet.mistakes:
        click.echo(f"line {mistake.line}: {safe(mistake.sentence)}", err=True)
    if sheet.mistakes:
        count = len(sheet.mistakes)
        raise InputError(f"{count} {'mistake' if count == 1 else 'mistakes'}, so nothing was kept.")
    if not check:
        with reading_session() as toolkit:
            employments.keep_all(toolkit, OPERATOR, district, sheet.facts)
    count = len(sheet.facts)
    if as_json:
        print_json({"district": district, "people": count, "kept": not check})
        return
    words = f"{count} {'person' if count == 1 else 'people'}"
    click.echo(f"{words} can be kept." if check else f"{district} knows {words}.")
