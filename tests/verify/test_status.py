"""Status: what a list says is believed only when it is the issuer's own, whole and current."""

import base64
import gzip
from datetime import datetime
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.verify import Report, Verdict
from tests.papers import changed, credential, later, status_entry, status_list
from tests.worlds import World, codes, sign

URL: Final = "https://badges.example/s/1"
INDEX: Final = 94567


@pytest.fixture
def world() -> World:
    return World()


def badge(world: World, status: Json) -> JsonObject:
    return sign(credential(world.issuer, credentialStatus=status), world.issuer.key())


def judged(world: World, *entries: JsonObject) -> Report:
    return world.verify(badge(world, list(entries) if len(entries) > 1 else entries[0]))


@pytest.mark.parametrize(
    ("purpose", "set_bits", "verdict"),
    [
        ("revocation", (), "valid"),
        ("revocation", (INDEX - 1, INDEX + 1), "valid"),
        ("revocation", (INDEX,), "revoked"),
        ("suspension", (), "valid"),
        ("suspension", (INDEX,), "suspended"),
        ("message", (), "valid"),
        ("message", (INDEX,), "indeterminate"),
        ("refresh", (), "valid"),
        ("refresh", (INDEX,), "valid"),
        ("somethingElse", (), "indeterminate"),
        ("somethingElse", (INDEX,), "indeterminate"),
    ],
)
def test_a_set_bit_means_what_its_purpose_says(
    world: World, purpose: str, set_bits: tuple[int, ...], verdict: str
) -> None:
    world.publish_list(URL, *set_bits, purpose=purpose)
    report = judged(world, status_entry(URL, statusPurpose=purpose))
    assert report.verdict.value == verdict, report.checks
    assert report.answers.genuine.value.value == "yes"


def test_every_entry_is_asked_and_the_heaviest_answer_counts(world: World) -> None:
    world.publish_list(URL, purpose="revocation")
    world.publish_list("https://badges.example/s/2", INDEX, purpose="suspension")
    world.publish_list("https://badges.example/s/3", INDEX, purpose="revocation")
    held = status_entry("https://badges.example/s/2", statusPurpose="suspension")
    gone = status_entry("https://badges.example/s/3")
    assert judged(world, status_entry(URL), held).verdict is Verdict.SUSPENDED
    assert judged(world, held, gone).verdict is Verdict.REVOKED
    assert judged(world, status_entry("https://badges.example/s/none"), gone).verdict is Verdict.REVOKED
    assert (
        judged(world, status_entry(URL), status_entry("https://badges.example/s/9")).verdict
        is Verdict.INDETERMINATE
    )


@pytest.mark.parametrize(
    ("size", "index", "set_bits", "value"), [(2, 5, (10,), 2), (2, 5, (11,), 1), (8, 3, (24, 31), 129)]
)
def test_a_status_of_several_bits_is_read_with_its_message(
    world: World, size: int, index: int, set_bits: tuple[int, ...], value: int
) -> None:
    messages: list[Json] = [
        {"status": f"0x{number:x}", "message": f"word {number}"} for number in range(2**size)
    ]
    document = status_list(URL, world.issuer.id, *set_bits, purpose="message")
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    wide = changed(document, credentialSubject=changed(subject, encodedList=longer(size, set_bits)))
    world.publish(URL, sign(wide, world.issuer.key()))
    entry = status_entry(URL, str(index), statusPurpose="message", statusSize=size, statusMessage=messages)
    report = judged(world, entry)
    assert report.verdict is Verdict.INDETERMINATE
    assert f"word {value}" in report.answers.current.sentence


def longer(size: int, set_bits: tuple[int, ...]) -> str:
    data = bytearray(131_072 * size // 8)
    for position in set_bits:
        data[position // 8] |= 0x80 >> (position % 8)
    return encoded(bytes(data))


def encoded(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(data, mtime=0)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("failure", "code"), [("FETCH_FAILED", "STATUS_RETRIEVAL_ERROR"), ("FETCH_BLOCKED", "FETCH_BLOCKED")]
)
def test_a_list_that_cannot_be_had_leaves_it_open(world: World, failure: str, code: str) -> None:
    world.down[URL] = failure
    report = judged(world, status_entry(URL))
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, [code])


ENTRIES: Final[dict[str, Any]] = {
    **{
        f"index {index!r}": {"statusListIndex": index}
        for index in [
            "-1",
            "+1",
            "01",
            "1.0",
            "1e3",
            "",
            " 1",
            "1 ",
            "٩٤",
            "9_4",
            "0x1",
            "9" * 20,
            94567,
            1.5,
            ["1"],
            None,
            True,
            {},
        ]
    },
    "no purpose": {"statusPurpose": None},
    "purpose in a list": {"statusPurpose": ["revocation"]},
    "no address": {"statusListCredential": None},
    "address as a number": {"statusListCredential": 7},
    "address in a list": {"statusListCredential": [URL]},
    "no type": {"type": None},
    "two types": {"type": ["BitstringStatusListEntry", "StatusList2021Entry"]},
    "size 0": {"statusSize": 0},
    "size as text": {"statusSize": "1"},
    "size as true": {"statusSize": True},
    "size below 0": {"statusSize": -1},
    "size a fraction": {"statusSize": 1.5},
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_of_another_form_breaks_the_credential(world: World, name: str) -> None:
    world.publish_list(URL)
    document = credential(world.issuer, credentialStatus=changed(status_entry(URL), **ENTRIES[name]))
    report = world.verify(changed(document, proof={"type": "DataIntegrityProof"}))
    assert report.verdict is Verdict.MALFORMED, report.checks
    assert not world.asked


@pytest.mark.parametrize("status", [[], [7], ["x"], 7, "https://badges.example/s/1", [[]], [None]], ids=repr)
def test_a_status_that_is_no_entry_breaks_the_credential(world: World, status: Any) -> None:
    report = world.verify(credential(world.issuer, credentialStatus=status, proof={"type": "x"}))
    assert report.verdict is Verdict.MALFORMED


def test_an_index_beyond_the_list_leaves_it_open(world: World) -> None:
    world.publish_list(URL)
    assert judged(world, status_entry(URL, "131071")).verdict is Verdict.VALID
    report = judged(world, status_entry(URL, "131072"))
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["RANGE_ERROR"])


def test_an_unknown_kind_of_status_leaves_it_open(world: World) -> None:
    report = judged(
        world,
        {"id": "urn:uuid:33333333-3333-4333-8333-333333333333", "type": "https://future.example/ns#Status"},
    )
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["STATUS_TYPE_UNKNOWN"])


def test_many_entries_are_not_asked(world: World) -> None:
    document = credential(world.issuer, credentialStatus=[status_entry(URL)] * 9, proof={"type": "x"})
    assert world.verify(document).verdict is Verdict.MALFORMED


class Memory:
    """Remembers the newest start of each list."""

    def __init__(self) -> None:
        self.starts: dict[str, datetime] = {}

    def newest(self, url: str) -> datetime | None:
        return self.starts.get(url)

    def remember(self, url: str, valid_from: datetime) -> None:
        self.starts[url] = valid_from


def test_an_older_list_is_not_believed_after_a_newer_one(world: World) -> None:
    memory = Memory()
    old = world.publish_list(URL)
    assert world.verify(badge(world, status_entry(URL)), lists=memory).verdict is Verdict.VALID
    world.publish_list(URL, INDEX, validFrom=later(minutes=-1))
    assert world.verify(badge(world, status_entry(URL)), lists=memory).verdict is Verdict.REVOKED
    world.publish(URL, old)
    report = world.verify(badge(world, status_entry(URL)), lists=memory)
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["STATUS_LIST_STALE"])


def test_a_list_that_does_not_verify_is_not_remembered(world: World) -> None:
    memory = Memory()
    world.publish(URL, status_list(URL, world.issuer.id))
    world.verify(badge(world, status_entry(URL)), lists=memory)
    assert not memory.starts


def test_status_and_period_are_both_said(world: World) -> None:
    world.publish_list(URL, INDEX)
    document = credential(world.issuer, credentialStatus=status_entry(URL), validUntil=later(days=-1))
    report = world.verify(sign(document, world.issuer.key()))
    assert report.verdict is Verdict.REVOKED
    assert codes(report) == ["REVOKED", "EXPIRED"]
    world.down[URL] = "FETCH_FAILED"
    assert world.verify(sign(document, world.issuer.key())).verdict is Verdict.EXPIRED
