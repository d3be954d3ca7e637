"""Lists of credentials: newest first, by issuer, holder, achievement and state, page by page."""

from datetime import timedelta

import pytest

from issuer.store import (
    Category,
    CredentialFilter,
    CredentialRecord,
    Database,
    Place,
    Status,
    Unit,
    status_of,
)
from tests.store import records
from tests.store.records import LATER, NOW, urn

SUSPENDED = Category.SUSPENDED_PENDING_REVIEW


def wanted(**change: object) -> CredentialFilter:
    return CredentialFilter(now=LATER, **change)  # type: ignore[arg-type]


def award(unit: Unit, number: int, *, until: timedelta | None = None, ended: Category | None = None) -> None:
    """Issue a credential of its own; `number` also orders them in time."""
    credential = records.credential(
        id=urn(1000 + number),
        external_id=f"lms-{number}",
        attestation_digest=f"sha256:{number}",
        certificate_number=f"N-{number}",
        created_at=NOW + timedelta(seconds=number // 2),
    )
    unit.credentials.add(credential)
    prepared = records.prepared(
        credential_id=credential.id, status_index=number, valid_until=None if until is None else NOW + until
    )
    unit.credentials.prepare(prepared)
    unit.credentials.finish(
        credential.id,
        1,
        body=str(number).encode(),
        key_id=urn(2),
        context_hashes={},
        issued_at=NOW,
    )
    if ended is not None:
        unit.status_lists.set_bit(urn(8), number, category=ended, at=NOW)


@pytest.fixture
def filled(furnished: Database) -> Database:
    with furnished.unit() as unit:
        award(unit, 1)
        award(unit, 2, until=timedelta(minutes=1))
        award(unit, 3, ended=Category.FRAUD)
        award(unit, 4, ended=SUSPENDED)
        award(unit, 5, until=timedelta(days=1))
        pending = records.credential(
            id=urn(1000), external_id="never", attestation_digest="sha256:0", created_at=NOW
        )
        unit.credentials.add(pending)
    return furnished


def ids(found: tuple[CredentialRecord, ...]) -> list[int]:
    return [int(record.id[-4:]) - 1000 for record in found]


def test_the_newest_come_first(filled: Database) -> None:
    with filled.reader() as reader:
        assert ids(reader.credentials.search(wanted())) == [5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_pages_join_without_a_gap(filled: Database, size: int) -> None:
    found: list[int] = []
    after = None
    with filled.reader() as reader:
        while page := reader.credentials.search(wanted(), after=after, limit=size):
            found += ids(page)
            after = Place(page[-1].created_at, page[-1].id)
    assert found == [5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.PENDING, [0]),
        (Status.VALID, [5, 1]),
        (Status.EXPIRED, [2]),
        (Status.REVOKED, [3]),
        (Status.SUSPENDED, [4]),
    ],
)
def test_a_list_is_of_one_state(filled: Database, status: Status, expected: list[int]) -> None:
    with filled.reader() as reader:
        found = reader.credentials.search(wanted(statuses=frozenset({status})))
        versions = [reader.credentials.find_newest(record.id) for record in found]
    assert ids(found) == expected
    told = {
        status_of(version.ended_category, version.valid_until, now=LATER) if version else Status.PENDING
        for version in versions
    }
    assert told == {status}


def test_a_list_is_of_several_states_or_of_none(filled: Database) -> None:
    both = frozenset({Status.REVOKED, Status.SUSPENDED})
    with filled.reader() as reader:
        assert ids(reader.credentials.search(wanted(statuses=both))) == [4, 3]
        assert reader.credentials.search(wanted(statuses=frozenset())) == ()
        assert len(reader.credentials.search(wanted(statuses=frozenset(Status)))) == 6


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({"profile_ids": (urn(1),)}, 6),
        ({"profile_ids": (urn(99), urn(1))}, 6),
        ({"profile_ids": ()}, 0),
        ({"profile_ids": (urn(99),)}, 0),
        ({"person_id": urn(5)}, 6),
        ({"person_id": urn(99)}, 0),
        ({"achievement_id": urn(3)}, 6),
        ({"achievement_id": urn(99)}, 0),
    ],
)
def test_a_list_is_of_one_issuer_holder_or_achievement(
    filled: Database, change: dict[str, object], count: int
) -> None:
    with filled.reader() as reader:
        assert len(reader.credentials.search(wanted(**change))) == count


def test_a_version_is_found_by_its_bytes(filled: Database) -> None:
    with filled.reader() as reader:
        version = reader.credentials.find_newest(urn(1003))
        assert version is not None
        assert reader.credentials.find_by_sha256(str(version.sha256)) == version
        assert reader.credentials.find_by_sha256("00" * 32) is None
