"""A list that is kept packed says what the record says, whoever set the bits."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from issuer.documents import strict_json
from issuer.documents.strict_json import STATUS_LIST_LIMITS
from issuer.services.status_lists import packed, resign_due, signed_list
from issuer.status import Bitstring
from issuer.store import Category
from tests.services.worlds import World


def published(world: World) -> Bitstring:
    """Read the bits of the list that the world reads."""
    body = signed_list(world.toolkit, "scsc-1")
    document = strict_json.parse_object(body, limits=STATUS_LIST_LIMITS)
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    return Bitstring.decode(str(subject["encodedList"]))


def end(world: World) -> int:
    """Issue a credential, set its bit, and return the bit."""
    version = world.issue().version
    with world.toolkit.database.unit() as unit:
        unit.status_lists.set_bit(
            version.status_list_id, version.status_index, category=Category.FRAUD, at=world.clock()
        )
    return version.status_index


def require_exactly(world: World, *indexes: int) -> None:
    expected = Bitstring(131_072)
    for index in indexes:
        expected.set(index)
    assert published(world) == expected


def test_every_revocation_is_published(world: World) -> None:
    first = end(world)
    require_exactly(world, first)
    second, third = end(world), end(world)
    require_exactly(world, first, second, third)


def test_a_kept_list_reads_only_what_is_new(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = end(world)
    require_exactly(world, first)

    def refuse(*_arguments: object) -> None:
        pytest.fail("the whole list was read")

    monkeypatch.setattr(packed, "_built", refuse)
    require_exactly(world, first, end(world))


def test_bits_of_an_older_program_are_not_missed(world: World) -> None:
    first = end(world)
    require_exactly(world, first)
    version = world.issue().version
    with world.toolkit.database.unit() as unit:
        unit._statements.run(
            text("INSERT INTO status_bits VALUES (:list, :place, 'fraud', :at, NULL, NULL)"),
            [{"list": version.status_list_id, "place": version.status_index, "at": "2026-03-16T12:00:00Z"}],
        )
        unit._statements.run(text("UPDATE status_lists SET changes = changes + 1"))
    require_exactly(world, first, version.status_index)


def test_a_kept_list_that_disagrees_is_built_anew(world: World) -> None:
    first = end(world)
    require_exactly(world, first)
    (kept,) = (kept for database, kept in packed._KEPT.items() if database is world.toolkit.database)
    change, bits = next(iter(kept.lists.values()))
    bits.set([first ^ 1])
    assert (change, bits.count) == (1, 2)
    second = end(world)
    require_exactly(world, first, second)


def test_a_moment_that_was_read_earlier_is_told_as_it_was(world: World) -> None:
    end(world)
    database = world.toolkit.database
    with database.reader() as reader:
        old = reader.status_lists.find_by_slug("scsc-1")
        assert old is not None
        before = packed.text_of(database, reader, old)
        end(world)
        published(world)
        assert packed.text_of(database, reader, old) == before


def test_only_so_many_lists_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST", 1)
    end(world)
    world.issue(profile="nesc")
    assert resign_due(world.toolkit) == 1
    assert len(packed._KEPT[world.toolkit.database].lists) == 1
    world.clock.forward(seconds=timedelta(hours=13).total_seconds())
    assert resign_due(world.toolkit) == 2
