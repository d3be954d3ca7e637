"""Attacks on tokens (group JOSE): headers that say too much, keys that come along, frames, claims and payloads."""

import json
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from issuer.documents.strict_json import JsonObject
from issuer.signing import base64url
from issuer.signing.key_types import KeyType
from tests.papers import AWARDED, changed, later
from tests.verify.attacks import OPEN_BADGES, V1, V2, attacked_world, attacker_of, badge, raw_token, require
from tests.worlds import Key, World, sign, token, token_claims

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def world() -> World:
    return attacked_world()


def key_of(world: World) -> Key:
    return world.issuer.key("token", KeyType.P256)


def header_of(world: World, **change: Any) -> JsonObject:
    return changed({"alg": "ES256", "kid": key_of(world).method, "typ": "JWT"}, **change)


def payload_of(world: World) -> JsonObject:
    document = badge(world)
    return {**document, **token_claims(document)}


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE"])
def test_a_token_without_a_signature_is_none(world: World, name: str) -> None:
    parts = [
        base64url.encode(json.dumps(part).encode())
        for part in (header_of(world, alg=name), payload_of(world))
    ]
    require(world, ".".join([*parts, ""]), "malformed|invalid", "JWS_ENCODING ALG_NOT_ALLOWED")
    require(
        world,
        raw_token(header_of(world, alg=name), payload_of(world), key_of(world)),
        "invalid",
        "ALG_NOT_ALLOWED",
    )


@pytest.mark.parametrize(
    "name",
    [
        "ES256K",
        "ES512",
        "PS256",
        "RS384",
        "HS256",
        "HS512",
        "RSA-OAEP",
        "dir",
        "es256",
        " ES256",
        "Ed448",
        "ES256\0",
    ],
)
def test_an_algorithm_that_is_not_ours_is_refused(world: World, name: str) -> None:
    made = raw_token(header_of(world, alg=name), payload_of(world), key_of(world))
    require(world, made, "invalid", "ALG_NOT_ALLOWED")


@pytest.mark.parametrize("name", ["ES384", "EdDSA", "RS256"])
def test_an_algorithm_of_another_key_is_refused(world: World, name: str) -> None:
    made = raw_token(header_of(world, alg=name), payload_of(world), key_of(world))
    require(world, made, "invalid", "ALG_KEY_MISMATCH")


TYPES: Final = (
    "vp+jwt application/vp+jwt at+jwt secevent+jwt dpop+jwt kb+jwt logout+jwt statuslist+jwt JWE JOSE sd-jwt"
    " vc+sd-jwt dc+sd-jwt"
)


@pytest.mark.parametrize("name", [*TYPES.split(), ""])
def test_a_token_of_another_type_is_no_credential(world: World, name: str) -> None:
    made = raw_token(header_of(world, typ=name), payload_of(world), key_of(world))
    require(world, made, "invalid", "TYP_MISMATCH")


MEMBERS: Final[dict[str, Any]] = {
    "jku": "https://attacker.example/keys",
    "x5u": "https://attacker.example/chain",
    "x5c": ["MII"],
    "x5t": "a",
    "x5t#S256": "a",
    "zip": "DEF",
    "cty": "JWT",
    "b64": False,
    "epk": {},
    "iss": "a",
    "nonce": "a",
    "url": "https://attacker.example/",
}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_header_says_no_more_than_it_must(world: World, name: str) -> None:
    made = raw_token(header_of(world, **{name: MEMBERS[name]}), payload_of(world), key_of(world))
    require(world, made, "invalid", "HEADER_NOT_ALLOWED")
    assert not world.asked


@pytest.mark.parametrize("crit", [["b64"], ["exp"], [], ["x"], "b64"], ids=str)
def test_a_header_demands_nothing(world: World, crit: Any) -> None:
    made = raw_token(header_of(world, crit=crit, b64=False), payload_of(world), key_of(world))
    require(world, made, "invalid", "CRIT_UNSUPPORTED")


KIDS: Final = (
    "https://attacker.example/keys/1",
    "http://badges.example/p/lakes/k",
    "https://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "../../../dev/null",
    "' OR 1=1 --",
    "data:application/json,{}",
    "did:web:attacker.example#k",
    "",
)


@pytest.mark.parametrize("kid", KIDS)
def test_a_key_of_anybody_elses_is_not_even_fetched(world: World, kid: str) -> None:
    made = raw_token(header_of(world, kid=kid), payload_of(world), attacker_of(world).key("t", KeyType.P256))
    require(world, made, "invalid", "KEY_NOT_AUTHORIZED")
    assert not world.asked


def test_a_key_that_comes_along_is_only_a_hint(world: World) -> None:
    stranger = attacker_of(world).key("t", KeyType.P256)
    own, foreign = key_of(world).signer.public_key.jwk(), stranger.signer.public_key.jwk()
    for header in (
        header_of(world, kid=None, jwk=foreign),
        header_of(world, jwk=foreign),
        header_of(world, kid=stranger.method, jwk=foreign),
        header_of(world, kid=stranger.method, jwk=own),
    ):
        require(world, raw_token(header, payload_of(world), stranger), "invalid", "KEY_NOT_AUTHORIZED")
    address = "https://badges.example/uploads/key.json"
    world.publish(address, foreign)
    require(
        world,
        raw_token(header_of(world, kid=address), payload_of(world), stranger),
        "invalid",
        "KEY_NOT_AUTHORIZED",
    )


def modulus(size: int) -> str:
    return base64url.encode(b"\xc8" + bytes(size - 2) + b"\x01")


WEAK: Final[dict[str, tuple[str, dict[str, Any], str]]] = {
    "1024 bits": ("RS256", {"kty": "RSA", "n": modulus(128), "e": "AQAB"}, "KEY_TOO_WEAK"),
    "an exponent of one": ("RS256", {"kty": "RSA", "n": modulus(256), "e": "AQ"}, "KEY_TOO_WEAK"),
    "a shared secret": ("ES256", {"kty": "oct", "k": "AAAA"}, "KEY_COMPROMISED INVALID_VERIFICATION_METHOD"),
    "no point": (
        "ES256",
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        "INVALID_VERIFICATION_METHOD",
    ),
    "another curve": (
        "ES256",
        {"kty": "EC", "crv": "secp256k1", "x": "A", "y": "A"},
        "INVALID_VERIFICATION_METHOD",
    ),
}


@pytest.mark.parametrize("name", WEAK)
def test_a_weak_key_that_comes_along_is_refused_for_what_it_is(world: World, name: str) -> None:
    algorithm, jwk, code = WEAK[name]
    header: JsonObject = {"alg": algorithm, "jwk": jwk}
    require(world, raw_token(header, payload_of(world), key_of(world)), "invalid", code)


def frames(world: World) -> dict[str, tuple[str, str]]:
    good = token(badge(world), key_of(world))
    head, body, mark = good.split(".")
    last = LETTERS[LETTERS.index(mark[-1]) ^ 1]
    return {
        "padding": (good + "==", "JWS_ENCODING"),
        "the other alphabet": (f"{head}.{body}.{mark[:-1]}+", "JWS_ENCODING"),
        "stray bits": (f"{head}.{body}.{mark[:-1]}{last}", "JWS_ENCODING"),
        "a space": (good.replace(".", ". ", 1), "JWS_ENCODING"),
        "a space at the end": (good + " ", "JWS_ENCODING"),
        "two parts": (f"{head}.{body}", "PARSING_ERROR"),
        "four parts": (good + ".e30", "PARSING_ERROR JWS_ENCODING"),
        "five parts": (f"{head}.{body}.{mark}.{body}.{mark}", "PARSING_ERROR"),
        "a final dot": (good + ".", "PARSING_ERROR JWS_ENCODING"),
        "no payload": (f"{head}..{mark}", "PARSING_ERROR"),
        "dots": ("ey..", ""),
        "as JSON": (json.dumps({"payload": body, "protected": head, "signature": mark}), ""),
        "very long": ("eyJ" + "A" * 400_000 + ".a.b", "INPUT_TOO_LARGE"),
    }


@pytest.mark.parametrize("name", frames(attacked_world()))
def test_a_token_has_one_spelling(world: World, name: str) -> None:
    text, code = frames(world)[name]
    require(world, text, "malformed", code)


def test_a_signature_is_two_numbers_of_fixed_length(world: World) -> None:
    head, body, mark = token(badge(world), key_of(world)).split(".")
    data = base64url.decode(mark)
    r, s = int.from_bytes(data[:32], "big"), int.from_bytes(data[32:], "big")
    long = b"\0" * 32 + data[:32] + b"\0" * 32 + data[32:]
    for made in (
        encode_dss_signature(r, s),
        data[:63],
        data + b"\0",
        long,
        ORDER.to_bytes(32, "big") * 2,
        bytes(64),
    ):
        require(world, f"{head}.{body}.{base64url.encode(made)}", "invalid", "PROOF_VERIFICATION_ERROR")


def payloads(world: World) -> dict[str, tuple[Any, str, str]]:
    good = payload_of(world)
    text = json.dumps(good)
    claims = {name: good[name] for name in ("iss", "jti", "sub", "nbf", "exp")}
    return {
        "a list": ([good], "malformed", "PARSING_ERROR"),
        "a text": ("x", "malformed", "PARSING_ERROR"),
        "UTF-16": (text.encode("utf-16"), "malformed", "JSON_NOT_STRICT"),
        "a byte order mark": (b"\xef\xbb\xbf" + text.encode(), "malformed", "JSON_NOT_STRICT"),
        "NaN": (text[:-1].encode() + b',"x":NaN}', "malformed", "JSON_NOT_STRICT"),
        "iss twice": (text[:-1].encode() + b',"iss":"x"}', "malformed", "DUPLICATE_KEY"),
        "deep": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "malformed", "INPUT_TOO_DEEP"),
        "vc as text": ({**claims, "vc": "x"}, "malformed", "SCHEMA_VIOLATION"),
        "vc as a list": ({**claims, "vc": [badge(world)]}, "malformed", "SCHEMA_VIOLATION"),
        "vc beside it": ({**good, "vc": badge(world)}, "malformed", "AMBIGUOUS_CONTAINER"),
        "a presentation": ({**claims, "vp": {"type": ["VerifiablePresentation"]}}, "malformed|invalid", ""),
        "a keyword": ({**good, "@included": []}, "invalid", "DATA_LOSS_DETECTION_ERROR"),
        "issued tomorrow": ({**good, "iat": 4_000_000_000}, "invalid", "PROOF_NOT_YET_VALID"),
        "exp of text": ({**good, "exp": "9999999999"}, "malformed", "SCHEMA_VIOLATION"),
        "exp without end": ({**good, "exp": 1e300}, "malformed", "SCHEMA_VIOLATION"),
        "nbf as true": ({**good, "nbf": True}, "malformed", "SCHEMA_VIOLATION"),
        "nbf of half a second": ({**good, "nbf": 1789398245.5}, "malformed", "SCHEMA_VIOLATION"),
        "a proof of a stranger": (
            {**sign(badge(world), attacker_of(world).key()), **claims},
            "invalid",
            "KEY_NOT_AUTHORIZED",
        ),
        "a proof of the issuer": ({**sign(badge(world), world.issuer.key()), **claims}, "valid", ""),
    }


@pytest.mark.parametrize("name", payloads(attacked_world()))
def test_a_payload_is_one_credential_that_its_claims_repeat(world: World, name: str) -> None:
    payload, verdict, code = payloads(world)[name]
    require(world, raw_token(header_of(world), payload, key_of(world)), verdict, code)


def test_the_older_claim_holds_a_whole_credential(world: World) -> None:
    older = changed(
        badge(world), validFrom=None, validUntil=None, issuanceDate=AWARDED, expirationDate=later(days=1)
    )
    older["@context"] = [V1, OPEN_BADGES]
    claims = token_claims({**older, "validFrom": AWARDED, "validUntil": older["expirationDate"]})
    rows: tuple[tuple[JsonObject, str], ...] = (
        (older, "valid"),
        (changed(older, issuer=None, id=None, issuanceDate=None), "invalid"),
        ({**older, "@context": [V2, OPEN_BADGES]}, "invalid|malformed"),
    )
    for inner, verdict in rows:
        require(world, raw_token(header_of(world), {**claims, "vc": inner}, key_of(world)), verdict)
