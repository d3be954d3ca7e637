"""What we publish: each key in one form, the revoked marked and out of use, and readable by ourselves."""

from datetime import UTC, datetime

import pytest

from issuer.dids import read_document
from issuer.dids.documents import KeyForm, PublishedKey, bare_jwk, build, jwks, method_id
from issuer.documents.strict_json import Json, encode, parse_object
from issuer.errors import InputError
from issuer.signing.keys import KeyType, from_jwk
from tests.dids.cases import ISSUER, key
from tests.places import shared

MOMENT = datetime(2026, 2, 1, tzinfo=UTC)
ACTIVE = PublishedKey(key())
RETIRED = PublishedKey(key(KeyType.P256), expires=MOMENT)
REVOKED = PublishedKey(key(KeyType.P384), revoked=MOMENT)
TOKEN = PublishedKey(key(KeyType.RSA), form=KeyForm.JSON_WEB_KEY)
LEAKED = PublishedKey(key(KeyType.P256, 2), form=KeyForm.JSON_WEB_KEY, revoked=MOMENT)
ALL = (ACTIVE, RETIRED, REVOKED, TOKEN, LEAKED)


def test_we_read_what_we_publish() -> None:
    document = read_document(build(ISSUER, ALL, ["https://issuer.example/p/lakes"]), expected_id=ISSUER)
    for published in ALL:
        method = document.method(method_id(ISSUER, published))
        assert (method.public_key, method.revoked, method.expires) == (
            published.public_key,
            published.revoked,
            published.expires,
        )
        assert ("assertionMethod" in method.relationships) is (published.revoked is None)
    assert document.also_known_as == ("https://issuer.example/p/lakes",)


def test_the_document_is_made_of_known_parts_only() -> None:
    text = key().multibase()
    assert build(ISSUER, [ACTIVE]) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": ISSUER,
        "verificationMethod": [
            {"id": f"{ISSUER}#{text}", "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": text}
        ],
        "assertionMethod": [f"{ISSUER}#{text}"],
    }


def test_token_keys_are_named_by_their_thumbprint() -> None:
    assert method_id(ISSUER, TOKEN) == f"{ISSUER}#{TOKEN.public_key.thumbprint()}"
    contexts = build(ISSUER, [ACTIVE, TOKEN])["@context"]
    assert isinstance(contexts, list)
    assert contexts[-1] == "https://w3id.org/security/jwk/v1"


def test_a_key_without_a_multikey_form_cannot_be_published_in_it() -> None:
    with pytest.raises(InputError):
        build(ISSUER, [PublishedKey(key(KeyType.RSA))])


def test_the_key_set_holds_the_good_token_keys_with_their_issuer() -> None:
    key_set = jwks([(ISSUER, published) for published in ALL])
    (entry,) = key_set["keys"] if isinstance(key_set["keys"], list) else []
    assert isinstance(entry, dict)
    assert entry == bare_jwk(ISSUER, TOKEN, kid=method_id(ISSUER, TOKEN))
    assert (entry["iss"], entry["alg"], entry["use"]) == (ISSUER, "RS256", "sig")
    assert from_jwk(entry) == TOKEN.public_key


@pytest.mark.parametrize("key_type", list(KeyType))
def test_a_bare_key_is_read_as_the_same_key(key_type: KeyType) -> None:
    published = PublishedKey(key(key_type), form=KeyForm.JSON_WEB_KEY)
    entry: dict[str, Json] = bare_jwk(ISSUER, published, kid="https://issuer.example/p/lakes/keys/1")
    assert from_jwk(entry) == key(key_type)
    assert entry["kid"] == "https://issuer.example/p/lakes/keys/1"


@pytest.mark.foreign
def test_another_document_of_the_same_form_is_written_byte_by_byte_alike() -> None:
    given = parse_object(shared("examples", "d2-did.json").read_bytes())
    assert isinstance(given["id"], str)
    assert isinstance(given["alsoKnownAs"], list)
    document = read_document(given, expected_id=given["id"])
    keys = [PublishedKey(document.method(name).public_key) for name in document.method_ids()]
    assert encode(build(document.id, keys, document.also_known_as)) == encode(given)
