"""A transcript holds what is in force, verifies here and by the official schema, and has a status of its own."""

import json
from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

import jsonschema_rs
import pytest

from issuer.badges.model import StatusSlot
from issuer.badges.transcript import Transcript, build_transcript
from issuer.documents import strict_json
from issuer.errors import ConflictError, ConformanceError, InputError, NotAuthorizedError, NotFoundError
from issuer.services import revocation, securing, sweep, verification
from issuer.services.auditing import fsck
from issuer.services.handed_out import shelves
from issuer.services.handed_out.shelves import Asked
from issuer.services.principal import OPERATOR, Principal
from issuer.services.transcripts import issue as transcripts
from issuer.services.transcripts import keeping, parts
from issuer.services.transcripts.issue import IssuedTranscript, IssueTranscript
from issuer.services.transcripts.keeping import TRANSCRIPTS
from issuer.store import Category, VersionState
from tests.badges import samples
from tests.places import shared
from tests.services.worlds import START, World


def transcript(world: World, *chosen: str) -> IssuedTranscript:
    return transcripts.issue(
        world.toolkit, OPERATOR, IssueTranscript(profile="scsc", person="t01", chosen=chosen)
    )


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
        transcripts.issue(world.toolkit, stranger, IssueTranscript(profile="scsc", person="t01"))


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
            status_slot=StatusSlot("https://x/s/1", 7),
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


def ask(world: World, **change: Any) -> IssuedTranscript:
    values: dict[str, Any] = {"profile": "scsc", "person": "t01", "external_id": "request-1"}
    return transcripts.issue(world.toolkit, OPERATOR, IssueTranscript(**(values | change)))


def test_asking_again_gives_the_same_bytes_and_another_request_is_refused(world: World) -> None:
    world.issue()
    first, again = ask(world), ask(world)
    assert (first.is_new, again.is_new, again.body) == (True, False, first.body)
    assert again.credentials == first.credentials
    for change in ({"chosen": first.credentials}, {"person": "t02"}):
        with pytest.raises(ConflictError):
            ask(world, **change)
    with pytest.raises(InputError):
        ask(world, external_id="a b")
    assert ask(world, external_id="request-2").credential_id != first.credential_id
    world.require_whole()


def test_more_than_a_verifier_reads_is_refused_before_anything_is_released(world: World) -> None:
    names = [world.issue().credential.id for _ in range(parts.MOST)]
    with pytest.raises(ConformanceError, match="choose some of the badges"):
        transcript(world)
    assert len(transcript(world, *names[:12]).credentials) == 12
    world.issue()
    with pytest.raises(ConformanceError, match="up to 25 badges"):
        transcript(world)
    assert len(shelves.page(world.toolkit, OPERATOR, TRANSCRIPTS, Asked()).items) == 1
    world.require_whole()


def test_a_withdrawn_one_says_so_and_what_is_inside_stays(world: World) -> None:
    world.issue()
    made = transcript(world)
    for _again in range(2):
        ended = keeping.withdraw(
            world.toolkit, OPERATOR, made.credential_id, Category.ISSUED_IN_ERROR, "sent to another"
        )
    assert ended.row.ended_category is Category.ISSUED_IN_ERROR
    world.clock.forward(minutes=5)
    report = verification.check(world.toolkit, made.body)
    assert (report.verdict, report.parts[0].report.verdict) == ("revoked", "valid")
    assert world.events(made.credential_id) == ["transcript.issued", "transcript.withdrawn"]
    with pytest.raises(ConflictError):
        keeping.withdraw(world.toolkit, OPERATOR, made.credential_id, Category.FRAUD)
    with pytest.raises(InputError):
        keeping.withdraw(world.toolkit, OPERATOR, made.credential_id, Category.SUSPENDED_PENDING_REVIEW)
    assert fsck.examine(world.toolkit, verify=True).findings == ()
    world.require_whole()


def test_it_is_kept_byte_for_byte_for_its_issuer_alone(world: World) -> None:
    world.issue()
    made = []
    for _ in range(3):
        world.clock.forward(minutes=1)
        made.append(transcript(world))
    kept = shelves.get(world.toolkit, OPERATOR, TRANSCRIPTS, made[0].credential_id)
    assert (kept.row.body, kept.person, kept.credentials) == (made[0].body, "t01", made[0].credentials)
    first = shelves.page(world.toolkit, OPERATOR, TRANSCRIPTS, Asked(profile="scsc", limit=2))
    rest = shelves.page(world.toolkit, OPERATOR, TRANSCRIPTS, Asked(person="t01", after=first.after or ""))
    assert [item.row.id for item in first.items + rest.items] == [item.credential_id for item in made[::-1]]
    assert shelves.page(world.toolkit, OPERATOR, TRANSCRIPTS, Asked(person="t02")).items == ()
    stranger = Principal("key", frozenset({"nesc"}))
    with pytest.raises(NotFoundError):
        shelves.get(world.toolkit, stranger, TRANSCRIPTS, made[0].credential_id)
    with pytest.raises(NotFoundError):
        keeping.withdraw(world.toolkit, stranger, made[0].credential_id, Category.FRAUD)
    with pytest.raises(InputError):
        shelves.page(world.toolkit, stranger, TRANSCRIPTS, Asked(profile="nesc", after=made[0].credential_id))


def test_a_crash_between_the_commits_is_finished_by_asking_again_or_swept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.issue()

    def die(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("the process died")

    for name in ("request-1", "request-2"):
        with monkeypatch.context() as patched:
            patched.setattr(securing, "secure", die)
            with pytest.raises(RuntimeError):
                ask(world, external_id=name)
    made = ask(world)
    assert made.is_new
    assert verification.check(world.toolkit, made.body).verdict == "valid"
    world.clock.forward(minutes=5)
    assert len(sweep.sweep(world.toolkit).transcripts) == 1
    assert ask(world, external_id="request-2").is_new
    world.require_whole()


def test_many_who_ask_at_once_get_one(world: World) -> None:
    world.issue()
    barrier, made = Barrier(6), []

    def run() -> None:
        barrier.wait()
        made.append(ask(world))

    threads = [Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({item.body for item in made}) == 1
    assert (len(made), sum(item.is_new for item in made)) == (6, 1)
    world.require_whole()


def test_an_endorsement_and_a_transcript_never_share_a_slot(world: World) -> None:
    world.issue()
    made = transcript(world)
    row = made.row
    with world.toolkit.database.reader() as reader:
        listed = reader.status_lists.get(row.status_list_id)
        assert reader.status_lists.free_of(listed, [row.status_index, 5, 5]) == (5,)
    with pytest.raises(ConflictError), world.toolkit.database.unit() as unit:
        unit.transcripts.prepare(
            replace(
                row,
                id="urn:uuid:x",
                external_id="x",
                state=VersionState.PREPARED,
                body=None,
                sha256=None,
                issued_at=None,
                key_id=None,
            )
        )


@pytest.mark.foreign
def test_the_official_schema_takes_it(world: World) -> None:
    world.issue()
    schema = json.loads(
        shared("schemas", "clr-2026-06/clr_v2p0_clrcredential_schema.json").read_text("utf-8")
    )
    validator = jsonschema_rs.Draft201909Validator(schema, validate_formats=True)
    document = strict_json.parse_object(transcript(world).body)
    assert [error.message for error in validator.iter_errors(document)] == []
