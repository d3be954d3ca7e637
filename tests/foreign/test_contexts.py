"""The bundled contexts are the published ones: pinned, named in PROVENANCE, equal in canonical JSON."""

import hashlib
import json

import pytest

from issuer.documents import contexts, jcs
from issuer.documents.context_files import CONTEXT_FILES, ContextFile
from issuer.terms import ob
from tests.places import ROOT, shared

PUBLISHED = {
    "credentials-v2.json": "credentials-v2.jsonld",
    "credentials-v1.json": "2018-credentials-v1.jsonld",
    "ob-3.0.json": "ob-v3p0.json",
    "ob-3.0.1.json": "ob-v3p0-3.0.1.json",
    "ob-3.0.2.json": "ob-v3p0-3.0.2.json",
    "ob-3.0.3.json": "ob-v3p0-3.0.3.json",
    "ob-extensions.json": "ob-v3p0-extensions.json",
    "clr-2.0.1.json": "clr-v2p0-2.0.1.json",
    "data-integrity-v1.json": "data-integrity-v1.jsonld",
    "data-integrity-v2.json": "data-integrity-v2.jsonld",
    "multikey-v1.json": "multikey-v1.jsonld",
    "ed25519-2020-v1.json": "suites-ed25519-2020.jsonld",
    "did-v1.json": "did-v1.jsonld",
}


@pytest.mark.parametrize("file", CONTEXT_FILES, ids=lambda file: file.file)
def test_a_bundled_context_is_pinned_and_its_source_is_named(file: ContextFile) -> None:
    data = (ROOT / "schemas" / "contexts" / file.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == file.sha256
    assert hashlib.sha256(jcs.canonicalize(json.loads(data))).hexdigest() == file.jcs_sha256
    row = next(
        line
        for line in (ROOT / "schemas" / "PROVENANCE.md").read_text("utf-8").splitlines()
        if f"`{file.file}`" in line
    )
    assert f"`{file.url}`" in row
    assert f"`{file.sha256}`" in row
    assert f"`{file.jcs_sha256}`" in row


def test_no_file_lies_beside_the_pinned_ones() -> None:
    assert {path.name for path in (ROOT / "schemas" / "contexts").iterdir()} == {
        file.file for file in CONTEXT_FILES
    }


@pytest.mark.foreign
@pytest.mark.parametrize(("ours", "published"), sorted(PUBLISHED.items()))
def test_a_bundled_context_says_what_the_published_one_says(ours: str, published: str) -> None:
    theirs = json.loads(shared("contexts", published).read_bytes())
    mine = json.loads((ROOT / "schemas" / "contexts" / ours).read_bytes())
    assert jcs.canonicalize(mine) == jcs.canonicalize(theirs)


@pytest.mark.foreign
def test_the_earlier_ob_context_is_the_current_one_without_two_terms() -> None:
    earlier = json.loads(shared("contexts", "ob-v3p0-3.0.3.OLD-2024-03.json").read_bytes())
    derived = contexts.old_ob_303()[ob.CONTEXT_303]
    assert contexts.canonical_hash(derived) == contexts.canonical_hash(earlier)
    assert contexts.canonical_hash(derived) != contexts.canonical_hash(contexts.bundled()[ob.CONTEXT_303])
