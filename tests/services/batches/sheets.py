"""Files of awards for tests: one line each for t01, t02 … with one thing changed."""

import csv
import io
from pathlib import Path
from typing import Any

from issuer.services.batches import control, load, work
from issuer.services.principal import OPERATOR
from issuer.services.toolkit import Toolkit
from issuer.store import BatchRecord, PersonRecord
from tests.services.worlds import World

HASH = "a1" * 32
CELLS = {
    "awarded_on": "2026-03-15",
    "attempt": "1",
    "decided_at": "2026-03-14T15:09:26Z",
    "assessors": "r01=assessor r02=approver",
    "pool": "Demonstration Review Council",
    "level:SEL-01.A": "demonstrated",
    "level:SEL-01.I": "demonstrated",
    "artifact:A:kind": "written analysis",
    "artifact:A:sha256": HASH,
    "artifact:I:kind": "video",
    "artifact:I:sha256": HASH,
}
COLUMNS = ("external_id", "person", *CELLS)


def cells(number: int, **change: str) -> dict[str, str]:
    """Return one line; names of columns are given with _ for : and -."""
    return {"external_id": f"row-{number}", "person": f"p{number:05}", **CELLS} | change


def sheet(*lines: dict[str, str], columns: tuple[str, ...] = COLUMNS, separator: str = ",") -> str:
    """Return a CSV file."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator)
    writer.writerow(columns)
    writer.writerows([line.get(column, "") for column in columns] for line in lines)
    return buffer.getvalue()


def register(toolkit: Toolkit, count: int) -> None:
    """Make people known, as many as there are lines."""
    with toolkit.database.unit() as unit:
        for number in range(1, count + 1):
            unit.people.add(PersonRecord(toolkit.randomness.urn(), f"p{number:05}", toolkit.clock()))


def submit(world: World, text: str | bytes, **change: Any) -> BatchRecord:
    """Read a file into a batch."""
    values: dict[str, Any] = {"profile": "scsc", "name": "a.csv", "form": "csv", "achievement": "SEL-01"}
    data = text.encode() if isinstance(text, str) else text
    return load.submit(world.toolkit, OPERATOR, load.SubmitBatch(**(values | change)), io.BytesIO(data))


def confirmed(world: World, count: int) -> BatchRecord:
    """Register people, read a file of as many awards, and confirm it."""
    register(world.toolkit, count)
    batch = submit(world, sheet(*(cells(number) for number in range(1, count + 1))))
    return control.confirm(world.toolkit, OPERATOR, batch.id)


def found(world: World, batch: BatchRecord) -> list[tuple[int, str, str]]:
    """Return line, place and words of everything that was found."""
    gaps = control.found_in(world.toolkit, OPERATOR, batch.id)
    return [(gap.line, gap.place, gap.words) for gap in gaps]


def work_through(toolkit: Toolkit, *, holder: str = "w", limit: int = 50) -> int:
    """Work until nothing is left and return how many awards were taken."""
    total = 0
    while (done := work.work_once(toolkit, holder=holder, limit=limit)).taken:
        total += done.taken
    return total


def write(path: Path, count: int) -> Path:
    """Write a file of many awards without holding them all."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(cells(number) for number in range(1, count + 1))
    return path


def states(world: World, batch: BatchRecord) -> dict[str, int]:
    counts = control.progress(world.toolkit, OPERATOR, batch.id).counts
    return {state.value: count for state, count in counts.items() if count}


def require_issued(world: World, count: int, *, slots: int | None = None) -> None:
    """Every award was issued once, in a slot of its own, with one leaf; the record is whole."""
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
        pages = reader.credentials.page(limit=10_000)
        found = [version for one in pages for version in reader.credentials.versions(one.id)]
    assert (counts.credentials, counts.issued, counts.issue_leaves) == (count, count, count)
    assert counts.prepared == 0
    assert counts.slots == (count if slots is None else slots)
    assert len({(version.status_list_id, version.status_index) for version in found}) == len(found)
    world.require_whole()
