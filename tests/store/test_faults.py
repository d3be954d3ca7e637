"""Every write of the two commits fails once; afterwards nothing is half there, and a second try succeeds."""

from collections.abc import Iterator

import pytest

from issuer.errors import ConflictError, IssuerError, StoreUnavailableError
from issuer.store import Database, VersionState
from tests.store import records
from tests.store.faults import FaultyDatabase, Mode, ProcessDied
from tests.store.records import LATER, NOW, finish, urn

pytestmark = pytest.mark.slow

POINTS = [
    "insert credentials",
    "insert credential_versions",
    "update status_lists",
    "commit prepare",
    "update credential_versions",
    "insert events",
    "insert event_details",
    "insert leaves",
    "commit finish",
    "update events",
    "insert chain_heads",
    "update leaves",
    "commit sequence",
]


@pytest.fixture
def faulty(url: str) -> Iterator[FaultyDatabase]:
    database = FaultyDatabase(url)
    with database.unit("furnish") as unit:
        records.furnish(unit)
    database.seen.clear()
    yield database
    database.close()


def road(database: Database) -> None:
    """Walk the road of one credential, as often as asked, going on from what is there."""
    with database.unit("prepare") as unit:
        if unit.credentials.find_by_external_id(urn(1), "lms-1") is None:
            unit.credentials.add(records.credential())
            unit.credentials.prepare(records.prepared())
    with database.unit("finish") as unit:
        if unit.credentials.get_version(urn(9), 1).state is VersionState.PREPARED:
            finish(unit)
            unit.events.add(records.draft(details="free text", salt=records.SALT))
            unit.leaves.add(
                leaf_id=urn(30), kind="issue", entry=b"entry", at=NOW, credential_id=urn(9), version_number=1
            )
    with database.unit("sequence") as unit:
        unit.events.number_pending(10, at=LATER)


def require_whole(database: Database) -> None:
    with database.reader() as reader:
        assert list(reader.fsck.discrepancies(stale_before=NOW)) == []
    assert database.problems() == ()


def test_the_points_are_all_the_writes_of_the_road(faulty: FaultyDatabase) -> None:
    road(faulty)
    assert list(dict.fromkeys(faulty.seen)) == POINTS


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("point", POINTS)
def test_a_write_that_fails_is_made_good(faulty: FaultyDatabase, point: str, mode: Mode) -> None:
    faulty.arm(point, mode)
    with pytest.raises(StoreUnavailableError):
        road(faulty)
    assert not faulty.is_armed
    require_whole(faulty)
    road(faulty)
    require_whole(faulty)
    with faulty.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.credentials, counts.issued, counts.issue_leaves, counts.events) == (1, 1, 1, 1)
    assert (counts.slots, counts.pending_events, counts.pending_leaves) == (1, 0, 0)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("point", POINTS)
def test_a_process_that_dies_leaves_nothing_half(faulty: FaultyDatabase, point: str, mode: Mode) -> None:
    faulty.arm(point, mode, error=ProcessDied())
    with pytest.raises(ProcessDied):
        road(faulty)
    require_whole(faulty)
    road(faulty)
    require_whole(faulty)


def test_what_persisted_is_there_although_it_was_called_failed(faulty: FaultyDatabase) -> None:
    faulty.arm("commit prepare", Mode.PERSISTED)
    with pytest.raises(StoreUnavailableError):
        road(faulty)
    with faulty.reader() as reader:
        assert reader.credentials.get_version(urn(9), 1).state is VersionState.PREPARED


def test_a_fault_waits_for_its_turn(faulty: FaultyDatabase) -> None:
    faulty.arm("insert persons", skip=1)

    def add(number: int) -> None:
        with faulty.unit() as unit:
            unit.people.add(records.person(id=urn(number), reference=f"person:{number}"))

    add(101)
    with pytest.raises(StoreUnavailableError):
        add(102)
    add(102)


def test_a_swallowed_fault_keeps_nothing(faulty: FaultyDatabase) -> None:
    def swallow() -> None:
        with faulty.unit() as unit:
            unit.credentials.add(records.credential())
            with pytest.raises(IssuerError):
                unit.credentials.prepare(records.prepared())

    faulty.arm("update status_lists")
    with pytest.raises(ConflictError, match="none of it is kept"):
        swallow()
    with faulty.reader() as reader:
        assert reader.fsck.counts().credentials == 0
