"""What must hold for the framing of compact JWS on any bytes: one token has one spelling.

A second reading by the standard library says which bytes are a token at all. Whatever is accepted must be
spelled back exactly, and every neighbouring spelling of it must be refused.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Final

from issuer.documents import strict_json
from issuer.errors import InputError, ProofError
from issuer.signing import jose, jws

_SHAPE: Final = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")
_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TYPES: Final = {"jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt"}
_LONGEST_SIGNATURE: Final = 1024
_CODES: Final = {"PARSING_ERROR", "JWS_ENCODING", "INPUT_TOO_LARGE", "INPUT_TOO_DEEP", "JSON_NOT_STRICT",
                 "DUPLICATE_KEY", "NUMBER_RANGE"}  # fmt: skip


def _encode(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


def _decode(segment: bytes) -> bytes:
    """Decode as leniently as the standard library does."""
    return urlsafe_b64decode(segment + b"=" * (-len(segment) % 4))


def _token(header: bytes, payload: bytes, signature: bytes = bytes(64)) -> bytes:
    return b".".join(map(_encode, (header, payload, signature)))


SEEDS: Final = (
    _token(
        b'{"alg":"ES256","typ":"JWT","kid":"did:web:issuer.example#k"}', b'{"iss":"did:web:issuer.example"}'
    ),
    _token(b'{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"}}', b'{"vc":{"id":"urn:uuid:1"}}'),
    _token(b'{"alg":"none","crit":["b64"],"b64":false}', b"{}", b""),
    _token(b'{"alg":"RS256","alg":"HS256"}', b"[]", bytes(256)),
    b"e30.e30.e30.e30.e30",
    b"e30=.e30.AA",
    b"e31.e30.AB",
)
WORDS: Final = (b'"alg"', b'"kid"', b'"jwk"', b'"typ"', b'"crit"', b'"JWT"', b'"ES256"', b'"none"', b"e30", b".",
                b"=", b'{"', b'":"', b'"}', b"\\u006c")  # fmt: skip


def mutate(data: bytes, most: int, seed: int, change: Callable[[bytes, int], bytes]) -> bytes:
    """Change one segment behind its encoding, so that JSON inside a token is reached too."""
    segments = data.split(b".")
    if seed % 4 == 0 or len(segments) < 2:
        return change(data, most)
    place = seed // 4 % len(segments)
    try:
        segments[place] = _encode(change(_decode(segments[place]), most // 4))
    except ValueError:
        return change(data, most)
    return b".".join(segments)[:most]


def _is_token(token: bytes) -> bool:
    """Whether three canonical segments stand here, with a signature of a possible length."""
    if not _SHAPE.fullmatch(token):
        return False
    parts = token.split(b".")
    try:
        decoded = [_decode(part) for part in parts]
    except ValueError:
        return False
    return [_encode(part) for part in decoded] == parts and 0 < len(decoded[2]) <= _LONGEST_SIGNATURE


def _refused(token: bytes) -> bool:
    try:
        jws.split(token)
    except InputError:
        return True
    return False


def _require_one_spelling(token: bytes) -> None:
    header, payload, signature = token.split(b".")
    for segments in ((header + b"=", payload, signature), (header, payload + b"=", signature),
                     (header, payload, signature + b"="), (header, payload, signature + b"\n"),
                     (b" " + header, payload, signature), (header, payload, signature, b""),
                     (header, payload), (header, payload, b"")):  # fmt: skip
        assert _refused(b".".join(segments)), "a second spelling is accepted"
    # The bits behind the last whole byte are zero in the one canonical spelling.
    loose = {0: 0, 2: 4, 3: 2}[len(signature) % 4]
    last = _ALPHABET.index(signature[-1])
    for bit in range(loose):
        other = signature[:-1] + bytes([_ALPHABET[last ^ (1 << bit)]])
        assert _refused(b".".join((header, payload, other))), "stray bits are accepted"


def check(data: bytes) -> None:
    """Raise AssertionError when the framing breaks a promise on `data`."""
    try:
        frame = jws.split(data)
    except InputError as error:
        assert error.code in _CODES, error.code
        if _is_token(data):
            header = _decode(data.split(b".")[0])
            _require_refusal_of_header(header)
        return
    assert _is_token(data), "accepted although it is no token"
    assert frame.signing_input + b"." + _encode(frame.signature) == data
    assert frame.header == json.loads(_decode(data.split(b".")[0]))
    assert frame.payload == _decode(data.split(b".")[1])
    _require_one_spelling(data)
    again = jws.split(jws.join(frame.header, frame.payload) + b"." + _encode(frame.signature))
    assert (again.header, again.payload) == (frame.header, frame.payload)
    _check_token(data, frame)


def _require_refusal_of_header(header: bytes) -> None:
    try:
        strict_json.parse_object(header, limits=jws.HEADER_LIMITS)
    except InputError:
        return
    raise AssertionError("a sound token is refused")


def _check_token(data: bytes, frame: jws.Frame) -> None:
    try:
        token = jose.parse_compact(data)
    except InputError as error:
        assert error.code in _CODES, error.code
        return
    assert token.header == frame.header
    assert token.payload == json.loads(token.payload_bytes)
    try:
        algorithm = jose.require_header(token.header)
    except ProofError:
        return
    assert jose.ALGORITHMS[str(token.header["alg"])] == algorithm
    assert token.header.keys() <= {"alg", "kid", "jwk", "typ", "cty"}
    kind = str(token.header.get("typ", "JWT"))
    assert kind.lower().removeprefix("application/") in _TYPES
    assert kind.isascii()
