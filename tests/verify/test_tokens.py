"""Tokens: keys by kid and by jwk, what a header may say, and a proof inside."""

import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.signing import base64url
from issuer.signing.key_types import KeyType
from issuer.verify import Verdict
from tests.papers import changed, credential, subject
from tests.worlds import Issuer, Key, World, codes, compact, sign, token

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


@pytest.mark.parametrize("key_type", [KeyType.ED25519, KeyType.P256, KeyType.P384])
def test_every_algorithm_is_verified(world: World, key_type: KeyType) -> None:
    report = world.verify(token(credential(world.issuer), world.issuer.key("k", key_type)))
    assert report.verdict is Verdict.VALID, report.checks
    assert (report.form, report.media_type) == ("jwt", "application/vc+jwt")
    assert report.credential is not None
    assert "iss" not in report.credential


HEADERS: Final[dict[str, dict[str, Any]]] = {
    "no typ": {"typ": None},
    "vc+jwt": {"typ": "vc+jwt"},
    "the long name": {"typ": "application/vc+jwt"},
    "cty of the same": {"typ": "vc+jwt", "cty": "vc"},
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_may_say_that_it_is_a_credential(world: World, name: str) -> None:
    assert (
        world.verify(token(credential(world.issuer), key_of(world), header=HEADERS[name])).verdict
        is Verdict.VALID
    )


BAD_HEADERS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "none": ({"alg": "none"}, "ALG_NOT_ALLOWED"),
    "nOnE": ({"alg": "nOnE"}, "ALG_NOT_ALLOWED"),
    "HS256": ({"alg": "HS256"}, "ALG_NOT_ALLOWED"),
    "ES256K": ({"alg": "ES256K"}, "ALG_NOT_ALLOWED"),
    "PS256": ({"alg": "PS256"}, "ALG_NOT_ALLOWED"),
    "of another key": ({"alg": "RS256"}, "ALG_KEY_MISMATCH"),
    "crit": ({"crit": ["b64"], "b64": True}, "CRIT_UNSUPPORTED"),
    "b64": ({"b64": False}, "HEADER_NOT_ALLOWED"),
    "jku": ({"jku": "https://attacker.example/jwks.json"}, "HEADER_NOT_ALLOWED"),
    "x5u": ({"x5u": "https://attacker.example/cert"}, "HEADER_NOT_ALLOWED"),
    "x5c": ({"x5c": ["MII"]}, "HEADER_NOT_ALLOWED"),
    "x5t": ({"x5t#S256": "a"}, "HEADER_NOT_ALLOWED"),
    "zip": ({"zip": "DEF"}, "HEADER_NOT_ALLOWED"),
    "enc": ({"enc": "A128GCM"}, "HEADER_NOT_ALLOWED"),
    "a token inside": ({"cty": "JWT"}, "HEADER_NOT_ALLOWED"),
    "a presentation": ({"typ": "vp+jwt"}, "TYP_MISMATCH"),
    "an access token": ({"typ": "at+jwt"}, "TYP_MISMATCH"),
    "a disclosure": ({"typ": "vc+sd-jwt"}, "TYP_MISMATCH"),
    "no key": ({"kid": None}, "INVALID_VERIFICATION_METHOD"),
    "kid of another issuer": ({"kid": "did:web:attacker.example#key-1"}, "KEY_NOT_AUTHORIZED"),
    "kid of an unknown key": ({"kid": "did:web:badges.example:p:lakes#x"}, "INVALID_VERIFICATION_METHOD"),
    "kid without a fragment": ({"kid": "did:web:badges.example:p:lakes"}, "INVALID_VERIFICATION_METHOD"),
    "kid that is a bare name": ({"kid": "key-1"}, "KEY_NOT_AUTHORIZED"),
    "kid elsewhere": ({"kid": "https://attacker.example/keys/1"}, "KEY_NOT_AUTHORIZED"),
    "kid at another port": ({"kid": "https://badges.example:8443/p/lakes/k"}, "KEY_NOT_AUTHORIZED"),
    "kid with a user": ({"kid": "https://badges.example@attacker.example/p/lakes/k"}, "KEY_NOT_AUTHORIZED"),
    "kid as a file": ({"kid": "file:///etc/passwd"}, "KEY_NOT_AUTHORIZED"),
    "kid with a path trick": ({"kid": "../../../etc/passwd"}, "KEY_NOT_AUTHORIZED"),
    "kid that is empty": ({"kid": ""}, "KEY_NOT_AUTHORIZED"),
}


@pytest.mark.parametrize("name", BAD_HEADERS)
def test_a_header_that_says_more_is_refused(world: World, name: str) -> None:
    header, code = BAD_HEADERS[name]
    report = world.verify(token(credential(world.issuer), key_of(world), header=header))
    assert report.verdict is Verdict.INVALID, report.checks
    assert code in codes(report)
    assert not any("attacker" in url for url in world.asked)


@pytest.mark.parametrize(
    "header",
    [{"alg": ["ES256"]}, {"kid": ["a"]}, {"jwk": "a"}, {"typ": 1}, {"jwk": []}, {"kid": {}}],
    ids=str,
)
def test_a_header_member_of_another_type_cannot_be_read(world: World, header: dict[str, Any]) -> None:
    report = world.verify(token(credential(world.issuer), key_of(world), header=header))
    assert report.verdict is Verdict.MALFORMED


def test_a_key_that_comes_along_counts_only_when_the_issuer_publishes_it(world: World) -> None:
    own = key_of(world)
    stranger = Issuer("did:web:attacker.example").key("k", KeyType.P256)
    document = credential(world.issuer)
    by_jwk: dict[str, Json] = {"kid": None, "jwk": own.signer.public_key.jwk()}
    assert world.verify(token(document, own, header=by_jwk)).verdict is Verdict.VALID
    forged: dict[str, Json] = {"kid": None, "jwk": stranger.signer.public_key.jwk()}
    for header in (forged, {**forged, "kid": own.method}):
        report = world.verify(token(document, stranger, header=header))
        assert report.verdict is Verdict.INVALID
        assert codes(report) == ["KEY_NOT_AUTHORIZED"]


def test_a_private_key_in_the_header_is_compromised(world: World) -> None:
    header = {"kid": None, "jwk": {**key_of(world).signer.public_key.jwk(), "d": "AAAA"}}
    report = world.verify(token(credential(world.issuer), key_of(world), header=header))
    assert codes(report) == ["KEY_COMPROMISED"]


def test_a_kid_may_be_an_address_of_the_issuer_that_holds_one_key(world: World) -> None:
    own = key_of(world)
    kid = "https://badges.example/p/lakes/keys/1"
    world.publish(kid, dict(own.signer.public_key.jwk()))
    assert world.verify(token(credential(world.issuer), own, header={"kid": kid})).verdict is Verdict.VALID
    stranger = Issuer("did:web:attacker.example").key("k", KeyType.P256)
    world.publish(kid, dict(stranger.signer.public_key.jwk()))
    report = world.verify(token(credential(world.issuer), stranger, header={"kid": kid}))
    assert codes(report) == ["KEY_NOT_AUTHORIZED"], "the address alone does not make it the issuer's key"


def test_an_https_issuer_may_publish_its_keys_as_a_set(world: World) -> None:
    issuer = Issuer("https://college.example/issuers/1", "College")
    key = issuer.key("k", KeyType.P256)
    world.publish(issuer.id, {**issuer.profile(), "id": issuer.id})
    own: JsonObject = {**key.signer.public_key.jwk(), "iss": issuer.id, "kid": "k"}
    header: dict[str, Json] = {"kid": None, "jwk": key.signer.public_key.jwk()}
    made = token(credential(issuer), key, header=header)
    world.publish("https://college.example/.well-known/jwks.json", {"keys": [own]})
    assert world.verify(made).verdict is Verdict.VALID
    other: JsonObject = {**own, "iss": "https://college.example/issuers/2"}
    world.publish("https://college.example/.well-known/jwks.json", {"keys": [other]})
    assert world.verify(made).verdict is Verdict.INVALID
    world.publish("https://college.example/.well-known/jwks.json", {"keys": [own] * 10_000})
    assert world.verify(made).verdict in {Verdict.INVALID, Verdict.INDETERMINATE}


FRAMES: Final[dict[str, Callable[[str], str]]] = {
    "two segments": lambda text: text.rsplit(".", 1)[0],
    "no signature": lambda text: text.rsplit(".", 1)[0] + ".",
    "four segments": lambda text: text + ".e30",
    "five segments": lambda text: text + ".e30.e30",
    "padding": lambda text: text + "=",
    "a space": lambda text: text.replace(".", ". ", 1),
    "a line break": lambda text: text[:50] + "\n" + text[50:],
    "another alphabet": lambda text: text.replace(".", ".+", 1),
    "an empty payload": lambda text: ".".join([text.split(".")[0], "", text.split(".")[2]]),
    "letters beyond": lambda text: text + "é",
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_token_in_another_frame_cannot_be_read(world: World, name: str) -> None:
    text = FRAMES[name](token(credential(world.issuer), key_of(world)))
    report = world.verify(text, media_type="application/vc+jwt")
    assert report.verdict in {Verdict.MALFORMED, Verdict.INVALID}
    assert not world.asked


@pytest.mark.parametrize(
    "payload",
    [
        b"7",
        b"[]",
        b'"text"',
        b"{",
        b"\xef\xbb\xbf{}",
        '{"a":1}'.encode("utf-16"),
        b'{"a":1,"a":1}',
        b'{"a":NaN}',
        b"",
    ],
    ids=repr,
)
def test_a_payload_that_is_no_strict_object_cannot_be_read(world: World, payload: bytes) -> None:
    header: JsonObject = {"alg": "ES256", "kid": key_of(world).method}
    assert world.verify(compact(header, payload, key_of(world))).verdict is Verdict.MALFORMED


@pytest.mark.parametrize("signature", [bytes(64), bytes(63), b"\xff" * 64, b"0", bytes(1024)], ids=len)
def test_a_signature_of_nothing_is_refused(world: World, signature: bytes) -> None:
    text = token(credential(world.issuer), key_of(world)).rsplit(".", 1)[0]
    assert world.verify(f"{text}.{base64url.encode(signature)}").verdict is Verdict.INVALID


def test_a_changed_payload_is_found(world: World) -> None:
    header, payload, signature = token(credential(world.issuer), key_of(world)).split(".")
    members = json.loads(base64url.decode(payload))
    members["credentialSubject"]["creditsEarned"] = 3
    other = base64url.encode(strict_json.encode(members))
    assert world.verify(f"{header}.{other}.{signature}").verdict is Verdict.INVALID


def test_a_proof_inside_must_hold_as_well(world: World) -> None:
    inner = sign(credential(world.issuer), world.issuer.key())
    assert world.verify(token(inner, key_of(world))).verdict is Verdict.VALID
    broken = changed(inner, name="Another")
    report = world.verify(token(broken, key_of(world)))
    assert report.verdict is Verdict.INVALID
    assert "PROOF_VERIFICATION_ERROR" in codes(report)
    foreign = sign(credential(world.issuer), world.add("did:web:stranger.example").key())
    assert world.verify(token(foreign, key_of(world))).verdict is Verdict.INVALID


def test_a_member_that_no_vocabulary_knows_is_signed_and_named(world: World) -> None:
    document = credential(world.issuer, credentialSubject=subject(lane="MA+30"))
    report = world.verify(token(document, key_of(world)))
    assert report.verdict is Verdict.VALID
    assert "TERM_UNDEFINED" in {warning.code for warning in report.warnings}
    by_text = world.verify(sign(document, world.issuer.key(), "eddsa-jcs-2022"))
    assert by_text.verdict is Verdict.VALID
    assert "TERM_UNDEFINED" in {warning.code for warning in by_text.warnings}
    assert world.verify(sign(credential(world.issuer), world.issuer.key())).warnings == ()


def test_an_enveloped_credential_is_the_token_in_it(world: World) -> None:
    made = token(credential(world.issuer), key_of(world))
    envelope: JsonObject = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "id": f"data:application/vc+jwt,{made}",
        "type": "EnvelopedVerifiableCredential",
    }
    assert world.verify(envelope).verdict is Verdict.VALID
    assert world.verify(changed(envelope, id="https://badges.example/c/1")).verdict is Verdict.MALFORMED
    assert world.verify(changed(envelope, id="data:application/vc+jwt,a.b")).verdict is Verdict.MALFORMED
    assert world.verify(changed(envelope, id=None)).verdict is Verdict.MALFORMED


def test_a_file_may_end_with_a_line_end(world: World) -> None:
    assert world.verify(token(credential(world.issuer), key_of(world)) + "\r\n").verdict is Verdict.VALID
