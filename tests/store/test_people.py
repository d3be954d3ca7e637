from pathlib import Path

import pytest

from issuer.errors import ConflictError, NotFoundError
from issuer.store import Database
from tests.store import records
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import LATER, NOW, urn


def test_a_person_is_found_with_details_and_subject(furnished: Database) -> None:
    with furnished.reader() as reader:
        assert reader.people.all() == (records.person(),)
        assert reader.people.get(urn(5)) == reader.people.find_by_reference("person:1") == records.person()
        assert reader.people.find_details(urn(5)) == {"name": "Ada Example"}
        assert reader.people.find_subject(urn(5), urn(1)) == records.subject()
        assert reader.people.find_subject_by_id(urn(6)) == records.subject()
        assert reader.people.find_by_reference("none") is None
        assert reader.people.find_subject(urn(5), "none") is None
        assert reader.people.find_subject_by_id("none") is None
        with pytest.raises(NotFoundError):
            reader.people.get("none")


def test_a_subject_stays_what_it_first_was(furnished: Database) -> None:
    with furnished.unit() as unit:
        again = unit.people.ensure_subject(records.subject(subject_id=urn(70), created_at=LATER))
    assert again == records.subject()


def test_a_subject_belongs_to_one_person(furnished: Database) -> None:
    def share() -> None:
        with furnished.unit() as unit:
            unit.people.add(records.person(id=urn(71), reference="person:2"))
            unit.people.ensure_subject(records.subject(person_id=urn(71)))

    with pytest.raises(ConflictError, match="cannot be added"):
        share()


def test_details_are_replaced(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.people.set_details(urn(5), {"name": "Ada Other"}, at=LATER)
    with furnished.reader() as reader:
        assert reader.people.find_details(urn(5)) == {"name": "Ada Other"}
    with pytest.raises(ConflictError, match="no such person"), furnished.unit() as unit:
        unit.people.set_details("none", {}, at=LATER)


@ONLY_SQLITE
def test_erasing_leaves_no_name_on_the_disk(issued: Database, tmp_path: Path) -> None:
    with issued.unit() as unit:
        unit.people.erase_details(urn(5), at=LATER)
        unit.events.erase_details(urn(20))
    with issued.reader() as reader:
        assert reader.people.find_details(urn(5)) is None
        assert reader.people.get(urn(5)) == records.person(erased_at=LATER)
        assert reader.events.find_details(urn(20)) is None
        assert list(reader.fsck.discrepancies(stale_before=NOW)) == []
    issued.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"person:1" in left
    assert b"Ada Example" not in left
    assert b"free text" not in left


def test_nobody_is_erased_who_is_not_there(empty: Database) -> None:
    with pytest.raises(ConflictError, match="no person"), empty.unit() as unit:
        unit.people.erase_details("none", at=NOW)
