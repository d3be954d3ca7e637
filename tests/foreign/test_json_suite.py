"""JSONTestSuite: what must be refused is, what must be accepted is unless two readers could differ on it."""

import json
from pathlib import Path

import pytest

from issuer.documents import strict_json
from issuer.errors import InputError
from tests.foreign.pinned import ACCEPTED, Verdicts, changes
from tests.places import shared

pytestmark = pytest.mark.foreign

PARSING = 318
TRANSFORM = 22
STRICTER = {
    "y_object_duplicated_key": "DUPLICATE_KEY",
    "y_object_duplicated_key_and_value": "DUPLICATE_KEY",
}
"""The standard allows a name twice and says that what it means is not predictable (RFC 8259 section 4)."""


def _files(folder: str) -> list[Path]:
    return sorted(shared("vectors", "jsontestsuite", folder).glob("*.json"))


def _verdict(path: Path) -> str:
    try:
        strict_json.parse(path.read_bytes())
    except InputError as error:
        return error.code
    return ACCEPTED


def verdicts() -> Verdicts:
    return {
        folder: {path.stem.replace(" ", "_"): _verdict(path) for path in _files(folder)}
        for folder in ("test_parsing", "test_transform")
    }


def test_every_case_ends_as_its_name_demands() -> None:
    found = verdicts()["test_parsing"]
    assert len(found) == PARSING
    assert len(verdicts()["test_transform"]) == TRANSFORM
    must_fail = {name: verdict for name, verdict in found.items() if name.startswith("n_")}
    assert len(must_fail) > 180
    assert ACCEPTED not in must_fail.values()
    refused = {name: v for name, v in found.items() if name.startswith("y_") and v != ACCEPTED}
    assert refused == STRICTER


def test_what_is_accepted_is_read_as_the_library_reads_it() -> None:
    count = 0
    for folder in ("test_parsing", "test_transform"):
        for path in _files(folder):
            if _verdict(path) == ACCEPTED:
                assert repr(strict_json.parse(path.read_bytes())) == repr(json.loads(path.read_bytes()))
                count += 1
    assert count > 100


def test_no_verdict_changes() -> None:
    assert not changes("json suite", verdicts())
