"""did:key and did:jwk: identifiers that are keys, in one spelling only, and never weak ones."""

import pytest

from issuer.dids import Resolver
from issuer.documents.strict_json import Json, encode
from issuer.errors import ResolutionError
from issuer.fetch import OfflineFetch
from issuer.signing import base58, base64url
from issuer.signing.keys import KeyType
from tests.dids.cases import key

RESOLVER = Resolver(OfflineFetch())


@pytest.mark.parametrize(
    ("key_type", "prefix"), [(KeyType.ED25519, "z6Mk"), (KeyType.P256, "zDn"), (KeyType.P384, "z82")]
)
def test_each_kind_of_key_is_read_from_its_identifier(key_type: KeyType, prefix: str) -> None:
    text = key(key_type).multibase()
    assert text.startswith(prefix)
    assert RESOLVER.dereference(f"did:key:{text}#{text}").public_key == key(key_type)


def multibase(data: bytes) -> str:
    return "z" + base58.encode(data)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("z", "INVALID_VERIFICATION_METHOD"),
        ("zzzz", "INVALID_VERIFICATION_METHOD"),
        ("u7QE", "INVALID_VERIFICATION_METHOD"),
        (multibase(b"\xed\x01" + b"\x05" * 31), "INVALID_VERIFICATION_METHOD"),
        (multibase(b"\xec\x01" + b"\x05" * 32), "INVALID_VERIFICATION_METHOD"),
        (multibase(b"\x80\x24" + b"\x04" * 33), "INVALID_VERIFICATION_METHOD"),
        (multibase(b"\xed\x01" + b"\x01" + bytes(31)), "KEY_TOO_WEAK"),
        ("z" + "1" * 1000, "INVALID_VERIFICATION_METHOD"),
    ],
    ids=["empty", "base58", "base64", "short", "agreement key", "off the curve", "identity point", "long"],
)
def test_what_spells_no_good_key_is_refused(text: str, code: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        RESOLVER.resolve(f"did:key:{text}")
    assert refused.value.code == code


def test_a_fragment_other_than_the_key_is_no_method() -> None:
    with pytest.raises(ResolutionError):
        RESOLVER.dereference(f"did:key:{key().multibase()}#{key(KeyType.P256).multibase()}")


def did_jwk(value: Json) -> str:
    return "did:jwk:" + base64url.encode(encode(value))


def test_a_jwk_of_every_kind_is_read_from_its_identifier() -> None:
    for key_type in KeyType:
        assert RESOLVER.dereference(did_jwk(key(key_type).jwk()) + "#0").public_key == key(key_type)


@pytest.mark.parametrize(
    "change",
    [{"d": "AAAA"}, {"x": "AAAA"}, {"crv": "secp256k1"}, {"use": "enc"}, {"kty": "oct"}, {"x": None}],
    ids=["private", "short", "curve", "use", "symmetric", "missing"],
)
def test_a_jwk_that_is_no_public_signing_key_is_refused(change: dict[str, Json]) -> None:
    with pytest.raises(ResolutionError) as refused:
        RESOLVER.dereference(did_jwk({**key().jwk(), **change}) + "#0")
    assert refused.value.code == ("KEY_COMPROMISED" if "d" in change else "INVALID_VERIFICATION_METHOD")


@pytest.mark.parametrize(
    "did",
    [did_jwk([]), did_jwk("x"), "did:jwk:AAAA", "did:jwk:eyJ9", did_jwk({**key().jwk(), "pad": "x" * 2048})],
    ids=["array", "string", "not json", "stray bits", "long"],
)
def test_what_spells_no_jwk_is_refused(did: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        RESOLVER.resolve(did)
    assert refused.value.code == "INVALID_VERIFICATION_METHOD"
