"""The claims of a VC-JWT repeat its credential, or the token is refused."""

from functools import cache
from typing import Any

import pytest

from issuer.documents.lint import lint
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError, InputError, ProofError
from issuer.signing import jose
from issuer.signing.key_types import KeyType
from tests.signing.makers import CONTROLLER, OTHER_CONTROLLER, credential, method_of, signer_for


@cache
def _token() -> str:
    signer = signer_for(KeyType.P256)
    linted = lint(credential(), schema="emit/credential")
    return jose.secure(linted, signer=signer, kid=method_of(signer))


def _payload(**change: Any) -> JsonObject:
    payload = {**jose.parse_compact(_token().encode()).payload, **change}
    return {name: value for name, value in payload.items() if value is not None}


CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "no iss": ({"iss": None}, "CLAIM_MISMATCH"),
    "another iss": ({"iss": OTHER_CONTROLLER}, "CLAIM_MISMATCH"),
    "iss is a list": ({"iss": [CONTROLLER]}, "SCHEMA_VIOLATION"),
    "no jti": ({"jti": None}, "CLAIM_MISMATCH"),
    "another jti": ({"jti": "urn:uuid:x"}, "CLAIM_MISMATCH"),
    "no sub": ({"sub": None}, "CLAIM_MISMATCH"),
    "another sub": ({"sub": "urn:uuid:x"}, "CLAIM_MISMATCH"),
    "no nbf": ({"nbf": None}, "CLAIM_MISMATCH"),
    "another nbf": ({"nbf": 1789398246}, "CLAIM_MISMATCH"),
    "nbf is text": ({"nbf": "1789398245"}, "SCHEMA_VIOLATION"),
    "nbf is a fraction": ({"nbf": 1789398245.5}, "SCHEMA_VIOLATION"),
    "nbf is true": ({"nbf": True}, "SCHEMA_VIOLATION"),
    "no exp": ({"exp": None}, "CLAIM_MISMATCH"),
    "a later exp": ({"exp": 1947164646}, "CLAIM_MISMATCH"),
    "exp in another script": ({"exp": "٩٩٩٩٩٩٩٩٩٩"}, "SCHEMA_VIOLATION"),
    "exp beyond time": ({"exp": 10**18}, "SCHEMA_VIOLATION"),
    "iat is text": ({"iat": "now"}, "SCHEMA_VIOLATION"),
    "no subject": ({"credentialSubject": None}, "CLAIM_MISMATCH"),
    "subject without id": ({"credentialSubject": {"type": ["AchievementSubject"]}}, "CLAIM_MISMATCH"),
    "validFrom is a number": ({"validFrom": 1}, "SCHEMA_VIOLATION"),
    "issuer is another": ({"issuer": OTHER_CONTROLLER}, "CLAIM_MISMATCH"),
    "two credentials": ({"vc": credential()}, "AMBIGUOUS_CONTAINER"),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_claims_that_do_not_repeat_the_credential_are_refused(name: str) -> None:
    change, code = CLAIMS[name]
    jose.require_claims_equal(_payload())
    with pytest.raises((ProofError, ConformanceError, InputError)) as caught:
        jose.require_claims_equal(_payload(**change))
    assert caught.value.code == code


def test_the_earlier_end_counts() -> None:
    claims = jose.require_claims_equal(_payload(exp=1789398300))
    assert claims.expires is not None
    assert claims.expires.timestamp() == 1789398300
    without_end = {name: value for name, value in _payload(exp=1789398300).items() if name != "validUntil"}
    assert jose.require_claims_equal(without_end).expires == claims.expires


def test_the_older_data_model_rides_in_vc() -> None:
    inner = credential(issuanceDate="2026-09-14T15:04:05Z", validFrom=None, validUntil=None)
    payload: JsonObject = {
        "iss": CONTROLLER,
        "jti": inner["id"],
        "sub": "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5b",
        "nbf": 1789398245,
        "vc": inner,
    }
    claims = jose.require_claims_equal(payload)
    assert (claims.credential, claims.data_model, claims.expires) == (inner, "1.1", None)
    with pytest.raises(ProofError):
        jose.require_claims_equal({**payload, "iss": OTHER_CONTROLLER})
    with pytest.raises(ConformanceError):
        jose.require_claims_equal({**payload, "vc": "text"})
    with pytest.raises(ConformanceError):
        jose.require_claims_equal({**payload, "scope": "all"})


def test_a_token_for_somebody_else_is_refused() -> None:
    with pytest.raises(ProofError) as refused:
        jose.require_claims_equal({"aud": "someone"})
    assert refused.value.pointer == "/aud"
