"""Somebody who may drop triggers changes rows; the record shows it by itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest

from issuer.errors import InputError
from issuer.ledger.chain import Head, check
from issuer.store import Database
from tests.store import records, shell
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import NOW, urn

Tamper = Callable[[str], None]


@pytest.fixture
def sequenced(issued: Database) -> Database:
    with issued.unit() as unit:
        unit.events.add(records.draft(id=urn(21), at=records.LATER, action="credential.revoked"))
        unit.leaves.add(leaf_id=urn(31), kind="key", entry=b"key", at=records.LATER)
        unit.events.number_pending(1, at=NOW)
        unit.events.number_pending(10, at=NOW)
    return issued


@pytest.fixture
def tamper(sequenced: Database, url: str) -> Tamper:
    sequenced.close()
    return partial(shell.tamper, url)


def sentences(database: Database) -> list[str]:
    with database.reader() as reader:
        return [finding.sentence for finding in reader.fsck.discrepancies(stale_before=NOW)]


def test_a_whole_record_agrees_with_itself(sequenced: Database) -> None:
    assert sentences(sequenced) == []
    with sequenced.reader() as reader:
        counts = reader.fsck.counts()
        heads = [Head(head.size, head.head) for head in reader.heads.all("events")]
        assert check(reader.events.links(), heads=heads) == []
    assert (counts.issued, counts.issue_leaves, counts.slots) == (1, 1, 1)
    assert (counts.events, counts.leaves, counts.pending_events, counts.pending_leaves) == (2, 2, 0, 0)


CASES = [
    ("UPDATE credential_versions SET body = x'00'", "The bytes are not the ones that were issued."),
    ("UPDATE leaves SET kind = 'other'", "It was issued and is not in the log."),
    (
        "UPDATE credential_versions SET state = 'abandoned', abandoned_at = prepared_at",
        "It is in the log and was not issued.",
    ),
    ("UPDATE attestations SET body = x'00'", "The record is not the one that was digested."),
    ("UPDATE attestations SET salt = randomblob(16)", "The salted digest does not belong to the record."),
    ("UPDATE credentials SET attestation_digest = 'x'", "It names another attestation than its own."),
    ("UPDATE status_lists SET used = 0", "The count of used slots is wrong."),
    ("UPDATE status_lists SET changes = 3", "The count of set bits is wrong."),
    ("UPDATE events SET actor = 'other'", "Its columns do not say what its body says."),
    ("UPDATE event_details SET text = 'other'", "The text is not the one that was recorded."),
    ("UPDATE leaves SET entry = x'00'", "The entry is not the one that was hashed."),
    ("DELETE FROM leaves WHERE number = 0", "It has number 1, and leaf 0 is gone."),
    ("DELETE FROM leaves WHERE number = 1", "The log ends at 1; 2 leaves were noted."),
    ("UPDATE chain_heads SET head = x'00'", "The log of 1 leaves has another root than noted."),
]


@pytest.mark.parametrize(("statement", "sentence"), CASES, ids=[case[0] for case in CASES])
def test_a_changed_row_is_found(sequenced: Database, tamper: Tamper, statement: str, sentence: str) -> None:
    tamper(statement)
    assert sentence in sentences(sequenced)


@pytest.fixture
def half_numbered(sequenced: Database, url: str) -> Iterator[Tamper]:
    """Give a hand for a log of two leaves that have a number, 30 and 31, and two that wait for one, 32 and 33."""
    with sequenced.unit() as unit:
        for number in (32, 33):
            unit.leaves.add(leaf_id=urn(number), kind="key", entry=b"%d" % number, at=records.LATER)
    with sequenced.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.leaves, counts.pending_leaves) == (4, 2)
    sequenced.close()
    yield partial(shell.tamper, url)
    sequenced.close()


@pytest.mark.parametrize("numbers", [[30], [31], [32], [33], [30, 31, 32, 33]])
def test_a_leaf_is_looked_at_with_a_number_and_without(
    sequenced: Database, half_numbered: Tamper, numbers: list[int]
) -> None:
    """Each is read once, whatever query finds it."""
    names = ", ".join(f"'{urn(number)}'" for number in numbers)
    half_numbered(f"UPDATE leaves SET entry = x'00' WHERE id IN ({names})")  # noqa: S608  (names of our own)
    with sequenced.reader() as reader:
        found = [one for one in reader.fsck.discrepancies(stale_before=NOW) if one.table == "leaves"]
    assert sorted(one.row for one in found) == [urn(number) for number in numbers]
    assert {one.sentence for one in found} == {"The entry is not the one that was hashed."}


def test_leaves_that_wait_are_no_gap_in_the_log(sequenced: Database, half_numbered: Tamper) -> None:
    assert sentences(sequenced) == []
    half_numbered(f"UPDATE leaves SET number = NULL WHERE id = '{urn(31)}'")  # noqa: S608  (a name of our own)
    assert sentences(sequenced) == ["The log ends at 1; 2 leaves were noted."]


def test_a_version_left_behind_is_found(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.credentials.add(records.credential())
        unit.credentials.prepare(records.prepared())
    with furnished.reader() as reader:
        later = NOW + timedelta(seconds=1)
        found = list(reader.fsck.discrepancies(stale_before=later))
        assert [finding.sentence for finding in found] == ["It was left behind; sweep it."]
        assert list(reader.fsck.discrepancies(stale_before=NOW)) == []


SWAP = """UPDATE events SET number = 9 WHERE number = 1;
    UPDATE events SET number = 1 WHERE number = 2;
    UPDATE events SET number = 2 WHERE number = 9"""

CHAIN_CASES = [
    ("UPDATE events SET body = x'00' WHERE number = 1", [(1, "edited")]),
    ("DELETE FROM events WHERE number = 1", [(1, "removed")]),
    ("DELETE FROM events WHERE number = 2", [(2, "truncated")]),
    (SWAP, [(1, "swapped"), (2, "swapped")]),
]


@pytest.mark.parametrize(("statement", "expected"), CHAIN_CASES, ids=[case[0] for case in CHAIN_CASES])
def test_a_changed_chain_is_found(
    sequenced: Database, tamper: Tamper, statement: str, expected: list[tuple[int, str]]
) -> None:
    tamper(statement)
    with sequenced.reader() as reader:
        heads = [Head(head.size, head.head) for head in reader.heads.all("events")]
        found = check(reader.events.links(), heads=heads)
    assert [(finding.number, finding.what.value) for finding in found] == expected


TEXT_IN_BYTES = [
    "UPDATE credential_versions SET body = 'text'",
    "UPDATE attestations SET body = 'text'",
    "UPDATE attestations SET salt = 'a long text that is no salt'",
    "UPDATE attestations SET salted_digest = 'text'",
    "UPDATE leaves SET entry = 'text'",
    "UPDATE leaves SET leaf_hash = 'text'",
    "UPDATE chain_heads SET head = 'text'",
    "UPDATE event_details SET salt = 'a long text that is no salt'",
    "UPDATE events SET body = 'text'",
]
BYTES_IN_TEXT = [
    "UPDATE events SET actor = x'00ff'",
    "UPDATE events SET details_digest = x'00ff'",
    "UPDATE event_details SET text = x'00ff'",
    "UPDATE credential_versions SET sha256 = x'00ff'",
    "UPDATE attestations SET digest = x'00ff'",
]


@ONLY_SQLITE
@pytest.mark.parametrize("statement", [*TEXT_IN_BYTES, *BYTES_IN_TEXT])
def test_a_value_of_another_kind_is_a_finding_and_no_traceback(
    sequenced: Database, tamper: Tamper, statement: str
) -> None:
    tamper(statement)
    assert sentences(sequenced)


@ONLY_SQLITE
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credential_versions SET state = 'text'",
        "UPDATE credential_versions SET state = x'00ff'",
        "UPDATE events SET at = x'00ff'",
        "UPDATE events SET at = 'yesterday'",
    ],
)
def test_a_word_or_moment_that_is_none_of_ours_is_said(
    sequenced: Database, tamper: Tamper, statement: str
) -> None:
    tamper(statement)
    with pytest.raises(InputError, match="A row holds a"):
        sentences(sequenced)
