"""Scenarios S01 to S28 and lane vectors L1 to L12: each is a test of its id, or a line in the roadmap that says why not."""

import json
import re
from functools import cache

import pytest

from tests.places import ROOT

SCENARIOS = [f"S{number:02}" for number in range(1, 29)]
VECTORS = [f"L{number}" for number in range(1, 13)]


@cache
def names() -> str:
    """Return the names of all tests, one a line."""
    found = [
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    return "\n".join(found)


def is_tested(name: str) -> bool:
    return re.search(rf"^test_(?:\w+_)?{name.lower()}_", names(), re.MULTILINE) is not None


def is_told(name: str) -> bool:
    return f"\n| {name} |" in (ROOT / "docs/roadmap.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_tested_by_its_id_or_on_the_roadmap(name: str) -> None:
    assert is_tested(name) != is_told(name), (
        f"{name}: a test of its id or a line in docs/roadmap.md, not both"
    )


@pytest.mark.parametrize("name", VECTORS)
def test_a_lane_vector_is_tested_by_its_id(name: str) -> None:
    assert is_tested(name)


def test_the_scenarios_are_the_ones_that_the_demonstration_names() -> None:
    told = json.loads((ROOT / "issuer/demo/data/scenarios.json").read_text(encoding="utf-8"))
    listed = told["scenarios"] if isinstance(told, dict) else told
    assert {item["id"] for item in listed} <= set(SCENARIOS)
