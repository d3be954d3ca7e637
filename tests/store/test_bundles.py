from datetime import timedelta

import pytest

from issuer.errors import ConflictError
from issuer.store import BundleRecord, Database, OpeningKind, OpeningRecord
from tests.store.records import LATER, NOW, bundle, urn

OTHER = b"\1" * 32


def kept(database: Database, **change: object) -> BundleRecord:
    made = bundle(**change)
    with database.unit() as unit:
        unit.bundles.add(made, [urn(9)])
    return made


def test_a_bundle_is_found_in_every_way(issued: Database) -> None:
    made = kept(issued)
    with issued.reader() as reader:
        assert reader.bundles.find(urn(30)) == made
        assert reader.bundles.find_by_token_hash(bytes(32)) == made
        assert reader.bundles.find_by_external_id("installation", "move-1") == made
        assert [item.id for item in reader.bundles.credentials(urn(30))] == [urn(9)]
        assert reader.bundles.find(urn(31)) is None
        assert reader.bundles.find_by_token_hash(OTHER) is None
        assert reader.bundles.find_by_external_id("other", "move-1") is None
        assert reader.bundles.credentials(urn(31)) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"id": urn(31), "token_hash": OTHER},
        {"id": urn(31), "external_id": "move-2"},
        {"token_hash": OTHER, "external_id": "move-2"},
        {"id": urn(31), "token_hash": OTHER, "external_id": "move-2", "person_id": urn(99)},
        {"id": urn(31), "token_hash": OTHER, "external_id": "move-2", "expires_at": NOW},
    ],
)
def test_what_contradicts_a_bundle_is_refused(issued: Database, change: dict[str, object]) -> None:
    kept(issued)
    with pytest.raises(ConflictError):
        kept(issued, **change)


@pytest.mark.parametrize("items", [[urn(9), urn(9)], [urn(99)]])
def test_a_credential_is_there_once_and_known(issued: Database, items: list[str]) -> None:
    with pytest.raises(ConflictError), issued.unit() as unit:
        unit.bundles.add(bundle(), items)


def test_a_bundle_is_revoked_once(issued: Database) -> None:
    kept(issued)
    with issued.unit() as unit:
        unit.bundles.revoke(urn(30), at=LATER)
    with issued.reader() as reader:
        assert reader.bundles.find(urn(30)) == bundle(revoked_at=LATER)
    with pytest.raises(ConflictError, match="closed already"), issued.unit() as unit:
        unit.bundles.revoke(urn(30), at=LATER)


def test_openings_are_counted_by_kind_and_hour(issued: Database) -> None:
    kept(issued)
    with issued.unit() as unit:
        for _ in range(3):
            unit.bundles.count_opening(urn(30), OpeningKind.PAGE, hour=NOW)
        unit.bundles.count_opening(urn(30), OpeningKind.FILES, hour=NOW)
        unit.bundles.count_opening(urn(30), OpeningKind.PAGE, hour=LATER)
    with issued.reader() as reader:
        assert reader.bundles.openings(urn(30)) == (
            OpeningRecord(OpeningKind.FILES, NOW, 1),
            OpeningRecord(OpeningKind.PAGE, NOW, 3),
            OpeningRecord(OpeningKind.PAGE, LATER, 1),
        )
    with pytest.raises(ConflictError), issued.unit() as unit:
        unit.bundles.count_opening(urn(99), OpeningKind.PAGE, hour=NOW)


def test_bundles_are_listed_newest_first_page_by_page(issued: Database) -> None:
    made = [
        kept(
            issued,
            id=urn(30 + n),
            external_id=f"move-{n}",
            token_hash=bytes([n]) * 32,
            created_at=NOW + timedelta(minutes=n // 2),
            owner="installation" if n < 4 else urn(1),
        )
        for n in range(5)
    ]
    with issued.reader() as reader:
        everything = reader.bundles.page()
        first = reader.bundles.page(limit=2)
        rest = reader.bundles.page(after=first[-1])
        assert everything == (made[4], made[3], made[2], made[1], made[0])
        assert first + rest == everything
        assert reader.bundles.page(owner=urn(1)) == (made[4],)
        assert reader.bundles.page(person_id=urn(5)) == everything
        assert reader.bundles.page(person_id=urn(6)) == ()
