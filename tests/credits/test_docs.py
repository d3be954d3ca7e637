"""`docs/credits.md` names every rule and every reason, in the words of the program."""

import json
import re

import pytest

from issuer.credits import REASONS, read
from issuer.credits.predicates import PREDICATES
from issuer.credits.units import UNITS
from issuer.credits.vectors import check, read_file
from issuer.demo.dataset import read_file as read_demo
from issuer.demo.lane_catalog import lane_catalog
from tests.places import ROOT

PAGE = (ROOT / "docs/credits.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.+?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("name", PREDICATES)
def test_every_rule_has_its_row(name: str) -> None:
    assert f"\n| `{name}` |" in PAGE


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_its_row(code: str) -> None:
    reason = REASONS[code]
    fixable = "yes" if reason.fixable else "no"
    assert f"\n| `{code}` | {reason.title} | {fixable} | {reason.advice} |\n" in PAGE


def test_every_unit_is_named() -> None:
    assert all(f"`{unit}`" in PAGE for unit in UNITS)


def test_the_examples_are_of_the_language() -> None:
    rules, vectors = (json.loads(text) for text in EXAMPLES)
    assert read(rules, district="waseca").version == "2026.1"
    known = {
        slug: read(item, district=slug) for slug, item in read_demo("salary_rules.json")["districts"].items()
    }
    assert [check(item).differences for item in read_file(vectors, rules=known, catalog=lane_catalog())] == [
        ()
    ]
