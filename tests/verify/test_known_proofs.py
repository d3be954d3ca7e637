"""What a proof covers is remembered by exact bytes, and makes no verification say anything else."""

from collections.abc import Callable
from typing import Any

import pytest

from issuer.documents import canonical
from issuer.documents.memory import Memory
from issuer.documents.strict_json import Json, JsonObject, encode
from issuer.signing.key_types import KeyType
from issuer.verify import Report, Verdict, signed_data
from issuer.verify.checks import proof
from tests.papers import credential
from tests.worlds import World, sign, token


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    _forget(monkeypatch)


def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_data, "_KNOWN", Memory[bytes](signed_data.MAX_KNOWN))


def good(world: World) -> JsonObject:
    return sign(credential(world.issuer), world.issuer.key())


def changed(world: World) -> JsonObject:
    return {**good(world), "name": "Another"}


def set_of_two(world: World) -> JsonObject:
    return sign(good(world), world.issuer.key("second"))


def one_of_two_forged(world: World) -> JsonObject:
    first, second = _proofs(set_of_two(world))
    return {**good(world), "proof": [first, {**second, "proofValue": first["proofValue"]}]}


def swapped(world: World) -> JsonObject:
    turned: list[Json] = [*_proofs(set_of_two(world))[::-1]]
    return {**good(world), "proof": turned}


def of_p384(world: World) -> JsonObject:
    return sign(credential(world.issuer), world.issuer.key("p384", KeyType.P384), "ecdsa-rdfc-2019")


def of_text(world: World) -> JsonObject:
    return sign(credential(world.issuer), world.issuer.key(), "eddsa-jcs-2022")


def of_old_context(world: World) -> JsonObject:
    return {**good(world), "jti": "urn:x"}


def _proofs(document: JsonObject) -> list[JsonObject]:
    proofs = document["proof"]
    assert isinstance(proofs, list)
    return [item for item in proofs if isinstance(item, dict)]


MADE: dict[str, Callable[[World], JsonObject]] = {
    made.__name__: made
    for made in (good, changed, set_of_two, one_of_two_forged, swapped, of_p384, of_text, of_old_context)
}


@pytest.mark.parametrize("made", MADE)
def test_the_second_look_says_the_same(world: World, monkeypatch: pytest.MonkeyPatch, made: str) -> None:
    document = MADE[made](world)
    looks = [world.verify(document) for _ in range(3)]
    _forget(monkeypatch)
    assert looks == [world.verify(document)] * 3


def test_documents_that_differ_in_little_are_not_taken_for_each_other(world: World) -> None:
    documents = [made(world) for made in MADE.values()]
    first = [world.verify(document) for document in documents]
    assert first == [world.verify(document) for document in documents]
    assert {report.verdict for report in first} == {Verdict.VALID, Verdict.INVALID}


def test_one_byte_more_is_another_document(world: World) -> None:
    document = good(world)
    assert world.verify(document).verdict is Verdict.VALID
    body = encode(document)
    assert world.verify(body + b" ").verdict is Verdict.VALID
    assert world.verify(body.replace(b"did:web", b"did:weB", 1)).verdict is not Verdict.VALID
    assert len(signed_data._KNOWN) >= 2


def test_the_signature_itself_is_checked_each_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    document = good(world)
    asked: list[str] = []
    plain = signed_data.matches

    def noted(*given: Any) -> signed_data.Covered:
        asked.append("matches")
        return plain(*given)

    monkeypatch.setattr(proof, "matches", noted)
    for _ in range(2):
        assert world.verify(document).verdict is Verdict.VALID
    assert len(asked) == 2


def test_a_proof_inside_of_a_token_is_worked_out_each_time(world: World) -> None:
    inner = good(world)
    text = token(inner, world.issuer.key("t", KeyType.P256, form="JsonWebKey"))
    reports: list[Report] = [world.verify(text.encode()) for _ in range(2)]
    assert reports[0] == reports[1]
    assert reports[0].verdict is Verdict.VALID
    assert len(signed_data._KNOWN) == 0


def test_a_process_that_signs_nothing_keeps_no_document_for_its_canonical_form(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [good(world), set_of_two(world)]
    monkeypatch.setattr(canonical, "_results", Memory[bytes](canonical.MAX_KEPT_BYTES))
    for document in documents:
        assert world.verify(document).verdict is Verdict.VALID
    assert not canonical.has_results()
