"""Acts that are alike are written as each of them by itself: the same columns, body, entry and hash."""

from dataclasses import replace

import pytest

from issuer.errors import ConflictError
from issuer.ledger.tree import leaf_hash
from issuer.services import recording
from issuer.services.principal import OPERATOR
from issuer.services.recording import Act, AlikeActs
from issuer.store import EventRecord, LeafRecord
from tests.services.worlds import World
from tests.store.records import urn

PROFILE = 'did:web:issuer.example:p:"é"'
SHA256S = ["a" * 64, "b" * 64]
OBJECTS = [urn(901), urn(902)]


def alike(*, is_signed: bool) -> AlikeActs:
    return AlikeActs(
        action="thing.done",
        profile=PROFILE,
        kind="key",
        objects=OBJECTS,
        afters=["sha256:" + one for one in SHA256S],
        sha256s=SHA256S if is_signed else None,
    )


def alone(*, is_signed: bool) -> list[Act]:
    return [
        Act(
            action="thing.done",
            object=thing,
            profile=PROFILE,
            kind="key",
            sha256=sha256 if is_signed else None,
            after="sha256:" + sha256,
        )
        for thing, sha256 in zip(OBJECTS, SHA256S, strict=True)
    ]


def written(world: World) -> list[tuple[EventRecord, LeafRecord]]:
    """Number what was written, and return the newest events and leaves side by side."""
    database = world.toolkit.database
    with database.unit() as unit:
        unit.events.number_pending(10_000, at=world.clock())
    with database.reader() as reader:
        return list(zip(reader.events.page()[-2:], reader.leaves.page()[-2:], strict=True))


@pytest.mark.parametrize("is_signed", [False, True])
def test_acts_that_are_alike_leave_what_each_leaves_by_itself(empty: World, *, is_signed: bool) -> None:
    with empty.toolkit.database.unit() as unit:
        recording.record_all(unit, empty.toolkit, OPERATOR, alone(is_signed=is_signed))
    before = written(empty)
    with empty.toolkit.database.unit() as unit:
        recording.record_alike(unit, empty.toolkit, OPERATOR, alike(is_signed=is_signed))
    after = written(empty)

    for act, (event, leaf), (first, first_leaf) in zip(
        alone(is_signed=is_signed), after, before, strict=True
    ):
        assert event.number == (first.number or 0) + 2
        # Ids, and what hangs on them, differ; nothing else does.
        assert event.body == first.body.replace(first.id.encode(), event.id.encode())
        same = {"id": "", "body": b"", "number": 0, "hash": b"", "previous_hash": b""}
        assert replace(event, **same) == replace(first, **same)  # type: ignore[arg-type]
        assert leaf.entry == recording.entry_of(event, act)
        assert leaf.leaf_hash == leaf_hash(leaf.entry)
        other = {"id": "", "entry": b"", "leaf_hash": b"", "number": 0}
        assert replace(leaf, **other) == replace(first_leaf, **other)  # type: ignore[arg-type]
    assert [event.object for event, _leaf in after] == OBJECTS
    ids = [event.id for event, _leaf in after] + [leaf.id for _event, leaf in after]
    assert ids == sorted(set(ids))


def test_no_acts_leave_nothing(empty: World) -> None:
    with empty.toolkit.database.unit() as unit:
        recording.record_alike(
            unit, empty.toolkit, OPERATOR, replace(alike(is_signed=False), objects=[], afters=[])
        )
        assert (unit.events.pending(), unit.leaves.pending()) == (0, 0)


def test_the_one_leaf_of_a_version_is_law_for_many_as_for_one(empty: World) -> None:
    acts = replace(alike(is_signed=True), kind="issue", versions=[1, 1])
    with pytest.raises(ConflictError), empty.toolkit.database.unit() as unit:
        # There are no such versions, so that a leaf about them contradicts the record.
        recording.record_alike(unit, empty.toolkit, OPERATOR, acts)
    with empty.toolkit.database.reader() as reader:
        assert (reader.events.pending(), reader.leaves.pending()) == (0, 0)
