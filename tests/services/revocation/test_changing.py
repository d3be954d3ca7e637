"""Ending and replacing versions: bits that never go back, categories, versions of one id."""

from collections.abc import Callable
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.errors import ConflictError, InputError, NotAuthorizedError, NotFoundError
from issuer.services import revocation, status_lists
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR, Principal
from issuer.status import Bitstring
from issuer.store import Category, VersionRecord
from tests.services.worlds import World

REVOKING = sorted(set(Category) - {Category.SUPERSEDED, Category.SUSPENDED_PENDING_REVIEW})
SUPERSEDED, SUSPENDED = Category.SUPERSEDED, Category.SUSPENDED_PENDING_REVIEW


def bit(world: World, version: VersionRecord) -> bool:
    """Read the bit as the world does: from the published list."""
    document = strict_json.parse_object(version.body or b"")
    entry: Any = document["credentialStatus"]
    slug = entry["statusListCredential"].rpartition("/")[2]
    subject: Any = strict_json.parse_object(status_lists.signed_list(world.toolkit, slug))[
        "credentialSubject"
    ]
    return Bitstring.decode(subject["encodedList"]).get(int(entry["statusListIndex"]))


def category(world: World, version: VersionRecord) -> Category | None:
    with world.toolkit.database.reader() as reader:
        return reader.credentials.get_version(version.credential_id, version.number).ended_category


@pytest.fixture
def issued(world: World) -> IssuedCredential:
    found = world.issue()
    world.clock.forward(hours=1)
    return found


@pytest.mark.parametrize("why", REVOKING)
def test_a_revocation_sets_the_bit_for_ever(world: World, issued: IssuedCredential, why: Category) -> None:
    assert not bit(world, issued.version)
    ended = revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, why, "a private word")
    assert (ended.ended_category, ended.ended_at) == (why, world.clock())
    assert bit(world, issued.version)
    again = revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, why)
    assert again == ended
    assert world.events(issued.credential.id) == ["credential.issued", "credential.ended"]
    world.require_whole()


@pytest.mark.parametrize("why", [SUPERSEDED, SUSPENDED])
def test_a_revocation_needs_its_own_category(world: World, issued: IssuedCredential, why: Category) -> None:
    with pytest.raises(InputError, match="not a category for revoking"):
        revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, why)
    assert not bit(world, issued.version)


def test_a_reason_once_given_stays(world: World, issued: IssuedCredential) -> None:
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    with pytest.raises(ConflictError, match="ended already: fraud"):
        revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.HOLDER_REQUEST)
    for act in (revocation.suspend, revocation.resume, revocation.reissue):
        with pytest.raises(ConflictError):
            act(world.toolkit, OPERATOR, issued.credential.id)
    assert category(world, issued.version) is Category.FRAUD


def test_free_text_stays_out_of_event_and_leaf(world: World, issued: IssuedCredential) -> None:
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD, "Mx Private said so")
    with world.toolkit.database.reader() as reader:
        event = reader.events.of_object(issued.credential.id)[-1]
        leaves = reader.leaves.of_version(issued.credential.id, 1)
        assert reader.events.find_details(event.id) == "Mx Private said so"
    assert (event.category, event.action) == ("fraud", "credential.ended")
    assert [leaf.kind for leaf in leaves] == ["issue", "status"]
    assert all(b"Private" not in body for body in (event.body, *(leaf.entry for leaf in leaves)))


def test_a_suspension_is_public_and_ends_in_a_new_version(world: World, issued: IssuedCredential) -> None:
    suspended = revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    assert suspended.ended_category is SUSPENDED
    assert revocation.suspend(world.toolkit, OPERATOR, issued.credential.id) == suspended
    assert bit(world, issued.version)
    world.clock.forward(days=1)
    resumed = revocation.resume(world.toolkit, OPERATOR, issued.credential.id)
    assert (resumed.is_new, resumed.credential, resumed.version.number) == (True, issued.credential, 2)
    assert bit(world, issued.version)
    assert not bit(world, resumed.version)
    assert category(world, issued.version) is SUPERSEDED
    world.require_whole()


def test_a_suspension_may_end_in_a_revocation(world: World, issued: IssuedCredential) -> None:
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    ended = revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.ASSESSMENT_INVALID)
    assert ended.ended_category is Category.ASSESSMENT_INVALID
    with pytest.raises(ConflictError, match="not suspended"):
        revocation.resume(world.toolkit, OPERATOR, issued.credential.id)


def test_a_suspended_credential_is_resumed_and_not_re_issued(world: World, issued: IssuedCredential) -> None:
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    with pytest.raises(ConflictError, match="resume or revoke"):
        revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)


def test_a_new_version_has_the_same_id_and_award(world: World, issued: IssuedCredential) -> None:
    again = revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    old, new = (strict_json.parse_object(found.version.body or b"") for found in (issued, again))
    assert {name for name in new if new[name] != old[name]} == {"validFrom", "credentialStatus", "proof"}
    assert new["validFrom"] == "2026-03-16T13:00:00Z"
    assert (issued.version.status_list_id, issued.version.status_index) != (
        again.version.status_list_id,
        again.version.status_index,
    )
    assert category(world, issued.version) is SUPERSEDED
    assert not bit(world, again.version)
    world.require_whole()


def test_a_version_begins_after_the_one_it_replaces(world: World) -> None:
    first = world.issue()
    second = revocation.reissue(world.toolkit, OPERATOR, first.credential.id)
    third = revocation.reissue(world.toolkit, OPERATOR, first.credential.id)
    assert first.version.valid_from < second.version.valid_from < third.version.valid_from


@pytest.mark.parametrize("act", [revocation.reissue, revocation.resume])
def test_naming_the_old_version_makes_asking_again_safe(
    world: World, issued: IssuedCredential, act: Callable[..., IssuedCredential]
) -> None:
    if act is revocation.resume:
        revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    first = act(world.toolkit, OPERATOR, issued.credential.id, replaces=1)
    again = act(world.toolkit, OPERATOR, issued.credential.id, replaces=1)
    assert (again.version, again.is_new, first.is_new) == (first.version, False, True)
    with pytest.raises(ConflictError, match="Version 7 is not issued"):
        act(world.toolkit, OPERATOR, issued.credential.id, replaces=7)


def test_asking_for_the_award_again_gives_its_newest_version(world: World, issued: IssuedCredential) -> None:
    newest = revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    assert world.again(issued).version == newest.version


def test_what_a_compromised_key_signed_is_replaced(world: World, issued: IssuedCredential) -> None:
    with pytest.raises(InputError, match="not a category for re-issuing"):
        revocation.reissue(world.toolkit, OPERATOR, issued.credential.id, category=Category.FRAUD)
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.KEY_COMPROMISE)
    again = revocation.reissue(
        world.toolkit, OPERATOR, issued.credential.id, category=Category.KEY_COMPROMISE
    )
    assert category(world, issued.version) is Category.KEY_COMPROMISE
    assert again.version.ended_category is None
    world.require_whole()


def test_an_expired_credential_is_not_issued_again(world: World) -> None:
    issued = world.issue(valid_until=world.clock.now.replace(day=20))
    world.clock.forward(days=5)
    with pytest.raises(ConflictError, match="expired"):
        revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    assert category(world, issued.version) is None


def test_only_the_issuer_may_end_or_replace(world: World, issued: IssuedCredential) -> None:
    stranger = Principal(id="staff-7", profiles=frozenset({"nesc"}))
    for act in (revocation.suspend, revocation.resume, revocation.reissue):
        with pytest.raises(NotAuthorizedError):
            act(world.toolkit, stranger, issued.credential.id)
    with pytest.raises(NotAuthorizedError):
        revocation.revoke(world.toolkit, stranger, issued.credential.id, Category.FRAUD)
    assert category(world, issued.version) is None
    own = Principal(id="staff-8", profiles=frozenset({"scsc"}))
    assert revocation.suspend(world.toolkit, own, issued.credential.id).ended_category is SUSPENDED


def test_what_is_not_there_cannot_be_ended(world: World) -> None:
    with pytest.raises(NotFoundError):
        revocation.suspend(world.toolkit, OPERATOR, "urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11")
