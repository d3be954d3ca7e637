"""Invitations, endorsements from elsewhere, what credentials carry, and "in force then" and "in force today"."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from issuer import bootstrap, store
from issuer.documents import strict_json
from issuer.errors import ConflictError, InputError, NotAuthorizedError, NotFoundError, VerificationError
from issuer.fetch import OfflineFetch
from issuer.services import endorsements, keys, profiles, publication, revocation, verification
from issuer.services.endorsements import Subject, reading
from issuer.services.endorsers import invitations, uploads
from issuer.services.issuing import bulk
from issuer.services.issuing.issuance import IssueCredential
from issuer.services.local import LocalFetch
from issuer.services.principal import OPERATOR, Principal
from issuer.services.profiles import CreateProfile
from issuer.services.randomness import SystemRandomness
from issuer.store import Category, KeyPurpose, SubjectType, UploadRecord
from issuer.workers import InProcess
from tests.badges import samples
from tests.services.endorsements.asking import ACHIEVEMENT, issue
from tests.services.worlds import START, World, keyring_in, settings_in
from tests.store.fresh import fresh_url

ABOUT = Subject(ACHIEVEMENT, SubjectType.ACHIEVEMENT)
UNIVERSITY = "https://university.example"
STRANGER = Principal(id="other", profiles=frozenset({"nesc"}))


def endorse(world: World, **change: Any) -> str:
    values = {"profile": "nesc", "subject": ABOUT, "statement": None, "carried": True}
    return issue(world, **values | change).credential_id


def inside(body: bytes | None) -> list[Any]:
    document: Any = strict_json.parse_object(body or b"")
    return list(document["credentialSubject"]["achievement"].get("endorsement", []))


def test_a_later_credential_carries_the_endorsement_and_tells_both_moments(world: World) -> None:
    before = world.issue()
    name = endorse(world)
    world.clock.forward(days=1)
    awarded = world.issue()
    assert inside(before.version.body) == []
    assert [item["id"] for item in inside(awarded.version.body)] == [name]
    world.clock.forward(days=30)
    endorsements.withdraw(world.toolkit, OPERATOR, name, Category.HOLDER_REQUEST)
    report = verification.check(world.toolkit, awarded.version.body or b"")
    (found,) = report.endorsements
    assert (report.verdict, found.in_force_then, found.shown) == ("valid", True, False)
    (said,) = reading.about(world.toolkit, [ACHIEVEMENT])
    now = world.clock()
    assert said.in_force(awarded.credential.awarded_at, now=now) is True
    assert said.in_force(now, now=now) is False
    assert inside(world.issue().version.body) == []
    again = revocation.reissue(world.toolkit, OPERATOR, awarded.credential.id)
    assert inside(again.version.body) == []


def test_an_endorsement_of_another_version_or_one_that_is_not_carried_stays_outside(world: World) -> None:
    endorse(world, subject=Subject(ACHIEVEMENT, SubjectType.ACHIEVEMENT, "9.0"), external_id="other")
    endorse(world, carried=False, external_id="district")
    endorse(world, valid_from=START + timedelta(days=9), external_id="later")
    right = endorse(world, subject=Subject(ACHIEVEMENT, SubjectType.ACHIEVEMENT, "1.0"), external_id="this")
    assert [item["id"] for item in inside(world.issue().version.body)] == [right]
    with pytest.raises(InputError, match="carried"):
        issue(world, carried=True)


def test_a_file_of_awards_carries_them_too(world: World) -> None:
    name = endorse(world)
    command = IssueCredential(
        profile="scsc", external_id="row-1", attestation=samples.attested(externalId="sub-row-1")
    )
    bulk.issue_chunk(world.toolkit, OPERATOR, [command], settle=lambda _unit, _outcomes: None)
    again = world.issue(external_id="row-1", attestation=command.attestation)
    assert not again.is_new
    assert [item["id"] for item in inside(again.version.body)] == [name]


@pytest.fixture
def university(tmp_path: Path, world: World) -> Iterator[World]:
    """Return another installation, with a key of its own; `world` reads its addresses from now on."""
    home = tmp_path / "university"
    home.mkdir()
    url = fresh_url(home)
    toolkit = bootstrap.build(
        replace(settings_in(home), database_url=url, base_url=UNIVERSITY),
        clock=world.clock,
        randomness=SystemRandomness(),
        keyring=keyring_in(home),
        elsewhere=OfflineFetch(),
        workers=InProcess(),
        database=store.open_database(url),
    )
    profiles.create(
        toolkit, OPERATOR, CreateProfile(slug="pmu", name="Prairie Meridian University (fictional)")
    )
    keys.new(toolkit, OPERATOR, "pmu", KeyPurpose.DATA_INTEGRITY)
    publish = partial(publication.document_at, world.toolkit)
    near = LocalFetch(base_url=world.toolkit.base_url, publish=publish, elsewhere=toolkit.fetch)
    world.toolkit = replace(world.toolkit, fetch=near)
    yield World(toolkit, world.clock, home)
    toolkit.database.close()


def signed_there(university: World, **change: Any) -> endorsements.IssuedEndorsement:
    values = {"profile": "pmu", "subject": ABOUT, "statement": None}
    return issue(university, **values | change)


def take(world: World, body: bytes, **change: Any) -> UploadRecord:
    return uploads.take(world.toolkit, OPERATOR, body, **change)


def test_an_endorsement_signed_elsewhere_is_verified_and_taken(world: World, university: World) -> None:
    signed = signed_there(university)
    row = take(world, signed.body, carried=True)
    assert (row.verdict, row.issuer) == ("valid", "did:web:university.example:p:pmu")
    assert take(world, signed.body, carried=True) == row
    (said,) = reading.about(world.toolkit, [ACHIEVEMENT])
    assert (said.endorser, said.comment) == (
        "Prairie Meridian University (fictional)",
        "Approved for license renewal, approval **2026-0117**.",
    )
    found = publication.document_at(world.toolkit, said.path)
    assert found.body == signed.body
    assert [item["id"] for item in inside(world.issue().version.body)] == [signed.credential_id]


def test_what_its_endorser_withdrew_is_found_by_checking_again(world: World, university: World) -> None:
    signed = signed_there(university)
    take(world, signed.body)
    assert uploads.recheck(world.toolkit, OPERATOR) == ()
    world.clock.forward(days=2)
    endorsements.withdraw(university.toolkit, OPERATOR, signed.credential_id, Category.HOLDER_REQUEST)
    (changed,) = uploads.recheck(world.toolkit, OPERATOR)
    assert (changed.verdict, changed.checked_at) == ("revoked", world.clock())
    (said,) = reading.about(world.toolkit, [ACHIEVEMENT])
    assert said.in_force(world.clock(), now=world.clock()) is False
    assert said.in_force(START + timedelta(hours=1), now=world.clock()) is None
    uploads.remove(world.toolkit, OPERATOR, changed.id)
    assert reading.about(world.toolkit, [ACHIEVEMENT]) == ()


def test_what_does_not_verify_or_is_about_something_else_is_not_taken(
    world: World, university: World
) -> None:
    signed = signed_there(university)
    with pytest.raises(VerificationError, match="not taken"):
        take(world, signed.body.replace(b"2026-0117", b"2026-0118"))
    elsewhere = Subject("https://elsewhere.example/a/x", SubjectType.ACHIEVEMENT)
    with pytest.raises(InputError, match="Nothing of this installation"):
        take(world, signed_there(university, subject=elsewhere, external_id="other").body)
    with pytest.raises(InputError, match="no endorsement"):
        take(world, world.issue().version.body or b"")
    with pytest.raises(ConflictError, match="issued here"):
        take(world, issue(world).body)
    with pytest.raises(NotAuthorizedError):
        uploads.take(world.toolkit, STRANGER, signed.body)
    assert reading.all_of(world.toolkit, "nesc") == ()


def test_an_invitation_lets_its_endorser_in_once(world: World, university: World) -> None:
    asked = invitations.invite(world.toolkit, OPERATOR, "sel-01", endorser="Prairie Meridian University")
    signed, other = signed_there(university), signed_there(university, external_id="again")
    row = uploads.take(world.toolkit, uploads.INVITED, signed.body, invitation=asked.token)
    with world.toolkit.database.reader() as reader:
        kept = reader.endorsement_uploads.get_invitation(asked.record.id)
    assert (kept.answer_id, kept.answered_at) == (row.id, START)
    assert asked.token not in repr(asked)
    with pytest.raises(NotAuthorizedError, match="not open"):
        uploads.take(world.toolkit, uploads.INVITED, other.body, invitation=asked.token)


def test_an_invitation_is_for_one_thing_and_ends(world: World, university: World) -> None:
    signed = signed_there(university)
    about_issuer = invitations.invite(world.toolkit, OPERATOR, "profile:nesc", endorser="Board")
    with pytest.raises(NotAuthorizedError, match="something else"):
        uploads.take(world.toolkit, uploads.INVITED, signed.body, invitation=about_issuer.token)
    closed = invitations.invite(world.toolkit, OPERATOR, "SEL-01", endorser="University", version="1.0")
    for _ in range(2):
        invitations.close(world.toolkit, OPERATOR, closed.record.id)
    late = invitations.invite(
        world.toolkit, OPERATOR, ACHIEVEMENT, endorser="University", expires_at=START + timedelta(days=1)
    )
    world.clock.forward(days=1)
    for token in (closed.token, late.token, "nothing"):
        with pytest.raises(NotAuthorizedError, match="not open"):
            uploads.take(world.toolkit, uploads.INVITED, signed.body, invitation=token)


def test_who_owns_a_thing_invites_and_nobody_else(world: World) -> None:
    with pytest.raises(NotAuthorizedError):
        invitations.invite(world.toolkit, STRANGER, "sel-01", endorser="University")
    with pytest.raises(NotFoundError):
        invitations.invite(world.toolkit, OPERATOR, "none-01", endorser="University")
    for endorser, end in (
        ("a@b.example", None),
        ("University", START),
        ("University", START + timedelta(days=400)),
    ):
        with pytest.raises(InputError):
            invitations.invite(world.toolkit, OPERATOR, "sel-01", endorser=endorser, expires_at=end)
