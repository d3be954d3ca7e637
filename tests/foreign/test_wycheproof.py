"""Wycheproof: every verdict of ours equals the published one, or is stricter for a reason named here."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from issuer.errors import InputError, ProofError, ResolutionError
from issuer.signing import base64url, jose, jws, keys
from issuer.signing.key_types import ED25519, ES256, ES384, RS256
from tests.foreign.pinned import ACCEPTED, Verdicts, changes
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
# Hashes and schemes that no algorithm of ours has.
OTHER_FILES = {
    "ecdsa_secp384r1_sha256_test.json": (ES384, 472),
    "rsa_pss_2048_sha256_mgf1_32_test.json": (RS256, 108),
}
TOKEN_FILES = ("json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json")
NOT_OURS = "not ours"
DER_FILES = {"ecdsa_secp256r1_sha256_test.json": (ES256, 32), "ecdsa_secp384r1_sha384_test.json": (ES384, 48)}
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi"})
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
    # Without its `alg` a key for RSA-PSS is refused by its signatures alone.
    return {name: value for name, value in jwk.items() if name != "alg"}


def _jwk_of_der(der: bytes) -> dict[str, Any]:
    key = load_der_public_key(der)
    assert isinstance(key, EllipticCurvePublicKey)
    numbers, size = key.public_numbers(), (key.curve.key_size + 7) // 8
    curve = {32: "P-256", 48: "P-384"}[size]
    return {"kty": "EC", "crv": curve, "x": _number(numbers.x, size), "y": _number(numbers.y, size)}


def _number(number: int, size: int) -> str:
    return base64url.encode(number.to_bytes(size, "big"))


def _verdict(jwk: dict[str, Any], signature: bytes, data: bytes, algorithm: str) -> str:
    try:
        keys.from_jwk(jwk).verify(signature, data, algorithm=algorithm)
    except REFUSALS as error:
        return error.code
    return ACCEPTED


def _raw_verdict(algorithm: str, vector: Vector) -> str:
    group, test = vector
    return _verdict(_jwk(group), bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"]), algorithm)


def _der_verdict(algorithm: str, size: int, vector: Vector) -> str:
    """Read r and s out of canonical DER only, because raw r||s is the one form that is accepted."""
    group, test = vector
    der = bytes.fromhex(test["sig"])
    try:
        r, s = decode_dss_signature(der)
        raw = r.to_bytes(size, "big") + s.to_bytes(size, "big")
    except (ValueError, OverflowError):
        return "not DER"
    if encode_dss_signature(r, s) != der:
        return "not DER"
    return _verdict(_jwk(group), raw, bytes.fromhex(test["msg"]), algorithm)


def _token_verdict(vector: Vector) -> str:
    group, test = vector
    token = test.get("jws")
    key = group.get("public") or group.get("private") or {}
    candidates = key.get("keys", [key])
    if not isinstance(token, str) or len(candidates) != 1:
        return NOT_OURS  # encryption, the JSON serialization, and choosing from a set are not ours to do
    public = {name: value for name, value in candidates[0].items() if name not in PRIVATE}
    try:
        frame = jws.split(token.encode())
        algorithm = jose.require_header(frame.header)
        known = keys.from_jwk(public)
        hint = frame.header.get("jwk")
        if isinstance(hint, dict) and keys.from_jwk(hint) != known:
            return "another jwk"
        known.verify(frame.signature, frame.signing_input, algorithm=algorithm)
    except REFUSALS as error:
        return error.code
    return ACCEPTED


def _file_verdicts(name: str) -> dict[str, str]:
    judge: Callable[[Vector], str] = _token_verdict
    if name in SIGNATURE_FILES or name in OTHER_FILES:
        algorithm, _ = (SIGNATURE_FILES | OTHER_FILES)[name]
        judge = partial(_raw_verdict, algorithm)
        if name.startswith("ecdsa") and name in OTHER_FILES:
            judge = partial(_der_verdict, algorithm, 48)
    elif name in DER_FILES:
        judge = partial(_der_verdict, *DER_FILES[name])
    return {str(vector[1]["tcId"]): judge(vector) for vector in _vectors(name)}


def verdicts() -> Verdicts:
    return {name: _file_verdicts(name) for name in (*SIGNATURE_FILES, *OTHER_FILES, *DER_FILES, *TOKEN_FILES)}


def _judge(name: str) -> set[str]:
    """Return the valid tests that we refuse, after checking that we accept no invalid one."""
    found = _file_verdicts(name)
    published = {str(test["tcId"]): test["result"] for _, test in _vectors(name)}
    assert found.keys() == published.keys()
    softer = {case for case, verdict in found.items() if verdict == ACCEPTED and published[case] == "invalid"}
    assert not softer, f"{name}: accepted although invalid"
    return {
        case
        for case, verdict in found.items()
        if verdict not in {ACCEPTED, NOT_OURS} and published[case] == "valid"
    }


def test_every_file_that_lies_there_is_judged() -> None:
    files = {path.name for path in shared("vectors", "wycheproof", "vectors").iterdir()}
    assert files == verdicts().keys()


@pytest.mark.parametrize("name", SIGNATURE_FILES)
def test_signatures(name: str) -> None:
    algorithm, count = SIGNATURE_FILES[name]
    assert len(_file_verdicts(name)) == count
    # RSA exponents below 65537 are refused as weak; nothing else is stricter.
    exponent_three = {
        str(test["tcId"])
        for group, test in _vectors(name)
        if algorithm == RS256 and group["publicKey"]["publicExponent"] == "03"
    }
    assert _judge(name) <= exponent_three


@pytest.mark.parametrize("name", DER_FILES)
def test_ecdsa_values_behind_the_der_form(name: str) -> None:
    assert not _judge(name)


@pytest.mark.parametrize("name", OTHER_FILES)
def test_no_signature_of_another_scheme_is_accepted(name: str) -> None:
    found = _file_verdicts(name)
    assert len(found) == OTHER_FILES[name][1]
    # One case of RSA-PSS is a signature of our own scheme, to be refused by readers of the other.
    ours = {str(test["tcId"]) for _, test in _vectors(name) if "PKCS" in test["comment"]}
    assert {case for case, verdict in found.items() if verdict == ACCEPTED} == ours


@pytest.mark.parametrize("name", TOKEN_FILES)
def test_tokens(name: str) -> None:
    tokens = {str(test["tcId"]): str(test.get("jws")) for _, test in _vectors(name)}
    for case in _judge(name):
        # Stricter on purpose in one way only: no symmetric keys, RSA-PSS, P-521 or longer RSA hashes.
        assert _algorithm(tokens[case]) not in jose.ALGORITHMS, case


def _algorithm(token: str) -> str:
    header = json.loads(urlsafe_b64decode(token.split(".", maxsplit=1)[0] + "==="))
    return str(header["alg"])


def test_no_verdict_changes() -> None:
    assert not changes("wycheproof", verdicts())
