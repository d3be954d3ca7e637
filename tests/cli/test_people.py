"""`mintmark people`: references, and details that can be erased."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import Mintmark


def people_file(folder: Path, *entries: object) -> Path:
    path = folder / "people.jsonl"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return path


@pytest.fixture
def ready(mintmark: Mintmark) -> Mintmark:
    mintmark("db", "upgrade")
    return mintmark


def test_people_are_registered_once_and_listed_without_names(ready: Mintmark, tmp_path: Path) -> None:
    path = people_file(
        tmp_path, {"reference": "t01", "details": {"name": "Søren Æbleskov"}}, {"reference": "t02"}
    )
    assert ready("people", "import", path, "--json").json == {"registered": 2}
    ready("people", "import", path)
    ready("people", "register", "t03", "--detail", "name=Mononym")
    listed = ready("people", "list", "--json")
    assert [person["reference"] for person in listed.lines] == ["t01", "t02", "t03"]
    assert "Søren" not in listed.out


def test_details_are_erased_for_ever(ready: Mintmark) -> None:
    ready("people", "register", "t01", "--detail", "name=Oona Vale")
    assert "--yes" in ready("people", "erase", "t01", code=2).err
    assert ready("people", "erase", "t01", "--yes", "--json").json["erasedAt"] is not None
    assert "NOT_FOUND" in ready("people", "erase", "t02", "--yes", code=2).err


@pytest.mark.parametrize(
    "entry", [{"reference": 7}, {"ref": "t02"}, {"reference": "a b"}, {"reference": "t02", "details": "x"}]
)
def test_a_wrong_line_is_named(ready: Mintmark, tmp_path: Path, entry: object) -> None:
    path = people_file(tmp_path, {"reference": "t01"}, entry)
    assert "Line 2" in ready("people", "import", path, code=2).err
    assert [person["reference"] for person in ready("people", "list", "--json").lines] == ["t01"]


def test_a_detail_without_a_name_is_refused(ready: Mintmark) -> None:
    assert "NAME=VALUE" in ready("people", "register", "t01", "--detail", "Oona", code=2).err
