"""`mintmark audit`: give the record out, and prove that it is what it was."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from issuer.cli.files import STANDARD, read_bytes, write_parts, write_result
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, safe
from issuer.cli.session import reading_session, session
from issuer.documents import strict_json
from issuer.errors import NotFoundError
from issuer.services import auditing, profiles, sequencer
from issuer.services.auditing import audit as service
from issuer.services.auditing import reading
from issuer.services.auditing.audit import EventsReport
from issuer.services.keys import log_key
from issuer.services.principal import OPERATOR
from issuer.services.spreadsheet import csv_lines

CHANGED: Final = 2


@click.group()
def audit() -> None:
    """Export the record; prove that no event was edited, removed, inserted or swapped.

    For a proof against this very installation, keep checkpoints somewhere else: `mintmark audit checkpoint`.
    """


@audit.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help="CSV for spreadsheets, or JSON lines for programs.",
)
@click.option(
    "--rows",
    "kind",
    type=click.Choice(list(auditing.LISTINGS)),
    default="credentials",
    show_default=True,
    help="What a row is about.",
)
@click.option("--profile", metavar="SLUG", help="Only of this issuer, endorser or district.")
@click.option(
    "--out", default=STANDARD, show_default="standard output", metavar="FILE", help="Where to write."
)
def export(*, form: str, kind: str, profile: str | None, out: str) -> None:
    """Write one row per badge: who issued what, when, on what evidence, judged by whom, how it stands.

    With --rows one row per endorsement that was issued here or taken in, per transcript, per review of a
    micro-endorsement, or per lane decision. People stand in it by pseudonym, assessors too. A cell that a spreadsheet could compute is made
    harmless.

    \b
    Examples:
      mintmark audit export --out badges.csv
      mintmark audit export --format jsonl --profile lakes
      mintmark audit export --rows endorsements --out endorsements.csv
    """
    listing = auditing.LISTINGS[kind]
    with reading_session() as toolkit:
        rows = auditing.export(toolkit, OPERATOR, listing, profile=profile)
        if form == "csv":
            lines: Iterable[bytes] = (
                line.encode() for line in csv_lines(listing.columns, ([*row.values()] for row in rows))
            )
        else:
            lines = (strict_json.encode({**row}) + b"\n" for row in rows)
        write_parts(out, lines)


@audit.command()
@click.option("--profile", required=True, metavar="SLUG", help="The issuer.")
@click.option("--seed", required=True, help="Your number or word: the same one draws the same sample.")
@click.option("--size", default=25, show_default=True, help="How many badges.")
def sample(*, profile: str, seed: str, size: int) -> None:
    """Draw badges of an issuer by a number, as JSON lines: nobody can choose them, anybody draws them again.

    They are the ones with the smallest SHA-256 of SEED:CREDENTIAL_ID, in this order.

    \b
    Examples:
      mintmark audit sample --profile lakes --seed 20270115 --size 30
    """
    with reading_session() as toolkit:
        issuer = profiles.get(toolkit, profile)
        rows = reading.draw(toolkit, issuer.id, seed=seed, size=size)
    for row in rows:
        print_json({**row})


@audit.group()
def verify() -> None:
    """Compare the record with itself and with what was kept elsewhere."""


@verify.command()
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    metavar="FILE",
    help="A signed checkpoint of the events that was kept elsewhere. May be given several times.",
)
@click.option(
    "--log-key",
    "verifier_key",
    metavar="KEY",
    help="The log's key as it was noted down. [default: the one here]",
)
@AS_JSON
@click.pass_context
def events(
    context: click.Context, *, checkpoints: tuple[str, ...], verifier_key: str | None, as_json: bool
) -> None:
    """Find an edited, removed, inserted or swapped event.

    Without checkpoints that were kept elsewhere, a tail that was cut off or rebuilt to its very end by
    somebody who holds this machine is not found. Exit code 0 when nothing is, 2 when something is.

    \b
    Examples:
      mintmark audit verify events
      mintmark audit verify events --checkpoint january.note --log-key "badges.example.org/log+1234abcd+AbC..."
    """
    kept = [read_bytes(name) for name in checkpoints]
    with reading_session() as toolkit:
        report = service.verify_events(toolkit, kept=kept, verifier_key=verifier_key)
    if as_json:
        print_json(
            {
                "intact": not report.findings,
                "events": report.size,
                "pending": report.pending,
                "heads": report.heads,
                "signedHeads": report.signed_heads,
                "findings": [
                    {"event": item.number, "what": item.what.value, "sentence": item.sentence}
                    for item in report.findings
                ],
            }
        )
    else:
        _print(report)
    if report.findings:
        context.exit(CHANGED)


@audit.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write. [default: standard output]",
)
def checkpoint(*, out: Path | None) -> None:
    """Number what waits, sign the events so far, and give the checkpoint to be kept elsewhere.

    A checkpoint is a signed note of a few lines. Give it to somebody who does not run this installation; the
    log's key, which is printed on standard error, belongs beside it.

    \b
    Examples:
      mintmark audit checkpoint --out january.note
    """
    with session() as toolkit:
        sequencer.run(toolkit)
        note = sequencer.newest_checkpoint(toolkit, service.CHAIN)
        _leaves_key, key = log_key.verifier_keys(toolkit)
    if note is None:
        raise NotFoundError("Nothing has happened here yet, so there is nothing to sign.")
    write_result(STANDARD if out is None else str(out), note)
    click.echo(f"log key: {key}", err=True)


def _print(report: EventsReport) -> None:
    for finding in report.findings:
        click.echo(f"event {finding.number}: {finding.what}: {safe(finding.sentence)}")
    state = f"{len(report.findings)} findings" if report.findings else "the chain is whole"
    click.echo(
        f"{report.size} events, {report.pending} not numbered yet, compared with {report.heads} heads "
        f"({report.signed_heads} signed): {state}."
    )
