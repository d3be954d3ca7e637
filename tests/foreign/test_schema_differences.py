"""Our schemas beside the official ones: every difference in a verdict has a reason, or the test fails.

Official are the strict set of July 2024 and the set adapted to JSON-LD compaction of June 2026, which is
the published one since Open Badges 1.3; for CLR the set of June 2026.
"""

import base64
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest

from issuer.documents import schemas
from issuer.documents.strict_json import JsonObject
from tests.documents import samples
from tests.documents.changes import changed, mutations, rearrangements
from tests.documents.samples import with_proof
from tests.places import shared

pytestmark = pytest.mark.foreign

STRICT: Final = "strict-2024-07/ob_v3p0_{}credential.json"
PUBLISHED: Final = "jsonld-2026-06/ob_v3p0_{}credential_schema.json"
FILES: Final = {
    ("credential", "strict"): STRICT.format("achievement"),
    ("credential", "published"): PUBLISHED.format("achievement"),
    ("endorsement", "strict"): STRICT.format("endorsement"),
    ("endorsement", "published"): PUBLISHED.format("endorsement"),
    ("clr", "published"): "clr-2026-06/clr_v2p0_clrcredential_schema.json",
}
FOLDERS: Final = (
    "examples",
    "fixtures-1edtech/ob30",
    "fixtures-1edtech/ob30/bit-string-list",
    "fixtures-1edtech/clr20",
    "vectors/ob3-spec-rendered",
    "vectors/ob3-impl-guide",
)

OLDER: Final = (
    "VCDM 1.1 is read; the official schemas at hand know VCDM 2.0 only (the any… set is not to be had)"
)
INDEX: Final = "the status list index is a JSON number, Bitstring Status List 1.0 asks for text"
SINGLE: Final = (
    "single values stand without a list, which the published set allows since 1.3 and the older one does not"
)
KIND: Final = (
    "the type of a result description is checked; the official schema takes any text, a probe finds it"
)
REASONS: Final = {
    ("ob30/simple-eddsa-2022.json", "read, older set"): OLDER,
    ("ob30/simple_v1.json", "read, older set"): OLDER,
    ("ob3-impl-guide/ob_signed.json", "read, older set"): SINGLE,
    ("clr20/complex.json", "read"): OLDER,
    ("clr20/simple_old_safesigned.json", "read"): OLDER,
    ("clr20/simple_v1.json", "read"): OLDER,
    ("ob30/simple-eddsa-2022.json", "read"): OLDER,
    ("ob30/simple_v1.json", "read"): OLDER,
    ("bit-string-list/credential-status-revoked.json", "read"): INDEX,
    ("bit-string-list/credential-status-revoked.json", "published"): INDEX,
    ("ob30/simple-err-credential-subject-achievement-result-description-type.json", "read"): KIND,
    ("ob30/simple-err-credential-subject-achievement-result-description-type.json", "published"): KIND,
}


@cache
def official(kind: str, which: str) -> Any:
    schema = json.loads(shared("schemas", FILES[kind, which]).read_text(encoding="utf-8"))
    return jsonschema_rs.Draft201909Validator(schema, validate_formats=True)


def kind_of(document: JsonObject) -> str | None:
    types = document.get("type")
    kinds = {
        "ClrCredential": "clr",
        "EndorsementCredential": "endorsement",
        "OpenBadgeCredential": "credential",
        "AchievementCredential": "credential",
    }
    return next((kind for name, kind in kinds.items() if isinstance(types, list) and name in types), None)


def read(path: Path) -> JsonObject:
    text = path.read_text(encoding="utf-8").strip()
    if path.suffix == ".jwt":
        payload = text.split(".")[1]
        text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
    document: JsonObject = json.loads(text)
    return document


def documents() -> dict[str, tuple[str, JsonObject]]:
    """Return every credential of the shared data: short name to kind and document."""
    found = {}
    for folder in FOLDERS:
        for path in sorted(shared(folder).iterdir()):
            if path.suffix in {".json", ".jwt"}:
                document = read(path)
                kind = kind_of(document)
                if kind is not None:
                    found[f"{path.parent.name}/{path.name}"] = (kind, document)
    return found


def test_every_difference_from_the_official_schemas_has_a_reason() -> None:
    differing = {}
    for name, (kind, document) in documents().items():
        comparisons = {"read": "published", "published": "published", "read, older set": "strict"}
        for column, which in comparisons.items():
            ours = f"{column.split(',')[0]}/{kind}"
            if ours not in schemas.names() or (kind, which) not in FILES:
                continue
            if schemas.is_valid(document, ours) != official(kind, which).is_valid(document):
                differing[name, column] = schemas.find_violations(document, ours)
    unlike = set(differing) ^ set(REASONS)
    assert not unlike, {pair: differing.get(pair, "there is no difference any more") for pair in unlike}


def test_enough_is_compared() -> None:
    assert len(documents()) >= 40


@pytest.mark.parametrize("which", ["strict", "published"])
@pytest.mark.parametrize("kind", ["credential", "endorsement"])
def test_all_that_we_sign_passes_the_official_schemas(kind: str, which: str) -> None:
    document = samples.credential() if kind == "credential" else samples.endorsement()
    if kind == "credential":
        carried = [with_proof(samples.endorsement())]
        document = changed(document, "/credentialSubject/achievement/endorsement", carried)
    assert schemas.find_violations(document, f"emit/{kind}") == []
    assert [error.message[:200] for error in official(kind, which).iter_errors(with_proof(document))] == []


def spoilt(kind: str, *, proof: bool) -> Iterator[tuple[str, str, JsonObject]]:
    original = samples.credential() if kind == "credential" else samples.endorsement()
    document = with_proof(original) if proof else original
    yield from mutations(document)
    yield from rearrangements(document)


@pytest.mark.parametrize("kind", ["credential", "endorsement"])
def test_whatever_our_schema_lets_us_sign_passes_the_official_ones(kind: str) -> None:
    accepted = 0
    for pointer, way, document in spoilt(kind, proof=False):
        if schemas.is_valid(document, f"emit/{kind}"):
            accepted += 1
            for which in ("strict", "published"):
                assert official(kind, which).is_valid(with_proof(document)), (pointer, way, which)
    assert accepted > 100


@pytest.mark.parametrize("kind", ["credential", "endorsement"])
def test_what_we_call_the_published_form_is_no_wider(kind: str) -> None:
    for pointer, way, document in spoilt(kind, proof=True):
        if schemas.is_valid(document, f"published/{kind}"):
            assert official(kind, "published").is_valid(document), (pointer, way)


def test_a_profile_that_we_publish_passes_the_official_schemas() -> None:
    for file in ("strict-2024-07/ob_v3p0_profile.json", "jsonld-2026-06/ob_v3p0_profile_schema.json"):
        schema = json.loads(shared("schemas", file).read_text(encoding="utf-8"))
        validator = jsonschema_rs.Draft201909Validator(schema, validate_formats=True)
        for pointer, way, document in rearrangements(samples.published_profile()):
            if schemas.is_valid(document, "emit/profile"):
                assert validator.is_valid(document), (file, pointer, way)
        assert validator.is_valid(samples.published_profile())
