"""Every question for some of many rows is answered by an index, also where the index leaves most rows out."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from issuer.store import Database, Unit
from issuer.store.base import METADATA
from tests.store import records
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import urn

Ask = Callable[[Unit], Any]
ASKED: dict[str, tuple[Ask, list[str]]] = {
    "leaves of a version": (
        lambda unit: unit.leaves.of_version(urn(9), 1),
        ["uq_leaves_one_issue", "ix_leaves_version"],
    ),
    "leaves of an endorsement": (
        lambda unit: unit.leaves.of_endorsement(urn(50)),
        ["ix_leaves_endorsement"],
    ),
    "numbered leaves": (lambda unit: unit.leaves.page(), ["uq_leaves_number"]),
    "hashes of the tree": (lambda unit: unit.leaves.hashes(), ["uq_leaves_number"]),
    "leaves that fsck hashes again": (
        lambda unit: list(unit.fsck._leaves()),
        ["chain=?", "ix_leaves_pending", "uq_leaves_number"],
    ),
    "numbered events": (lambda unit: unit.events.page(), ["uq_events_number"]),
    "links of the chain": (lambda unit: list(unit.events.links()), ["uq_events_number"]),
    "events of an object": (lambda unit: unit.events.of_object(urn(9)), ["ix_events_object"]),
    "events that wait": (lambda unit: unit.events.pending(), ["ix_events_pending"]),
    "versions left behind": (
        lambda unit: unit.credentials.stale(before=records.LATER + timedelta(days=1)),
        ["ix_credential_versions_state"],
    ),
    "versions that a key signed": (
        lambda unit: unit.credentials.signed_with(urn(2)),
        ["ix_credential_versions_key_id"],
    ),
    "a version by its bytes": (
        lambda unit: unit.credentials.find_by_sha256("00"),
        ["ix_credential_versions_sha256"],
    ),
    "records by their external id": (
        lambda unit: unit.attestations.by_external_id(urn(1), "a"),
        ["ix_attestations_external_id"],
    ),
    "a record by its digest": (
        lambda unit: unit.attestations.find_by_digest(urn(1), "sha256:00"),
        ["(profile_id=? AND digest=?)"],
    ),
}


@pytest.fixture
def connection(issued: Database) -> Iterator[Connection]:
    with issued._reading.connect() as connection:
        yield connection


@ONLY_SQLITE
@pytest.mark.parametrize("name", ASKED)
def test_a_question_uses_its_index(issued: Database, connection: Connection, name: str) -> None:
    ask, expected = ASKED[name]
    told: list[tuple[str, Any]] = []
    event.listen(issued._reading, "before_cursor_execute", lambda *said: told.append((said[2], said[3])))
    with issued.reader() as reader:
        ask(reader)
    plans = [
        [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)]
        for text, given in list(told)
    ]
    assert len(plans) == len(expected)
    for plan, index in zip(plans, expected, strict=True):
        assert index in plan[0]
        assert "INDEX" in plan[0]


@ONLY_SQLITE
def test_an_index_of_some_rows_holds_no_others(connection: Connection) -> None:
    """What an award costs on the disk: rows of other kinds have no entry in it."""
    partial = [
        (table.name, index)
        for table in METADATA.sorted_tables
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    ]
    assert len(partial) >= 10
    for table, index in partial:
        condition = str(index.dialect_options["sqlite"]["where"])
        sql = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (str(index.name),))
        assert str(sql.scalar_one()).endswith(f"WHERE {condition}"), table


def test_leaves_of_a_version_are_one_list_in_order(issued: Database) -> None:
    with issued.unit() as unit:
        for number, kind, at in ((91, "status", 2), (90, "jwt", -1)):
            unit.leaves.add(
                leaf_id=urn(number),
                kind=kind,
                entry=b"x",
                at=records.NOW + timedelta(seconds=at),
                credential_id=urn(9),
                version_number=1,
            )
        unit.leaves.add(leaf_id=urn(92), kind="key", entry=b"y", at=records.NOW)
    with issued.reader() as reader:
        assert [leaf.id for leaf in reader.leaves.of_version(urn(9), 1)] == [urn(90), urn(30), urn(91)]
        assert reader.leaves.of_version(urn(9), 2) == ()
