"""The attack corpus before the read schemas: what is malformed is refused, what is not is read.

Only parse, schema and the rule of merged objects are asked here; a malformed case that another rule refuses is named with that rule.
"""

import json
from functools import cache
from typing import Any, Final

import pytest

from issuer.documents import nodes, schemas, strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError
from tests.places import SHARED_DATA, shared

pytestmark = pytest.mark.foreign

GROUPS: Final = ("CTL", "PAR", "LD", "DM", "OB", "UI", "ST", "VP", "SIG", "KEY", "NET")
REFUSED: Final = frozenset({"malformed"})
ELSEWHERE: Final = {
    "DM-09": "the order of dates is a rule of badges and of the verifier",
}
STRICTER: Final = {
    "NET-28": "the address is not an IRI at all; how addresses are spelled for fetching is tried by the fetcher's tests",
    "NET-40": "as NET-28",
}


@cache
def catalog() -> list[dict[str, Any]]:
    path = SHARED_DATA / "attack-corpus" / "catalog.json"
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"] if path.exists() else []
    return [
        case for case in cases if case["id"].split("-")[0] in GROUPS and str(case["body"]).endswith(".json")
    ]


def schema_of(document: JsonObject) -> str:
    types = document.get("type")
    known = types if isinstance(types, list) else [types]
    return "read/presentation" if "VerifiablePresentation" in known else "read/credential"


def refusal(body: str) -> str | None:
    """Return why parse, schema or the rule of merged objects refuse a body, None when they do not."""
    try:
        document = strict_json.parse_object(shared("attack-corpus", body).read_bytes())
    except InputError as exc:
        return exc.detail
    found = schemas.find_violations(document, schema_of(document)) or list(nodes.find_merged(document))
    return str(found[0]) if found else None


def test_there_is_a_corpus() -> None:
    shared("attack-corpus", "catalog.json")
    assert len(catalog()) > 100


@pytest.mark.parametrize(
    "case", [case for case in catalog() if case["expect"]["verdict"] in REFUSED], ids=lambda case: case["id"]
)
def test_what_is_malformed_is_refused(case: dict[str, Any]) -> None:
    assert (refusal(case["body"]) is None) == (case["id"] in ELSEWHERE), case["title"]


@pytest.mark.parametrize(
    "case",
    [case for case in catalog() if case["expect"]["verdict"] not in {*REFUSED, "invalid"}],
    ids=lambda case: case["id"],
)
def test_what_others_judge_is_read(case: dict[str, Any]) -> None:
    found = refusal(case["body"])
    assert (found is not None) == (case["id"] in STRICTER), found
