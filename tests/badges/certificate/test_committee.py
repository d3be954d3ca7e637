"""The committee page: the issuer's facts, room for the decision, and no word that decides."""

from dataclasses import replace

import pytest

from issuer.badges.certificate import Area, committee_pdf
from issuer.badges.certificate.committee import clock_hours
from issuer.documents.strict_json import JsonObject
from tests.badges import samples
from tests.badges.artwork.pieces import HOSTILE, credential, issuer, stack
from tests.badges.certificate.papers import CREDENTIAL, certificate, read

RECORD: JsonObject = {"clockHours": {"value": 15, "status": "issuer-suggested"}}
AREAS = (Area("Reading preparation", is_tagged=False), Area("Cultural competency", is_tagged=True))


def test_it_states_the_facts_and_leaves_the_decision_to_the_committee() -> None:
    made = certificate(achievement=credential(record=RECORD))
    paper = read(
        committee_pdf(made, source=samples.COUNCIL, attestation=samples.attestation_of(), areas=AREAS)
    )
    for words in (
        "Certificate of completion for relicensure review",
        "Educator Marigold Quillfeather File folder / license no. Title",
        "Relationship-Centered Classroom Routines (SEL-01, version 1.0)",
        "Micro-credential, assessed against a public rubric",
        "Begun January 12, 2026; evidence accepted March 14, 2026; awarded February 28, 2026",
        "15 clock hours (1 semester hour, graduate-equivalent), suggested by the issuer",
        "Demonstration Review Council (demonstration), 2 assessors; names are on file there",
        "Written analysis; video. Kept by the issuer, de-identified.",
        "Cultural competency (issuer's tag)",
        "It does not by itself meet a requirement.",
        "Hours approved Category Date of decision Committee chair (signature)",
        "Only the local committee can approve hours. The hours above are a suggestion.",
    ):
        assert words in paper.text, paper.text
    assert "Reading preparation (issuer's tag)" not in paper.text
    assert "r01" not in paper.text


def test_it_is_an_accessible_page_with_the_credential_in_it() -> None:
    paper = read(committee_pdf(certificate(), source=samples.COUNCIL))
    assert dict(paper.reader.attachments) == {"credential.json": [CREDENTIAL]}
    for claim in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in paper.xmp
    tags = [tag for tag, _ in paper.structure()]
    assert tags.count("/H1") == 1
    assert tags.count("/TH") >= 2
    assert len(paper.reader.pages) == 1


def test_a_stack_has_no_assessment_of_its_own() -> None:
    text = read(committee_pdf(certificate(achievement=stack()), source=samples.COUNCIL)).text
    assert "every component assessed against a public rubric" in text
    assert "Mandated areas" not in text
    assert "Evidence" not in text


@pytest.mark.parametrize(
    ("record", "hours"),
    [
        ({"clockHours": {"value": 15}}, "15"),
        ({"clockHours": {"value": 7.5}}, "7.5"),
        ({"clockHours": {"value": True}}, None),
        ({"clockHours": {"value": "15"}}, None),
        ({"clockHours": {"value": -1}}, None),
        ({"clockHours": 15}, None),
        ({}, None),
    ],
)
def test_clock_hours_are_read_only_where_they_are_numbers(record: JsonObject, hours: str | None) -> None:
    found = clock_hours(record)
    assert (str(found) if found is not None else None) == hours


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_on_two_pages_at_most(text: str) -> None:
    judged = samples.attestation_of()
    judged = replace(judged, artifacts=tuple(replace(artifact, kind=text) for artifact in judged.artifacts))
    made = certificate(
        achievement=credential(name=text, description=text), profile=issuer(name=text), holder=text
    )
    areas = [Area(text, is_tagged=True)] * 40
    paper = read(committee_pdf(made, source=issuer(name=text), attestation=judged, areas=areas))
    assert len(paper.reader.pages) <= 2
