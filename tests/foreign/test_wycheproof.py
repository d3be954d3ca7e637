"""Wycheproof: every verdict of ours equals the published one, or is stricter for a reason named here."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from issuer.errors import InputError, ProofError, ResolutionError
from issuer.signing import base64url, jose, jws, keys
from issuer.signing.key_types import ED25519, ES256, ES384, RS256
from tests.places import shared

pytestmark = pytest.mark.foreign
REFUSALS = (InputError, ProofError, ResolutionError)
SIGNATURE_FILES = {
    "ed25519_test.json": (ED25519, 151),
    "ecdsa_secp256r1_sha256_p1363_test.json": (ES256, 262),
    "ecdsa_secp384r1_sha384_p1363_test.json": (ES384, 280),
    "rsa_signature_2048_sha256_test.json": (RS256, 259),
    "rsa_signature_3072_sha256_test.json": (RS256, 259),
    "rsa_signature_4096_sha256_test.json": (RS256, 258),
}
DER_FILES = {"ecdsa_secp256r1_sha256_test.json": (ES256, 32), "ecdsa_secp384r1_sha384_test.json": (ES384, 48)}
Vector = tuple[dict[str, Any], dict[str, Any]]


def _vectors(name: str) -> Iterator[Vector]:
    document = json.loads(shared("vectors", "wycheproof", "vectors", name).read_text(encoding="utf-8"))
    for group in document["testGroups"]:
        for test in group["tests"]:
            yield group, test


def _jwk(group: dict[str, Any]) -> dict[str, Any]:
    jwk = group.get("publicKeyJwk") or group.get("keyJwk")
    if jwk is None and group["type"] == "EddsaVerify":
        raw = bytes.fromhex(group["publicKey"]["pk"])
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(raw)}
    if jwk is None:
        jwk = _jwk_of_der(bytes.fromhex(group["publicKeyDer"]))
    return dict(jwk)


def _jwk_of_der(der: bytes) -> dict[str, Any]:
    key = load_der_public_key(der)
    assert isinstance(key, EllipticCurvePublicKey)
    numbers, size = key.public_numbers(), (key.curve.key_size + 7) // 8
    curve = {32: "P-256", 48: "P-384"}[size]
    return {"kty": "EC", "crv": curve, "x": _number(numbers.x, size), "y": _number(numbers.y, size)}


def _number(number: int, size: int) -> str:
    return base64url.encode(number.to_bytes(size, "big"))


def _accepts(jwk: dict[str, Any], signature: bytes, data: bytes, algorithm: str) -> bool:
    try:
        keys.from_jwk(jwk).verify(signature, data, algorithm=algorithm)
    except REFUSALS:
        return False
    return True


def _judge(name: str, verdicts: list[tuple[Vector, bool]]) -> set[int]:
    """Return the valid tests that we refuse, after checking that we accept no invalid one."""
    softer = {test["tcId"] for (_, test), ours in verdicts if ours and test["result"] == "invalid"}
    assert not softer, f"{name}: accepted although invalid"
    return {test["tcId"] for (_, test), ours in verdicts if not ours and test["result"] == "valid"}


@pytest.mark.parametrize("name", SIGNATURE_FILES)
def test_signatures(name: str) -> None:
    algorithm, count = SIGNATURE_FILES[name]
    verdicts = []
    for group, test in _vectors(name):
        data, signature = bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"])
        verdicts.append(((group, test), _accepts(_jwk(group), signature, data, algorithm)))
    assert len(verdicts) == count
    stricter = _judge(name, verdicts)
    # RSA exponents below 65537 are refused as weak; nothing else is stricter.
    exponent_three = {
        test["tcId"]
        for (group, test), _ in verdicts
        if algorithm == RS256 and group["publicKey"]["publicExponent"] == "03"
    }
    assert stricter <= exponent_three


@pytest.mark.parametrize("name", DER_FILES)
def test_ecdsa_values_behind_the_der_form(name: str) -> None:
    """Read r and s out of canonical DER only, because raw r||s is the one form that is accepted."""
    algorithm, size = DER_FILES[name]
    verdicts = []
    for group, test in _vectors(name):
        der = bytes.fromhex(test["sig"])
        try:
            r, s = decode_dss_signature(der)
            raw = r.to_bytes(size, "big") + s.to_bytes(size, "big")
            canonical = encode_dss_signature(r, s) == der
        except (ValueError, OverflowError):
            raw, canonical = b"", False
        ours = canonical and _accepts(_jwk(group), raw, bytes.fromhex(test["msg"]), algorithm)
        verdicts.append(((group, test), ours))
    assert not _judge(name, verdicts)


def _token_accepted(jwk: dict[str, Any], token: str) -> bool:
    try:
        frame = jws.split(token.encode())
        algorithm = jose.require_header(frame.header)
        key = keys.from_jwk(jwk)
        hint = frame.header.get("jwk")
        if isinstance(hint, dict) and keys.from_jwk(hint) != key:
            return False
        key.verify(frame.signature, frame.signing_input, algorithm=algorithm)
    except REFUSALS:
        return False
    return True


@pytest.mark.parametrize(
    "name", ["json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json"]
)
def test_tokens(name: str) -> None:
    verdicts = []
    for group, test in _vectors(name):
        token = test.get("jws")
        key = group.get("public") or group.get("private") or {}
        candidates = key.get("keys", [key])
        if not isinstance(token, str) or len(candidates) != 1:
            continue  # encryption, the JSON serialization, and choosing from a set are not ours to do
        public = {name: value for name, value in candidates[0].items() if name not in {"d", "p", "q"}}
        public = {name: value for name, value in public.items() if name not in {"dp", "dq", "qi"}}
        verdicts.append(((group, test), _token_accepted(public, token)))
    assert verdicts
    by_id = {test["tcId"]: (group, test) for (group, test), _ in verdicts}
    for number in _judge(name, verdicts):
        # Stricter on purpose in one way only: no symmetric keys, RSA-PSS, P-521 or longer RSA hashes.
        assert _algorithm(by_id[number][1]["jws"]) not in jose.ALGORITHMS, number


def _algorithm(token: str) -> str:
    header = json.loads(urlsafe_b64decode(token.split(".", maxsplit=1)[0] + "==="))
    return str(header["alg"])
