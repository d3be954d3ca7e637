"""The document of a micro-endorsement: its components by three standard places and by their exact bytes."""

import json
from dataclasses import replace
from typing import Any, Final

import jsonschema_rs
import pytest

from issuer.badges import composition
from issuer.badges.credential import build_credential
from issuer.badges.digests import hex_to_multibase
from issuer.badges.rules import OPEN_BADGE_RULES
from issuer.documents.lint import lint
from issuer.errors import ConformanceError
from tests.badges import samples
from tests.documents.samples import with_proof
from tests.places import shared

OFFICIAL: Final = (
    "strict-2024-07/ob_v3p0_achievementcredential.json",
    "jsonld-2026-06/ob_v3p0_achievementcredential_schema.json",
)


def built(**change: Any) -> dict[str, Any]:
    return build_credential(samples.stack_award(**change))


def test_it_passes_the_linter_and_safe_mode() -> None:
    lint(built(), schema="emit/credential", rules=OPEN_BADGE_RULES)


@pytest.mark.foreign
@pytest.mark.parametrize("name", OFFICIAL)
def test_it_passes_the_official_schemas(name: str) -> None:
    schema = json.loads(shared("schemas", name).read_text(encoding="utf-8"))
    validator = jsonschema_rs.Draft201909Validator(schema, validate_formats=True)
    assert [error.message for error in validator.iter_errors(with_proof(built()))] == []


def test_what_can_be_chosen_is_described_and_what_was_earned_has_a_result() -> None:
    subject = built()["credentialSubject"]
    described = [item["id"].rpartition("#")[2] for item in subject["achievement"]["resultDescription"]]
    assert described == ["PRL-01", "PRL-02", "PRL-05", "PRL-06", "status"]
    earned = [item["resultDescription"].rpartition("#")[2] for item in subject["result"]]
    assert earned == ["PRL-01", "PRL-02", "PRL-06", "status"]
    assert "source" not in subject


def test_the_exact_bytes_of_components_the_record_and_the_rule_are_bound() -> None:
    award = samples.stack_award()
    bound = {item["id"]: item["digestMultibase"] for item in built()["relatedResource"]}
    assert set(bound) == {
        award.attestation_id,
        f"{award.achievement.version_url}/pathway.json",
        *(part.credential_id for part in award.parts),
    }
    assert bound[award.parts[1].credential_id] == hex_to_multibase(award.parts[1].sha256)
    assert bound[f"{award.achievement.version_url}/pathway.json"] == hex_to_multibase(
        award.achievement.rule_digest()
    )


def test_hours_are_those_of_the_components_and_never_above_the_definition() -> None:
    award = samples.stack_award()
    assert built()["credentialSubject"]["creditsEarned"] == 3
    fewer = replace(award, parts=award.parts[:2])
    assert build_credential(fewer)["credentialSubject"]["creditsEarned"] == 2  # type: ignore[call-overload,index]
    more = (*award.parts, samples.part("PRL-05", 9))
    with pytest.raises(ConformanceError, match="more hours are earned"):
        lint(built(parts=more), schema="emit/credential", rules=OPEN_BADGE_RULES)


def test_the_frozen_record_is_read_back_and_refused_when_it_is_damaged() -> None:
    record = samples.stack_award().attestation.document
    assert composition.is_composition(record)
    assert composition.read(record).parts == samples.stack_award().parts
    with pytest.raises(ConformanceError):
        composition.read({**record, "components": []})
