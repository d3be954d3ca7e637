"""Keys come only from the issuer, whatever a proof or a token says."""

import pytest

from issuer.dids import Resolver, issuer_key, issuer_method, token_key
from issuer.dids.documents import KeyForm, PublishedKey, bare_jwk, jwks, method_id
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import FetchError, IssuerError, ResolutionError
from issuer.fetch import OfflineFetch
from issuer.signing.keys import KeyType, PublicKey
from tests.dids.cases import ISSUER, ISSUER_URL, issuer_document, key, network

OURS = PublishedKey(key())
TOKEN = PublishedKey(key(KeyType.P256), form=KeyForm.JSON_WEB_KEY)
STRANGER = PublishedKey(key(KeyType.ED25519, 1))
KID_URL = "https://issuer.example/p/lakes/keys/1"
HTTPS_ISSUER = "https://issuer.example/issuers/5"
JWKS_URL = "https://issuer.example/.well-known/jwks.json"


def world(**change: Json) -> Resolver:
    """Return a resolver over the issuer's documents, with members of its DID document changed."""
    return Resolver(
        network(
            {
                ISSUER_URL: {**issuer_document(OURS, TOKEN), **change},
                KID_URL: bare_jwk(ISSUER, TOKEN, kid=KID_URL),
            }
        )
    )


def test_a_proof_by_the_issuers_own_key_is_authorised() -> None:
    found = issuer_method(world(), issuer=ISSUER, method_id=method_id(ISSUER, OURS))
    assert found.public_key == OURS.public_key


STRANGERS = [
    f"did:key:{STRANGER.public_key.multibase()}#{STRANGER.public_key.multibase()}",
    "did:web:attacker.example#key-1",
    f"{ISSUER}:more#key-1",
    f"{ISSUER}/path#key-1",
    "did:web:issuer.example#key-1",
    KID_URL,
    "https://attacker.example/keys/1",
    "key-1",
    "",
]


@pytest.mark.parametrize("name", STRANGERS)
def test_a_key_of_another_is_refused_and_nothing_is_fetched(name: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        issuer_method(Resolver(OfflineFetch()), issuer=ISSUER, method_id=name)
    assert refused.value.code == "KEY_NOT_AUTHORIZED"


def test_the_issuer_without_a_key_is_refused() -> None:
    with pytest.raises(ResolutionError) as refused:
        issuer_method(Resolver(OfflineFetch()), issuer=ISSUER, method_id=ISSUER)
    assert refused.value.code == "INVALID_VERIFICATION_METHOD"


def test_a_key_that_only_spells_itself_is_not_published() -> None:
    with pytest.raises(ResolutionError) as refused:
        issuer_method(world(), issuer=ISSUER, method_id=method_id(ISSUER, STRANGER))
    assert refused.value.code == "INVALID_VERIFICATION_METHOD"


def test_a_key_for_another_use_is_refused() -> None:
    resolver = world(assertionMethod=[], authentication=[method_id(ISSUER, OURS)])
    with pytest.raises(ResolutionError) as refused:
        issuer_method(resolver, issuer=ISSUER, method_id=method_id(ISSUER, OURS))
    assert refused.value.code == "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"
    own = method_id(ISSUER, OURS)
    found = issuer_method(resolver, issuer=ISSUER, method_id=own, relationship="authentication")
    assert found.public_key == OURS.public_key


@pytest.mark.parametrize(
    "kid", [method_id(ISSUER, TOKEN), KID_URL, None], ids=["by id", "by address", "by itself"]
)
def test_a_token_may_name_its_key_in_three_ways(kid: str | None) -> None:
    found = token_key(world(), issuer=ISSUER, kid=kid, jwk=TOKEN.public_key.jwk())
    assert (found.id, found.public_key) == (method_id(ISSUER, TOKEN), TOKEN.public_key)
    if kid:
        assert token_key(world(), issuer=ISSUER, kid=kid) == found


@pytest.mark.parametrize("name", [name for name in STRANGERS if name != KID_URL])
def test_a_token_by_a_key_of_another_is_refused(name: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        token_key(Resolver(OfflineFetch()), issuer=ISSUER, kid=name)
    assert refused.value.code == "KEY_NOT_AUTHORIZED"


@pytest.mark.parametrize(
    "kid", [method_id(ISSUER, TOKEN), KID_URL, None], ids=["by id", "by address", "by itself"]
)
def test_a_key_that_comes_with_the_token_is_only_a_hint(kid: str | None) -> None:
    with pytest.raises(ResolutionError) as refused:
        token_key(world(), issuer=ISSUER, kid=kid, jwk=STRANGER.public_key.jwk())
    assert refused.value.code == "KEY_NOT_AUTHORIZED"


def test_a_token_without_a_key_is_refused() -> None:
    with pytest.raises(ResolutionError) as refused:
        token_key(world(), issuer=ISSUER)
    assert refused.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize(
    "url",
    [
        "https://issuer.example.attacker.example/p/lakes/keys/1",
        "https://issuer.example@attacker.example/p/lakes/keys/1",
        "http://issuer.example/p/lakes/keys/1",
        "https://issuer.example:8443/p/lakes/keys/1",
        "https://other.example/p/lakes/keys/1",
        "https://issuer.example",
    ],
)
def test_a_key_address_lies_at_the_issuers_own_origin(url: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        token_key(Resolver(OfflineFetch()), issuer=ISSUER, kid=url)
    assert refused.value.code == "KEY_NOT_AUTHORIZED"


@pytest.mark.parametrize("url", ["https://issuer.example/keys/1", "https://issuer.example/p/other/keys/1"])
def test_a_key_elsewhere_at_the_origin_counts_only_if_the_issuers_document_lists_it(url: str) -> None:
    def found_at(public_key: PublicKey) -> str:
        documents = {ISSUER_URL: issuer_document(TOKEN), url: public_key.jwk()}
        return token_key(Resolver(network(documents)), issuer=ISSUER, kid=url).id

    assert found_at(TOKEN.public_key) == method_id(ISSUER, TOKEN)
    with pytest.raises(ResolutionError) as refused:
        found_at(STRANGER.public_key)
    assert refused.value.code == "KEY_NOT_AUTHORIZED"


def test_a_key_address_cannot_climb_out() -> None:
    with pytest.raises(FetchError) as refused:
        token_key(Resolver(OfflineFetch()), issuer=ISSUER, kid="https://issuer.example/p/lakes/../other/1")
    assert refused.value.code == "FETCH_BLOCKED"


def test_an_identifier_without_an_address_has_no_key_address() -> None:
    did = f"did:key:{key().multibase()}"
    with pytest.raises(ResolutionError) as refused:
        token_key(Resolver(OfflineFetch()), issuer=did, kid=KID_URL)
    assert refused.value.code == "KEY_NOT_AUTHORIZED"


@pytest.mark.parametrize("member", ["assertionMethod", "verificationMethod"])
def test_a_key_at_the_issuers_address_counts_only_if_its_document_lists_it(member: str) -> None:
    own: Json = method_id(ISSUER, OURS)
    listed: Json = [own] if member == "assertionMethod" else []
    with pytest.raises(ResolutionError) as refused:
        token_key(world(**{member: listed}), issuer=ISSUER, kid=KID_URL)
    assert refused.value.code == "KEY_NOT_AUTHORIZED"


def profile(**change: Json) -> JsonObject:
    return {"id": HTTPS_ISSUER, "type": "Profile", "name": "Lakes", **change}


def https_world(document: JsonObject, key_set: Json) -> Resolver:
    return Resolver(network({HTTPS_ISSUER: document, JWKS_URL: key_set}))


def test_an_https_issuer_may_publish_its_methods_in_its_own_document() -> None:
    own = f"{HTTPS_ISSUER}#key-1"
    entry: Json = {
        "id": own,
        "type": "Multikey",
        "controller": HTTPS_ISSUER,
        "publicKeyMultibase": key().multibase(),
    }
    resolver = https_world(profile(verificationMethod=[entry], assertionMethod=[own]), {})
    assert issuer_method(resolver, issuer=HTTPS_ISSUER, method_id=own).public_key == key()


def test_an_https_issuer_may_publish_its_keys_in_a_key_set() -> None:
    resolver = https_world(profile(), jwks([(HTTPS_ISSUER, TOKEN)]))
    found = issuer_key(resolver, issuer=HTTPS_ISSUER, public_key=TOKEN.public_key)
    assert (found.controller, found.public_key) == (HTTPS_ISSUER, TOKEN.public_key)
    assert found.relationships == {"assertionMethod"}


KEY_SETS: dict[str, Json] = {
    "another issuer": jwks([("https://issuer.example/issuers/6", TOKEN)]),
    "no issuer": {"keys": [TOKEN.public_key.jwk()]},
    "another key": jwks([(HTTPS_ISSUER, PublishedKey(key(KeyType.P384), form=KeyForm.JSON_WEB_KEY))]),
    "empty": {"keys": []},
    "no keys": {},
    "text": {"keys": ["x"]},
    "too many": {"keys": [{}] * 257},
    "private": {"keys": [{**TOKEN.public_key.jwk(), "iss": HTTPS_ISSUER, "d": "AAAA"}]},
}


@pytest.mark.parametrize("key_set", KEY_SETS.values(), ids=KEY_SETS.keys())
def test_a_key_set_that_does_not_name_the_issuer_with_this_key_does_not_count(key_set: Json) -> None:
    with pytest.raises(IssuerError) as refused:
        issuer_key(https_world(profile(), key_set), issuer=HTTPS_ISSUER, public_key=TOKEN.public_key)
    assert refused.value.code in {"KEY_NOT_AUTHORIZED", "INVALID_VERIFICATION_METHOD"}


def test_an_issuer_with_a_document_of_keys_is_judged_by_it_alone() -> None:
    entry: Json = {"id": f"{HTTPS_ISSUER}#other", "type": "Multikey", "controller": HTTPS_ISSUER}
    resolver = https_world(profile(verificationMethod=[entry]), jwks([(HTTPS_ISSUER, TOKEN)]))
    with pytest.raises(ResolutionError) as refused:
        issuer_key(resolver, issuer=HTTPS_ISSUER, public_key=TOKEN.public_key)
    assert refused.value.code == "KEY_NOT_AUTHORIZED"
