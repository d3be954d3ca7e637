"""The documents of a chunk: by template where awards are alike, and always what the linter passes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from issuer.badges import award_template
from issuer.badges.credential import build_credential
from issuer.badges.rules import OPEN_BADGE_RULES
from issuer.documents import strict_json
from issuer.documents.lint import lint
from issuer.documents.memory import Memory
from issuer.documents.templates import NotAlike, RefusedError
from issuer.services import profiles, securing
from issuer.services.batches import work
from issuer.services.issuing import bulk_facts, drafts, versions
from issuer.services.issuing.bulk_facts import Fresh
from issuer.services.issuing.drafts import Drafted
from issuer.services.issuing.issuance import IssueCredential
from issuer.store import PersonRecord
from tests.badges import samples
from tests.services.batches import sheets
from tests.services.batches.sheets import confirmed, require_issued, states
from tests.services.worlds import World


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Say by which way each document came."""
    ways: list[str] = []
    by_template, by_linter = securing.lint_alike, securing.lint_credential

    def alike(*arguments: Any) -> Any:
        found = by_template(*arguments)
        ways.append("template")
        return found

    def alone(document: Any) -> Any:
        found = by_linter(document)
        ways.append("linter")
        return found

    monkeypatch.setattr(securing, "lint_alike", alike)
    monkeypatch.setattr(securing, "lint_credential", alone)
    return ways


def gathered(world: World, *changes: dict[str, Any]) -> tuple[Fresh, ...]:
    commands = []
    with world.toolkit.database.unit() as unit:
        for number, change in enumerate(changes):
            person = PersonRecord(world.toolkit.randomness.urn(), f"q{number:03}", world.clock())
            unit.people.add(person)
            record = samples.attested(externalId=f"e-{number}", person=person.reference, **change)
            commands.append(IssueCredential(profile="scsc", external_id=f"e-{number}", attestation=record))
    return bulk_facts.gather(world.toolkit, commands).fresh


def drafted(world: World, fresh: Sequence[Fresh]) -> list[Drafted]:
    slots = versions.choose_slots(world.toolkit, profiles.get(world.toolkit, "scsc"), len(fresh))
    found, refused = drafts.draft_all(world.toolkit, fresh, slots)
    assert refused == []
    return found


def require_linted(found: Sequence[Drafted]) -> None:
    """Require that the general road comes to the same bytes for every document."""
    for one in found:
        text, statements = one.linted.text, one.linted.canonical_nquads
        again = lint(strict_json.parse_object(text), schema=securing.SCHEMA, rules=OPEN_BADGE_RULES)
        assert (again.text, again.canonical_nquads) == (text, statements)
        assert strict_json.parse_object(one.intent.text) == {"document": again.take()}


ARTIFACTS: Any = samples.attested()["artifacts"]
VIDEO = {"artifacts": [{**item, "kind": "video"} for item in ARTIFACTS]}


def test_enough_awards_that_are_alike_share_a_template(world: World, made: list[str]) -> None:
    found = drafted(world, gathered(world, *[{}] * drafts.ENOUGH, VIDEO, VIDEO))
    assert made == ["template"] * drafts.ENOUGH + ["linter"] * 2
    require_linted(found)
    assert len({one.linted.text for one in found}) == len(found)


def test_awards_of_two_shapes_have_two_templates(world: World, made: list[str]) -> None:
    found = drafted(world, gathered(world, *[{}, VIDEO] * drafts.ENOUGH))
    assert made == ["template"] * 2 * drafts.ENOUGH
    require_linted(found)


def test_a_holder_with_a_did_goes_the_general_road(world: World, made: list[str]) -> None:
    first, *rest = gathered(world, *[{}] * (drafts.ENOUGH + 1))
    holder = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    odd = replace(first, facts=replace(first.facts, subject_id=holder))
    found = drafted(world, [odd, *rest])
    assert made == ["linter"] + ["template"] * len(rest)
    require_linted(found)


def test_one_refused_award_does_not_keep_the_others_from_their_template(
    world: World, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(securing, "_templates", Memory[Any](1_000_000))
    fresh = gathered(world, *[{}] * (drafts.ENOUGH + 1))
    low = replace(fresh[0].facts.judged, levels={**fresh[0].facts.judged.levels, "SEL-01.A": "approaching"})
    # The level of the first is a choice of no hole, and its document is refused besides.
    mixed = [replace(fresh[0], facts=replace(fresh[0].facts, judged=low)), *fresh[1:]]
    slots = versions.choose_slots(world.toolkit, profiles.get(world.toolkit, "scsc"), len(mixed))
    found, refused = drafts.draft_all(world.toolkit, mixed, slots)
    assert (len(found), len(refused)) == (len(fresh) - 1, 1)
    assert made == ["template"] * len(found)


def test_what_has_no_template_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(securing, "_templates", Memory[Any](1_000_000))
    award = samples.award()
    document, holes = build_credential(award), award_template.holes(award)
    twice = [*holes, holes[0]]
    for _ in range(2):
        with pytest.raises(NotAlike, match="one place"):
            securing.template_of(document, twice)
    assert securing.template_of(document, holes) is securing.template_of(document, holes)
    with pytest.raises(RefusedError):
        securing.template_of({**document, "somethingElse": "x"}, holes)
    assert len(securing._templates) == 2


def test_a_refused_award_is_refused_alone(world: World, made: list[str]) -> None:
    first, *rest = gathered(world, *[{}] * (drafts.ENOUGH + 1))
    retired = replace(first.facts.version, retired_at=world.clock())
    slots = versions.choose_slots(world.toolkit, profiles.get(world.toolkit, "scsc"), len(rest) + 1)
    mixed = [replace(first, facts=replace(first.facts, version=retired)), *rest]
    found, refused = drafts.draft_all(world.toolkit, mixed, slots)
    assert [one.command.external_id for one, _error in refused] == ["e-0"]
    assert "retired" in refused[0][1].detail
    assert made == ["template"] * len(rest)
    require_linted(found)


def test_a_level_that_is_too_low_is_refused_in_the_words_of_the_linter(world: World, made: list[str]) -> None:
    first, *rest = gathered(world, *[{}] * (drafts.ENOUGH + 1))
    low = replace(first.facts.judged, levels={**first.facts.judged.levels, "SEL-01.A": "not-yet"})
    slots = versions.choose_slots(world.toolkit, profiles.get(world.toolkit, "scsc"), len(rest) + 1)
    mixed = [*rest, replace(first, facts=replace(first.facts, judged=low))]
    found, refused = drafts.draft_all(world.toolkit, mixed, slots)
    assert len(found) == len(rest)
    assert "below the required one" in refused[0][1].detail
    assert made == ["template"] * len(rest)


def test_a_batch_by_template_is_issued_like_any_other(
    either: World, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "ENOUGH", 3)
    batch = confirmed(either, 8)
    sheets.work_through(either.toolkit, limit=4)
    assert made == ["template"] * 8
    assert states(either, batch) == {"issued": 8}
    require_issued(either, 8)


class DiedError(BaseException):
    """Stands for kill -9: nothing may catch it but the test."""


@pytest.mark.parametrize("name", ["lint_alike", "secure_with", "self_verify"])
def test_a_worker_that_dies_between_templates_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(drafts, "ENOUGH", 3)
    batch = confirmed(world, 5)
    real, calls = getattr(securing, name), []

    def die(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise DiedError
        return real(*arguments, **options)

    with monkeypatch.context() as broken:
        broken.setattr(securing, name, die)
        with pytest.raises(DiedError):
            work.work_once(world.toolkit, holder="dead")
    world.clock.forward(seconds=61)
    sheets.work_through(world.toolkit, holder="heir")
    assert states(world, batch) == {"issued": 5}
    require_issued(world, 5)


def test_without_a_template_everything_is_linted_by_itself(
    world: World, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_arguments: object) -> None:
        raise NotAlike("none today")

    monkeypatch.setattr(securing, "template_of", none)
    found = drafted(world, gathered(world, *[{}] * drafts.ENOUGH))
    assert made == ["linter"] * drafts.ENOUGH
    require_linted(found)
