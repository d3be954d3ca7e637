"""`mintmark batches`: issue files of awards."""

from pathlib import Path

import click

from issuer.cli.batch_progress import describe, to_json
from issuer.cli.batch_run import issue, submit, tell, write_results
from issuer.cli.confirm import confirm as ask
from issuer.cli.files import STANDARD, write_parts
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session, session
from issuer.services.batches import control, load, results
from issuer.services.principal import OPERATOR
from issuer.services.spreadsheet import csv_lines
from issuer.store import BatchState

REFUSED = 2
PAUSED = 3
MOST_PROCESSES = 64
_PROFILE = click.option("--profile", required=True, metavar="SLUG", help="The issuer.")
_ACHIEVEMENT = click.option(
    "--achievement",
    metavar="CODE",
    help="Whose columns a CSV file has; without it, the file names records that were imported before.",
)
_VERSION = click.option(
    "--version", metavar="NAME", help="Version of the achievement; the newest without it."
)


@click.group()
def batches() -> None:
    """Issue many awards from a file: read, held against the record, confirmed, issued in chunks.

    A file is CSV with the columns of its achievement version (see `template`), or JSON Lines. Every line is
    checked before anything is issued, and one error refuses the file. The same file again issues nothing
    twice.
    """


@batches.command()
@click.argument("achievement", metavar="CODE", required=False)
@_VERSION
@click.option("--out", default=STANDARD, metavar="FILE", help="Where to write; standard output without it.")
def template(*, achievement: str | None, version: str | None, out: str) -> None:
    """Write the first line of a CSV file for the achievement CODE.

    Without CODE, the columns of a file that names records which were imported before.

    \b
    Examples:
      mintmark batches template SEL-01 --out awards.csv
      mintmark batches template
    """
    with reading_session() as toolkit:
        columns = load.template(toolkit, achievement, version)
    write_parts(out, [line.encode() for line in csv_lines(columns, [])])


@batches.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_PROFILE
@_ACHIEVEMENT
@_VERSION
@AS_JSON
@click.pass_context
def validate(
    context: click.Context,
    *,
    file: Path,
    profile: str,
    achievement: str | None,
    version: str | None,
    as_json: bool,
) -> None:
    """Check every line of FILE and issue nothing; nothing of it is kept.

    \b
    Examples:
      mintmark batches validate awards.csv --profile lakes --achievement SEL-01
      mintmark batches validate awards.jsonl --profile lakes --json
    """
    with reading_session() as toolkit:
        batch = submit(toolkit, file, profile=profile, achievement=achievement, version=version)
        is_refused = tell(toolkit, batch, as_json=as_json)
        control.forget(toolkit, OPERATOR, batch.id)
    if is_refused:
        context.exit(REFUSED)


@batches.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_PROFILE
@_ACHIEVEMENT
@_VERSION
@click.option("--dry-run", is_flag=True, help="Check every line and issue nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before issuing.")
@click.option(
    "--processes",
    type=click.IntRange(1, MOST_PROCESSES),
    default=1,
    show_default=True,
    help="Processes that issue, this one counted.",
)
@click.option(
    "--self-check-every",
    type=click.IntRange(1, load.MOST_UNCHECKED),
    default=1,
    show_default=True,
    metavar="N",
    help="Verify every N-th credential before its release; batch, events and results say so.",
)
@click.option("--out", metavar="FILE", help="Where to write the result of every line as CSV.")
@AS_JSON
@click.pass_context
def run(
    context: click.Context,
    *,
    file: Path,
    profile: str,
    achievement: str | None,
    version: str | None,
    dry_run: bool,
    yes: bool,
    processes: int,
    self_check_every: int,
    out: str | None,
    as_json: bool,
) -> None:
    """Check FILE, ask, and issue every award in it.

    Interrupted, the batch is paused after the chunk in hand; `batches resume` and a worker go on. Exit code
    3 when it did not come to its end.

    \b
    Examples:
      mintmark batches run awards.csv --profile lakes --achievement SEL-01 --dry-run
      mintmark batches run awards.csv --profile lakes --achievement SEL-01 --yes --out results.csv
    """
    with session() as toolkit:
        batch = submit(
            toolkit,
            file,
            profile=profile,
            achievement=achievement,
            version=version,
            self_check_every=self_check_every,
        )
        is_last = dry_run or batch.state is BatchState.REFUSED
        if tell(toolkit, batch, as_json=as_json and is_last, to_stderr=as_json):
            control.forget(toolkit, OPERATOR, batch.id)
            context.exit(REFUSED)
        if dry_run:
            control.forget(toolkit, OPERATOR, batch.id)
            return
        ask(f"Issue {batch.total} credentials as {profile}?", yes=yes)
        control.confirm(toolkit, OPERATOR, batch.id)
        issue(toolkit, batch, processes)
        done = control.progress(toolkit, OPERATOR, batch.id)
        if out is not None:
            write_results(toolkit, batch.id, out)
    print_json(to_json(done)) if as_json else click.echo(describe(done))
    if done.batch.state is not BatchState.DONE:
        context.exit(PAUSED)


@batches.command()
@click.argument("batch", metavar="[ID]", required=False)
@AS_JSON
def status(*, batch: str | None, as_json: bool) -> None:
    """Say how far the batch ID is and what was found in it; without ID, list the newest batches.

    \b
    Examples:
      mintmark batches status
      mintmark batches status urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11 --json
    """
    with reading_session() as toolkit:
        if batch is not None:
            tell(toolkit, control.progress(toolkit, OPERATOR, batch).batch, as_json=as_json)
            return
        found = control.all_batches(toolkit, OPERATOR)
        if as_json:
            for one in found:
                print_json(to_json(control.progress(toolkit, OPERATOR, one.id)))
            return
        rows = [(one.id, one.state.value, one.total, one.name) for one in found]
    print_table(("batch", "state", "awards", "file"), rows)


@batches.command()
@click.argument("batch", metavar="ID")
def pause(*, batch: str) -> None:
    """Hold the batch ID: chunks in hand are finished, nothing more is begun.

    \b
    Examples:
      mintmark batches pause urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11
    """
    with reading_session() as toolkit:
        control.pause(toolkit, OPERATOR, batch)
        click.echo(describe(control.progress(toolkit, OPERATOR, batch)))


@batches.command()
@click.argument("batch", metavar="ID")
def resume(*, batch: str) -> None:
    """Let the batch ID go on; a worker issues the rest.

    \b
    Examples:
      mintmark batches resume urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11
    """
    with reading_session() as toolkit:
        control.resume(toolkit, OPERATOR, batch)
        click.echo(describe(control.progress(toolkit, OPERATOR, batch)))


@batches.command()
@click.argument("batch", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask before cancelling.")
def cancel(*, batch: str, yes: bool) -> None:
    """End the batch ID: nothing more of it is released. What was issued stays issued.

    \b
    Examples:
      mintmark batches cancel urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11 --yes
    """
    with reading_session() as toolkit:
        ask(f"Cancel everything of {batch} that is not issued yet?", yes=yes)
        control.cancel(toolkit, OPERATOR, batch)
        click.echo(describe(control.progress(toolkit, OPERATOR, batch)))


@batches.command("results")
@click.argument("batch", metavar="ID")
@click.option("--out", default=STANDARD, metavar="FILE", help="Where to write; standard output without it.")
@AS_JSON
def results_(*, batch: str, out: str, as_json: bool) -> None:
    """Write what became of every line of the batch ID, as CSV or as JSON Lines.

    \b
    Examples:
      mintmark batches results urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11 --out results.csv
    """
    with reading_session() as toolkit:
        if as_json:
            for members in results.objects(toolkit, OPERATOR, batch):
                print_json(members)
        else:
            write_results(toolkit, batch, out)
