"""The pins themselves: a verdict that changes, a case that goes and a case that comes are all named."""

import json
from pathlib import Path

import pytest

from tests.foreign.pinned import ACCEPTED, changes, pack

BEFORE = {
    "a.json": {"1": ACCEPTED, "2": ACCEPTED, "3": ACCEPTED, "5": "KEY_TOO_WEAK", "y_x-1": "PARSING_ERROR"}
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "verdicts.json"
    file.write_text(json.dumps({"suite": pack(BEFORE)}), encoding="utf-8")
    return file


def test_the_same_verdicts_change_nothing(path: Path) -> None:
    assert pack(BEFORE) == {"a.json": {ACCEPTED: "1-3", "KEY_TOO_WEAK": "5", "PARSING_ERROR": "y_x-1"}}
    assert changes("suite", BEFORE, path) == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"2": "PARSING_ERROR"}, "suite a.json 2: was accepted, is PARSING_ERROR"),
        ({"5": ACCEPTED}, "suite a.json 5: was KEY_TOO_WEAK, is accepted"),
        ({"4": ACCEPTED}, "suite a.json 4: was None, is accepted"),
        ({"y_x-1": "NUMBER_RANGE"}, "suite a.json y_x-1: was PARSING_ERROR, is NUMBER_RANGE"),
    ],
)
def test_a_change_is_named(path: Path, change: dict[str, str], line: str) -> None:
    assert changes("suite", {"a.json": BEFORE["a.json"] | change}, path) == [line]


def test_a_case_that_is_gone_is_named(path: Path) -> None:
    rest = {case: verdict for case, verdict in BEFORE["a.json"].items() if case != "3"}
    assert changes("suite", {"a.json": rest}, path) == ["suite a.json 3: was accepted, is None"]
