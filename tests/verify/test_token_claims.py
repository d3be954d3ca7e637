"""The claims of a token repeat its credential, or the token is refused."""

from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import Verdict
from tests.papers import NOW, changed, credential, later
from tests.worlds import Issuer, Key, World, compact, token, token_claims

V1: Final = [
    "https://www.w3.org/2018/credentials/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
]


@pytest.fixture
def world() -> World:
    made = World()
    made.issuer.key("token", KeyType.P256, form="JsonWebKey")
    return made


def key_of(world: World) -> Key:
    return world.issuer.keys[1]


BAD_CLAIMS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "no iss": ({"iss": None}, "invalid"),
    "another iss": ({"iss": "did:web:attacker.example"}, "invalid"),
    "iss in a list": ({"iss": ["did:web:badges.example:p:lakes"]}, "malformed"),
    "iss as an object": ({"iss": {"id": "did:web:badges.example:p:lakes"}}, "malformed"),
    "no jti": ({"jti": None}, "invalid"),
    "another jti": ({"jti": "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d30"}, "invalid"),
    "jti as a number": ({"jti": 7}, "malformed"),
    "no sub": ({"sub": None}, "invalid"),
    "another sub": ({"sub": "did:key:z6Mk"}, "invalid"),
    "no nbf": ({"nbf": None}, "invalid"),
    "another nbf": ({"nbf": 1}, "invalid"),
    "a later nbf": ({"nbf": 1789398246}, "invalid"),
    "nbf as text": ({"nbf": "1789398245"}, "malformed"),
    "nbf as a fraction": ({"nbf": 1789398245.5}, "malformed"),
    "nbf as true": ({"nbf": True}, "malformed"),
    "no exp": ({"exp": None}, "invalid"),
    "exp after the end": ({"exp": 1947243846}, "invalid"),
    "exp as text": ({"exp": " 9_999_999_999 "}, "malformed"),
    "exp far away": ({"exp": 9_000_000_000_000_000}, "malformed"),
    "exp in the past": ({"exp": int(NOW.timestamp()) - 1}, "expired"),
    "exp now": ({"exp": int(NOW.timestamp())}, "expired"),
    "exp before the end": ({"exp": int(NOW.timestamp()) + 1}, "valid"),
    "iat in the past": ({"iat": int(NOW.timestamp()) - 1}, "valid"),
    "iat in the future": ({"iat": int(NOW.timestamp()) + 3600}, "invalid"),
    "iat in the future as a fraction of nothing": ({"iat": NOW.timestamp() + 3600.0}, "invalid"),
    "iat at the end of time": ({"iat": 253402300800 + 60}, "invalid"),
    "iat as text": ({"iat": "now"}, "malformed"),
    "another audience": ({"aud": "somebody"}, "invalid"),
    "two credentials": ({"vc": credential(Issuer("did:web:other.example"))}, "malformed"),
}


@pytest.mark.parametrize("name", BAD_CLAIMS)
def test_claims_that_do_not_repeat_the_credential_are_refused(world: World, name: str) -> None:
    claims, verdict = BAD_CLAIMS[name]
    report = world.verify(token(credential(world.issuer), key_of(world), **claims))
    assert report.verdict.value == verdict, report.checks


def test_an_exp_without_an_end_in_the_credential_counts(world: World) -> None:
    document = credential(world.issuer, validUntil=None)
    soon = int(NOW.timestamp())
    assert world.verify(token(document, key_of(world), exp=soon + 60)).verdict is Verdict.VALID
    assert world.verify(token(document, key_of(world), exp=soon - 60)).verdict is Verdict.EXPIRED


def test_a_token_that_counts_no_longer_than_its_credential_says_which_end_came(world: World) -> None:
    soon = int(NOW.timestamp())
    report = world.verify(token(credential(world.issuer), key_of(world), exp=soon - 60))
    assert report.verdict is Verdict.EXPIRED
    period = report.check("validity_period")
    assert period is not None
    assert period.sentence.endswith("counted no longer, though it names 2031-09-14T15:04:05Z.")


def of_1_1(world: World, **change: Json) -> JsonObject:
    document = credential(world.issuer, validFrom=None, validUntil=None, awardedDate=None)
    document["@context"] = [*V1]
    return changed(document, issuanceDate="2026-09-14T15:04:05Z", expirationDate=later(days=9), **change)


def test_a_token_of_vcdm_1_1_carries_its_credential_in_a_claim(world: World) -> None:
    document = of_1_1(world)
    claims = token_claims(
        {**document, "validFrom": document["issuanceDate"], "validUntil": document["expirationDate"]}
    )
    header: JsonObject = {"alg": "ES256", "kid": key_of(world).method, "typ": "JWT"}
    good = compact(header, {**claims, "vc": document}, key_of(world))
    report = world.verify(good)
    assert report.verdict is Verdict.VALID, report.checks
    changes: list[JsonObject] = [
        {"iss": "did:web:attacker.example"},
        {"nbf": 1789398246},
        {"more": 1},
        {"vc": []},
    ]
    for change in changes:
        changed_payload = {**claims, "vc": document, **change}
        assert world.verify(compact(header, changed_payload, key_of(world))).verdict is not Verdict.VALID
