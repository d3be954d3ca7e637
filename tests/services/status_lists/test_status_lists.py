"""Status lists: signed when read, unchanged by issuing, followed by the next when full."""

from datetime import timedelta
from typing import Any

import pytest

from issuer.documents import schemas, strict_json
from issuer.errors import KeyUnavailableError, NotFoundError
from issuer.services import keys, profiles, revocation, status_lists
from issuer.services.principal import OPERATOR
from issuer.services.status_lists import history, slots
from issuer.status import Bitstring
from issuer.store import Carries, Category, KeyPurpose, KeyState
from issuer.terms.status import MIN_ENTRIES
from tests.services.worlds import World


def read(world: World, slug: str = "scsc-1") -> dict[str, Any]:
    return strict_json.parse_object(status_lists.signed_list(world.toolkit, slug))


def test_a_list_is_signed_by_its_issuer_for_a_day(world: World) -> None:
    world.issue()
    document = read(world)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    schemas.require(unsigned, status_lists.SCHEMA)
    assert document["id"] == "https://badges.demo.example/s/scsc-1"
    assert document["issuer"] == "did:web:badges.demo.example:p:scsc"
    assert (document["validFrom"], document["validUntil"]) == ("2026-03-16T12:00:00Z", "2026-03-17T12:00:00Z")
    bits = Bitstring.decode(document["credentialSubject"]["encodedList"])
    assert len(bits) == MIN_ENTRIES
    assert not any(bytes(bits))


def test_issuing_changes_no_byte_of_a_list(world: World) -> None:
    world.issue()
    before = status_lists.signed_list(world.toolkit, "scsc-1")
    world.issue()
    world.clock.forward(hours=17)
    world.issue()
    assert status_lists.signed_list(world.toolkit, "scsc-1") == before


def test_a_list_is_signed_again_before_it_ends(world: World) -> None:
    world.issue()
    first = read(world)
    world.clock.forward(hours=18)
    second = read(world)
    assert (first["validFrom"], second["validFrom"]) == ("2026-03-16T12:00:00Z", "2026-03-17T06:00:00Z")
    assert first["credentialSubject"] == second["credentialSubject"]
    with world.toolkit.database.reader() as reader:
        kept = reader.status_lists.find_by_slug("scsc-1")
    assert kept is not None
    assert kept.sequence == 2


def test_the_job_signs_what_is_due_and_no_more(world: World) -> None:
    world.issue()
    world.issue(profile="nesc")
    assert status_lists.resign_due(world.toolkit) == 0
    world.clock.forward(hours=12)
    assert status_lists.resign_due(world.toolkit) == 2
    assert status_lists.resign_due(world.toolkit) == 0
    issued = world.issue()
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    assert status_lists.resign_due(world.toolkit) == 1


def test_a_list_from_the_future_is_signed_again(world: World) -> None:
    world.issue()
    world.clock.forward(hours=-1)
    assert read(world)["validFrom"] == "2026-03-16T11:00:00Z"


@pytest.mark.parametrize("revoke", [False, True], ids=["rotated", "revoked"])
def test_a_list_is_signed_with_the_key_that_signs_now(world: World, *, revoke: bool) -> None:
    world.issue()
    old = read(world)["proof"][0]["verificationMethod"]
    if revoke:
        keys.revoke(world.toolkit, OPERATOR, old)
        keys.new(world.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    else:
        keys.rotate(world.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    (active,) = [
        key.verification_method
        for key in keys.of_profile(world.toolkit, "scsc")
        if (key.purpose, key.state) == (KeyPurpose.DATA_INTEGRITY, KeyState.ACTIVE)
    ]
    assert read(world)["proof"][0]["verificationMethod"] == active != old


def test_without_a_key_a_list_that_must_be_signed_is_not_given(world: World) -> None:
    issued = world.issue()
    keys.revoke(world.toolkit, OPERATOR, read(world)["proof"][0]["verificationMethod"])
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.KEY_COMPROMISE)
    with pytest.raises(KeyUnavailableError):
        status_lists.signed_list(world.toolkit, "scsc-1")


def test_a_full_list_is_followed_by_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "CAPACITY", 2)
    slugs = []
    for _ in range(5):
        document: Any = strict_json.parse_object(world.issue().version.body or b"")
        slugs.append(document["credentialStatus"]["statusListCredential"].rpartition("/")[2])
    assert slugs == ["scsc-1", "scsc-1", "scsc-2", "scsc-2", "scsc-3"]
    with world.toolkit.database.reader() as reader:
        found = reader.status_lists.of_profile(profiles.get(world.toolkit, "scsc").id)
    assert [one.closed_at is None for one in found] == [False, False, True]
    assert world.events("https://badges.demo.example/s/scsc-2") == ["status_list.opened"]
    assert read(world, "scsc-1")["id"].endswith("/s/scsc-1")
    world.require_whole()


def test_slots_are_drawn_from_all_of_the_list(world: World) -> None:
    drawn = sorted(world.issue().version.status_index for _ in range(12))
    assert len(set(drawn)) == 12
    # Twelve draws within one twelfth of the list would be no accident.
    assert drawn[-1] - drawn[0] > MIN_ENTRIES / 12


def test_a_slot_that_is_burned_is_not_given_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first draw of one slot is looked at by itself; where it is burned, others are drawn."""
    burned = world.issue().version.status_index
    draws = iter([burned, burned, 7, *range(100, 200)])
    monkeypatch.setattr(type(world.toolkit.randomness), "below", lambda _self, _limit: next(draws))
    profile = profiles.get(world.toolkit, "scsc")
    assert status_lists.choose_slot(world.toolkit, profile)[1] == 7
    assert status_lists.choose_slot(world.toolkit, profile)[1] >= 100


def test_the_public_reason_of_a_bit_is_told(world: World) -> None:
    issued = world.issue()
    index = issued.version.status_index
    assert status_lists.find_reason(world.toolkit, "scsc-1", index) is None
    world.clock.forward(hours=1)
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    reason = status_lists.find_reason(world.toolkit, "scsc-1", index)
    assert reason is not None
    assert (reason.category, reason.set_at) == (Category.SUSPENDED_PENDING_REVIEW, world.clock())


def test_a_list_as_it_stood_is_signed_and_not_kept(world: World) -> None:
    issued = world.issue()
    before = world.clock()
    world.clock.forward(hours=1)
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    now = status_lists.signed_list(world.toolkit, "scsc-1")
    for moment, is_set in ((before, False), (world.clock(), True)):
        body = history.list_as_of(world.toolkit, "scsc-1", moment)
        document: Any = strict_json.parse_object(body)
        bits = Bitstring.decode(document["credentialSubject"]["encodedList"])
        assert bits.get(issued.version.status_index) is is_set
    assert status_lists.signed_list(world.toolkit, "scsc-1") == now
    with pytest.raises(NotFoundError):
        history.list_as_of(world.toolkit, "scsc-1", before - timedelta(seconds=1))


def test_a_list_that_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(NotFoundError):
        status_lists.signed_list(world.toolkit, "scsc-9")
    with pytest.raises(NotFoundError):
        status_lists.find_reason(world.toolkit, "scsc-9", 0)


def test_of_two_that_open_the_first_list_only_one_does(world: World) -> None:
    profile = profiles.get(world.toolkit, "scsc")
    status_lists.choose_slot(world.toolkit, profile)
    # What the second one does, who saw no list when it looked.
    slots._open_next(world.toolkit, profile, Carries.CREDENTIALS, full=None)
    with world.toolkit.database.reader() as reader:
        assert [one.number for one in reader.status_lists.of_profile(profile.id)] == [1]
