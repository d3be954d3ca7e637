"""Keys that stay the same in every run, and one case for each DID method."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from issuer.dids import documents
from issuer.dids.documents import KeyForm, PublishedKey
from issuer.documents.strict_json import Json, JsonObject, encode
from issuer.fetch import MappedFetch
from issuer.signing import base64url
from issuer.signing.keys import KeyType, PublicKey
from issuer.signing.signers import generate

ISSUER = "did:web:issuer.example:p:lakes"
ISSUER_URL = "https://issuer.example/p/lakes/did.json"


@cache
def key(key_type: KeyType = KeyType.ED25519, number: int = 0) -> PublicKey:
    """Return the key of this name; the same one each time it is asked for."""
    del number
    return generate(key_type, "did:web:issuer.example").public_key


def network(documents_by_url: Mapping[str, Json]) -> MappedFetch:
    """Return a network in which these documents lie."""
    return MappedFetch({url: ("application/json", encode(value)) for url, value in documents_by_url.items()})


def issuer_document(*keys: PublishedKey) -> JsonObject:
    return documents.build(ISSUER, keys or (PublishedKey(key()),))


@dataclass(frozen=True)
class Case:
    """What the contract needs to know of one method.

    Attributes:
        did: an identifier of the method.
        method_id: a verification method of it.
        public_key: the key of that method.
        network: what lies where, for a method that fetches.
    """

    did: str
    method_id: str
    public_key: PublicKey
    network: Mapping[str, Json]


def _key_case() -> Case:
    text = key().multibase()
    return Case(f"did:key:{text}", f"did:key:{text}#{text}", key(), {})


def _jwk_case() -> Case:
    public = key(KeyType.P256)
    did = "did:jwk:" + base64url.encode(encode(public.jwk()))
    return Case(did, f"{did}#0", public, {})


def _web_case() -> Case:
    published = PublishedKey(key(KeyType.P384), form=KeyForm.JSON_WEB_KEY)
    return Case(
        ISSUER,
        documents.method_id(ISSUER, published),
        published.public_key,
        {ISSUER_URL: issuer_document(published)},
    )


CASES = {"key": _key_case, "jwk": _jwk_case, "web": _web_case}
