"""The list of known issuers: what its file may say, and what it must not."""

import json
from datetime import UTC, datetime

import pytest

from issuer.errors import InputError
from issuer.verify import TrustEntry, read_trust_list

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
