"""Issuing one endorsement: what it says, who may, and that asking again gives the same one."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from issuer.badges.digests import digest_multibase
from issuer.badges.statements import KINDS, find_kind
from issuer.documents import jcs, schemas, strict_json
from issuer.errors import (
    ConflictError,
    ConformanceError,
    InputError,
    KeyUnavailableError,
    NotAuthorizedError,
    NotFoundError,
    SigningError,
)
from issuer.services import endorsements, publication, securing, sweep, verification
from issuer.services.endorsements import Related, Statement, Subject, statements
from issuer.services.principal import OPERATOR, Principal
from issuer.services.verification import Options
from issuer.store import Audience, Carries, Category, SubjectType, VersionState
from tests.services.endorsements.asking import ACHIEVEMENT, APPROVAL, issue, request
from tests.services.worlds import START, World


def document(body: bytes) -> dict[str, Any]:
    return strict_json.parse_object(body)


def test_an_endorsement_says_what_was_asked_and_binds_its_statement(world: World) -> None:
    issued = issue(world)
    said = document(issued.body)
    assert issued.is_new
    assert said["id"] == issued.credential_id
    assert said["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert said["issuer"]["id"] == "did:web:badges.demo.example:p:scsc"
    assert said["credentialSubject"]["id"] == "did:web:badges.demo.example:p:nesc"
    assert said["validFrom"] == said["proof"][0]["created"] == "2026-03-16T12:00:00Z"
    (bound,) = said["relatedResource"]
    path = bound["id"].removeprefix(world.toolkit.base_url)
    lying = publication.document_at(world.toolkit, path)
    assert (bound["mediaType"], lying.media_type) == ("application/json", "application/json")
    assert bound["digestMultibase"] == digest_multibase(lying.body)
    facts = document(lying.body)
    assert lying.body == jcs.canonicalize(facts)
    assert {name: facts[name] for name in APPROVAL} == APPROVAL
    schema = publication.document_at(world.toolkit, facts["schema"].removeprefix(world.toolkit.base_url))
    assert document(schema.body)["title"] == "Approval of an issuer by an authority, version 1"


def test_it_is_recorded_as_a_credential_is(world: World) -> None:
    issued = issue(world)
    row = issued.record
    assert row.sha256 == hashlib.sha256(issued.body).hexdigest()
    with world.toolkit.database.reader() as reader:
        (leaf,) = reader.leaves.of_endorsement(row.id)
        (event,) = reader.events.of_object(row.id)
        carrier = reader.status_lists.get(row.status_list_id)
        counts = reader.fsck.counts()
    assert (event.action, leaf.kind, carrier.carries) == (
        "endorsement.issued",
        "endorse",
        Carries.ENDORSEMENTS,
    )
    assert document(leaf.entry)["document"] == f"sha256:{row.sha256}"
    assert (counts.endorsed, counts.endorse_leaves, counts.issued, counts.slots) == (1, 1, 0, 1)
    world.require_whole()


def test_credentials_and_endorsements_use_lists_of_their_own(world: World) -> None:
    issued, awarded, again = issue(world), world.issue(), issue(world, external_id="approval-2")
    assert issued.record.status_list_id == again.record.status_list_id != awarded.version.status_list_id
    with world.toolkit.database.reader() as reader:
        lists = reader.status_lists.all()
    assert [(found.slug, found.carries.value) for found in lists] == [
        ("scsc-1", "endorsements"),
        ("scsc-2", "credentials"),
    ]
    world.require_whole()


def test_the_verifier_shows_the_statement_of_a_valid_endorsement(world: World) -> None:
    report = verification.check(world.toolkit, issue(world).body)
    (shown,) = report.statements
    assert (report.verdict, report.kind, shown.binding, shown.source) == (
        "valid",
        "endorsement",
        "shown",
        "address",
    )
    assert shown.statement is not None
    assert shown.statement["number"] == "2026-0117"
    check = report.check("statement")
    assert check is not None
    assert check.outcome == "passed"


def test_asking_again_gives_the_same_endorsement(world: World) -> None:
    first = issue(world)
    world.clock.forward(days=3)
    again = issue(world)
    assert (again.record, again.is_new) == (first.record, False)
    assert world.events(first.credential_id) == ["endorsement.issued"]


@pytest.mark.parametrize(
    "change",
    [
        {"comment": "Approved."},
        {"name": "Another title"},
        {"subject": Subject(ACHIEVEMENT, SubjectType.ACHIEVEMENT)},
        {"statement": None},
        {"valid_until": START + timedelta(days=9)},
        {"related": (Related("urn:uuid:x", digest_multibase(b"x")),)},
    ],
)
def test_another_request_under_the_same_id_is_refused(world: World, change: dict[str, Any]) -> None:
    issue(world)
    with pytest.raises(ConflictError, match="Another endorsement"):
        issue(world, **change)


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"external_id": " "}, InputError, "external id"),
    ({"name": ""}, InputError, "name"),
    ({"comment": " "}, InputError, "comment"),
    ({"profile": "none"}, NotFoundError, "none"),
    ({"profile": "rcouncil"}, KeyUnavailableError, "key"),
    ({"valid_from": START, "valid_until": START}, ConformanceError, "ends after"),
    ({"statement": Statement("nothing", {})}, InputError, "no statement"),
    ({"statement": Statement("issuer-approval", dict(APPROVAL), "9")}, InputError, "no statement"),
    ({"statement": Statement("issuer-approval", {"type": "x"})}, InputError, "added here"),
    ({"statement": Statement("issuer-approval", {"number": "1"})}, ConformanceError, "authority"),
    (
        {"statement": Statement("issuer-approval", {**APPROVAL, "number": "a@b.example"})},
        ConformanceError,
        "mail address",
    ),
    ({"comment": "Ask marigold@district.example"}, ConformanceError, "mail address"),
    ({"subject": Subject("not an id", SubjectType.PROFILE)}, ConformanceError, "absolute address"),
    ({"subject": Subject("did:example:1", SubjectType.PROFILE, "1.0")}, InputError, "versions"),
    (
        {"subject": Subject("urn:uuid:1", SubjectType.CREDENTIAL), "audience": Audience.PUBLIC},
        InputError,
        "not published",
    ),
]


@pytest.mark.parametrize(("change", "error", "words"), WRONG)
def test_a_wrong_request_leaves_nothing_behind(
    world: World, change: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        issue(world, **change)
    with world.toolkit.database.reader() as reader:
        assert reader.fsck.counts().slots == 0
    assert issue(world).is_new


def test_only_who_may_speak_for_the_endorser_endorses(world: World) -> None:
    other = Principal(id="other", profiles=frozenset({"nesc"}))
    with pytest.raises(NotAuthorizedError):
        endorsements.issue(world.toolkit, other, request())
    issued = issue(world)
    with pytest.raises(NotAuthorizedError):
        endorsements.withdraw(world.toolkit, other, issued.credential_id, Category.HOLDER_REQUEST)


@pytest.mark.parametrize(
    ("shift", "verdict"), [((1, 9), "not_yet_valid"), ((-9, -1), "expired"), ((-9, 9), "valid")]
)
def test_an_agreement_may_begin_before_or_after_its_signature(
    world: World, shift: tuple[int, int], verdict: str
) -> None:
    first, last = (START + timedelta(days=days) for days in shift)
    issued = issue(world, valid_from=first, valid_until=last)
    report = verification.check(world.toolkit, issued.body)
    assert (report.verdict, report.statements[0].binding) == (verdict, "shown")


def test_what_is_about_one_person_is_for_the_holder(world: World) -> None:
    awarded = world.issue().credential.id
    personal = issue(world, subject=Subject(awarded, SubjectType.CREDENTIAL))
    public = issue(world, external_id="approval-2")
    assert (personal.record.audience, public.record.audience) == (Audience.HOLDER, Audience.PUBLIC)
    found = publication.document_at(world.toolkit, f"/e/{public.credential_id.removeprefix('urn:uuid:')}")
    assert found.body == public.body
    with pytest.raises(NotFoundError):
        publication.document_at(world.toolkit, f"/e/{personal.credential_id.removeprefix('urn:uuid:')}")
    statements.erase(world.toolkit, OPERATOR, personal.credential_id)
    report = verification.check(world.toolkit, personal.body)
    assert (report.verdict, report.statements[0].binding) == ("valid", "could_not_check")
    assert [warning.code for warning in report.warnings] == ["STATEMENT_NOT_AVAILABLE"]
    with pytest.raises(ConflictError, match="public"):
        statements.erase(world.toolkit, OPERATOR, public.credential_id)
    world.require_whole()


def test_withdrawing_sets_the_bit_once_and_says_since_when(world: World) -> None:
    issued = issue(world)
    world.clock.forward(days=1)
    for _ in range(2):
        ended = endorsements.withdraw(
            world.toolkit, OPERATOR, issued.credential_id, Category.SUPERSEDED, "new text"
        )
    assert (ended.ended_category, ended.ended_at) == (Category.SUPERSEDED, START + timedelta(days=1))
    assert world.events(issued.credential_id) == ["endorsement.issued", "endorsement.withdrawn"]
    report = verification.check(world.toolkit, issued.body, options=Options(at=START + timedelta(hours=1)))
    assert report.verdict == "revoked"
    on_day = report.check("on_date")
    assert on_day is not None
    assert "in force" in on_day.sentence
    with pytest.raises(ConflictError, match="withdrawn already"):
        endorsements.withdraw(world.toolkit, OPERATOR, issued.credential_id, Category.FRAUD)
    with pytest.raises(InputError, match="not a category"):
        endorsements.withdraw(
            world.toolkit, OPERATOR, issued.credential_id, Category.SUSPENDED_PENDING_REVIEW
        )
    world.require_whole()


def test_a_crash_after_commit_1_is_finished_by_asking_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(securing, "secure", _crash)
        with pytest.raises(RuntimeError):
            issue(world)
    with world.toolkit.database.reader() as reader:
        (left,) = reader.endorsements.stale(before=START + timedelta(seconds=1))
        bound = reader.endorsements.statement_of(left.id)
        assert bound is not None
        assert reader.endorsements.find_statement(bound.token) is None
    world.clock.forward(seconds=30)
    issued = issue(world)
    assert (issued.credential_id, issued.is_new) == (left.id, True)
    assert document(issued.body)["proof"][0]["created"] == "2026-03-16T12:00:00Z"
    world.require_whole()


def test_a_sweep_gives_up_what_was_left_behind_and_asking_again_begins_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(securing, "secure", _crash)
        with pytest.raises(RuntimeError):
            issue(world)
    world.clock.forward(seconds=61)
    (given_up,) = sweep.sweep(world.toolkit).endorsements
    issued = issue(world)
    assert issued.credential_id != given_up
    assert world.events(given_up) == ["endorsement.abandoned"]
    with pytest.raises(NotFoundError):
        endorsements.withdraw(world.toolkit, OPERATOR, given_up, Category.HOLDER_REQUEST)
    world.require_whole()


def test_what_does_not_bind_its_statement_is_not_released(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(statements, "bound_to", lambda _toolkit, _row: (b'{"type":"issuer-approval"}',))
        with pytest.raises(SigningError, match="bind its statement"):
            issue(world)
    with world.toolkit.database.reader() as reader:
        assert reader.endorsements.of_profile() == ()
    issued = issue(world)
    assert issued.record.state is VersionState.ISSUED


def _crash(*_given: object, **_named: object) -> None:
    raise RuntimeError("the process died")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_of_statement_has_a_closed_schema_with_an_example(kind: Any) -> None:
    body = schemas.published_bytes(kind.name)
    assert body is not None
    schema = document(body)
    members = schema["properties"]
    assert (members["type"]["const"], members["version"]["const"]) == (kind.kind, kind.version)
    assert schema["additionalProperties"] is False
    assert {"type", "version", "schema"} <= set(schema["required"])
    assert schema["$id"] == f"urn:mintmark:schema:{kind.schema}"
    for example in schema["examples"]:
        assert schemas.find_violations(example, kind.schema) == []
        assert find_kind(example["type"], example["version"]) == kind
