"""What a verification fetches: nothing before the proof has done all it can, and never more than a little."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.errors import FetchError
from issuer.verify import Verdict
from issuer.verify.door import FETCHES, FETCHES_OF_PART, MOST_FETCHES, Door
from tests.papers import changed, credential, endorsement, status_entry
from tests.worlds import World, sign

LIST: Final = "https://badges.example/s/1"
DID: Final = "https://badges.example/p/lakes/did.json"


@pytest.fixture
def world() -> World:
    made = World()
    made.publish_list(LIST)
    return made


def badge(world: World, **change: Any) -> JsonObject:
    return sign(credential(world.issuer, credentialStatus=status_entry(LIST), **change), world.issuer.key())


def test_a_good_badge_needs_its_keys_and_its_list_once(world: World) -> None:
    assert world.verify(badge(world)).verdict is Verdict.VALID
    assert world.asked == [DID, LIST]


NO_FETCH: Final[dict[str, Callable[[World], JsonObject]]] = {
    "no proof": lambda w: changed(badge(w), proof=None),
    "an unknown suite": lambda w: changed(
        badge(w), proof=[{"type": "DataIntegrityProof", "cryptosuite": "x"}]
    ),
    "a key of somebody else": lambda w: sign(credential(w.issuer), w.add("did:web:attacker.example").key()),
    "another context": lambda w: {**badge(w), "@context": ["https://attacker.example/ctx"]},
    "a member that is lost": lambda w: {**badge(w), "@foo": 1},
    "an undefined member": lambda w: {**badge(w), "lane": "x"},
    "no shape": lambda w: {**badge(w), "credentialSubject": []},
    "a list inside the machine": lambda w: {
        **badge(w),
        "credentialStatus": status_entry("https://localhost/s"),
    },
    "a list by another scheme": lambda w: {
        **badge(w),
        "credentialStatus": status_entry("http://badges.example/s"),
    },
    "an issuer inside the machine": lambda w: {**badge(w), "issuer": "did:web:localhost"},
}


@pytest.mark.parametrize("name", NO_FETCH)
def test_nothing_is_fetched_for_what_cannot_hold(world: World, name: str) -> None:
    document = NO_FETCH[name](world)
    world.asked.clear()
    assert world.verify(document).verdict is not Verdict.VALID
    assert not world.asked


def test_only_the_issuer_is_asked_for_a_forged_badge(world: World) -> None:
    hostile: JsonObject = {
        "refreshService": {"id": "https://attacker.example/r", "type": "1EdTechCredentialRefresh"},
        "termsOfUse": [{"id": "https://attacker.example/t", "type": "x"}],
        "image": {"id": "https://attacker.example/i.png", "type": "Image"},
        "evidence": [{"id": "https://attacker.example/e", "type": ["Evidence"]}],
        "credentialStatus": status_entry("https://attacker.example/s"),
        "endorsement": [
            sign(endorsement(world.add("did:web:attacker.example"), "urn:uuid:0"), world.issuer.key())
        ],
    }
    world.verify({**badge(world), **hostile})
    assert set(world.asked) <= {DID}


ADDRESSES: Final = [
    "http://issuer.example/s", "ftp://issuer.example/s", "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO",
    "data:application/json,{}", "https://localhost/s", "https://127.0.0.1/s", "https://127.1/s",
    "https://2130706433/s", "https://0x7f.1/s", "https://0177.0.0.1/s", "https://[::1]/s",
    "https://[::ffff:127.0.0.1]/s", "https://[64:ff9b::7f00:1]/s", "https://10.0.0.1/s", "https://169.254.169.254/s",
    "https://100.64.0.1/s", "https://224.0.0.1/s", "https://①②⑦.⓪.⓪.①/s", "https://127。0。0。1/s",
    "https://user:pw@issuer.example/s", "https://issuer.example\\@127.0.0.1/s", "https://issuer.example:8080/s",
    "https://issuer.example:0/s", "https://issuer.example#@127.0.0.1/s", "https://issuer.example/s#part",
    "https://iss\tuer.example/s", "https://issuer.example/../s", "https://issuer.example/%2e%2e/s",
    "https:///s", "https://", "https:issuer.example", "//issuer.example/s", "https://metadata.internal/s",
    "https://a.test/s", "https://" + "a" * 300 + ".example/s", "https://issuer.example./s", "HTTPS://issuer.example/s",
    "https://xn--/s", "https://issuer_example.com/s", "https://-a.example/s", "x",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_list_at_an_odd_address_is_never_asked_and_the_status_stays_open(
    world: World, address: str
) -> None:
    document = {
        **badge(world),
        "credentialStatus": status_entry(address, "1", id="https://badges.example/s#1"),
    }
    report = world.verify(document)
    assert report.verdict is Verdict.INDETERMINATE, report.checks
    assert [check.code for check in report.checks if check.code] == ["FETCH_BLOCKED"]
    assert not world.asked


def test_the_door_brings_each_document_once_and_remembers_failures(world: World) -> None:
    door = Door(world)
    assert door.get(DID).body == door.get(DID).body
    for _ in range(2):
        with pytest.raises(FetchError):
            door.get("https://badges.example/none")
    assert world.asked == [DID, "https://badges.example/none"]


def test_the_door_closes_after_a_few_fetches(world: World) -> None:
    door = Door(world)
    urls = [f"https://badges.example/{number}" for number in range(MOST_FETCHES + 10)]
    for url in urls[: FETCHES + 2]:
        with pytest.raises(FetchError):
            door.get(url)
    assert len(world.asked) == FETCHES
    for _ in range(100):
        door.allow_part()
    for url in urls:
        with pytest.raises(FetchError):
            door.get(url)
    assert len(world.asked) == MOST_FETCHES
    assert FETCHES + FETCHES_OF_PART < MOST_FETCHES


def test_the_door_closes_after_some_time(world: World) -> None:
    door = Door(world, span_s=-1)
    with pytest.raises(FetchError, match="too long"):
        door.get(DID)
    assert not world.asked
