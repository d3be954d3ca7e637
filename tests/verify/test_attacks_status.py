"""Attacks on status (group ST): entries that are bent, lists that are swapped, cut, blown up or somebody else's."""

import gzip
import zlib
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.signing import base64url
from issuer.signing.key_types import KeyType
from issuer.status import Bitstring
from tests.papers import NOW, changed, credential, later, status_entry, status_list
from tests.verify.attacks import (
    EXTENSIONS,
    LIST,
    OPEN_BADGES,
    V2,
    attacked_world,
    attacker_of,
    require,
    sign_anything,
    signed,
)
from tests.worlds import Key, World, sign

NOT_TO_BE_BELIEVED: Final = "STATUS_VERIFICATION_ERROR"
ENTRY: Final = "SCHEMA_VIOLATION MALFORMED_VALUE_ERROR"
GOOD: Final = gzip.compress(bytes(16_384), mtime=0)
SUSPENSION: Final = "https://badges.example/s/2"


@pytest.fixture
def world() -> World:
    return attacked_world()


def a_list(world: World, **change: Json) -> JsonObject:
    return changed(status_list(LIST, world.issuer.id), **change)


def about(**change: Json) -> JsonObject:
    made: JsonObject = {
        "id": f"{LIST}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": Bitstring().encode(),
    }
    return changed(made, **change)


def judged(world: World, made: JsonObject | bytes, verdict: str, allowed: str = "") -> None:
    world.publish(LIST, made, "application/vc")
    require(world, signed(world), verdict, allowed)


INDEXES: Final = "-1|+1| 94567|94567 |0x1|9_4567|٩٤|094567|00|1e3|94567.0|94567\n||12345678901|\uff19"


@pytest.mark.parametrize("index", [*INDEXES.split("|"), 94567, 94567.0, True, [94567], {}], ids=repr)
def test_an_index_is_written_in_one_way(world: World, index: Any) -> None:
    require(world, signed(world, credentialStatus=[status_entry(LIST, index, id=LIST)]), "malformed", ENTRY)


@pytest.mark.parametrize("index", ["131072", "4294967295", "9999999999"])
def test_an_index_beyond_the_list_says_nothing(world: World, index: str) -> None:
    require(
        world, signed(world, credentialStatus=[status_entry(LIST, index)]), "indeterminate", "RANGE_ERROR"
    )


ENTRIES: Final[dict[str, Any]] = {
    "no index": changed(status_entry(LIST), statusListIndex=None),
    "no purpose": changed(status_entry(LIST), statusPurpose=None),
    "no list": changed(status_entry(LIST), statusListCredential=None),
    "a list as an object": status_entry(LIST, statusListCredential={"id": LIST}),
    "a list without a name": status_entry(LIST, statusListCredential=""),
    "purposes": status_entry(LIST, statusPurpose=["revocation"]),
    "no type": changed(status_entry(LIST), type=None),
    "size 0": status_entry(LIST, statusSize=0),
    "size -1": status_entry(LIST, statusSize=-1),
    "half a size": status_entry(LIST, statusSize=1.5),
    "size as text": status_entry(LIST, statusSize="1"),
    "two bits without words": status_entry(LIST, statusSize=2),
    "nothing in it": {},
    "no entry in the list": [],
    "an address": LIST,
    "null": [None],
    "nine": [status_entry(LIST, str(number), id=f"urn:s:{number}") for number in range(9)],
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_that_is_bent_breaks_the_badge(world: World, name: str) -> None:
    require(world, signed(world, credentialStatus=ENTRIES[name]), "malformed", ENTRY)


@pytest.mark.parametrize("name", ["Revocation", " revocation", "message", "probation"])
def test_a_purpose_that_the_list_does_not_answer_leaves_it_open(world: World, name: str) -> None:
    entry = status_entry(LIST, statusPurpose=name)
    require(
        world,
        signed(world, credentialStatus=entry),
        "indeterminate",
        f"{NOT_TO_BE_BELIEVED} STATUS_TYPE_UNKNOWN",
    )


PACKED: Final[dict[str, tuple[str, str]]] = {
    "two members": (f"u{base64url.encode(GOOD * 2)}", NOT_TO_BE_BELIEVED),
    "bytes behind": (f"u{base64url.encode(GOOD + b'x')}", NOT_TO_BE_BELIEVED),
    "zeros behind": (f"u{base64url.encode(GOOD + bytes(8))}", NOT_TO_BE_BELIEVED),
    "cut": (f"u{base64url.encode(GOOD[:-4])}", NOT_TO_BE_BELIEVED),
    "a wrong sum": (f"u{base64url.encode(GOOD[:-8] + bytes(4) + GOOD[-4:])}", NOT_TO_BE_BELIEVED),
    "a wrong length": (f"u{base64url.encode(GOOD[:-4] + b'1111')}", NOT_TO_BE_BELIEVED),
    "zlib": (f"u{base64url.encode(zlib.compress(bytes(16_384)))}", NOT_TO_BE_BELIEVED),
    "not packed": (f"u{base64url.encode(bytes(16_384))}", NOT_TO_BE_BELIEVED),
    "nothing packed": (f"u{base64url.encode(gzip.compress(b''))}", "STATUS_LIST_LENGTH_ERROR"),
    "one byte packed": (f"u{base64url.encode(gzip.compress(b'0'))}", "STATUS_LIST_LENGTH_ERROR"),
    "a byte too few": (f"u{base64url.encode(gzip.compress(bytes(16_383)))}", "STATUS_LIST_LENGTH_ERROR"),
    "a byte too many": (f"u{base64url.encode(gzip.compress(bytes(1_048_577)))}", "INPUT_TOO_LARGE"),
    "no base": (base64url.encode(GOOD), NOT_TO_BE_BELIEVED),
    "another base": (f"z{base64url.encode(GOOD)}", NOT_TO_BE_BELIEVED),
    "padding": (f"u{base64url.encode(GOOD)}=", NOT_TO_BE_BELIEVED),
    "the other alphabet": ("u+/+/", NOT_TO_BE_BELIEVED),
    "a space": (f"u {base64url.encode(GOOD)}", NOT_TO_BE_BELIEVED),
    "only the base": ("u", NOT_TO_BE_BELIEVED),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_list_is_packed_in_one_way(world: World, name: str) -> None:
    text, code = PACKED[name]
    made = sign(a_list(world, credentialSubject=about(encodedList=text)), world.issuer.key())
    judged(world, made, "indeterminate", code)


def lists(world: World) -> dict[str, tuple[JsonObject | bytes, str]]:
    own, stranger = world.issuer.key(), attacker_of(world)
    stolen = Key(stranger.key().signer, f"{world.issuer.id}#{stranger.key().signer.public_key.multibase()}")
    withdrawn = sign(a_list(world, credentialSubject=about(encodedList=with_bit())), own)
    return {
        "nothing": (b"", "STATUS_RETRIEVAL_ERROR"),
        "a page": (b"<html>404</html>", "STATUS_RETRIEVAL_ERROR"),
        "an array": (b"[]", "STATUS_RETRIEVAL_ERROR"),
        "a member twice": (b'{"id":"a","id":"b"}', "STATUS_RETRIEVAL_ERROR"),
        "no member": ({}, NOT_TO_BE_BELIEVED),
        "no proof": (a_list(world), NOT_TO_BE_BELIEVED),
        "of the attacker": (sign(a_list(world, issuer=stranger.id), stranger.key()), NOT_TO_BE_BELIEVED),
        "signed by the attacker": (sign(a_list(world), stranger.key()), NOT_TO_BE_BELIEVED),
        "signed as the issuer": (sign(a_list(world), stolen), NOT_TO_BE_BELIEVED),
        "a longer life": ({**sign(a_list(world), own), "validUntil": later(days=9)}, NOT_TO_BE_BELIEVED),
        "a bit taken back": ({**withdrawn, "credentialSubject": about()}, NOT_TO_BE_BELIEVED),
        "for another purpose": (sign(a_list(world), own, proofPurpose="authentication"), NOT_TO_BE_BELIEVED),
        "a proof that ended": (sign(a_list(world), own, expires=later(hours=-1)), NOT_TO_BE_BELIEVED),
        "another id": (sign(a_list(world, id=LIST + "0"), own), NOT_TO_BE_BELIEVED),
        "no id": (sign(a_list(world, id=None), own), NOT_TO_BE_BELIEVED),
        "no type": (sign(a_list(world, type=["VerifiableCredential"]), own), NOT_TO_BE_BELIEVED),
        "a subject without type": (
            sign_anything(a_list(world, credentialSubject=about(type=None)), own),
            NOT_TO_BE_BELIEVED,
        ),
        "a badge": (signed(world), NOT_TO_BE_BELIEVED),
        "another context": (
            {**sign(a_list(world), own), "@context": [V2, {"x": "urn:x:y"}]},
            NOT_TO_BE_BELIEVED,
        ),
        "an unknown member": ({**sign(a_list(world), own), "note": 1}, NOT_TO_BE_BELIEVED),
        "for another purpose of status": (
            sign(a_list(world, credentialSubject=about(statusPurpose="suspension")), own),
            NOT_TO_BE_BELIEVED,
        ),
        "out of date": (sign(a_list(world, validUntil=format_time(NOW)), own), "STATUS_LIST_STALE"),
        "of tomorrow": (sign(a_list(world, validFrom=later(minutes=6)), own), NOT_TO_BE_BELIEVED),
    }


def with_bit() -> str:
    bits = Bitstring()
    bits.set(94567)
    return bits.encode()


@pytest.mark.parametrize("name", lists(attacked_world()))
def test_a_list_that_must_not_be_believed_leaves_it_open(world: World, name: str) -> None:
    made, code = lists(world)[name]
    judged(world, made, "indeterminate", code)


def test_a_list_that_cannot_be_had_leaves_it_open(world: World) -> None:
    world.down[LIST] = "FETCH_FAILED"
    require(world, signed(world), "indeterminate", "STATUS_RETRIEVAL_ERROR")


def test_only_the_bit_of_the_badge_counts(world: World) -> None:
    world.publish_list(LIST, 94566, 94568)
    require(world, signed(world), "valid")
    world.publish_list(LIST, 94567)
    require(world, signed(world), "revoked", "REVOKED")


def test_every_entry_counts_and_the_heaviest_decides(world: World) -> None:
    world.publish_list(SUSPENSION, 5, purpose="suspension")
    held = status_entry(SUSPENSION, "5", statusPurpose="suspension")
    unknown: JsonObject = {"type": "https://x.example/Status", "id": "urn:s:1"}
    rows: tuple[tuple[list[Json], str, str], ...] = (
        ([held], "suspended", "SUSPENDED"),
        ([status_entry(LIST), held], "suspended", "SUSPENDED"),
        ([status_entry(LIST), unknown], "indeterminate", "STATUS_TYPE_UNKNOWN"),
        ([unknown, held], "suspended", "SUSPENDED"),
    )
    for entries, verdict, code in rows:
        require(world, signed(world, credentialStatus=entries), verdict, code)
    world.publish_list(LIST, 94567)
    for other in (held, unknown):
        require(world, signed(world, credentialStatus=[other, status_entry(LIST)]), "revoked", "REVOKED")


@pytest.mark.parametrize(("value", "verdict"), [(0, "valid"), (1, "indeterminate"), (2, "indeterminate")])
def test_a_message_of_two_bits_is_read_and_not_interpreted(world: World, value: int, verdict: str) -> None:
    words: list[Json] = [{"status": f"0x{number}", "message": f"word {number}"} for number in range(4)]
    bits = Bitstring(2 * 131_072)
    for bit in (0, 1):
        bits.set(2 * 94567 + bit, value=bool(value >> (1 - bit) & 1))
    made = about(encodedList=bits.encode(), statusPurpose="message")
    world.publish(LIST, sign(a_list(world, credentialSubject=made), world.issuer.key()), "application/vc")
    entry = status_entry(LIST, statusPurpose="message", statusSize=2, statusMessage=words)
    require(world, signed(world, credentialStatus=entry), verdict, "STATUS_TYPE_UNKNOWN" if value else "")
    short = sign(a_list(world, credentialSubject=about(statusPurpose="message")), world.issuer.key())
    world.publish(LIST, short, "application/vc")
    require(world, signed(world, credentialStatus=entry), "indeterminate", "STATUS_LIST_LENGTH_ERROR")


def test_a_plain_list_lies_at_the_issuers_word(world: World) -> None:
    url = "https://badges.example/revoked"
    badge = credential(world.issuer, credentialStatus={"id": url, "type": "1EdTechRevocationList"})
    badge["@context"] = [V2, OPEN_BADGES, EXTENSIONS]
    made = sign(badge, world.issuer.key("k", KeyType.P256), "ecdsa-rdfc-2019")
    require(world, made, "indeterminate", "STATUS_RETRIEVAL_ERROR")
    for issuer, verdict in ((world.issuer.id, "valid"), (attacker_of(world).id, "indeterminate")):
        world.publish(url, {"id": url, "issuer": issuer, "revokedCredential": []})
        require(world, made, verdict)
