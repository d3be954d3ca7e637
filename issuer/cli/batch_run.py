"""The work behind `mintmark batches run`: read a file, say what was found, issue with several processes."""

import subprocess
import sys
from pathlib import Path

import click

from issuer import bootstrap
from issuer.cli.batch_progress import Meter, describe, print_found, to_json
from issuer.cli.files import write_parts
from issuer.cli.output import print_json
from issuer.cli.worker import stop_on_signals, void
from issuer.services.batches import control, load, results
from issuer.services.batches.load import SubmitBatch
from issuer.services.principal import OPERATOR
from issuer.services.spreadsheet import csv_lines
from issuer.services.toolkit import Toolkit
from issuer.services.worker import Worker
from issuer.store import BatchRecord, BatchState


def submit(
    toolkit: Toolkit,
    file: Path,
    *,
    profile: str,
    achievement: str | None,
    version: str | None,
    self_check_every: int = 1,
) -> BatchRecord:
    """Read a file into a batch; its name says in which form it is."""
    command = SubmitBatch(
        profile=profile,
        name=file.name,
        form="jsonl" if file.suffix in {".jsonl", ".ndjson"} else "csv",
        achievement=achievement,
        version=version,
        self_check_every=self_check_every,
    )
    with file.open("rb") as stream:
        return load.submit(toolkit, OPERATOR, command, stream)


def tell(toolkit: Toolkit, batch: BatchRecord, *, as_json: bool, to_stderr: bool = False) -> bool:
    """Say what a batch is and what was found in it; return whether it was refused.

    `to_stderr` keeps the words from standard output, where an object for a program follows.
    """
    progress = control.progress(toolkit, OPERATOR, batch.id)
    if as_json:
        gaps = control.found_in(toolkit, OPERATOR, batch.id, limit=load.MOST_FOUND * 2)
        print_json(to_json(progress, gaps))
    else:
        print_found(toolkit, batch.id)
        click.echo(describe(progress), err=to_stderr)
    return batch.state is BatchState.REFUSED


def issue(toolkit: Toolkit, batch: BatchRecord, processes: int) -> None:
    """Issue a batch with several processes; when it is interrupted, pause it and let them end their chunks."""
    stop = stop_on_signals()
    command = [sys.executable, "-m", "issuer.cli", "worker", "--batch", batch.id]
    helpers = [subprocess.Popen(command) for _ in range(processes - 1)]  # noqa: S603  (this very program)
    meter = Meter(toolkit, batch)
    try:
        with bootstrap.kept_for_good():
            Worker(
                toolkit,
                stop.is_set,
                lambda seconds: void(stop.wait(seconds)),
                only=batch.id,
                report=meter.show,
            ).run()
    finally:
        if stop.is_set():
            control.hold(toolkit, OPERATOR, batch.id, "Interrupted.")
        for helper in helpers:
            helper.wait()
        meter.end()


def write_results(toolkit: Toolkit, batch_id: str, out: str) -> None:
    """Write what became of every line, as CSV."""
    rows = results.rows(toolkit, OPERATOR, batch_id)
    write_parts(out, (line.encode() for line in csv_lines(results.HEADINGS, rows)))
