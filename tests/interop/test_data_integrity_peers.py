"""Data Integrity across languages: they accept ours, we accept theirs, both refuse a changed copy."""

import copy
import random
from datetime import UTC, datetime

import pytest

from issuer.documents.lint import lint
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError, ProofError
from issuer.signing import data_integrity, keys
from issuer.signing.key_types import KeyType
from issuer.signing.proofs import proofs_of
from issuer.signing.signers import LocalSigner
from tests.interop.badges import Badges, achievement_of
from tests.interop.conftest import Peer
from tests.signing.makers import CONTROLLER, method_of, signer_for

pytestmark = pytest.mark.interop
CREATED = datetime(2031, 1, 1, 12, 0, 0, tzinfo=UTC)
NOW = "2024-01-01T00:00:00Z"
EACH_WAY = 200
KINDS = [
    ("eddsa-rdfc-2022", KeyType.ED25519),
    ("ecdsa-rdfc-2019", KeyType.P256),
    ("ecdsa-rdfc-2019", KeyType.P384),
    ("eddsa-jcs-2022", KeyType.ED25519),
    ("ecdsa-jcs-2019", KeyType.P256),
    ("ecdsa-jcs-2019", KeyType.P384),
]


def _secured(document: JsonObject, suite: str, signer: LocalSigner, schema: str) -> JsonObject:
    return data_integrity.secure(
        lint(document, schema=schema),
        cryptosuite=suite,
        signer=signer,
        verification_method=method_of(signer),
        created=CREATED,
    )


def _publish(peer: Peer, signer: LocalSigner) -> None:
    peer.ask(
        "publish",
        id=method_of(signer),
        controller=signer.controller,
        publicKeyMultibase=signer.public_key.multibase(),
    )


def _changed(document: JsonObject, choice: random.Random) -> JsonObject:
    """Return a copy with one value changed, in a place a cheat would choose."""
    changed = copy.deepcopy(document)
    subject = changed["credentialSubject"]
    assert isinstance(subject, dict)
    achievement = achievement_of(changed)
    places: list[tuple[JsonObject, str, Json]] = [
        (changed, "name", f"{changed['name']}!"),
        (changed, "validUntil", "2099-01-01T00:00:00Z"),
        (changed, "id", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        (subject, "id", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        (subject, "creditsEarned", 99.5),
        (achievement, "name", f"{achievement['name']} "),
        (achievement, "description", "\u00e9e\u0301"),
    ]
    target, name, value = choice.choice(places)
    target[name] = value
    return changed


@pytest.mark.parametrize(("suite", "key_type"), KINDS)
def test_they_accept_what_we_sign(peer: Peer, suite: str, key_type: KeyType) -> None:
    signer, choice = signer_for(key_type), random.Random(f"{suite}{key_type}")  # noqa: S311  (a seed gives the same again)
    _publish(peer, signer)
    badges = Badges(seed=KINDS.index((suite, key_type)), issuer=CONTROLLER)
    for index in range(EACH_WAY if suite == "eddsa-rdfc-2022" else EACH_WAY // 5):
        credential = badges.credential()
        if index % 3 == 0:
            endorsement = badges.endorsement(str(achievement_of(credential)["id"]))
            inner = _secured(endorsement, suite, signer, "emit/endorsement")
            assert peer.ask("verify", document=inner, suite=suite, now=NOW.replace("2024", "2030"))[
                "verified"
            ]
            achievement_of(credential)["endorsement"] = [inner]
        signed = _secured(credential, suite, signer, "emit/credential")
        now = str(signed["validFrom"])
        answer = peer.ask("verify", document=signed, suite=suite, now=now)
        assert answer["verified"], (index, answer, signed)
        if index % 4 == 0:
            changed = _changed(signed, choice)
            assert not peer.ask("verify", document=changed, suite=suite, now=now)["verified"], changed


@pytest.mark.parametrize(("suite", "key_type"), KINDS)
def test_we_accept_what_they_sign(peer: Peer, suite: str, key_type: KeyType) -> None:
    controller = f"did:web:peer.example:p:{suite}"
    name, choice = f"{suite}-{key_type}", random.Random(f"{suite}{key_type}")  # noqa: S311  (a seed gives the same again)
    made = peer.ask("key", name=name, type=key_type.value, controller=controller)
    public_key = keys.from_multibase(made["publicKeyMultibase"])
    badges = Badges(seed=100 + KINDS.index((suite, key_type)), issuer=controller)
    for index in range(EACH_WAY if suite == "eddsa-rdfc-2022" else EACH_WAY // 5):
        credential = badges.credential()
        created = str(credential["validFrom"])
        arguments = {"key": name, "suite": suite, "created": created, "now": created}
        if index % 3 == 0:
            endorsement = badges.endorsement(str(credential["id"]))
            endorsement["validFrom"] = created
            inner = peer.ask("sign", document=endorsement, **arguments)["document"]
            data_integrity.verify_proof(inner, proofs_of(inner)[0], public_key=public_key)
            credential["endorsement"] = [inner]
        signed = peer.ask("sign", document=credential, **arguments)["document"]
        data_integrity.verify_proof(signed, proofs_of(signed)[0], public_key=public_key)
        changed = _changed(signed, choice)
        with pytest.raises((ProofError, ConformanceError)):
            data_integrity.verify_proof(changed, proofs_of(changed)[0], public_key=public_key)


def test_we_accept_the_older_proof_on_the_older_data_model(peer: Peer) -> None:
    controller = "did:web:peer.example:p:older"
    made = peer.ask("key", name="older", type="Ed25519", controller=controller)
    public_key = keys.from_multibase(made["publicKeyMultibase"])
    badges = Badges(seed=300, issuer=controller)
    for _ in range(20):
        credential = badges.credential()
        created = credential.pop("validFrom")
        # What their terms mean is said by the newer data model only.
        for member in ("validUntil", "credentialStatus", "evidence"):
            credential.pop(member, None)
        credential["issuanceDate"] = created
        contexts = credential["@context"]
        assert isinstance(contexts, list)
        credential["@context"] = [
            "https://www.w3.org/2018/credentials/v1",
            contexts[1],
            "https://w3id.org/security/suites/ed25519-2020/v1",
        ]
        signed = peer.ask(
            "sign",
            document=credential,
            key="older",
            suite="Ed25519Signature2020",
            created=created,
            now=created,
        )["document"]
        data_integrity.verify_proof(signed, proofs_of(signed)[0], public_key=public_key)
        signed["name"] = "Another"
        with pytest.raises(ProofError):
            data_integrity.verify_proof(signed, proofs_of(signed)[0], public_key=public_key)


def test_verifier_core_finds_a_valid_signature(peer: Peer) -> None:
    """It resolves did:key by itself; the issuer is therefore the key."""
    public_key = signer_for(KeyType.ED25519).public_key
    controller = f"did:key:{public_key.multibase()}"
    signer = signer_for(KeyType.ED25519, "lakes", controller)
    badges, choice = Badges(seed=400, issuer=controller), random.Random(400)  # noqa: S311  (a seed gives the same again)
    for _ in range(25):
        signed = _secured(badges.credential(), "eddsa-rdfc-2022", signer, "emit/credential")
        answer = peer.ask("verifierCore", document=signed)
        assert answer["verified"], answer
        assert not peer.ask("verifierCore", document=_changed(signed, choice))["verified"]
