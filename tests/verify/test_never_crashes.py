"""Whatever stands anywhere in a signed document, a key document or a list: an answer, never an exception."""

import json
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import IssuerError
from issuer.signing import base64url
from issuer.signing.key_types import KeyType
from issuer.verify import Verdict
from tests.documents.changes import changed, leaves, nodes
from tests.papers import (
    CONTEXTS,
    achievement,
    credential,
    endorsement,
    identity,
    status_entry,
    status_list,
    subject,
)
from tests.worlds import World, compact, sign, token, token_claims

LIST: Final = "https://badges.example/s/1"
ODD: Final[st.SearchStrategy[Any]] = st.sampled_from(
    [
        *(
            "",
            " ",
            "\u0000",
            "\U0001f600",
            "did:web:",
            "did:key:z",
            "https://",
            "urn:uuid:",
            "_:b",
            "@id",
            "z" * 300,
        ),
        *(
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
            "2026-02-29T00:00:00Z",
            "sha256$",
            "eyJ.e.e",
        ),
        *(
            2**53,
            -(2**53),
            253402300800,
            253402351199,
            1e308,
            1e-308,
            -0.0,
            0.1,
            True,
            None,
            [],
            {},
            [[]],
            [None],
        ),
        *({"id": "x"}, {"type": "x"}, {"@context": []}, ["a", "a"], [{"id": "x"}, {"id": "x"}]),
    ]
)
ANY: Final[st.SearchStrategy[Any]] = ODD | st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**54), 2**54)
    | st.floats(allow_nan=False)
    | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def a_badge(world: World) -> JsonObject:
    described: JsonObject = {
        "id": "urn:uuid:1",
        "type": ["ResultDescription"],
        "name": "Overall",
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [{"id": "urn:uuid:2", "type": ["RubricCriterionLevel"], "name": "met"}],
        "requiredLevel": "urn:uuid:2",
    }
    about = subject(
        achievement=achievement(resultDescription=[described], creator=world.issuer.profile()),
        identifier=[identity()],
        result=[{"type": ["Result"], "resultDescription": "urn:uuid:1", "achievedLevel": "urn:uuid:2"}],
    )
    inside = sign(
        endorsement(world.issuer, "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3e"), world.issuer.key()
    )
    made = credential(
        world.issuer,
        credentialSubject=about,
        credentialStatus=[status_entry(LIST)],
        evidence=[{"id": "urn:uuid:3", "type": ["Evidence"], "name": "A lesson"}],
        endorsement=[inside],
        refreshService={"id": "https://badges.example/r", "type": "1EdTechCredentialRefresh"},
    )
    made["@context"] = [*CONTEXTS, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    return made


WORLD: Final = World()
WORLD.publish_list(LIST)
BADGE: Final = a_badge(WORLD)
PLACES: Final = sorted({*leaves(BADGE), *nodes(BADGE)})
POLICY: Final[dict[str, Any]] = {
    "trust": ["did:web:other.example"],
    "recipient": "someone@school.example",
    "follow_refresh": True,
    "challenge": "x",
}


def fresh() -> World:
    made = World()
    made.documents = dict(WORLD.documents)
    return made


@given(st.sampled_from(PLACES), ANY)
@settings(max_examples=150, deadline=None)
def test_a_signed_badge_with_anything_anywhere_has_a_verdict(place: str, value: Any) -> None:
    spoiled = changed(BADGE, place, value)
    try:
        signed = sign(spoiled, WORLD.issuer.key(), "eddsa-jcs-2022")
    except IssuerError:
        signed = {**spoiled, "proof": {"type": "DataIntegrityProof"}}
    report = fresh().verify(signed, **POLICY)
    if report.verdict is Verdict.VALID:
        assert report.credential == signed
    json.dumps(report.to_json())


@given(st.sampled_from(PLACES), ANY)
@settings(max_examples=100, deadline=None)
def test_a_badge_signed_over_its_statements_with_anything_anywhere_has_a_verdict(
    place: str, value: Any
) -> None:
    spoiled = changed(BADGE, place, value)
    try:
        signed = sign(spoiled, WORLD.issuer.key())
    except IssuerError:
        signed = sign(BADGE, WORLD.issuer.key()) | {
            name: item for name, item in spoiled.items() if name != "proof"
        }
    json.dumps(fresh().verify(signed, **POLICY).to_json())


CLAIMS: Final = ("iss", "jti", "sub", "nbf", "exp", "iat", "aud", "vc", "proof", "@context", "type", "issuer")
HEADERS: Final = ("alg", "kid", "jwk", "typ", "cty", "crit", "x5c")
TOKEN_KEY: Final = WORLD.issuer.key("t", KeyType.P256, form="JsonWebKey")
MEMBERS: Final[JsonObject] = {**BADGE, **token_claims(BADGE)}


@given(st.sampled_from(CLAIMS), ANY)
@settings(deadline=None)
def test_a_signed_token_with_any_claim_has_a_verdict(name: str, value: Any) -> None:
    header: JsonObject = {"alg": "ES256", "kid": TOKEN_KEY.method}
    world = fresh()
    world.issuer.key("t", KeyType.P256, form="JsonWebKey")
    try:
        text = compact(header, {**MEMBERS, name: value}, TOKEN_KEY)
    except (ValueError, UnicodeEncodeError):
        return
    json.dumps(world.verify(text, **POLICY).to_json())


@given(st.sampled_from(HEADERS), ANY)
@settings(deadline=None)
def test_a_token_with_any_header_has_a_verdict(name: str, value: Any) -> None:
    good = token(BADGE, TOKEN_KEY)
    try:
        header = base64url.encode(strict_json.encode({"alg": "ES256", "kid": TOKEN_KEY.method, name: value}))
    except (ValueError, UnicodeEncodeError):
        return
    report = fresh().verify(f"{header}.{good.split('.', 1)[1]}", **POLICY)
    assert report.verdict is not Verdict.VALID


DID: Final = "https://badges.example/p/lakes/did.json"
DOCUMENT: Final = WORLD.issuer.did_document()


@given(st.sampled_from(sorted({*leaves(DOCUMENT), *nodes(DOCUMENT)})), ANY)
@settings(deadline=None)
def test_any_key_document_leads_to_a_verdict(place: str, value: Any) -> None:
    world = fresh()
    world.publish(DID, json.dumps(changed(DOCUMENT, place, value)).encode())
    json.dumps(world.verify(sign(BADGE, WORLD.issuer.key()), **POLICY).to_json())


LISTED: Final = status_list(LIST, WORLD.issuer.id)


@given(st.sampled_from(sorted({*leaves(LISTED), *nodes(LISTED)})), ANY)
@settings(deadline=None)
def test_any_status_list_leads_to_a_verdict(place: str, value: Any) -> None:
    world = fresh()
    try:
        spoiled = sign(changed(LISTED, place, value), WORLD.issuer.key(), "eddsa-jcs-2022")
    except IssuerError:
        return
    world.publish(LIST, json.dumps(spoiled).encode())
    json.dumps(world.verify(sign(BADGE, WORLD.issuer.key()), **POLICY).to_json())
