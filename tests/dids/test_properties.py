"""Whatever JSON is published, reading ends in a value or in a named refusal, never in a surprise."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from issuer.dids import Resolver, did_web_url, read_document
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import FetchError, ResolutionError
from issuer.fetch import OfflineFetch, check_url
from issuer.terms.did import RELATIONSHIPS
from tests.dids.cases import key

DID = "did:web:issuer.example"
MULTIBASE = key().multibase()
WORDS = st.sampled_from(
    ["", DID, f"{DID}#1", "#1", "Multikey", "JsonWebKey", MULTIBASE, "OKP", "Ed25519", "AQAB"]
)
NAMES = st.sampled_from(
    ["id", "type", "controller", "publicKeyMultibase", "publicKeyJwk", "expires", "revoked", "kty", "crv", "x", "n", "e"]
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers(-2, 10) | WORDS | st.text(max_size=4)
ANY: st.SearchStrategy[Json] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
METHOD: JsonObject = {
    "id": f"{DID}#1",
    "type": "Multikey",
    "controller": DID,
    "publicKeyMultibase": MULTIBASE,
}


@given(
    st.dictionaries(NAMES, ANY, max_size=3),
    st.dictionaries(st.sampled_from(["verificationMethod", "alsoKnownAs", *RELATIONSHIPS]), ANY, max_size=3),
)
def test_any_document_is_read_or_refused(change: JsonObject, frame: JsonObject) -> None:
    raw: JsonObject = {
        "id": DID,
        "verificationMethod": [{**METHOD, **change}],
        "assertionMethod": ["#1"],
        **frame,
    }
    with contextlib.suppress(ResolutionError):
        document = read_document(raw, expected_id=DID)
        for name in document.method_ids():
            with contextlib.suppress(ResolutionError):
                assert document.method(name).controller == DID
        document.find(key(), relationship="assertionMethod")


PIECES = st.lists(
    st.sampled_from([*"did:web:key:jwk:%3A%2F..#/?@[]\\ \u00e9", "issuer.example", MULTIBASE, "443"])
)


@given(PIECES)
def test_any_text_is_an_identifier_or_refused(pieces: list[str]) -> None:
    text = "".join(pieces)
    for prefix in ("", "did:", "did:web:", "did:key:", "did:jwk:", "https://"):
        with contextlib.suppress(ResolutionError, FetchError):
            Resolver(OfflineFetch()).dereference(prefix + text)


@given(PIECES)
def test_every_address_that_a_did_web_spells_is_below_its_own_host(pieces: list[str]) -> None:
    did = "did:web:issuer.example:" + "".join(pieces)
    with contextlib.suppress(ResolutionError, FetchError):
        parsed = check_url(did_web_url(did))
        assert parsed.host == "issuer.example"
        assert ".." not in parsed.target.split("/")
