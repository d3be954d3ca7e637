"""Transcripts (CLR 2.0): a credential of their own, and every credential inside by itself."""

from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.verify import Verdict
from tests.papers import CONTEXTS, changed, credential
from tests.worlds import World, sign

CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


@pytest.fixture
def world() -> World:
    return World()


def transcript(world: World, *inside: Json, **change: Any) -> JsonObject:
    made = credential(
        world.issuer,
        id="urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2dff",
        type=["VerifiableCredential", "ClrCredential"],
        name="Transcript",
        awardedDate=None,
        credentialSubject={
            "id": "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5b",
            "type": ["ClrSubject"],
            "verifiableCredential": [*inside],
        },
    )
    made["@context"] = [CONTEXTS[0], CLR, CONTEXTS[1]]
    return sign(changed(made, **change), world.issuer.key())


def badge(world: World, **change: Json) -> JsonObject:
    return sign(credential(world.issuer, **change), world.issuer.key())


def test_every_credential_inside_is_judged_by_itself(world: World) -> None:
    other = world.add("did:web:rivers.example", "Rivers")
    inside = [
        badge(world),
        sign(credential(other, id="urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d01"), other.key()),
        badge(world, id="urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d02", validUntil="2026-10-01T00:00:00Z"),
        {**badge(world, id="urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d03"), "name": "Another"},
    ]
    report = world.verify(transcript(world, *inside))
    assert (report.kind, report.verdict) == ("transcript", Verdict.VALID), report.checks
    assert [part.report.verdict.value for part in report.parts] == ["valid", "valid", "expired", "invalid"]
    assert [warning.code for warning in report.warnings] == ["PART_NOT_VALID"]
    assert "credential 3 and credential 4" in report.warnings[0].sentence


def test_a_transcript_that_was_changed_is_invalid_and_opens_nothing(world: World) -> None:
    made = {**transcript(world, badge(world)), "name": "Another"}
    report = world.verify(made)
    assert (report.verdict, report.parts) == (Verdict.INVALID, ())


def test_a_credential_put_into_a_transcript_breaks_it(world: World) -> None:
    made = transcript(world, badge(world))
    subject = made["credentialSubject"]
    assert isinstance(subject, dict)
    more = changed(subject, verifiableCredential=[badge(world), badge(world)])
    assert world.verify({**made, "credentialSubject": more}).verdict is Verdict.INVALID


@pytest.mark.parametrize("inside", [[], [7], [{}], "x", None])
def test_a_transcript_of_nothing_cannot_be_read(world: World, inside: Any) -> None:
    made = transcript(world, badge(world))
    subject = made["credentialSubject"]
    assert isinstance(subject, dict)
    report = world.verify({**made, "credentialSubject": {**subject, "verifiableCredential": inside}})
    assert report.verdict is Verdict.MALFORMED


def test_the_keys_of_one_issuer_are_fetched_once(world: World) -> None:
    inside = [badge(world, id=f"urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d{n:02}") for n in range(12)]
    report = world.verify(transcript(world, *inside))
    assert len(report.parts) == 12
    assert len(world.asked) == 1
