"""Does the memory of a batch grow with its file? A short file, then a long one, by the same process.

    .venv/bin/python -m bench.long_file [--rows 100000] [--short 2000] [--postgresql] [--read-only]

The files lie on disk and everybody in them is known before the first is read. A file is read and checked, confirmed, and
issued as a worker does it, chunk by chunk, until every award is issued. What is told is the most memory that the process
ever held (VmHWM) after each step: constant means that the long file adds next to nothing to the short one. Processor time
is of this process alone, without PostgreSQL's own.
"""

import argparse
import gc
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.timing import print_machine, print_table
from issuer import bootstrap, store
from issuer.services.batches import control, load, work
from issuer.services.principal import OPERATOR
from issuer.store import PersonRecord
from tests.postgresql import running
from tests.services.batches.sheets import cells, sheet
from tests.services.worlds import World, empty_world, furnish

AT_ONCE = 1_000
HEADINGS = ("step", "rows", "seconds of processor time", "most memory, MB", "more than before, MB")


class Steps:
    """What was done, and the most memory that the process had held by then."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []
        self._before = most_mb()
        self._began = time.process_time()

    def take(self, name: str, count: int) -> None:
        """Note a step that just ended."""
        held, took = most_mb(), time.process_time() - self._began
        self.rows.append((name, f"{count:,}", f"{took:,.1f}", f"{held:,.1f}", f"{held - self._before:+,.1f}"))
        print(*self.rows[-1], sep="  ", file=sys.stderr, flush=True)
        self._before, self._began = held, time.process_time()


def most_mb() -> float:
    """Return the most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(world: World, path: Path, first: int, count: int) -> None:
    """Make people known and write a file of one award for each, never all of it in memory."""
    toolkit = world.toolkit
    with path.open("w", encoding="utf-8", newline="") as file:
        for start in range(first, first + count, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, first + count))
            with toolkit.database.unit() as unit:
                for number in numbers:
                    unit.people.add(PersonRecord(toolkit.randomness.urn(), f"p{number:05}", toolkit.clock()))
            text = sheet(*(cells(number) for number in numbers))
            file.write(text if start == first else text.partition("\n")[2])


def issue(world: World, path: Path, count: int, steps: Steps, *, read_only: bool) -> None:
    """Read a file, confirm it and issue it."""
    command = load.SubmitBatch(profile="scsc", name=path.name, form="csv", achievement="SEL-01")
    with path.open("rb") as file:
        batch = load.submit(world.toolkit, OPERATOR, command, file)
    if batch.total != count:
        raise SystemExit(
            f"{batch.total} rows of {count} were good: {control.found_in(world.toolkit, OPERATOR, batch.id)}"
        )
    steps.take("read and checked", count)
    if read_only:
        return
    control.confirm(world.toolkit, OPERATOR, batch.id)
    with bootstrap.kept_for_good():
        while work.work_once(world.toolkit, holder="bench", only=batch.id).taken:
            pass
    done = control.progress(world.toolkit, OPERATOR, batch.id)
    issued = done.counts[store.ItemState.ISSUED]
    if issued != count:
        raise SystemExit(f"{issued} of {count} were issued: {done}")
    steps.take("issued", count)


def worlds(folder: Path, *, postgresql: bool) -> Iterator[World]:
    """Give an installation that can issue."""
    if not postgresql:
        world = empty_world(folder)
        furnish(world.toolkit)
        yield world
        world.toolkit.database.close()
        return
    with running() as server:
        world = empty_world(folder, database=store.open_database(server.fresh()))
        furnish(world.toolkit)
        yield world
        world.toolkit.database.close()


def main() -> None:
    """Issue a short and a long file and print what they took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--short", type=int, default=2_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--read-only", action="store_true", help="Read and check, and issue nothing.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for world in worlds(folder, postgresql=given.postgresql):
            short, long = folder / "short.csv", folder / "long.csv"
            write(world, short, 1, given.short)
            write(world, long, given.short + 1, given.rows)
            gc.collect()
            steps = Steps()
            steps.take("idle", 0)
            for path, count in ((short, given.short), (long, given.rows)):
                issue(world, path, count, steps, read_only=given.read_only)
    print_machine()
    print_table(HEADINGS, steps.rows)


if __name__ == "__main__":
    main()
