"""The built credential: what it says, that it passes the linter and both official schema sets."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from issuer.badges.credential import build_credential
from issuer.badges.rules import OPEN_BADGE_RULES
from issuer.documents import canonical
from issuer.documents.lint import lint
from issuer.documents.strict_json import Json, encode
from tests.badges import samples
from tests.places import shared


def built(**change: Any) -> dict[str, Any]:
    return build_credential(samples.award(**change))


def _values(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in _values(item))]
    if isinstance(value, list):
        return [value, *(found for item in value for found in _values(item))]
    return [value]


def test_it_passes_the_linter() -> None:
    lint(built(), schema="emit/credential", rules=OPEN_BADGE_RULES)


def test_same_award_same_bytes() -> None:
    assert encode(built()) == encode(built())


def test_nothing_is_empty_or_null() -> None:
    assert not [value for value in _values(built()) if value is None or value in ([], {}, "")]


def test_three_roles_are_three_profiles() -> None:
    document = built()
    subject = document["credentialSubject"]
    assert document["issuer"]["id"] == "did:web:badges.demo.example:p:scsc"
    assert document["issuer"]["parentOrg"]["id"] == "did:web:badges.demo.example:p:msc"
    assert subject["achievement"]["creator"]["id"] == "did:web:badges.demo.example:p:msc"
    assert subject["source"]["id"] == "did:web:badges.demo.example:p:rcouncil"


def test_hours_are_numbers_and_their_unit_stands_in_words() -> None:
    subject = built()["credentialSubject"]
    assert subject["creditsEarned"] == subject["achievement"]["creditsAvailable"] == 1
    assert "1 semester hour, graduate-equivalent, suggested by the issuer" in subject["narrative"]
    assert "not university credit" in subject["narrative"]


def test_half_hours_keep_their_digits() -> None:
    achievement = replace(samples.achievement(), hours=Decimal("1.50"))
    subject = built(achievement=achievement)["credentialSubject"]
    assert json.dumps(subject["creditsEarned"]) == "1.5"
    assert "1.5 semester hours" in subject["narrative"]


def test_without_hours_there_is_no_word_of_them() -> None:
    subject = built(achievement=replace(samples.achievement(), hours=None))["credentialSubject"]
    assert not {"creditsEarned", "narrative"} & subject.keys()
    assert "creditsAvailable" not in subject["achievement"]


def test_every_criterion_has_its_result_and_the_whole_is_completed() -> None:
    subject = built()["credentialSubject"]
    described = [item["id"] for item in subject["achievement"]["resultDescription"]]
    assert [item["resultDescription"] for item in subject["result"]] == described
    assert subject["result"][0]["achievedLevel"].endswith("/a/sel-01/v/1.0#SEL-01.A/demonstrated")
    assert subject["result"][-1]["status"] == "Completed"


def test_evidence_is_a_commitment_without_an_address() -> None:
    evidence = built()["evidence"]
    assert [item["genre"] for item in evidence] == ["written analysis", "video"]
    assert all(item["id"].startswith("urn:uuid:") for item in evidence)
    assert "https://" not in json.dumps(evidence)


def test_the_digests_of_evidence_are_signed() -> None:
    # `digestMultibase` is no term of the Evidence class; it must still reach the signed bytes.
    signed = canonical.canonical_nquads(built()).decode()
    for item in built()["evidence"]:
        assert f'<https://w3id.org/security#digestMultibase> "{item["digestMultibase"]}"' in signed


def test_attestation_and_rubric_are_related_resources() -> None:
    attested, rubric = built()["relatedResource"]
    assert attested["id"] == "urn:uuid:3e0b3a52-8a4c-49f5-a1b3-52fd2f5f7a01"
    assert rubric["id"] == "https://badges.demo.example/a/sel-01/v/1.0/rubric.json"
    assert attested["mediaType"] == rubric["mediaType"] == "application/json"


def test_the_salt_hides_the_attestation() -> None:
    judged = samples.attestation_of()
    other = built(attestation_digest=judged.salted_digest(b"another salt, longer"))
    assert other["relatedResource"][0]["digestMultibase"] != built()["relatedResource"][0]["digestMultibase"]


def test_a_later_version_keeps_the_award_date_and_the_evidence_ids() -> None:
    later = samples.AWARDED + timedelta(days=30)
    document = built(valid_from=later, valid_until=later + timedelta(days=365))
    assert document["awardedDate"] == "2026-03-16T12:00:00Z"
    assert document["validFrom"] == "2026-04-15T12:00:00Z"
    assert document["validUntil"] == "2027-04-15T12:00:00Z"
    assert document["evidence"] == built()["evidence"]


def test_no_person_is_named() -> None:
    text = json.dumps(built())
    assert '"t01"' not in text
    assert "r01" not in text


def test_a_demonstration_says_so() -> None:
    assert "not a real award" in built()["description"]
    real = replace(samples.ISSUER, name="South Central Service Cooperative")
    assert "not a real award" not in built(profile=real)["description"]


def test_pictures_carry_words() -> None:
    image = built()["image"]
    assert image["caption"] == (
        "Micro-credential badge: Relationship-Centered Classroom Routines, "
        "issued by South Central Service Cooperative (demonstration)"
    )
    assert image["id"] == "https://badges.demo.example/a/sel-01/v/1.0/badge/scsc.png"


@pytest.mark.foreign
@pytest.mark.parametrize(
    "schema",
    [
        ("strict-2024-07", "ob_v3p0_achievementcredential.json"),
        ("jsonld-2026-06", "ob_v3p0_achievementcredential_schema.json"),
    ],
)
def test_it_fits_the_official_schemas(schema: tuple[str, str]) -> None:
    jsonschema.validate(built(), json.loads(shared("schemas", *schema).read_text(encoding="utf-8")))
