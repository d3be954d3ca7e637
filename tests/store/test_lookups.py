"""Looking up many rows at once: every key is found, and found by an index."""

import pytest
from sqlalchemy import Connection, event

from issuer.errors import InputError
from issuer.store import Database, PersonRecord
from tests.store import records
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import DIGEST, NOW, urn

ODD = ("o'brien", 'say "x"', "back\\slash", "a,b", "{}", "null", "ä🙂", "%s ?", "")


def test_every_key_finds_its_row_and_no_other(empty: Database) -> None:
    people = {name: PersonRecord(urn(600 + place), name, NOW) for place, name in enumerate((*ODD, "other"))}
    with empty.unit() as unit:
        for person in people.values():
            unit.people.add(person)
    with empty.reader() as reader:
        assert reader.chunks.people([*ODD, "nobody"]) == {name: people[name] for name in ODD}
        assert reader.chunks.people([]) == {}


def test_places_of_a_list_are_looked_up_as_numbers(issued: Database) -> None:
    with issued.reader() as reader:
        record = reader.status_lists.find_open(urn(1))
        assert record is not None
        burned = reader.credentials.versions(urn(9))[0].status_index
        assert reader.status_lists.free_of(record, [5, burned, 6, 5]) == (5, 6)
        assert reader.status_lists.free_of(record, []) == ()


@pytest.mark.parametrize("key", ["a\0", "\ud800"])
def test_a_key_that_no_row_can_have_is_refused(empty: Database, key: str) -> None:
    with pytest.raises(InputError), empty.reader() as reader:
        reader.chunks.people(["a", key])


def test_what_was_issued_is_found_by_its_id_or_its_record(issued: Database) -> None:
    found = (records.credential(),)
    with issued.reader() as reader:
        known = found[0].external_id
        assert reader.chunks.recorded(urn(1), external_ids=[known], digests=[]) == found
        assert reader.chunks.recorded(urn(1), external_ids=["x"], digests=[DIGEST]) == found
        assert reader.chunks.recorded(urn(1), external_ids=[known], digests=[DIGEST]) == found
        assert reader.chunks.recorded(urn(1), external_ids=["x"], digests=["x"]) == ()
        assert reader.chunks.recorded(urn(99), external_ids=[known], digests=[DIGEST]) == ()


@ONLY_SQLITE
def test_a_look_up_never_reads_all_that_was_issued(issued: Database) -> None:
    asked: list[tuple[str, object]] = []

    def keep(_c: Connection, _cursor: object, statement: str, given: object, *_more: object) -> None:
        asked.append((statement, given))

    event.listen(issued._reading, "before_cursor_execute", keep)
    with issued.reader() as reader:
        reader.chunks.recorded(urn(1), external_ids=["a", "b"], digests=["c", "d"])
    looked = [(text, given) for text, given in asked if text.startswith("SELECT")]
    with issued._reading.connect() as connection:
        plans = [
            str(row[-1])
            for text, given in looked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)  # type: ignore[arg-type]
            if " credentials " in str(row[-1])
        ]
    assert len(plans) == len(looked) == 2
    assert "(profile_id=? AND external_id=?)" in plans[0]
    assert "(attestation_id=?)" in plans[1]
