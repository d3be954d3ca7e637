"""Awards that come one by one share a template once enough of them were alike, and nobody can tell by what is signed."""

from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.templates import NotAlike
from issuer.errors import ConformanceError
from issuer.services import securing
from issuer.services.issuing import alike
from issuer.services.issuing.alike import ENOUGH
from issuer.services.issuing.issuance import IssuedCredential
from tests.badges import samples
from tests.services.worlds import World


@pytest.fixture
def general(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """List the documents that went the general road; every one after an empty memory of templates."""
    monkeypatch.setattr(securing, "_templates", type(securing._templates)(16 * 1024 * 1024))
    seen: list[dict[str, Any]] = []
    honest = securing.lint_credential

    def noting(document: dict[str, Any]) -> object:
        seen.append(document)
        return honest(document)

    monkeypatch.setattr(securing, "lint_credential", noting)
    return seen


def issue_many(world: World, count: int, **change: Any) -> list[IssuedCredential]:
    return [world.issue(**change) for _ in range(count)]


def record(external_id: str, kind: str) -> JsonObject:
    """Return an assessment record whose first artifact is of a kind of its own."""
    artifacts: list[Json] = [
        {"phase": "A", "kind": kind, "digest": "sha256:" + "a1" * 32},
        {"phase": "I", "kind": "video", "digest": "sha256:" + "b2" * 32},
    ]
    return samples.attested(externalId=external_id, artifacts=artifacts)


def plain(issued: IssuedCredential) -> dict[str, Any]:
    document = strict_json.parse_object(issued.version.body or b"")
    del document["proof"]
    return document


def test_from_the_twelfth_on_a_template_is_used_and_the_document_is_the_same(
    world: World, general: list[dict[str, Any]]
) -> None:
    made = issue_many(world, ENOUGH - 1)
    assert general == [plain(issued) for issued in made]
    last = issue_many(world, 2)
    assert len(general) == ENOUGH - 1
    for issued in last:
        linted = securing.lint_credential(plain(issued))
        assert strict_json.encode(plain(issued)) == linted.text
        with world.toolkit.database.reader() as reader:
            kept = reader.credentials.get_version(issued.credential.id, 1)
        assert kept == issued.version
        assert kept.intent == {"document": plain(issued)}
    world.require_whole()


def test_a_profile_that_is_renamed_is_named_so_at_once(world: World, general: list[dict[str, Any]]) -> None:
    issue_many(world, ENOUGH)
    with world.toolkit.database.unit() as unit:
        profile = unit.profiles.get_by_slug("scsc")
        unit.profiles.change(profile.id, name="Another Name (demonstration)", data=profile.data)
    issued = world.issue()
    assert plain(issued)["issuer"]["name"] == "Another Name (demonstration)"
    assert general[-1] == plain(issued)


def test_awards_that_look_otherwise_are_counted_by_themselves(
    world: World, general: list[dict[str, Any]]
) -> None:
    issue_many(world, ENOUGH)
    other = record("other", "essay")
    issued = world.issue(attestation=other)
    assert "essay" in str(plain(issued)["evidence"][0])
    assert general[-1] == plain(issued)


def test_what_the_linter_refuses_is_refused_by_the_linter(
    world: World, general: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_many(world, ENOUGH)

    def no_template(*_arguments: object) -> object:
        raise NotAlike("not so")

    monkeypatch.setattr(securing, "lint_alike", no_template)
    issued = world.issue()
    assert general[-1] == plain(issued)
    bad = record("bad", "call 555-12-3456")
    with pytest.raises(ConformanceError, match="social security"):
        world.issue(attestation=bad)


def test_a_template_that_memory_lost_is_made_again_by_the_same_rule(
    world: World, general: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_many(world, ENOUGH)
    monkeypatch.setattr(securing, "_templates", type(securing._templates)(16 * 1024 * 1024))
    issue_many(world, ENOUGH)
    assert len(general) == 2 * (ENOUGH - 1)
    world.issue()
    assert len(general) == 2 * (ENOUGH - 1)


def test_ways_to_look_alike_are_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "MOST", 2)
    for place in range(5):
        world.issue(attestation=record(f"o-{place}", f"essay {'abcde'[place]}"))
    world.require_whole()
