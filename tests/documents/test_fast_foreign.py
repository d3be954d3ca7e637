"""Every JSON-LD document of the shared data: vectors, fixtures, examples and the attack corpus."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.errors import InputError
from tests.documents import roads
from tests.places import shared

pytestmark = pytest.mark.foreign
LIMITS = strict_json.Limits(max_bytes=4_000_000, max_string=2_000_000, max_keys=20_000)


def _documents(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object that names contexts, without its proof, and each proof under these contexts."""
    if isinstance(value, dict):
        if isinstance(value.get("@context"), list | str):
            yield value
            proofs = value.get("proof")
            for proof in proofs if isinstance(proofs, list) else [proofs]:
                if isinstance(proof, dict):
                    yield {name: item for name, item in value.items() if name != "proof"}
                    yield {**{name: item for name, item in proof.items() if name != "proofValue"},
                           "@context": value["@context"]}  # fmt: skip
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _documents(item)


def _read(path: Path) -> Any:
    try:
        return strict_json.parse(path.read_bytes(), limits=LIMITS)
    except InputError:
        return None


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("vectors/vc-di-eddsa", 0),  # these name a context of examples, which no road takes from the bundle
        ("vectors/vc-di-ecdsa", 0),
        ("vectors/ob3-impl-guide", 9),
        ("vectors/ob3-spec-rendered", 20),
        ("fixtures-1edtech", 30),
        ("examples", 8),
        pytest.param("attack-corpus", 300, marks=pytest.mark.slow),
    ],
)
def test_all_documents_end_alike(folder: str, least: int) -> None:
    ends: Counter[str] = Counter()
    for path in sorted(shared(*folder.split("/")).rglob("*")):
        if path.is_file():
            for document in _documents(_read(path)):
                found, expected = roads.fast(document), roads.slow(document)
                assert found in (expected, roads.NOT_COVERED), (path, json.dumps(document))
                ends[f"{roads.kind_of(expected)}, {roads.kind_of(found)}"] += 1
    assert ends["bytes, bytes"] >= least, ends
    # What the slow road canonicalizes, the fast road covers, but for contexts that stand in the document.
    assert ends[f"bytes, {roads.NOT_COVERED}"] <= ends["bytes, bytes"] * 0.02, ends
