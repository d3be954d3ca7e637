"""Issuing one credential: what it says, who may, and that asking again gives the same one."""

import hashlib
from datetime import timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection

from issuer.badges import certificate_number
from issuer.documents import contexts, strict_json
from issuer.errors import (
    ConflictError,
    ConformanceError,
    InputError,
    KeyUnavailableError,
    NotAuthorizedError,
    NotFoundError,
)
from issuer.services import attestations, catalog, credentials
from issuer.services.issuing import issuance, versions
from issuer.services.issuing.issuance import IssueCredential
from issuer.services.principal import OPERATOR, Principal
from issuer.store import Database, VersionState
from tests.badges import samples
from tests.services.worlds import START, World, imported


def document_of(body: bytes | None) -> dict[str, Any]:
    return strict_json.parse_object(body or b"")


def test_a_credential_says_what_was_awarded(world: World) -> None:
    issued = world.issue()
    document = document_of(issued.version.body)
    assert issued.is_new
    assert document["id"] == issued.credential.id
    assert document["issuer"]["id"] == "did:web:badges.demo.example:p:scsc"
    assert document["issuer"]["parentOrg"]["id"] == "did:web:badges.demo.example:p:msc"
    assert document["credentialSubject"]["source"]["id"] == "did:web:badges.demo.example:p:rcouncil"
    assert document["credentialSubject"]["achievement"]["creator"]["id"].endswith(":p:msc")
    assert document["awardedDate"] == document["validFrom"] == "2026-03-16T12:00:00Z"
    assert document["proof"][0]["created"] == "2026-03-16T12:00:00Z"
    assert certificate_number.valid(issued.credential.certificate_number)


def test_the_record_keeps_exact_bytes_with_what_they_were_read_with(world: World) -> None:
    version = world.issue().version
    assert version.state is VersionState.ISSUED
    assert version.sha256 == hashlib.sha256(version.body or b"").hexdigest()
    assert version.context_hashes == {url: contexts.pinned_hash(url) for url in contexts.EMITTED_ARRAY}


@pytest.mark.sqlite
def test_nothing_is_answered_before_everything_is_on_the_disk(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The intent need not be there alone: the commit of the bytes waits, and what was committed before lies before it."""
    waits = list[tuple[str, int]]()
    commit = Database._commit

    def noted(database: Database, connection: Connection, name: str) -> None:
        waits.append((name, connection.exec_driver_sql("PRAGMA synchronous").scalar_one()))
        commit(database, connection, name)

    monkeypatch.setattr(Database, "_commit", noted)
    world.issue()
    normal, full = 1, 2
    assert [one for one in waits if one[0].startswith("issue.")] == [
        ("issue.prepare", normal),
        ("issue.finish", full),
    ]
    assert {told for name, told in waits if name != "issue.prepare"} == {full}


def test_an_issue_writes_one_event_and_one_leaf(world: World) -> None:
    issued = world.issue()
    name = (issued.credential.id, issued.version.number)
    with world.toolkit.database.reader() as reader:
        (event,) = reader.events.of_object(issued.credential.id)
        (leaf,) = reader.leaves.of_version(*name)
    assert (event.action, event.actor, event.role) == ("credential.issued", "operator", "operator")
    assert event.after_digest == f"sha256:{issued.version.sha256}"
    assert leaf.kind == "issue"
    entry = strict_json.parse_object(leaf.entry)
    assert entry["document"] == f"sha256:{issued.version.sha256}"
    assert entry["event"] == "sha256:" + hashlib.sha256(event.body).hexdigest()
    assert issued.credential.id.encode() not in leaf.entry


def test_no_name_and_no_reference_is_in_what_is_signed_or_logged(world: World) -> None:
    issued = world.issue()
    with world.toolkit.database.reader() as reader:
        bodies = [event.body for event in reader.events.of_object(issued.credential.id)]
        bodies += [leaf.entry for leaf in reader.leaves.of_version(issued.credential.id, 1)]
    for body in (*bodies, issued.version.body or b""):
        assert b"Quillfeather" not in body
        assert b'"t01"' not in body


def test_one_person_has_one_subject_per_issuer(world: World) -> None:
    subject = [
        document_of(world.issue(**change).version.body)["credentialSubject"]["id"]
        for change in ({}, {}, {"profile": "nesc"})
    ]
    assert subject[0] == subject[1] != subject[2]


def test_asking_again_gives_the_same_credential(world: World) -> None:
    first = world.issue()
    again = world.again(first)
    assert (again.version, again.is_new) == (first.version, False)
    assert world.events(first.credential.id) == ["credential.issued"]


def test_the_same_award_under_another_id_gives_the_same_credential(world: World) -> None:
    first = world.issue()
    again = world.issue(external_id="another", attestation=first.credential.attestation_id)
    assert (again.version, again.is_new) == (first.version, False)


@pytest.mark.parametrize(
    "change",
    [
        {"attestation": samples.attested(externalId="sub-other")},
        {"awarded_at": START - timedelta(days=1)},
        {"valid_until": START + timedelta(days=400)},
    ],
)
def test_another_request_under_the_same_id_is_refused(world: World, change: dict[str, Any]) -> None:
    first = world.issue()
    values = {"external_id": "lms-1", "attestation": first.credential.attestation_id}
    with pytest.raises(ConflictError, match="Another credential"):
        world.issue(**values | change)


def test_the_same_dates_again_are_the_same_request(world: World) -> None:
    dates = {"awarded_at": START - timedelta(hours=1), "valid_until": START + timedelta(days=9)}
    first = world.issue(**dates)
    world.clock.forward(days=2)
    again = world.issue(external_id="lms-1", attestation=first.credential.attestation_id, **dates)
    assert again.version == first.version


def test_a_record_with_gaps_supports_no_award(world: World) -> None:
    with pytest.raises(ConformanceError, match="no level") as refused:
        world.issue(attestation=samples.attested(levels={"SEL-01.A": "demonstrated"}))
    assert refused.value.pointer == "/levels/SEL-01.I"


def test_dates_of_an_award_are_in_order(world: World) -> None:
    for moment in (samples.DECIDED - timedelta(seconds=1), START + timedelta(seconds=1)):
        with pytest.raises(ConformanceError) as refused:
            world.issue(awarded_at=moment)
        assert refused.value.pointer == "/awardedAt"
    with pytest.raises(ConformanceError) as refused:
        world.issue(valid_until=START)
    assert refused.value.pointer == "/validUntil"


def test_an_achievement_that_ends_gives_credentials_that_end(world: World) -> None:
    record = samples.record(version="1.1", validity={"months": 6})
    catalog.publish_version(world.toolkit, OPERATOR, "msc", record)
    digest = samples.achievement(**record).rubric_digest()
    document = samples.attested(achievementVersion="1.1", rubricDigest=digest)
    issued = world.issue(attestation=document)
    assert document_of(issued.version.body)["validUntil"] == "2026-09-16T12:00:00Z"


def test_nothing_new_is_awarded_under_a_retired_version(world: World) -> None:
    first = world.issue()
    catalog.retire_version(world.toolkit, OPERATOR, "SEL-01", "1.0")
    with pytest.raises(ConflictError, match="retired"):
        world.issue()
    assert world.again(first).version == first.version


def test_only_the_issuer_may_issue(world: World) -> None:
    stranger = Principal(id="staff-7", profiles=frozenset({"nesc"}))
    own = Principal(id="staff-8", profiles=frozenset({"scsc"}))
    command = IssueCredential(profile="scsc", external_id="x", attestation=samples.attested())
    with pytest.raises(NotAuthorizedError):
        issuance.issue(world.toolkit, stranger, command)
    assert issuance.issue(world.toolkit, own, command).is_new


def test_an_attestation_of_another_issuer_is_not_found(world: World) -> None:
    other = attestations.import_record(world.toolkit, OPERATOR, "nesc", samples.attested()).id
    with pytest.raises(NotFoundError):
        world.issue(attestation=other)
    assert world.issue(attestation=imported(world, samples.attested())).is_new


@pytest.mark.parametrize("external_id", ["", " ", "a\nb", "x" * 201, "ends "])
def test_an_external_id_is_visible_text(world: World, external_id: str) -> None:
    with pytest.raises(InputError):
        world.issue(external_id=external_id)


def test_a_profile_without_a_key_issues_nothing(world: World) -> None:
    with pytest.raises(KeyUnavailableError, match="no active data-integrity key"):
        world.issue(profile="msc")
    with world.toolkit.database.reader() as reader:
        assert (reader.fsck.counts().credentials, reader.fsck.counts().slots) == (0, 0)


def test_a_refused_request_keeps_nothing(world: World) -> None:
    catalog.retire_version(world.toolkit, OPERATOR, "SEL-01", "1.0")
    with pytest.raises(ConflictError, match="retired"):
        world.issue()
    with world.toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug("scsc")
        assert reader.attestations.by_external_id(profile.id, "sub-0001") == ()
        person = reader.people.find_by_reference("t01")
        assert person is not None
        assert reader.people.find_subject(person.id, profile.id) is None


def test_what_issuing_tells_is_what_the_record_tells(world: World) -> None:
    zone = timezone(timedelta(hours=-5))
    issued = world.issue(awarded_at=START.astimezone(zone) - timedelta(hours=1))
    assert issued.held is not None
    assert issued.held == credentials.get(world.toolkit, OPERATOR, issued.credential.id)
    assert issued.credential.awarded_at.utcoffset() == timedelta(0)


def test_a_record_that_somebody_freezes_meanwhile_is_the_one_that_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, document, kept = versions.build, samples.attested(), list[str]()

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        if not kept:
            kept.append(imported(world, document))
        return honest(*args, **kwargs)

    monkeypatch.setattr(versions, "build", overtaken)
    issued = world.issue(attestation=document)
    assert [issued.credential.attestation_id] == kept
    world.require_whole()


def test_another_record_under_the_same_id_and_attempt_wins_no_race(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = versions.build

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        imported(world, samples.attested(person="t02"))
        return honest(*args, **kwargs)

    monkeypatch.setattr(versions, "build", overtaken)
    with pytest.raises(ConflictError, match="frozen already"):
        world.issue(attestation=samples.attested())
    with world.toolkit.database.reader() as reader:
        assert reader.fsck.counts().credentials == 0
