"""Verdicts on public vector files, pinned: any change of one names itself, and needs a written reason.

`verdicts.json` holds, for each suite and file, which case ends how: `accepted`, or the code of the refusal.
`python -m tests.foreign.make_verdicts` writes it anew; the change then stands in the commit.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from tests.places import ROOT

ACCEPTED: Final = "accepted"
PATH: Final = ROOT / "tests" / "foreign" / "verdicts.json"

Verdicts: TypeAlias = Mapping[str, Mapping[str, str]]
"""File to case to verdict."""


def _packed(cases: list[str]) -> str:
    """Return the cases in one line; numbers that follow each other as `first-last`."""
    numbers = sorted(int(case) for case in cases if case.isdecimal())
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return " ".join(words + sorted(case for case in cases if not case.isdecimal()))


def _unpacked(line: str) -> list[str]:
    cases: list[str] = []
    for word in line.split():
        run = re.fullmatch(r"(\d+)-(\d+)", word)
        cases += map(str, range(int(run[1]), int(run[2]) + 1)) if run else [word]
    return cases


def pack(verdicts: Verdicts) -> dict[str, dict[str, str]]:
    """Return the form that the file has: file to verdict to cases."""
    packed: dict[str, dict[str, str]] = {}
    for name, cases in verdicts.items():
        by_verdict: dict[str, list[str]] = {}
        for case, verdict in cases.items():
            by_verdict.setdefault(verdict, []).append(case)
        packed[name] = {verdict: _packed(found) for verdict, found in sorted(by_verdict.items())}
    return packed


def changes(suite: str, verdicts: Verdicts, path: Path = PATH) -> list[str]:
    """Return one line for each case that no longer ends as it is pinned."""
    pinned = json.loads(path.read_text(encoding="utf-8"))[suite]
    before = {
        (name, case): verdict
        for name, by_verdict in pinned.items()
        for verdict, line in by_verdict.items()
        for case in _unpacked(line)
    }
    now = {(name, case): verdict for name, cases in verdicts.items() for case, verdict in cases.items()}
    return [
        f"{suite} {name} {case}: was {before.get((name, case))}, is {now.get((name, case))}"
        for name, case in sorted(before.keys() | now.keys())
        if before.get((name, case)) != now.get((name, case))
    ]
