"""The README's walk for one's own organization, line by line, on an empty home folder."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.badges import samples
from tests.cli.shell import Mintmark
from tests.places import ROOT

EXAMPLE_NUMBER = "LAKES-7K4F-9Q2M-X"


def walk() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^## Your own organization\n```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    lines: list[str] = block.splitlines()
    return lines


def test_the_walk_ends_with_a_badge_that_was_withdrawn_and_a_healthy_installation(
    mintmark: Mintmark, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "passphrase").write_text("a long passphrase\n", encoding="utf-8")
    (tmp_path / "sel-01.json").write_text(json.dumps(samples.record()), encoding="utf-8")
    record = json.dumps(samples.attested(pool="Review Council"))
    (tmp_path / "decided-in-march.jsonl").write_text(record + "\n", encoding="utf-8")
    here = {"/srv/mintmark": str(home / "own"), "/etc/mintmark/passphrase": str(tmp_path / "passphrase")}
    monkeypatch.delenv("MINTMARK_KEY_PASSPHRASE")
    number = EXAMPLE_NUMBER
    printed = []
    for line in walk():
        words = [here.get(word, word) for word in shlex.split(line)]
        if words[0] == "export":
            for name, _equals, value in (word.partition("=") for word in words[1:]):
                monkeypatch.setenv(name, here.get(value, value))
            continue
        assert words[0] == "mintmark"
        ran = mintmark(*(number if word == EXAMPLE_NUMBER else word for word in words[1:]))
        printed.append(ran.out)
        found = re.search(r"LAKES-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", ran.out)
        number = found.group() if found else number
    assert number != EXAMPLE_NUMBER
    assert "issued_in_error" in "".join(printed)
    assert "No problem was found." in printed[-1]
