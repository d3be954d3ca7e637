"""Attacks on embedded proofs (group SIG): moved, bent, repeated, made for something else."""

from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing import base58
from issuer.signing.key_types import KeyType
from tests.papers import changed, later, subject
from tests.verify.attacks import (
    OPEN_BADGES,
    V2,
    attacked_world,
    attacker_of,
    badge,
    require,
    signed,
    the_proof,
    with_proof,
)
from tests.worlds import World, sign

WRONG: Final = "PROOF_VERIFICATION_ERROR"
ED25519_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
ORDERS: Final = {
    KeyType.P256: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    KeyType.P384: 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
}


@pytest.fixture
def world() -> World:
    return attacked_world()


def multibase(data: bytes) -> str:
    return "z" + base58.encode(data)


DOCUMENTS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "a result": ({"credentialSubject": subject(result=[{"type": ["Result"], "value": "Pass"}])}, WRONG),
    "a longer life": ({"validUntil": "2099-01-01T00:00:00Z"}, WRONG),
    "an earlier beginning": ({"validFrom": "2020-01-01T00:00:00Z"}, WRONG),
    "a name of the issuer": (
        {"issuer": {"id": World().issuer.id, "type": ["Profile"], "name": "State"}},
        WRONG,
    ),
    "another issuer": (
        {"issuer": {"id": "did:web:attacker.example", "type": ["Profile"]}},
        "KEY_NOT_AUTHORIZED",
    ),
    "no status": ({"credentialStatus": None}, WRONG),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_was_changed_is_found(world: World, name: str) -> None:
    change, code = DOCUMENTS[name]
    require(world, changed(signed(world), **change), "invalid", code)


PROOFS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "a purpose by its address": ({"proofPurpose": "https://w3id.org/security#assertionMethod"}, ""),
    "a purpose in a list": ({"proofPurpose": ["assertionMethod"]}, ""),
    "a purpose in other case": ({"proofPurpose": "AssertionMethod"}, "PROOF_PURPOSE_MISMATCH"),
    "a domain": ({"domain": "verifier.example"}, "INVALID_DOMAIN_ERROR"),
    "a challenge": ({"challenge": "1"}, "INVALID_CHALLENGE_ERROR"),
    "an older suite": ({"type": "Ed25519Signature2020", "cryptosuite": None}, "DATA_LOSS_DETECTION_ERROR"),
    "an older type": ({"type": "Ed25519Signature2020"}, WRONG),
    "the draft of the suite": ({"cryptosuite": "eddsa-2022"}, WRONG),
    "a suite over the text": ({"cryptosuite": "eddsa-jcs-2022"}, WRONG),
    "a suite in other case": ({"cryptosuite": "EDDSA-RDFC-2022"}, "CRYPTOSUITE_NOT_ALLOWED"),
    "a suite in a list": ({"cryptosuite": ["eddsa-rdfc-2022"]}, ""),
    "a type in a list": ({"type": ["DataIntegrityProof"]}, ""),
    "a type by its address": (
        {"type": "https://w3id.org/security#DataIntegrityProof"},
        "CRYPTOSUITE_NOT_ALLOWED",
    ),
    "no type": ({"type": None}, WRONG),
    "a key in a list": (
        {"verificationMethod": ["did:web:badges.example:p:lakes#k"]},
        "INVALID_VERIFICATION_METHOD",
    ),
    "no time": ({"created": None}, WRONG),
    "a time of words": ({"created": "yesterday"}, ""),
    "a time without zone": ({"created": "2026-09-14T15:04:05"}, ""),
    "a time in a list": ({"created": ["2026-09-14T15:04:05Z"]}, ""),
    "an end before its beginning": ({"expires": "2026-09-01T00:00:00Z"}, ""),
    "itself as forerunner": ({"id": "urn:a:1", "previousProof": "urn:a:1"}, WRONG),
    "a second signature": ({"jws": "eyJhbGciOiJub25lIn0.."}, ""),
    "an unknown member": ({"note": "x"}, ""),
    "a key of its own": ({"publicKeyMultibase": "z6Mk"}, ""),
    "a proof of its own": ({"proof": {"type": "DataIntegrityProof"}}, ""),
    "a context of its own": ({"@context": [V2, OPEN_BADGES, {"created": "urn:x:y"}]}, "CONTEXT_NOT_ALLOWED"),
    "a shorter context": ({"@context": [V2]}, "CONTEXT_NOT_ALLOWED"),
    "hexadecimal": ({"proofValue": "f" + "00" * 64}, WRONG),
    "no base": ({"proofValue": "4cUwd5wKdS21Z2M7rcfeoTRz3S8ziNLujXR2wB1RhtJFvc7"}, WRONG),
    "a flood of letters": ({"proofValue": "z" + "2" * 60_000}, WRONG),
    "a list of signatures": ({"proofValue": ["z2"]}, ""),
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_that_was_changed_is_found(world: World, name: str) -> None:
    change, code = PROOFS[name]
    require(world, with_proof(signed(world), **change), "invalid|malformed", code)


@pytest.mark.parametrize(
    "way", ["one byte more", "S and the order", "ones before", "a space", "swapped case"]
)
def test_a_signature_has_one_spelling(world: World, way: str) -> None:
    good = signed(world)
    text = str(the_proof(good)["proofValue"])
    data = base58.decode(text[1:])
    larger = int.from_bytes(data[32:], "little") + ED25519_ORDER
    value = {
        "one byte more": multibase(data + b"\0"),
        "S and the order": multibase(data[:32] + larger.to_bytes(32, "little")),
        "ones before": "z1" + text[1:],
        "a space": text + " ",
        "swapped case": text.swapcase(),
    }[way]
    require(world, with_proof(good, proofValue=value), "invalid", WRONG)


@pytest.mark.parametrize("key_type", ORDERS)
def test_a_signature_on_a_curve_is_two_numbers_below_its_order(world: World, key_type: KeyType) -> None:
    good = sign(badge(world), world.issuer.key("e", key_type), "ecdsa-rdfc-2019")
    require(world, good, "valid")
    data, order = base58.decode(str(the_proof(good)["proofValue"])[1:]), ORDERS[key_type]
    half = len(data) // 2
    r, s = int.from_bytes(data[:half], "big"), int.from_bytes(data[half:], "big")
    beyond = (s + order) % (1 << 8 * half)
    for made in (
        encode_dss_signature(r, s),
        bytes(2 * half),
        order.to_bytes(half, "big") * 2,
        data[:-1],
        data + b"\0",
        data[:half] + beyond.to_bytes(half, "big"),
    ):
        require(world, with_proof(good, proofValue=multibase(made)), "invalid", WRONG)
    require(world, with_proof(good, cryptosuite="ecdsa-jcs-2019"), "invalid", WRONG)
    require(world, with_proof(good, cryptosuite="eddsa-rdfc-2022"), "invalid", "ALG_KEY_MISMATCH")


SIGNED: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "for a domain": ({"domain": "verifier.example"}, "INVALID_DOMAIN_ERROR"),
    "in answer to a challenge": ({"challenge": "1"}, "INVALID_CHALLENGE_ERROR"),
    "to log in": ({"proofPurpose": "authentication"}, "PROOF_PURPOSE_MISMATCH"),
    "to invoke": ({"proofPurpose": "capabilityInvocation"}, "PROOF_PURPOSE_MISMATCH"),
    "tomorrow": ({"created": later(days=1)}, "PROOF_NOT_YET_VALID"),
    "until yesterday": ({"expires": later(days=-1)}, "PROOF_EXPIRED"),
}


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_for_something_else_proves_nothing(world: World, name: str) -> None:
    options, code = SIGNED[name]
    require(world, sign(badge(world), world.issuer.key(), **options), "invalid", code)


def sets(world: World) -> dict[str, tuple[list[Json], str, str]]:
    own = the_proof(signed(world))
    foreign = the_proof(sign(badge(world), attacker_of(world).key()))
    unknown: JsonObject = {"type": "SomeProof", "created": "2026-09-14T15:04:05Z"}
    one, other = changed(own, id="urn:a:1", previousProof="urn:a:2"), changed(own, id="urn:a:2")
    return {
        "the attacker's beside it": ([own, foreign], "valid", "PROOF_SET_EXTRA"),
        "the attacker's before it": ([foreign, own], "valid", "PROOF_SET_EXTRA"),
        "the attacker's alone": ([foreign], "invalid", "KEY_NOT_AUTHORIZED"),
        "the issuer's bent": ([own, changed(own, proofValue=foreign["proofValue"])], "invalid", WRONG),
        "an unknown kind": ([unknown, own], "invalid", "CRYPTOSUITE_NOT_ALLOWED"),
        "a ring": ([one, changed(other, previousProof="urn:a:1")], "invalid", WRONG),
        "nothing": ([], "invalid", "PROOF_MISSING"),
        "an empty one": ([{}], "invalid|malformed", ""),
        "a hundred": ([own] * 100, "malformed", "INPUT_TOO_LARGE"),
    }


@pytest.mark.parametrize("name", sets(attacked_world()))
def test_a_set_of_proofs_holds_by_the_issuers_alone(world: World, name: str) -> None:
    proofs, verdict, code = sets(world)[name]
    require(world, changed(signed(world), proof=proofs), verdict, code)


@pytest.mark.parametrize("name", ["sec:proof", "https://w3id.org/security#proof", "proofChain"])
def test_a_proof_under_another_name_is_none(world: World, name: str) -> None:
    good = signed(world)
    require(world, {**good, name: the_proof(good)}, "invalid", "DATA_LOSS_DETECTION_ERROR")
