"""Public keys: what is accepted, what is refused at construction, and what a signature is worth."""

import pickle
from collections.abc import Callable

import pytest

from issuer.documents.strict_json import Json
from issuer.errors import ProofError, ResolutionError, SigningError
from issuer.signing import base64url, keys, multikey
from issuer.signing.key_types import ALGORITHM_OF, KeyType
from issuer.signing.keys import PublicKey
from tests.signing.makers import signer_for

EVERY_TYPE = list(KeyType)
MULTIKEY_TYPES = [KeyType.ED25519, KeyType.P256, KeyType.P384]
LOW_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


@pytest.mark.parametrize("key_type", EVERY_TYPE)
def test_a_key_comes_back_from_its_jwk(key_type: KeyType) -> None:
    key = signer_for(key_type).public_key
    assert keys.from_jwk(key.jwk()) == key
    assert keys.from_jwk({**key.jwk(), "kid": "any", "use": "sig", "alg": key.algorithm}) == key


@pytest.mark.parametrize("key_type", MULTIKEY_TYPES)
def test_a_key_comes_back_from_its_multikey(key_type: KeyType) -> None:
    key = signer_for(key_type).public_key
    assert keys.from_multibase(key.multibase()) == key


@pytest.mark.parametrize("key_type", EVERY_TYPE)
def test_a_key_travels_to_another_process(key_type: KeyType) -> None:
    key = signer_for(key_type).public_key
    assert pickle.loads(pickle.dumps(key)) == key  # noqa: S301  # our own bytes


@pytest.mark.parametrize("key_type", EVERY_TYPE)
def test_a_signature_verifies_with_its_key_and_no_other(key_type: KeyType) -> None:
    signer = signer_for(key_type)
    algorithm = ALGORITHM_OF[key_type]
    signature = signer.sign(b"the data", algorithm=algorithm)
    signer.public_key.verify(signature, b"the data", algorithm=algorithm)
    assert signature == signer.sign(b"the data", algorithm=algorithm)
    other = signer_for(key_type, "rivers").public_key
    flipped = bytes([signature[0] ^ 1]) + signature[1:]
    attempts = [
        (signer.public_key, signature, b"the date"),
        (signer.public_key, flipped, b"the data"),
        (signer.public_key, signature[:-1], b"the data"),
        (signer.public_key, signature + b"\0", b"the data"),
        (signer.public_key, b"", b"the data"),
        (signer.public_key, bytes(len(signature)), b"the data"),
        (other, signature, b"the data"),
    ]
    for key, signed, data in attempts:
        with pytest.raises(ProofError) as caught:
            key.verify(signed, data, algorithm=algorithm)
        assert caught.value.code == "PROOF_VERIFICATION_ERROR"


@pytest.mark.parametrize("key_type", EVERY_TYPE)
@pytest.mark.parametrize(
    "algorithm", ["none", "HS256", "ES512", "PS256", "Ed25519", "ES256", "ES384", "RS256"]
)
def test_the_algorithm_belongs_to_the_key(key_type: KeyType, algorithm: str) -> None:
    signer = signer_for(key_type)
    own = ALGORITHM_OF[key_type]
    signature = signer.sign(b"data", algorithm=own)
    if algorithm == own:
        return
    with pytest.raises(ProofError) as refused:
        signer.public_key.verify(signature, b"data", algorithm=algorithm)
    assert refused.value.code == "ALG_KEY_MISMATCH"
    with pytest.raises(SigningError) as not_made:
        signer.sign(b"data", algorithm=algorithm)
    assert not_made.value.code == "ALG_KEY_MISMATCH"


@pytest.mark.parametrize("raw", LOW_ORDER)
def test_a_low_order_or_non_canonical_ed25519_key_is_refused(raw: str) -> None:
    data = bytes.fromhex(raw)
    ways: list[Callable[[], PublicKey]] = [
        lambda: keys.from_multibase(multikey.encode(KeyType.ED25519, data)),
        lambda: keys.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(data)}),
        lambda: PublicKey(KeyType.ED25519, data),
    ]
    for make in ways:
        with pytest.raises(ResolutionError) as caught:
            make()
        assert caught.value.code == "KEY_TOO_WEAK"


def _ec_jwk() -> dict[str, Json]:
    return signer_for(KeyType.P256).public_key.jwk()


def _off_curve() -> dict[str, Json]:
    jwk = _ec_jwk()
    y = bytearray(base64url.decode(str(jwk["y"])))
    y[-1] ^= 1
    return {**jwk, "y": base64url.encode(bytes(y))}


def _rsa_jwk(n: int, e: int) -> dict[str, Json]:
    return {
        "kty": "RSA",
        "n": base64url.encode(n.to_bytes((n.bit_length() + 7) // 8, "big")),
        "e": base64url.encode(e.to_bytes((e.bit_length() + 7) // 8, "big")),
    }


def _good_modulus() -> int:
    n = signer_for(KeyType.RSA).public_key.jwk()["n"]
    return int.from_bytes(base64url.decode(str(n)), "big")


MALFORMED: dict[str, Callable[[], dict[str, Json]]] = {
    "empty": dict,
    "unknown kty": lambda: {**_ec_jwk(), "kty": "oct"},
    "kty of another kind": lambda: {**_ec_jwk(), "kty": "RSA"},
    "unknown curve": lambda: {**_ec_jwk(), "crv": "secp256k1"},
    "curve of another length": lambda: {**_ec_jwk(), "crv": "P-384"},
    "curve is no text": lambda: {**_ec_jwk(), "crv": ["P-256"]},
    "off the curve": _off_curve,
    "no y": lambda: {name: value for name, value in _ec_jwk().items() if name != "y"},
    "x is a number": lambda: {**_ec_jwk(), "x": 1},
    "x with padding": lambda: {**_ec_jwk(), "x": f"{_ec_jwk()['x']}="},
    "x too long": lambda: {**_ec_jwk(), "x": "A" * 4000},
    "point at zero": lambda: {
        **_ec_jwk(),
        "x": base64url.encode(bytes(32)),
        "y": base64url.encode(bytes(32)),
    },
    "for encryption": lambda: {**_ec_jwk(), "use": "enc"},
    "only for signing": lambda: {**_ec_jwk(), "key_ops": ["sign"]},
    "key_ops is text": lambda: {**_ec_jwk(), "key_ops": "verify"},
    "another algorithm": lambda: {**_ec_jwk(), "alg": "ES384"},
    "alg is a list": lambda: {**_ec_jwk(), "alg": ["ES256"]},
    "x25519": lambda: {"kty": "OKP", "crv": "X25519", "x": base64url.encode(bytes(range(32)))},
    "leading zero": lambda: {**_rsa_jwk(_good_modulus(), 65537), "e": base64url.encode(b"\0\1\0\1")},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_jwk_is_refused(name: str) -> None:
    with pytest.raises(ResolutionError) as caught:
        keys.from_jwk(MALFORMED[name]())
    assert caught.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
def test_a_published_private_key_is_compromised(member: str) -> None:
    with pytest.raises(ResolutionError) as caught:
        keys.from_jwk({**_ec_jwk(), member: "AQ"})
    assert caught.value.code == "KEY_COMPROMISED"


def test_weak_rsa_keys_are_refused() -> None:
    good = _good_modulus()
    short = (good >> 1024) | 1
    weak = [(short, 65537), (good, 1), (good, 3), (good, 65536), (good, 2**32 + 1), (good - 1, 65537)]
    weak += [((1 << 8200) + 1, 65537)]
    for n, e in weak:
        with pytest.raises(ResolutionError) as caught:
            keys.from_jwk(_rsa_jwk(n, e))
        assert caught.value.code == "KEY_TOO_WEAK"


@pytest.mark.parametrize("key_type", [KeyType.P256, KeyType.P384])
def test_an_uncompressed_or_foreign_point_is_refused(key_type: KeyType) -> None:
    raw = signer_for(key_type).public_key.raw
    for wrong in (b"\x04" + raw[1:], raw[1:], raw + b"\0", b"\x02" + b"\xff" * (len(raw) - 1)):
        with pytest.raises(ResolutionError):
            PublicKey(key_type, wrong)


def test_the_thumbprint_is_that_of_rfc_7638() -> None:
    # The example of RFC 8037, appendix A.3.
    key = keys.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    assert key.thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_signer_shows_and_sends_nothing_private() -> None:
    signer = signer_for(KeyType.ED25519)
    assert signer.public_key.thumbprint() in repr(signer)
    with pytest.raises(SigningError):
        pickle.dumps(signer)
