"""`mintmark credentials issue`: one badge for every assessment record of a file."""

from datetime import datetime

import click

from issuer.cli.attestations import REFUSED, print_gaps
from issuer.cli.files import read_bytes
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.progress import progress
from issuer.cli.session import session
from issuer.cli.times import MOMENT
from issuer.documents import strict_json
from issuer.errors import InputError
from issuer.services import attestations
from issuer.services.issuing import issuance
from issuer.services.issuing.issuance import IssueCredential, IssuedCredential
from issuer.services.pathways import job
from issuer.services.principal import OPERATOR


@click.command()
@click.argument("file")
@click.option("--profile", required=True, metavar="SLUG", help="The issuer.")
@click.option("--awarded-at", type=MOMENT, help="The moment of the award. [default: now]")
@click.option("--valid-until", type=MOMENT, help="An earlier end than the achievement's own validity gives.")
@AS_JSON
@click.pass_context
def issue(
    context: click.Context,
    *,
    file: str,
    profile: str,
    awarded_at: datetime | None,
    valid_until: datetime | None,
    as_json: bool,
) -> None:
    """Issue a badge for every assessment record in FILE: one JSON object, or one a line.

    Records are imported first, all of them or none. The record's own externalId names the request, so that
    running the command again issues nothing twice and goes on where it stopped. Micro-endorsements that are
    complete then are issued too.

    \b
    Examples:
      mintmark credentials issue portfolio-17.json --profile lakes
      mintmark credentials issue decided-in-march.jsonl --profile lakes --json
    """
    lines = _records(read_bytes(file))
    with session() as toolkit:
        result = attestations.import_lines(toolkit, OPERATOR, profile, lines)
        if result.gaps:
            print_gaps(result)
            context.exit(REFUSED)
        issued: list[IssuedCredential] = []
        with progress("Issuing", len(result.records)) as step:
            for row in result.records:
                command = IssueCredential(
                    profile=profile,
                    external_id=row.external_id,
                    attestation=row.id,
                    awarded_at=awarded_at,
                    valid_until=valid_until,
                )
                issued.append(issuance.issue(toolkit, OPERATOR, command))
                step()
        completed = job.settle_all(toolkit, [item.credential.id for item in issued])
    if completed.minted:
        click.echo(f"{completed.minted} micro-endorsements were completed and issued.", err=True)
    if as_json:
        for item in issued:
            print_json(
                {
                    "id": item.credential.id,
                    "certificateNumber": item.credential.certificate_number,
                    "externalId": item.credential.external_id,
                    "version": item.version.number,
                    "isNew": item.is_new,
                }
            )
        return
    print_table(
        ["certificate", "badge", "for", "new"],
        [
            [
                item.credential.certificate_number,
                item.credential.id,
                item.credential.external_id,
                "yes" if item.is_new else "no",
            ]
            for item in issued
        ],
    )


def _records(data: bytes) -> list[bytes]:
    """Return a file's records as lines, also where one record is spread over many lines."""
    try:
        return [strict_json.encode(strict_json.parse_object(data))]
    except InputError:
        # More than one value, or a mistake: the importer says which line it is in.
        return data.splitlines()
