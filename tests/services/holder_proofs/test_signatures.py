"""A holder proves by a signature that a credential is theirs; a thief with the file does not (VER-06)."""

from typing import Any

import pytest

from issuer.errors import ConflictError, ConformanceError, InputError, NotFoundError
from issuer.services import people
from issuer.services.holder_proofs import answering, asking
from issuer.services.holder_proofs.answering import HolderAnswer, HolderFinding
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import ProofMethod
from tests.services.holder_proofs.conftest import Issued, did_of, holder_key, presentation
from tests.services.worlds import World

PROVEN, NOT, UNCLEAR = HolderAnswer.PROVEN, HolderAnswer.NOT_PROVEN, HolderAnswer.COULD_NOT_CHECK


def ask(world: World, name: str) -> asking.AskedProof:
    return asking.ask(world.toolkit, name, ProofMethod.DID)


def answer(world: World, asked: asking.AskedProof, data: bytes) -> HolderFinding:
    return answering.present(world.toolkit, asked.id, data)


def test_the_holder_is_proven_once(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_did)
    assert answering.look(world.toolkit, asked.id).answer is HolderAnswer.OPEN
    signed = presentation(asked.challenge, issued.body)
    found = answer(world, asked, signed)
    assert (found.answer, found.by, found.at) == (PROVEN, did_of(holder_key()), world.clock())
    assert answering.look(world.toolkit, asked.id).answer is PROVEN
    again = answer(world, asked, signed)
    assert (again.answer, again.sentence) == (NOT, answering.OVER)
    assert answer(world, ask(world, issued.with_did), signed).answer is NOT


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": holder_key("thief")}, "Somebody else signed it"),
        ({"key": holder_key("thief"), "holder": did_of(holder_key())}, "is not one of"),
        ({"challenge": "another"}, "challenge"),
        ({"domain": "attacker.example"}, "domain"),
        ({"proofPurpose": "assertionMethod"}, "not for 'authentication'"),
    ],
)
def test_whoever_is_not_the_holder_is_not_proven(
    world: World, issued: Issued, change: dict[str, Any], words: str
) -> None:
    asked = ask(world, issued.with_did)
    made = {"challenge": asked.challenge, **change}
    found = answer(world, asked, presentation(made.pop("challenge"), issued.body, **made))
    assert (found.answer, found.by) == (NOT, None)
    assert words in found.sentence
    assert found.tries_left == 9


def test_the_bare_file_or_anything_else_proves_nothing(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_did)
    for data in (issued.body, b"", b"{", b"\xff", b'{"holder": "did:key:x"}'):
        assert answer(world, asked, data).answer is NOT


def test_a_key_that_cannot_be_read_now_is_no_answer(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_did)
    absent = holder_key()
    absent.method = "did:web:gone.example#key"
    found = answer(world, asked, presentation(asked.challenge, issued.body, key=absent))
    assert found.answer is UNCLEAR


def test_tries_end_and_so_does_time(world: World, issued: Issued) -> None:
    asked, late = ask(world, issued.with_did), ask(world, issued.with_did)
    for _ in range(10):
        answer(world, asked, b"{}")
    good = presentation(asked.challenge, issued.body)
    assert answer(world, asked, good).sentence == answering.OVER
    world.clock.forward(minutes=10)
    assert answer(world, late, presentation(late.challenge, issued.body)).sentence == answering.OVER
    assert answering.look(world.toolkit, late.id).answer is NOT
    world.clock.forward(days=1)
    ask(world, issued.with_did)
    with pytest.raises(NotFoundError, match="forgotten"):
        answering.look(world.toolkit, asked.id)


def test_a_credential_can_be_named_in_every_way(world: World, issued: Issued) -> None:
    link = world.toolkit.url(sharing.path_of(sharing.of(world.toolkit, issued.with_did)))
    for name in (issued.with_did, issued.with_did.removeprefix("urn:uuid:"), link, link + ".json"):
        assert ask(world, name).credential_id == issued.with_did
    for name in (
        "nothing",
        "urn:uuid:00000000-0000-4000-8000-000000000000",
        world.toolkit.url("/c/" + "A" * 24),
    ):
        with pytest.raises(NotFoundError):
            ask(world, name)


def test_without_a_did_nobody_can_sign(world: World, issued: Issued) -> None:
    with pytest.raises(ConformanceError) as caught:
        ask(world, issued.with_address)
    assert caught.value.code == "HOLDER_WITHOUT_DID"


def test_a_did_is_bound_before_the_first_credential_and_stays(world: World, issued: Issued) -> None:
    toolkit, did = world.toolkit, did_of(holder_key())
    assert people.bind_did(toolkit, OPERATOR, "t05", "scsc", did).subject_id == did
    with pytest.raises(ConflictError, match="never changes"):
        people.bind_did(toolkit, OPERATOR, "t04", "scsc", did_of(holder_key("other")))
    with pytest.raises(ConflictError):
        people.bind_did(toolkit, OPERATOR, "t01", "scsc", did)
    for text in ("urn:uuid:1", "did:example:1", did + "#key", "did:web:a b"):
        with pytest.raises(InputError, match="DID"):
            people.bind_did(toolkit, OPERATOR, "t01", "scsc", text)
    assert issued.with_did
