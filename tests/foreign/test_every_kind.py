"""Every kind that we sign passes the official schemas: both sets of Open Badges, and the one of CLR."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import jsonschema_rs
import pytest

from tests.places import shared
from tests.services.every_kind import KINDS, Made, make
from tests.services.worlds import furnished_world

pytestmark = pytest.mark.foreign

STRICT: Final = "strict-2024-07/ob_v3p0_{}credential.json"
PUBLISHED: Final = "jsonld-2026-06/ob_v3p0_{}credential_schema.json"
OF_CLR: Final = "clr-2026-06/clr_v2p0_{}credential_schema.json"
BADGES: Final = frozenset({"micro-credential", "micro-endorsement"})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    world = furnished_world(tmp_path_factory.mktemp("every-kind"))
    yield make(world)
    world.toolkit.database.close()


def schemas_of(kind: str) -> tuple[str, ...]:
    if kind == "transcript":
        return (OF_CLR.format("clr"),)
    name = "achievement" if kind in BADGES else "endorsement"
    return tuple(form.format(name) for form in (STRICT, PUBLISHED, OF_CLR))


@cache
def official(file: str) -> Any:
    schema = json.loads(shared("schemas", file).read_text(encoding="utf-8"))
    return jsonschema_rs.Draft201909Validator(schema, validate_formats=True)


@pytest.mark.parametrize(("kind", "file"), [(kind, file) for kind in KINDS for file in schemas_of(kind)])
def test_the_official_schema_takes_it_and_misses_what_is_taken_away(made: Made, kind: str, file: str) -> None:
    document = made.document(kind)
    assert [error.message for error in official(file).iter_errors(document)] == []
    del document["credentialSubject"]
    assert not official(file).is_valid(document)


@pytest.mark.parametrize("file", schemas_of("endorsement"))
def test_an_endorsement_that_a_badge_carries_passes_by_itself(made: Made, file: str) -> None:
    badge = made.document("micro-credential")
    (carried,) = badge["credentialSubject"]["achievement"]["endorsement"]
    assert [error.message for error in official(file).iter_errors(carried)] == []


@pytest.mark.parametrize("file", schemas_of("micro-credential")[:2])
def test_what_a_transcript_holds_passes_by_itself(made: Made, file: str) -> None:
    held = made.document("transcript")["credentialSubject"]["verifiableCredential"]
    assert len(held) == 4
    assert all(official(file).is_valid(item) for item in held)
