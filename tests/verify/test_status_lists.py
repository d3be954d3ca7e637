"""A status list is itself a document to be verified: every way in which it must not be believed."""

import base64
import gzip
from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import Report, Verdict
from tests.papers import changed, credential, later, status_entry, status_list
from tests.worlds import World, codes, sign, token

URL: Final = "https://badges.example/s/1"
INDEX: Final = 94567


@pytest.fixture
def world() -> World:
    return World()


def badge(world: World, status: Json) -> JsonObject:
    return sign(credential(world.issuer, credentialStatus=status), world.issuer.key())


def judged(world: World, *entries: JsonObject) -> Report:
    return world.verify(badge(world, list(entries) if len(entries) > 1 else entries[0]))


def encoded(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(data, mtime=0)).rstrip(b"=").decode()


def in_subject(**change: Any) -> Callable[[World, JsonObject], JsonObject]:
    def made(world: World, document: JsonObject) -> JsonObject:
        subject = document["credentialSubject"]
        assert isinstance(subject, dict)
        made = changed(document, credentialSubject=changed(subject, **change))
        # A proof over the text, so that what no vocabulary knows can be signed at all.
        return sign(made, world.issuer.key(), "eddsa-jcs-2022")

    return made


def at_top(**change: Any) -> Callable[[World, JsonObject], JsonObject]:
    return lambda world, document: sign(changed(document, **change), world.issuer.key())


ZEROS: Final = bytes(16_384)
LISTS: Final[dict[str, tuple[Callable[[World, JsonObject], Any], str]]] = {
    "unsigned": (lambda _, d: d, "STATUS_VERIFICATION_ERROR"),
    "signed by a stranger": (
        lambda w, d: sign(d, w.add("did:web:attacker.example").key()),
        "STATUS_VERIFICATION_ERROR",
    ),
    "of a stranger": (
        lambda w, d: sign(
            {**d, "issuer": "did:web:attacker.example"}, w.add("did:web:attacker.example").key()
        ),
        "STATUS_VERIFICATION_ERROR",
    ),
    "changed after signing": (
        lambda w, d: {**sign(d, w.issuer.key()), "validUntil": later(days=3)},
        "STATUS_VERIFICATION_ERROR",
    ),
    "of another address": (at_top(id="https://badges.example/s/2"), "STATUS_VERIFICATION_ERROR"),
    "without an id": (at_top(id=None), "STATUS_VERIFICATION_ERROR"),
    "ended": (at_top(validUntil=later(seconds=-1)), "STATUS_LIST_STALE"),
    "not begun": (at_top(validFrom=later(hours=1)), "STATUS_VERIFICATION_ERROR"),
    "of another type": (at_top(type=["VerifiableCredential"]), "STATUS_VERIFICATION_ERROR"),
    "with a context more": (
        at_top(**{"@context": ["https://www.w3.org/ns/credentials/v2", {"x": "https://x.example/"}]}),
        "STATUS_VERIFICATION_ERROR",
    ),
    "of another purpose": (in_subject(statusPurpose="suspension"), "STATUS_VERIFICATION_ERROR"),
    "of no purpose": (in_subject(statusPurpose=None), "STATUS_VERIFICATION_ERROR"),
    "of another kind": (in_subject(type="StatusList2021"), "STATUS_VERIFICATION_ERROR"),
    "without a list": (in_subject(encodedList=None), "STATUS_VERIFICATION_ERROR"),
    "short": (in_subject(encodedList=encoded(bytes(16_383))), "STATUS_LIST_LENGTH_ERROR"),
    "of one byte": (in_subject(encodedList=encoded(b"\0")), "STATUS_LIST_LENGTH_ERROR"),
    "empty": (in_subject(encodedList=encoded(b"")), "STATUS_LIST_LENGTH_ERROR"),
    "a bomb": (in_subject(encodedList=encoded(bytes(64 * 1024 * 1024))), "INPUT_TOO_LARGE"),
    "without a prefix": (in_subject(encodedList=encoded(ZEROS)[1:]), "STATUS_VERIFICATION_ERROR"),
    "with padding": (in_subject(encodedList=encoded(ZEROS) + "="), "STATUS_VERIFICATION_ERROR"),
    "in base58": (in_subject(encodedList="z" + encoded(ZEROS)[1:]), "STATUS_VERIFICATION_ERROR"),
    "not gzip": (in_subject(encodedList="u" + "A" * 22_000), "STATUS_VERIFICATION_ERROR"),
    "cut off": (in_subject(encodedList=encoded(ZEROS)[:-10]), "STATUS_VERIFICATION_ERROR"),
    "of two members": (
        in_subject(
            encodedList="u"
            + base64.urlsafe_b64encode(gzip.compress(ZEROS, mtime=0) * 2).rstrip(b"=").decode()
        ),
        "STATUS_VERIFICATION_ERROR",
    ),
    "with bytes behind": (
        in_subject(
            encodedList="u"
            + base64.urlsafe_b64encode(gzip.compress(ZEROS, mtime=0) + b"abc").rstrip(b"=").decode()
        ),
        "STATUS_VERIFICATION_ERROR",
    ),
    "a page": (lambda _w, _d: b"<html>not found</html>", "STATUS_RETRIEVAL_ERROR"),
    "nothing": (lambda _w, _d: b"", "STATUS_RETRIEVAL_ERROR"),
    "a list of lists": (lambda _w, d: [d], "STATUS_RETRIEVAL_ERROR"),
    "a member twice": (lambda _w, _d: b'{"id":1,"id":2}', "STATUS_RETRIEVAL_ERROR"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_not_in_order_leaves_it_open(world: World, name: str) -> None:
    make, code = LISTS[name]
    world.publish(URL, make(world, status_list(URL, world.issuer.id)))
    report = judged(world, status_entry(URL))
    assert report.verdict is Verdict.INDETERMINATE
    assert codes(report) == [code], report.checks
    assert report.answers.current.value.value == "could_not_check"
    assert report.heading == "We could not check the status"


def test_a_list_signed_by_the_other_key_of_the_issuer_is_the_issuers(world: World) -> None:
    world.publish(URL, sign(status_list(URL, world.issuer.id), world.issuer.key("lists")))
    assert judged(world, status_entry(URL)).verdict is Verdict.VALID


def test_a_list_may_be_a_token(world: World) -> None:
    made = status_list(URL, world.issuer.id, INDEX)
    world.publish(
        URL,
        token(made, world.issuer.key("t", KeyType.P256, form="JsonWebKey")).encode(),
        "application/vc+jwt",
    )
    assert judged(world, status_entry(URL)).verdict is Verdict.REVOKED
