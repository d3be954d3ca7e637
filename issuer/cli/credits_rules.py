"""`mintmark credits rules`: rule sets of districts."""

import click

from issuer.cli.files import read_record
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, safe
from issuer.cli.session import reading_session
from issuer.credits import read_collection
from issuer.documents.times import format_time
from issuer.services.credits import rules as service
from issuer.services.principal import OPERATOR
from issuer.services.recognition.reading import districts


@click.group()
def rules() -> None:
    """Keep the salary-lane rules of districts: data, versioned and dated; docs/credits.md is their language."""


@rules.command("import")
@click.argument("file")
@click.option("--district", metavar="SLUG", help="Only the rules of this district.")
@AS_JSON
def import_(*, file: str, district: str | None, as_json: bool) -> None:
    """Keep every rule set of FILE, for ever. The same rules again change nothing.

    Each district is a profile; other rules under a version that is kept are refused.

    \b
    Examples:
      mintmark credits rules import salary-rules.json
      mintmark credits rules import salary-rules.json --district waseca
    """
    found = read_collection(read_record(file))
    with reading_session() as toolkit:
        for slug, document in found.items():
            if district not in {None, slug}:
                continue
            row = service.import_rules(toolkit, OPERATOR, slug, document)
            if as_json:
                print_json({"district": slug, "version": row.version, "id": row.id})
            else:
                click.echo(f"{slug}: rules of version {row.version} are kept.")


@rules.command("list")
@click.option("--district", metavar="SLUG", help="Only this district.")
@AS_JSON
def list_(*, district: str | None, as_json: bool) -> None:
    """List every version of rules, in words; with --json as they were given.

    \b
    Examples:
      mintmark credits rules list
      mintmark credits rules list --district waseca --json
    """
    with reading_session() as toolkit:
        slugs = [profile.slug for profile in districts(toolkit)] if district is None else [district]
        found = [(slug, *item) for slug in slugs for item in service.versions(toolkit, slug)]
    for slug, row, rule_set in found:
        if as_json:
            print_json(
                {
                    "district": slug,
                    "version": row.version,
                    "keptAt": format_time(row.created_at),
                    "rules": row.document,
                }
            )
            continue
        first = "" if rule_set.effective_from is None else f" from {rule_set.effective_from}"
        click.echo(f"{slug}, version {row.version}{first}: counts in {rule_set.unit}")
        for words in rule_set.in_words():
            click.echo(f"  {safe(words)}")
