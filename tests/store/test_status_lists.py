from datetime import timedelta

import pytest

from issuer.errors import ConflictError, NotFoundError
from issuer.store import BitRecord, Category, Database, OpenList
from tests.store import records
from tests.store.records import LATER, NOW, urn

LIST = urn(8)
DAY = timedelta(days=1)


def sign(database: Database, body: bytes = b"signed") -> None:
    with database.reader() as reader:
        read = reader.status_lists.get(LIST)
    with database.unit() as unit:
        unit.status_lists.keep_signed(read, body=body, signed_from=NOW, signed_until=NOW + DAY)


def end(database: Database, category: Category = Category.FRAUD) -> None:
    with database.unit() as unit:
        unit.status_lists.set_bit(LIST, 77, category=category, at=LATER)


def test_lists_are_found_by_every_name(furnished: Database) -> None:
    full = records.status_list(id=urn(81), number=2, slug="scsc-2", closed_at=LATER)
    with furnished.unit() as unit:
        unit.status_lists.add(full)
    with furnished.reader() as reader:
        found = reader.status_lists
        first = records.status_list()
        assert found.get(LIST) == found.find_by_slug("scsc-1") == first
        short = OpenList(first.id, first.slug, first.length, first.used, first.carries)
        assert found.find_open(urn(1)) == short
        assert found.all() == found.of_profile(urn(1)) == (first, full)
        assert found.find_by_slug("none") is None
        assert found.find_open("none") is None
        with pytest.raises(NotFoundError):
            found.get("none")
    with furnished.unit() as unit:
        assert unit.status_lists.lock(LIST) == first
        with pytest.raises(NotFoundError):
            unit.status_lists.lock("none")


def test_a_list_is_closed_once(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.status_lists.close(LIST, at=LATER)
        assert unit.status_lists.find_open(urn(1)) is None
    with pytest.raises(ConflictError, match="closed already"), furnished.unit() as unit:
        unit.status_lists.close(LIST, at=LATER)


@pytest.mark.parametrize("change", [{"length": 131_064}, {"length": 131_073}, {"used": 131_073}])
def test_a_list_is_long_enough(furnished: Database, change: dict[str, int]) -> None:
    with pytest.raises(ConflictError, match="cannot be added"), furnished.unit() as unit:
        unit.status_lists.add(records.status_list(id=urn(81), number=2, slug="x", **change))


def test_issuing_changes_no_list(issued: Database) -> None:
    sign(issued)
    with issued.unit() as unit:
        unit.credentials.prepare(records.prepared(number=2, status_index=5))
    with issued.reader() as reader:
        found = reader.status_lists.get(LIST)
        assert not found.is_dirty
        assert found.signed_body == b"signed"
        assert reader.status_lists.set_indexes(LIST) == ()
        assert reader.status_lists.needing_signature(until=NOW) == ()


def test_a_bit_is_set_for_ever_and_asks_for_a_signature(issued: Database) -> None:
    sign(issued)
    end(issued)
    with issued.reader() as reader:
        lists = reader.status_lists
        assert lists.set_indexes(LIST) == (77,)
        assert lists.find_bit(LIST, 77) == BitRecord(LIST, 77, Category.FRAUD, LATER)
        assert lists.find_bit(LIST, 78) is None
        assert [found.id for found in lists.needing_signature(until=NOW)] == [LIST]
        assert lists.get(LIST).is_dirty
    with pytest.raises(ConflictError, match="set already"):
        end(issued)
    sign(issued, b"signed again")
    with issued.reader() as reader:
        found = reader.status_lists.get(LIST)
        assert (found.sequence, found.changes, found.signed_body) == (2, 1, b"signed again")
        assert not found.is_dirty


def test_new_bits_are_found_by_the_change_they_were(issued: Database) -> None:
    for number, index in ((2, 5), (3, 90_000)):
        with issued.unit() as unit:
            unit.credentials.prepare(records.prepared(number=number, status_index=index))
            unit.status_lists.set_bit(LIST, index, category=Category.FRAUD, at=LATER)
    end(issued)
    with issued.reader() as reader:
        since = [set(reader.status_lists.indexes_since(LIST, change)) for change in range(4)]
        bit = reader.status_lists.find_bit(LIST, 90_000)
    assert since == [{5, 77, 90_000}, {77, 90_000}, {77}, set()]
    assert bit is not None
    assert bit.change == 2


def test_a_bit_belongs_to_a_slot_that_was_used(furnished: Database) -> None:
    with pytest.raises(ConflictError, match="never used"):
        end(furnished)


def test_the_slot_of_an_abandoned_version_can_be_set(issued: Database) -> None:
    with issued.unit() as unit:
        unit.credentials.prepare(records.prepared(number=2, status_index=5))
        unit.credentials.abandon(urn(9), 2, at=LATER)
        unit.status_lists.set_bit(LIST, 5, category=Category.ISSUED_IN_ERROR, at=LATER)
    with issued.reader() as reader:
        assert reader.status_lists.set_indexes(LIST) == (5,)


def test_a_suspension_becomes_final_once(issued: Database) -> None:
    end(issued, Category.SUSPENDED_PENDING_REVIEW)
    final = LATER + DAY

    def decide(category: Category) -> None:
        with issued.unit() as unit:
            unit.status_lists.make_final(LIST, 77, category=category, at=final)

    with pytest.raises(ConflictError, match="cannot end"):
        decide(Category.SUSPENDED_PENDING_REVIEW)
    decide(Category.ASSESSMENT_INVALID)
    with issued.reader() as reader:
        found = reader.status_lists.find_bit(LIST, 77)
        assert found == BitRecord(LIST, 77, Category.ASSESSMENT_INVALID, LATER, final)
        assert reader.status_lists.get(LIST).changes == 1
    with pytest.raises(ConflictError, match="not suspended"):
        decide(Category.FRAUD)


def test_a_list_is_signed_again_before_it_ends(issued: Database) -> None:
    with issued.reader() as reader:
        assert [found.id for found in reader.status_lists.needing_signature(until=NOW)] == [LIST]
        assert reader.status_lists.get(LIST).is_dirty
    sign(issued)
    with issued.reader() as reader:
        assert reader.status_lists.needing_signature(until=NOW + DAY - timedelta(seconds=1)) == ()
        assert len(reader.status_lists.needing_signature(until=NOW + DAY)) == 1


def test_a_bit_set_while_signing_is_not_forgotten(issued: Database) -> None:
    with issued.reader() as reader:
        read = reader.status_lists.get(LIST)
    end(issued)
    with issued.unit() as unit:
        unit.status_lists.keep_signed(read, body=b"old", signed_from=NOW, signed_until=NOW + DAY)
    with issued.reader() as reader:
        assert reader.status_lists.get(LIST).is_dirty
    with pytest.raises(ConflictError, match="signed by another"), issued.unit() as unit:
        unit.status_lists.keep_signed(read, body=b"older", signed_from=NOW, signed_until=NOW + DAY)
