"""The W3C rdf-canon suite: 64 eval, 21 map and one negative entry, each by its own name."""

import json
import time
from typing import Any

import pytest

from issuer.documents import nquads, rdfc
from issuer.errors import ConformanceError
from tests.places import SHARED_DATA, shared

pytestmark = pytest.mark.foreign
SUITE = SHARED_DATA / "vectors" / "rdf-canon"


def _entries(kind: str) -> list[Any]:
    manifest = SUITE / "manifest.jsonld"
    if not manifest.exists():
        return []
    entries = json.loads(manifest.read_text(encoding="utf-8"))["entries"]
    return [pytest.param(entry, id=entry["id"].lstrip("#")) for entry in entries if entry["type"] == kind]


def _hash_name(entry: dict[str, str]) -> rdfc.HashName:
    return "sha384" if entry.get("hashAlgorithm") == "SHA384" else "sha256"


def _canonical(entry: dict[str, str]) -> rdfc.Canonical:
    return rdfc.canonicalize(
        nquads.parse((SUITE / entry["action"]).read_text(encoding="utf-8")), hash_name=_hash_name(entry)
    )


def test_the_suite_is_whole() -> None:
    shared("vectors", "rdf-canon", "manifest.jsonld")
    kinds = ("rdfc:RDFC10EvalTest", "rdfc:RDFC10MapTest", "rdfc:RDFC10NegativeEvalTest")
    assert [len(_entries(kind)) for kind in kinds] == [64, 21, 1]


@pytest.mark.parametrize("entry", _entries("rdfc:RDFC10EvalTest"))
def test_eval(entry: dict[str, str]) -> None:
    assert _canonical(entry).nquads == (SUITE / entry["result"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("entry", _entries("rdfc:RDFC10MapTest"))
def test_map(entry: dict[str, str]) -> None:
    expected = json.loads((SUITE / entry["result"]).read_text(encoding="utf-8"))
    found = {
        node.removeprefix("_:"): label.removeprefix("_:") for node, label in _canonical(entry).labels.items()
    }
    assert found == expected


@pytest.mark.parametrize("entry", _entries("rdfc:RDFC10NegativeEvalTest"))
def test_the_poison_graph_is_refused_quickly(entry: dict[str, str]) -> None:
    before = time.process_time()
    with pytest.raises(ConformanceError) as refusal:
        _canonical(entry)
    assert refusal.value.code == "WORK_LIMIT"
    assert time.process_time() - before < 0.2
