"""Where the JavaScript stack leaves the specifications; ours follows them, and tests would notice a change.

RDFC-1.0 sorts by code point, rdf-canonize by UTF-16 unit: emoji and U+E000-U+FFFF change places.
The direction of a text is in no statement; theirs signs around it, ours refuses what is not signed.
JSON-LD writes 1e-7 as "1.0E-7", jsonld.js as "0", so that 1e-7 and 2e-7 share one signature there.
"""

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError, ProofError
from issuer.signing import data_integrity, keys
from issuer.signing.proofs import proofs_of
from tests.interop.badges import Badges, achievement_of
from tests.interop.conftest import Peer

pytestmark = pytest.mark.interop
CONTROLLER = "did:web:peer.example:p:different"


def _accepted(peer: Peer, document: JsonObject) -> bool:
    made = peer.ask("key", name="different", type="Ed25519", controller=CONTROLLER)
    created = document["validFrom"]
    signed = peer.ask(
        "sign", document=document, key="different", suite="eddsa-rdfc-2022", created=created, now=created
    )["document"]
    public_key = keys.from_multibase(made["publicKeyMultibase"])
    try:
        data_integrity.verify_proof(signed, proofs_of(signed)[0], public_key=public_key)
    except ProofError:
        return False
    return True


def _badge() -> tuple[JsonObject, JsonObject, JsonObject]:
    document = Badges(seed=700, issuer=CONTROLLER).credential()
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    return document, subject, achievement_of(document)


@pytest.mark.parametrize(
    ("tags", "agreed"),
    [(["\U0001f600", "z"], True), (["\U0001f600", "\ud7a3"], True), (["\U0001f600", "\uff5e"], False)],
)
def test_the_order_of_statements(*, peer: Peer, tags: list[str], agreed: bool) -> None:
    document, _, achievement = _badge()
    achievement["tag"] = [*tags]
    assert _accepted(peer, document) is agreed


def test_texts_with_a_language_are_no_difference(peer: Peer) -> None:
    document, _, _ = _badge()
    document["description"] = [
        {"@value": "Insigne", "@language": "fr-CA"},
        {"@value": "Badge", "@language": "EN"},
    ]
    assert _accepted(peer, document)


def test_a_direction_is_left_unsigned_there_and_refused_here(peer: Peer) -> None:
    document, _, _ = _badge()
    document["description"] = {"@value": "Badge", "@language": "en", "@direction": "ltr"}
    with pytest.raises(ConformanceError, match="direction of a text is not signed"):
        _accepted(peer, document)


@pytest.mark.parametrize(("number", "agreed"), [(0.5, True), (1e-6, True), (1e-7, False)])
def test_small_numbers(*, peer: Peer, number: float, agreed: bool) -> None:
    document, subject, _ = _badge()
    subject["creditsEarned"] = number
    assert _accepted(peer, document) is agreed
