"""Reading a DID document: the frame as a whole, a key when it is asked for."""

from datetime import UTC, datetime

import pytest

from issuer.dids import DidDocument, read_document
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ResolutionError
from issuer.signing import base58
from issuer.signing.keys import KeyType
from tests.dids.cases import key

DID = "did:web:issuer.example"
KEY = f"{DID}#key-1"


def method(**change: Json) -> JsonObject:
    made: JsonObject = {
        "id": KEY,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": key().multibase(),
        **change,
    }
    return {name: value for name, value in made.items() if value is not None}


def document(*methods: Json, **change: Json) -> JsonObject:
    return {"id": DID, "verificationMethod": [*methods], "assertionMethod": [KEY], **change}


def read(*methods: Json, **change: Json) -> DidDocument:
    return read_document(document(*(methods or (method(),)), **change), expected_id=DID)


def refused(*methods: Json, **change: Json) -> str:
    with pytest.raises(ResolutionError) as error:
        read(*methods, **change).method(KEY)
    return error.value.code


def test_it_works() -> None:
    found = read(alsoKnownAs=["https://issuer.example", 5]).method(KEY)
    assert (found.id, found.controller, found.public_key) == (KEY, DID, key())
    assert found.relationships == {"assertionMethod"}
    assert read(alsoKnownAs=["https://issuer.example", 5]).also_known_as == ("https://issuer.example",)


def test_a_relative_id_is_the_same_id() -> None:
    found = read(method(id="#key-1"), assertionMethod=["#key-1"]).method(KEY)
    assert (found.id, found.relationships) == (KEY, frozenset({"assertionMethod"}))


def test_a_method_may_stand_in_its_relationship() -> None:
    made = read_document({"id": DID, "assertionMethod": [method()]}, expected_id=DID)
    assert made.method(KEY).relationships == {"assertionMethod"}
    assert made.method_ids("authentication") == ()


def test_a_method_without_a_relationship_has_none() -> None:
    assert read(assertionMethod=[]).method(KEY).relationships == frozenset()


@pytest.mark.parametrize(
    ("kind", "member"),
    [
        ("Multikey", {"publicKeyMultibase": key(KeyType.P256).multibase()}),
        ("Ed25519VerificationKey2020", {"publicKeyMultibase": key().multibase()}),
        ("JsonWebKey", {"publicKeyMultibase": None, "publicKeyJwk": key(KeyType.RSA).jwk()}),
        ("JsonWebKey2020", {"publicKeyMultibase": None, "publicKeyJwk": key().jwk()}),
    ],
)
def test_every_known_form_is_read(kind: str, member: dict[str, Json]) -> None:
    assert read(method(type=kind, **member)).method(KEY).id == KEY


def test_times_are_read() -> None:
    found = read(method(revoked="2026-02-01T00:00:00Z", expires="2025-06-30T02:00:00+02:00")).method(KEY)
    assert found.revoked == datetime(2026, 2, 1, tzinfo=UTC)
    assert found.expires == datetime(2025, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("other", ["did:web:other.example", DID + "/", DID.upper(), "", DID + "#"])
def test_a_document_about_another_is_refused(other: str) -> None:
    assert refused(id=other) == "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID"


FRAMES: dict[str, dict[str, Json]] = {
    "no id": {"id": None},
    "id of another kind": {"id": [DID]},
    "methods no array": {"verificationMethod": method()},
    "a method as text": {"verificationMethod": [KEY]},
    "a method without id": {"verificationMethod": [{"type": "Multikey"}]},
    "a method id of another kind": {"verificationMethod": [method(id=1)]},
    "an empty method id": {"verificationMethod": [method(id="")]},
    "a long method id": {"verificationMethod": [method(id="x" * 3000)]},
    "the same id twice": {"verificationMethod": [method(), method(publicKeyMultibase=key(KeyType.P256).multibase())]},
    "the same id, once relative": {"verificationMethod": [method(), method(id="#key-1")]},
    "the same id in a relationship": {"authentication": [method()]},
    "a relationship no array": {"assertionMethod": KEY},
    "a relationship of numbers": {"assertionMethod": [1]},
    "an empty reference": {"assertionMethod": [""]},
    "too many methods": {"verificationMethod": [method(id=f"{DID}#{n}") for n in range(257)]},
    "names no array": {"alsoKnownAs": "https://issuer.example"},
}  # fmt: skip


@pytest.mark.parametrize("change", FRAMES.values(), ids=FRAMES.keys())
def test_a_frame_that_is_not_sound_is_refused_as_a_whole(change: dict[str, Json]) -> None:
    assert refused(**change) == "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"


IDENTITY_POINT = "z" + base58.encode(b"\xed\x01\x01" + bytes(31))
METHODS: dict[str, tuple[dict[str, Json], str]] = {
    "another controller": ({"controller": "did:web:other.example"}, "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"),
    "no controller": ({"controller": None}, "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"),
    "two controllers": ({"controller": [DID]}, "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"),
    "no key": ({"publicKeyMultibase": None}, "INVALID_VERIFICATION_METHOD"),
    "a key of another kind": ({"publicKeyMultibase": 1}, "INVALID_VERIFICATION_METHOD"),
    "two forms": ({"publicKeyJwk": key().jwk()}, "INVALID_VERIFICATION_METHOD"),
    "an unknown type": ({"type": "EcdsaSecp256k1VerificationKey2019"}, "INVALID_VERIFICATION_METHOD"),
    "no type": ({"type": None}, "INVALID_VERIFICATION_METHOD"),
    "several types": ({"type": ["Multikey"]}, "INVALID_VERIFICATION_METHOD"),
    "another type than the key": (
        {"type": "Ed25519VerificationKey2020", "publicKeyMultibase": key(KeyType.P256).multibase()},
        "INVALID_VERIFICATION_METHOD",
    ),
    "a form of another type": ({"type": "JsonWebKey"}, "INVALID_VERIFICATION_METHOD"),
    "a weak key": ({"publicKeyMultibase": IDENTITY_POINT}, "KEY_TOO_WEAK"),
    "its private key": ({"secretKeyMultibase": "z3u2"}, "KEY_COMPROMISED"),
    "its private key as JWK": ({"privateKeyJwk": {}}, "KEY_COMPROMISED"),
    "a private JWK": (
        {"type": "JsonWebKey", "publicKeyMultibase": None, "publicKeyJwk": {**key().jwk(), "d": "AAAA"}},
        "KEY_COMPROMISED",
    ),
    "revoked at no time": ({"revoked": True}, "INVALID_VERIFICATION_METHOD"),
    "expires at no time": ({"expires": "2026-13-01T00:00:00Z"}, "INVALID_VERIFICATION_METHOD"),
    "expires without zone": ({"expires": "2026-01-01T00:00:00"}, "INVALID_VERIFICATION_METHOD"),
}


@pytest.mark.parametrize(("change", "code"), METHODS.values(), ids=METHODS.keys())
def test_a_method_that_is_not_sound_is_refused_by_name(change: dict[str, Json], code: str) -> None:
    assert refused(method(**change)) == code


@pytest.mark.parametrize(("change", "code"), METHODS.values(), ids=METHODS.keys())
def test_one_bad_method_does_not_take_the_others_with_it(change: dict[str, Json], code: str) -> None:
    del code
    good = method(id=f"{DID}#good", publicKeyMultibase=key(KeyType.P384).multibase())
    made = read(method(**change), good, assertionMethod=[KEY, f"{DID}#good"])
    assert made.method(f"{DID}#good").public_key == key(KeyType.P384)
    found = made.find(key(KeyType.P384), relationship="assertionMethod")
    assert found is not None
    assert found.id == f"{DID}#good"
    assert made.find(key(), relationship="assertionMethod") is None


def test_a_key_of_another_relationship_is_not_found() -> None:
    made = read(assertionMethod=[], authentication=[KEY])
    assert made.find(key(), relationship="assertionMethod") is None


def test_a_key_that_the_document_lists_for_another_issuer_is_not_controlled_by_that_one() -> None:
    foreign = method(id="did:web:victim.example#key-1")
    assert read(foreign, assertionMethod=[]).method("did:web:victim.example#key-1").controller == DID
