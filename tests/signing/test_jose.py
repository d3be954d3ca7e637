"""VC-JWT: framing, header policy, claims, and what we emit."""

import json
from functools import cache

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.documents.lint import lint
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import InputError, IssuerError, ProofError, SigningError
from issuer.signing import base64url, jose, jws
from issuer.signing.key_types import KeyType
from tests.signing.makers import CONTROLLER, OTHER_CONTROLLER, credential, method_of, signer_for

KEY_TYPES = {"ES256": KeyType.P256, "ES384": KeyType.P384, "RS256": KeyType.RSA, "EdDSA": KeyType.ED25519}


@cache
def token(algorithm: str = "ES256", name: str = "Using Formative Assessment") -> str:
    """Return a token made by our own door."""
    signer = signer_for(KEY_TYPES[algorithm])
    linted = lint(credential(name=name), schema="emit/credential")
    return jose.secure(linted, signer=signer, kid=method_of(signer), algorithm=algorithm)


def forged(
    header: JsonObject | None = None, payload: JsonObject | None = None, *, key: str = "ES256"
) -> bytes:
    """Return a token whose signature is right and whose header or payload is changed."""
    signer = signer_for(KEY_TYPES[key])
    good = jose.parse_compact(token(key).encode())
    signing_input = jws.join(
        good.header if header is None else header, json.dumps(payload or good.payload).encode()
    )
    signature = signer.sign(signing_input, algorithm=signer.public_key.algorithm)
    return signing_input + b"." + base64url.encode(signature).encode()


def header(**change: Json) -> JsonObject:
    """Return a good header with changes; None removes a member."""
    members: JsonObject = {"alg": "ES256", "typ": "JWT", "kid": method_of(signer_for(KeyType.P256))}
    return {name: value for name, value in {**members, **change}.items() if value is not None}


@pytest.mark.parametrize("algorithm", KEY_TYPES)
def test_a_round_trip(algorithm: str) -> None:
    signer = signer_for(KEY_TYPES[algorithm])
    parsed = jose.parse_compact(token(algorithm).encode())
    jose.verify(parsed, signer.public_key)
    assert parsed.header == {"alg": algorithm, "typ": "JWT", "kid": method_of(signer)}
    claims = jose.require_claims_equal(parsed.payload)
    assert claims.credential == credential()
    assert claims.data_model == "2.0"
    assert claims.expires is not None
    assert claims.expires.isoformat() == "2031-09-14T15:04:05+00:00"


@pytest.mark.parametrize("algorithm", KEY_TYPES)
def test_a_common_library_accepts_it(algorithm: str) -> None:
    signer = signer_for(KEY_TYPES[algorithm])
    key = jwt.PyJWK({**signer.public_key.jwk(), "alg": algorithm})
    payload = jwt.decode(
        token(algorithm), key, algorithms=[algorithm], options={"verify_exp": False, "verify_nbf": False}
    )
    assert payload["iss"] == CONTROLLER
    assert payload["nbf"] == 1789398245
    assert payload["exp"] == 1947164645


@pytest.mark.parametrize("algorithm", KEY_TYPES)
def test_another_key_is_refused(algorithm: str) -> None:
    parsed = jose.parse_compact(token(algorithm).encode())
    with pytest.raises(ProofError) as caught:
        jose.verify(parsed, signer_for(KEY_TYPES[algorithm], "rivers").public_key)
    assert caught.value.code == "PROOF_VERIFICATION_ERROR"
    for other in set(KEY_TYPES) - {algorithm}:
        with pytest.raises(ProofError) as mismatch:
            jose.verify(parsed, signer_for(KEY_TYPES[other]).public_key)
        assert mismatch.value.code == "ALG_KEY_MISMATCH"


FRAMES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "PARSING_ERROR"),
    "one segment": (b"abc", "PARSING_ERROR"),
    "five segments": (b"a.b.c.d.e", "PARSING_ERROR"),
    "no signature": (b"e30.e30.", "JWS_ENCODING"),
    "no header": (b".e30.YQ", "PARSING_ERROR"),
    "too long": (b"a" * 262_145, "INPUT_TOO_LARGE"),
    "padding": (b"e30=.e30.YQ", "JWS_ENCODING"),
    "trailing bits": (b"e30.e30.YR", "JWS_ENCODING"),
    "standard alphabet": (b"e30.e30.++++", "JWS_ENCODING"),
    "not ASCII": ("e30.e30.é".encode(), "JWS_ENCODING"),
    "line break": (b"e30.e30\n.YQ", "JWS_ENCODING"),
    "line break at the end": (b"e30.e30.YQ\n", "JWS_ENCODING"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_bad_framing_is_refused(name: str) -> None:
    data, code = FRAMES[name]
    with pytest.raises(InputError) as caught:
        jose.parse_compact(data)
    if name != "no header":
        assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        '{"alg":"ES256","alg":"none"}',
        "[]",
        '"x"',
        '{"alg":NaN}',
        "{",
        '\ufeff{"alg":"ES256"}',
    ],
)
def test_header_and_payload_are_strict_json(text: str) -> None:
    segment = base64url.encode(text.encode()).encode()
    good = base64url.encode(b'{"alg":"ES256"}').encode()
    for data in (segment + b".e30.YQ", good + b"." + segment + b".YQ"):
        with pytest.raises(InputError):
            jose.parse_compact(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_only_utf_8_is_read(encoding: str) -> None:
    segment = base64url.encode('{"alg":"ES256"}'.encode(encoding)).encode()
    with pytest.raises(InputError):
        jose.parse_compact(segment + b".e30.YQ")


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        jose.parse_compact(data)
    except IssuerError:
        return


HEADERS: dict[str, tuple[dict[str, Json], type[IssuerError], str]] = {
    "none": ({"alg": "none"}, ProofError, "ALG_NOT_ALLOWED"),
    "None": ({"alg": "None"}, ProofError, "ALG_NOT_ALLOWED"),
    "HS256": ({"alg": "HS256"}, ProofError, "ALG_NOT_ALLOWED"),
    "PS256": ({"alg": "PS256"}, ProofError, "ALG_NOT_ALLOWED"),
    "ES512": ({"alg": "ES512"}, ProofError, "ALG_NOT_ALLOWED"),
    "lower case": ({"alg": "es256"}, ProofError, "ALG_NOT_ALLOWED"),
    "no alg": ({"alg": None}, ProofError, "ALG_NOT_ALLOWED"),
    "alg is a list": ({"alg": ["ES256"]}, InputError, "PARSING_ERROR"),
    "of another key": ({"alg": "EdDSA"}, ProofError, "ALG_KEY_MISMATCH"),
    "crit": ({"crit": ["exp"], "exp": 1}, ProofError, "CRIT_UNSUPPORTED"),
    "empty crit": ({"crit": []}, ProofError, "CRIT_UNSUPPORTED"),
    "b64": ({"b64": False}, ProofError, "HEADER_NOT_ALLOWED"),
    "jku": ({"jku": "https://attacker.example/k"}, ProofError, "HEADER_NOT_ALLOWED"),
    "x5u": ({"x5u": "https://attacker.example/k"}, ProofError, "HEADER_NOT_ALLOWED"),
    "x5c": ({"x5c": ["AA=="]}, ProofError, "HEADER_NOT_ALLOWED"),
    "zip": ({"zip": "DEF"}, ProofError, "HEADER_NOT_ALLOWED"),
    "cty": ({"cty": "JWT"}, ProofError, "HEADER_NOT_ALLOWED"),
    "vp+jwt": ({"typ": "vp+jwt"}, ProofError, "TYP_MISMATCH"),
    "vp": ({"typ": "application/vp+jwt"}, ProofError, "TYP_MISMATCH"),
    "at+jwt": ({"typ": "at+jwt"}, ProofError, "TYP_MISMATCH"),
    "secevent": ({"typ": "secevent+jwt"}, ProofError, "TYP_MISMATCH"),
    "typ with a space": ({"typ": "JWT "}, ProofError, "TYP_MISMATCH"),
    "empty typ": ({"typ": ""}, ProofError, "TYP_MISMATCH"),
    "typ is a number": ({"typ": 1}, InputError, "PARSING_ERROR"),
    "kid is a list": ({"kid": ["a"]}, InputError, "PARSING_ERROR"),
    "jwk is text": ({"jwk": "a"}, InputError, "PARSING_ERROR"),
    "no key named": ({"kid": None}, ProofError, "INVALID_VERIFICATION_METHOD"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_beyond_the_allow_list_is_refused(name: str) -> None:
    change, error, code = HEADERS[name]
    with pytest.raises(error) as caught:
        jose.verify(jose.parse_compact(forged(header(**change))), signer_for(KeyType.P256).public_key)
    assert caught.value.code == code


def test_absent_typ_and_a_true_jwk_hint_are_accepted() -> None:
    key = signer_for(KeyType.P256).public_key
    jose.verify(jose.parse_compact(forged(header(typ=None))), key)
    jose.verify(jose.parse_compact(forged(header(kid=None, jwk=dict(key.jwk())))), key)


@pytest.mark.parametrize("typ", ["JWT", "jwt", "vc+jwt", "VC+JWT", "application/vc+jwt", "vc+ld+jwt"])
def test_a_credential_by_any_of_its_names_is_accepted(typ: str) -> None:
    jose.verify(jose.parse_compact(forged(header(typ=typ, cty="vc"))), signer_for(KeyType.P256).public_key)


def test_the_rfc_9864_name_of_ed25519_is_accepted() -> None:
    parsed = jose.parse_compact(forged(header(alg="Ed25519"), key="EdDSA"))
    jose.verify(parsed, signer_for(KeyType.ED25519).public_key)


def test_a_jwk_of_another_key_is_refused() -> None:
    other = signer_for(KeyType.P256, "rivers").public_key
    with pytest.raises(ProofError) as caught:
        jose.verify(
            jose.parse_compact(forged(header(jwk=dict(other.jwk())))), signer_for(KeyType.P256).public_key
        )
    assert caught.value.code == "KEY_NOT_AUTHORIZED"


def test_a_changed_payload_is_refused() -> None:
    first, _, last = token().split(".")
    middle = token(name="Another").split(".")[1]
    with pytest.raises(ProofError):
        jose.verify(
            jose.parse_compact(f"{first}.{middle}.{last}".encode()), signer_for(KeyType.P256).public_key
        )


@pytest.mark.parametrize(
    "kid",
    [
        "",
        "key-1",
        f"{OTHER_CONTROLLER}#key-1",
        CONTROLLER,
        "https://attacker.example/keys/1",
        "https://badges.example/p/rivers/keys/1",
        "http://badges.example/p/lakes/keys/1",
    ],
)
def test_a_kid_of_somebody_else_is_not_written(kid: str) -> None:
    with pytest.raises(SigningError):
        jose.secure(lint(credential(), schema="emit/credential"), signer=signer_for(KeyType.P256), kid=kid)


def test_a_kid_on_the_issuers_own_address_is_written() -> None:
    kid = "https://badges.example/p/lakes/keys/1"
    linted = lint(credential(), schema="emit/credential")
    made = jose.secure(linted, signer=signer_for(KeyType.P256), kid=kid)
    assert jose.parse_compact(made.encode()).header["kid"] == kid


def test_what_may_not_be_signed_is_refused() -> None:
    signer = signer_for(KeyType.P256)
    own = lint(credential(), schema="emit/credential")
    with pytest.raises(SigningError, match="algorithm"):
        jose.secure(own, signer=signer, kid=method_of(signer), algorithm="HS256")
    with pytest.raises(SigningError) as wrong_key:
        jose.secure(own, signer=signer, kid=method_of(signer), algorithm="EdDSA")
    assert wrong_key.value.code == "ALG_KEY_MISMATCH"
    stranger = signer_for(KeyType.P256, controller=OTHER_CONTROLLER)
    with pytest.raises(SigningError, match="signs for"):
        jose.secure(lint(credential(), schema="emit/credential"), signer=stranger, kid=method_of(stranger))
