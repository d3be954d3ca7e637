"""`mintmark attestations`: freeze assessment records that another system made."""

import click

from issuer.cli.files import read_bytes
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, safe
from issuer.cli.session import reading_session
from issuer.documents.strict_json import Json
from issuer.services import attestations as service
from issuer.services.attestations import ImportResult, twins
from issuer.services.principal import OPERATOR

REFUSED = 2


@click.group()
def attestations() -> None:
    """Import assessment records.

    An award needs one: the level of every criterion, kind and digest of every artifact, two different
    assessors, version and rubric by digest, the attempt, the decision. schemas/attestation.schema.json is
    its form. Nothing in it is filled in by default.
    """


@attestations.command("import")
@click.argument("file")
@click.option("--profile", required=True, metavar="SLUG", help="The issuer that will award on these records.")
@AS_JSON
@click.pass_context
def import_(context: click.Context, *, file: str, profile: str, as_json: bool) -> None:
    """Import FILE, one JSON record a line; a lone hyphen reads standard input.

    All lines are kept, or none: every gap of every line is named. The same record again changes nothing.

    \b
    Examples:
      mintmark attestations import decided-in-march.jsonl --profile lakes
      review-export | mintmark attestations import - --profile lakes --json
    """
    lines = read_bytes(file).splitlines()
    with reading_session() as toolkit:
        result = service.import_lines(toolkit, OPERATOR, profile, lines)
    if as_json:
        _print_json(result)
    else:
        print_gaps(result)
        if not result.gaps:
            click.echo(f"{len(result.records)} records are kept, {result.new} of them new.")
    if result.gaps:
        context.exit(REFUSED)


@attestations.command("twins")
@click.option("--profile", required=True, metavar="SLUG", help="The issuer whose records are compared.")
@AS_JSON
def twins_(*, profile: str, as_json: bool) -> None:
    """Point out artifacts that several records hand in: two people, or one person for two achievements.

    Digests alone are compared. Nothing is refused for it: whoever approves decides. A later attempt of the same
    person at the same achievement is not pointed out.

    \b
    Examples:
      mintmark attestations twins --profile lakes
      mintmark attestations twins --profile lakes --json
    """
    with reading_session() as toolkit:
        found = twins.find(toolkit, OPERATOR, profile)
    for twin in found:
        if as_json:
            uses: list[Json] = [
                {
                    "externalId": use.external_id,
                    "person": use.person,
                    "achievement": use.code,
                    "attempt": use.attempt,
                }
                for use in twin.uses
            ]
            print_json({"digest": twin.digest, "records": uses})
            continue
        click.echo(twin.digest)
        for use in twin.uses:
            click.echo(f"  {safe(use.external_id)}: {safe(use.person)}, {use.code}, attempt {use.attempt}")
    if not as_json:
        click.echo(f"Artifacts in several records: {len(found)}")


def print_gaps(result: ImportResult) -> None:
    """Say on standard error what is wrong with which line; nothing when nothing is."""
    for gap in result.gaps:
        click.echo(f"line {gap.line}: {safe(gap.pointer) or '/'}: {safe(gap.words)}", err=True)
    if result.gaps:
        lines = len({gap.line for gap in result.gaps})
        click.echo(f"Nothing was kept: {len(result.gaps)} gaps in {lines} lines.", err=True)


def _print_json(result: ImportResult) -> None:
    records: list[Json] = [{"id": row.id, "externalId": row.external_id} for row in result.records]
    gaps: list[Json] = [
        {"line": gap.line, "pointer": gap.pointer, "sentence": gap.words} for gap in result.gaps
    ]
    print_json({"records": records, "new": result.new, "gaps": gaps})
