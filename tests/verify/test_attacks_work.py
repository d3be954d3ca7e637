"""Documents that ask for work: every refusal comes quickly, whatever the document asks for."""

import base64
import gzip
import json
import time
from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from tests.papers import achievement, changed, credential, endorsement, status_entry, status_list, subject
from tests.verify.attacks import (
    ATTACKER,
    EXTENSIONS,
    LIST,
    OPEN_BADGES,
    V2,
    attacked_world,
    signed,
    the_proof,
)
from tests.verify.attacks import require as require_verdict
from tests.worlds import World, sign

REFUSAL_S: Final = 0.2
"""On a core of its own (security.md section 2, threat 13); the quickest of three tries is taken."""


def nobody(**change: Json) -> JsonObject:
    """Return a subject that has no id, so that it and all that hangs on it are unnamed nodes."""
    known: JsonObject = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "p",
        "identityType": "name",
    }
    return subject(id=None, identifier=[known], **change)


def results(count: int, **more: Json) -> list[Json]:
    return [{"type": ["Result"], **more} for _ in range(count)]


def alignments(count: int) -> list[Json]:
    return [{"type": ["Alignment"], "targetName": "t", "targetUrl": "urn:x:y"} for _ in range(count)]


def nested(levels: int) -> JsonObject:
    made: JsonObject = {"id": f"urn:p:{levels}", "type": ["Profile"]}
    return {**made, "parentOrg": nested(levels - 1)} if levels else made


def wrong_levels(levels: int) -> JsonObject:
    made: JsonObject = {"id": 7, "type": 7}
    return {**made, "parentOrg": wrong_levels(levels - 1)} if levels else made


def described(count: int, values: int) -> JsonObject:
    rows: list[Json] = [
        {
            "id": f"urn:r:{number}",
            "type": ["ResultDescription"],
            "name": "r",
            "resultType": "Percent",
            "allowedValue": [str(value) for value in range(values)],
        }
        for number in range(count)
    ]
    return subject(achievement=achievement(resultDescription=rows))


TAGS: Final[list[Json]] = [f"tag {number}" for number in range(3_900)]
TYPES: Final[list[Json]] = [f"urn:t:{number}" for number in range(19)]
CHANGES: Final[dict[str, dict[str, Any]]] = {
    "unnamed results": {"credentialSubject": nobody(result=results(490))},
    "unnamed results with unnamed parts": {
        "credentialSubject": nobody(result=results(20, alignment=alignments(15)))
    },
    "unnamed parts of one result": {
        "credentialSubject": nobody(result=results(3, alignment=alignments(120)))
    },
    "unnamed parts everywhere": {
        "credentialSubject": nobody(result=results(12), achievement=achievement(alignment=alignments(12))),
        "evidence": [{"type": ["Evidence"]}] * 12,
    },
    "unnamed evidence": {"evidence": [{"type": ["Evidence"]}] * 100},
    "parents": {"issuer": nested(27)},
    "types": {"credentialSubject": subject(result=results(200, type=["Result", *TYPES]))},
    "values": {"credentialSubject": described(13, 300)},
    "more tags than may be": {"credentialSubject": subject(achievement=achievement(tag=TAGS))},
    "a type again and again": {"type": ["VerifiableCredential", "OpenBadgeCredential", *["urn:a:b"] * 3_900]},
    "wrong results": {"credentialSubject": subject(result=results(480, status="y", value=3))},
    "wrong parents": {"issuer": wrong_levels(27)},
    "contexts": {"@context": [V2, OPEN_BADGES, *(f"https://x.example/{number}" for number in range(3_900))]},
    "a long id": {"id": "urn:" + "a" * 60_000},
    "brackets": {"id": "a:" + "[" * 60_000},
    "a long language": {"credentialSubject": subject(achievement=achievement(inLanguage="a-" * 30_000))},
    "a long token": {"endorsementJwt": ["a." * 30_000]},
    "endorsements": {"endorsement": [endorsement(World().issuer, "urn:x:y") for _ in range(60)]},
    "members": {f"urn:k:{number}": 1 for number in range(1_900)},
    "long words": {"description": "\\" * 60_000, "name": "\n" * 60_000},
}


def the_changed(name: str) -> Callable[[World, int], bytes]:
    def made(world: World, turn: int) -> bytes:
        change = {"awardedDate": f"2026-09-1{turn}T00:00:00Z", **CHANGES[name]}
        return json.dumps({**signed(world), **change}).encode()

    return made


def proofs(count: int, **change: Any) -> Callable[[World, int], bytes]:
    def made(world: World, turn: int) -> bytes:
        document = signed(world)
        proof = changed(the_proof(document), created=f"2026-09-1{turn}T00:00:00Z", **change)
        return json.dumps({**document, "proof": [proof] * count}).encode()

    return made


def always(data: bytes) -> Callable[[World, int], bytes]:
    def made(_world: World, _turn: int) -> bytes:
        return data

    return made


RAW: Final[dict[str, bytes]] = {
    "arrays": b"[" * 200_000,
    "objects": b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    "escaped quotes": b'{"a":"' + b'\\"' * 120_000 + b'"}',
    "backslashes": b'{"a":"' + b"\\" * 240_000,
    "quotes": b'"' * 250_000,
    "colons": b"{" + b":" * 250_000,
    "digits": b"1" * 250_000,
    "empty objects": b"[" + b"{}," * 60_000 + b"{}]",
    "angle brackets": b"<" * 1_000_000,
    "comments": b"<!-- -->" * 900_000 + b"<svg/>",
    "instructions": b"<?a?>" * 900_000,
    "a PDF of nothing": b"%PDF-1.7\n" + b"1 0 obj\n<<>>\nendobj\n" * 300_000,
    "a long token": b"eyJ" + b"A" * 20_000_000 + b".a.b",
}
CASES: Final[dict[str, Callable[[World, int], bytes]]] = {
    **{name: the_changed(name) for name in CHANGES},
    "eight proofs": proofs(8),
    "eight proofs of another suite": proofs(8, cryptosuite="ecdsa-rdfc-2019"),
    "eight long signatures": proofs(8, proofValue="z" + "2" * 200),
    "a hundred proofs": proofs(100),
    **{f"raw: {name}": always(data) for name, data in RAW.items()},
}


@pytest.mark.parametrize("name", CASES)
def test_a_document_that_asks_for_work_is_refused_quickly(name: str) -> None:
    world = attacked_world()
    world.verify(signed(world))  # Warms what a running service has warm.
    spent = []
    for turn in range(1, 4):
        data = CASES[name](world, turn)
        started = time.process_time()
        report = world.verify(data)
        spent.append(time.process_time() - started)
        assert report.verdict.value in {"malformed", "invalid"}, report.verdict
        if spent[-1] < REFUSAL_S:
            return
    pytest.fail(f"{spent} seconds")


LISTS: Final[dict[str, tuple[bytes, str]]] = {
    "a bomb": (gzip.compress(bytes(64 << 20), mtime=0), "INPUT_TOO_LARGE"),
    "members of a gzip": (gzip.compress(bytes(16_384), mtime=0) * 2_000, "STATUS_VERIFICATION_ERROR"),
    "rubbish after it": (gzip.compress(bytes(16_384), mtime=0) + b"x", "STATUS_VERIFICATION_ERROR"),
    "random": (bytes(range(256)) * 2_000, "STATUS_VERIFICATION_ERROR"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_status_list_that_asks_for_work_is_refused_quickly(name: str) -> None:
    packed, code = LISTS[name]
    world = attacked_world()
    made = status_list(LIST, world.issuer.id)
    about = made["credentialSubject"]
    assert isinstance(about, dict)
    text = "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
    world.publish(
        LIST, sign(changed(made, credentialSubject={**about, "encodedList": text}), world.issuer.key())
    )
    started = time.process_time()
    require_verdict(world, signed(world), "indeterminate", code)
    assert time.process_time() - started < 2 * REFUSAL_S


def test_a_list_of_very_many_withdrawn_badges_is_still_read() -> None:
    world = attacked_world()
    url, many = "https://badges.example/revoked", 12_000
    entry: JsonObject = {"id": url, "type": "1EdTechRevocationList"}
    badge = credential(world.issuer, credentialStatus=entry)
    badge["@context"] = [V2, OPEN_BADGES, EXTENSIONS]
    listed: list[Json] = [{"id": f"urn:uuid:{number}", "revoked": True} for number in range(many)]
    world.publish(url, {"id": url, "issuer": world.issuer.id, "revokedCredential": listed})
    made = sign(badge, world.issuer.key())
    require_verdict(world, made, "valid")
    listed.append({"id": badge["id"]})
    world.publish(url, {"id": url, "issuer": world.issuer.id, "revokedCredential": listed})
    require_verdict(world, made, "revoked", "REVOKED")


def test_a_document_with_many_addresses_is_not_followed_far() -> None:
    world = attacked_world()
    entries: list[Json] = [
        status_entry(f"https://badges.example/{number}", id=f"urn:s:{number}") for number in range(8)
    ]
    require_verdict(world, signed(world, credentialStatus=entries), "indeterminate", "STATUS_RETRIEVAL_ERROR")
    assert len(world.asked) <= 9
    assert not any(ATTACKER.rpartition(":")[2] in url for url in world.asked)
