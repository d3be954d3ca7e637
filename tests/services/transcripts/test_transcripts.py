"""A transcript holds what is in force, verifies here and by the official schema, and is kept nowhere."""

import json
from typing import Any

import jsonschema_rs
import pytest

from issuer.badges.transcript import Transcript, build_transcript
from issuer.documents import strict_json
from issuer.errors import ConflictError, NotAuthorizedError, NotFoundError
from issuer.services import revocation, securing, verification
from issuer.services.principal import OPERATOR, Principal
from issuer.services.transcripts import issue as transcripts
from issuer.services.transcripts.issue import IssuedTranscript
from issuer.store import Category
from tests.badges import samples
from tests.places import shared
from tests.services.worlds import START, World


def transcript(world: World, *chosen: str) -> IssuedTranscript:
    return transcripts.issue(world.toolkit, OPERATOR, profile="scsc", person="t01", chosen=chosen)


def test_everything_in_force_is_inside_and_verifies(world: World) -> None:
    kept, ended = world.issue().credential.id, world.issue().credential.id
    world.clock.forward(minutes=1)
    revocation.revoke(world.toolkit, OPERATOR, ended, Category.HOLDER_REQUEST)
    made = transcript(world)
    assert made.credentials == (kept,)
    report = verification.check(world.toolkit, made.body)
    assert (report.verdict, report.kind) == ("valid", "transcript")
    assert [part.report.verdict for part in report.parts] == ["valid"]
    document: Any = strict_json.parse_object(made.body)
    assert document["partial"] is False
    assert document["validUntil"] == "2026-04-15T12:01:00Z"
    assert world.events(made.credential_id) == ["transcript.issued"]
    with world.toolkit.database.reader() as reader:
        assert reader.fsck.counts().issued == 2


def test_what_is_inside_changes_its_answer_when_it_is_withdrawn(world: World) -> None:
    name = world.issue().credential.id
    made = transcript(world)
    revocation.revoke(world.toolkit, OPERATOR, name, Category.FRAUD)
    report = verification.check(world.toolkit, made.body)
    assert (report.verdict, report.parts[0].report.verdict) == ("valid", "revoked")
    assert "PART_NOT_VALID" in {warning.code for warning in report.warnings}


def test_what_falls_while_it_is_signed_is_not_released(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    name = world.issue().credential.id
    secure = securing.secure

    def late(*arguments: Any, **named: Any) -> securing.Secured:
        revocation.revoke(world.toolkit, OPERATOR, name, Category.FRAUD)
        return secure(*arguments, **named)

    monkeypatch.setattr(securing, "secure", late)
    with pytest.raises(ConflictError, match="revoked now, so nothing was released"):
        transcript(world)
    with world.toolkit.database.reader() as reader:
        assert "transcript.issued" not in {event.action for event in reader.events.page()}


def test_a_chosen_part_says_that_it_is_one(world: World) -> None:
    first, second = world.issue(), world.issue()
    made = transcript(world, first.credential.certificate_number)
    document: Any = strict_json.parse_object(made.body)
    assert (made.credentials, document["partial"]) == ((first.credential.id,), True)
    assert second.credential.id not in made.body.decode()


def test_nothing_of_another_person_or_issuer_is_handed_out(world: World) -> None:
    other = world.issue(attestation=samples.attested(externalId="sub-x", person="t02")).credential.id
    with pytest.raises(NotFoundError, match="holds nothing"):
        transcript(world)
    world.issue()
    with pytest.raises(NotFoundError, match="not this person's"):
        transcript(world, other)
    stranger = Principal(id="other", profiles=frozenset({"nesc"}))
    with pytest.raises(NotAuthorizedError):
        transcripts.issue(world.toolkit, stranger, profile="scsc", person="t01")


def test_what_consists_of_what_is_said_once() -> None:
    part: dict[str, Any] = {"id": "urn:uuid:p", "credentialSubject": {"achievement": {"id": "https://x/a/p"}}}
    whole: dict[str, Any] = {
        "id": "urn:uuid:w",
        "credentialSubject": {"achievement": {"id": "https://x/a/w"}},
        "relatedResource": [{"id": "urn:uuid:p"}, {"id": "urn:uuid:p"}, {"id": "https://x/rubric"}],
    }
    document: Any = build_transcript(
        Transcript(
            credential_id="urn:uuid:t",
            issuer=samples.profile(),
            subject_id="urn:uuid:s",
            credentials=[part, whole],
            valid_from=START,
            valid_until=START,
            is_partial=False,
        )
    )
    assert document["credentialSubject"]["association"] == [
        {
            "type": "Association",
            "associationType": "isParentOf",
            "sourceId": "https://x/a/w",
            "targetId": "https://x/a/p",
        }
    ]


@pytest.mark.foreign
def test_the_official_schema_takes_it(world: World) -> None:
    world.issue()
    schema = json.loads(
        shared("schemas", "clr-2026-06/clr_v2p0_clrcredential_schema.json").read_text("utf-8")
    )
    validator = jsonschema_rs.Draft201909Validator(schema, validate_formats=True)
    document = strict_json.parse_object(transcript(world).body)
    assert [error.message for error in validator.iter_errors(document)] == []
