"""The list of known issuers: what its file may say, and what it must not."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError, IssuerError
from issuer.verify import Policy, TrustEntry, TrustList, Verdict, read_signed_trust_list, read_trust_list
from issuer.workers import InProcess
from tests.papers import NOW, credential
from tests.worlds import World, sign

DID = "did:web:badges.example:p:lakes"


def test_an_array_of_ids_is_a_list() -> None:
    found = read_trust_list(json.dumps([DID]).encode())
    assert found.find(DID) == TrustEntry(DID)


def test_an_entry_says_who_added_it_when_and_why() -> None:
    entry = {
        "id": DID,
        "name": "Lakes Cooperative",
        "addedAt": "2026-01-02T03:04:05Z",
        "addedBy": "R. Clerk (demonstration)",
        "reason": "Agreement 7",
    }
    found = read_trust_list(json.dumps({"issuers": [entry]}).encode()).find(DID)
    assert found == TrustEntry(
        DID,
        "Lakes Cooperative",
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "R. Clerk (demonstration)",
        "Agreement 7",
    )


def test_ids_are_compared_letter_for_letter() -> None:
    found = read_trust_list(json.dumps([DID]).encode())
    assert found.find(DID.upper()) is None
    assert found.find(DID + "#key-1") is None
    assert found.find(DID + " ") is None


def test_a_removed_entry_stays_as_history() -> None:
    gone = {"id": DID, "removedAt": "2026-06-01T00:00:00Z"}
    found = read_trust_list(json.dumps([gone]).encode()).find(DID)
    assert found is not None
    assert found.stands(datetime(2026, 5, 31, tzinfo=UTC))
    assert not found.stands(datetime(2026, 6, 1, tzinfo=UTC))
    again = read_trust_list(json.dumps([gone, {"id": DID}, gone]).encode()).find(DID)
    assert again == TrustEntry(DID)


PUBLISHER = "did:web:state.example"


def signed_list(world: World, **change: Any) -> bytes:
    publisher = world.add(PUBLISHER, "State (demonstration)")
    made: JsonObject = {"publisher": PUBLISHER, "issuers": [{"id": world.issuer.id, "name": "Lakes"}]}
    return json.dumps({**sign(made, publisher.key(), "eddsa-jcs-2022"), **change}).encode()


def read(world: World, data: bytes) -> TrustList:
    return read_signed_trust_list(data, policy=Policy(now=NOW), fetch=world, workers=InProcess())


def test_a_signed_list_says_who_stands_for_it() -> None:
    world = World()
    listed = read(world, signed_list(world))
    assert listed.publisher == PUBLISHER
    report = world.verify(sign(credential(world.issuer), world.issuer.key()), trust_list=listed)
    check = report.check("known_issuer")
    assert check is not None
    assert (report.verdict, check.evidence["publisher"]) == (Verdict.VALID, PUBLISHER)


@pytest.mark.parametrize(
    "change",
    [
        {"issuers": [{"id": "did:web:attacker.example"}]},
        {"more": 1},
        {"publisher": "did:web:other.example"},
        {"proof": []},
        {"proof": {}},
        {"proof": None},
    ],
    ids=str,
)
def test_a_signed_list_that_was_changed_is_refused_as_a_whole(change: dict[str, Any]) -> None:
    world = World()
    with pytest.raises(IssuerError):
        read(world, signed_list(world, **change))


def test_a_signed_list_names_its_publisher() -> None:
    world = World()
    with pytest.raises(InputError):
        read(world, signed_list(world, publisher=7))
    assert read(world, json.dumps([DID]).encode()).publisher is None


def test_an_issuer_that_was_taken_off_is_not_known_any_more() -> None:
    world = World()
    gone = TrustList((TrustEntry(world.issuer.id, removed_at=NOW, reason="Agreement ended"),))
    report = world.verify(sign(credential(world.issuer), world.issuer.key()), trust_list=gone)
    assert report.verdict is Verdict.UNTRUSTED
    assert "taken off" in report.answers.known_issuer.sentence


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"issuers": {}},
        [7],
        [""],
        [{"name": "x"}],
        [{"id": 7}],
        [{"id": DID, "name": 7}],
        [{"id": DID, "addedAt": "yesterday"}],
    ],
)
def test_another_form_is_refused(value: object) -> None:
    with pytest.raises(InputError):
        read_trust_list(json.dumps(value).encode())
