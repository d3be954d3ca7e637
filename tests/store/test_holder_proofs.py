from datetime import timedelta

import pytest

from issuer.errors import ConflictError
from issuer.store import Database, HolderProofRecord, ProofMethod
from tests.store.records import LATER, NOW, holder_proof, urn

ENDS = NOW + timedelta(minutes=10)


def kept(database: Database, **change: object) -> HolderProofRecord:
    made = holder_proof(**change)
    with database.unit() as unit:
        unit.holder_proofs.add(made)
    return made


def test_a_question_is_found_and_forgotten(issued: Database) -> None:
    made = kept(issued)
    with issued.reader() as reader:
        assert reader.holder_proofs.find(urn(40)) == made
        assert reader.holder_proofs.find(urn(41)) is None
    with issued.unit() as unit:
        assert unit.holder_proofs.forget(before=NOW) == 0
        assert unit.holder_proofs.forget(before=LATER) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"credential_id": urn(99)},
        {"challenge": None},
        {"code_hash": b"x", "salt": b"y"},
        {"challenge": None, "code_hash": b"x"},
        {"expires_at": NOW},
    ],
)
def test_what_contradicts_itself_is_refused(issued: Database, change: dict[str, object]) -> None:
    with pytest.raises(ConflictError):
        kept(issued, **change)


def test_tries_are_few_and_end_with_time(issued: Database) -> None:
    kept(issued)
    with issued.unit() as unit:
        tried = [unit.holder_proofs.try_answer(urn(40), most=2, now=NOW) for _ in range(3)]
        assert tried == [True, True, False]
        assert not unit.holder_proofs.try_answer(urn(40), most=9, now=ENDS)
        assert not unit.holder_proofs.try_answer(urn(41), most=9, now=NOW)


def test_a_question_is_proven_once(issued: Database) -> None:
    kept(issued)
    with issued.unit() as unit:
        assert unit.holder_proofs.prove(urn(40), by="did:example:1", at=LATER)
        assert not unit.holder_proofs.prove(urn(40), by="did:example:2", at=LATER)
        assert not unit.holder_proofs.try_answer(urn(40), most=9, now=NOW)
        found = unit.holder_proofs.find(urn(40))
    assert found == holder_proof(proven_at=LATER, proven_by="did:example:1")


def test_questions_about_a_credential_are_counted_by_kind_and_time(issued: Database) -> None:
    kept(issued)
    kept(issued, id=urn(41), method=ProofMethod.CODE, challenge=None, code_hash=b"x", salt=b"y")
    with issued.reader() as reader:
        count = reader.holder_proofs.count_since
        assert count(urn(9), ProofMethod.CODE, since=NOW - timedelta(minutes=1)) == 1
        assert count(urn(9), ProofMethod.CODE, since=NOW) == 0
        assert count(urn(10), ProofMethod.CODE, since=NOW - timedelta(minutes=1)) == 0
