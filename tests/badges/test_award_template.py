"""Where awards of one achievement differ, and that a template of them makes what each by itself comes to."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.badges import award_template
from issuer.badges.credential import build_credential, evidence_id
from issuer.badges.model import Artifact, Award, Recipient, StatusSlot
from issuer.badges.rules import OPEN_BADGE_RULES
from issuer.documents.lint import lint
from issuer.documents.strict_json import JsonObject
from issuer.documents.templates import NotAlike, Template, compile_template
from issuer.documents.templates.holes import value_at
from tests.badges import samples

KINDS = ["video", "written analysis", 'a "quoted" 100 % kind', "Vidéo 中文 \U0001f393", "back\\slash"]
urns = st.uuids().map(lambda value: value.urn)
moments = st.datetimes(
    datetime(2026, 3, 17), datetime(2030, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001  (no zone is the point)
).map(lambda moment: moment.replace(microsecond=0))  # fmt: skip


@st.composite
def awards_of_one_shape(draw: st.DrawFn) -> list[Award]:
    """Give awards that one template takes."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    title = draw(st.sampled_from(KINDS))
    achievement = samples.achievement(name=title, competency=title)
    ends, has_period = draw(st.booleans()), draw(st.booleans())

    def one() -> Award:
        start = draw(moments)
        judged = replace(
            samples.attestation_of(**({} if has_period else {"periodStart": "-", "periodEnd": "-"})),
            levels={criterion.id: criterion.required_level for criterion in achievement.rubric},
            artifacts=tuple(
                Artifact("AI"[place % 2], kind, f"sha256:{draw(st.binary(min_size=32, max_size=32)).hex()}")
                for place, kind in enumerate(kinds)
            ),
        )
        return samples.award(
            achievement=achievement,
            credential_id=draw(urns),
            recipient=Recipient(draw(urns)),
            attestation=judged,
            attestation_id=draw(urns),
            attestation_digest=draw(st.binary(min_size=32, max_size=32)),
            awarded_at=start,
            valid_from=start,
            valid_until=datetime(2031, 1, 1, tzinfo=UTC) if ends else None,
            status_slot=StatusSlot(f"{samples.BASE}/s/1", draw(st.integers(0, 131_071))),
        )

    return [one() for _ in range(3)]


def template_of(award: Award) -> Template:
    return compile_template(
        build_credential(award), award_template.holes(award), schema="emit/credential", rules=OPEN_BADGE_RULES
    )


def general(document: JsonObject) -> tuple[bytes, bytes]:
    linted = lint(document, schema="emit/credential", rules=OPEN_BADGE_RULES)
    return linted.canonical_nquads, linted.take_text()


@given(awards_of_one_shape())
def test_awards_of_one_shape_share_a_template(found: list[Award]) -> None:
    assert len({award_template.shape(award) for award in found}) == 1
    by = template_of(found[0])
    for award in found:
        document = build_credential(award)
        values = award_template.values(award)
        assert values == [value_at(document, hole.path) for hole in award_template.holes(award)]
        linted = by.make(values)
        assert (linted.canonical_nquads, linted.take_text()) == general(document)


CHANGES: list[dict[str, Any]] = [
    {"status_slot": StatusSlot(f"{samples.BASE}/s/2", 1)},
    {"valid_until": datetime(2031, 1, 1, tzinfo=UTC)},
    {"attestation": samples.attestation_of(periodStart="-", periodEnd="-")},
    {"attestation": samples.attestation_of(artifacts=samples.attested()["artifacts"] * 2)},  # type: ignore[operator]
]


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_what_changes_the_fixed_part_is_another_shape(change: dict[str, Any]) -> None:
    assert award_template.shape(samples.award(**change)) != award_template.shape(samples.award())


def test_a_micro_endorsement_has_no_template() -> None:
    assert award_template.shape(samples.stack_award()) is None


def test_a_level_that_is_not_enough_is_left_to_the_linter() -> None:
    award = samples.award()
    low = replace(
        award,
        attestation=replace(award.attestation, levels={"SEL-01.A": "not-yet", "SEL-01.I": "demonstrated"}),
    )
    with pytest.raises(NotAlike):
        template_of(award).make(award_template.values(low))


def test_a_holder_with_a_did_is_left_to_the_linter() -> None:
    award = samples.award()
    known = replace(award, recipient=Recipient("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"))
    with pytest.raises(NotAlike):
        template_of(award).make(award_template.values(known))
    assert general(build_credential(known))


@given(urns, st.integers(0, 500))
def test_an_id_of_evidence_is_a_name_based_uuid(attestation_id: str, place: int) -> None:
    assert (
        evidence_id(attestation_id, place) == uuid.uuid5(uuid.NAMESPACE_URL, f"{attestation_id}/{place}").urn
    )
