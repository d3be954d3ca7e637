"""Profiles: what they say, what they may be called, and that asking again changes nothing."""

from typing import Any

import pytest

from issuer.errors import ConflictError, InputError, NotAuthorizedError, NotFoundError
from issuer.services import profiles
from issuer.services.principal import OPERATOR, Principal
from issuer.services.profiles import MARKS, CreateProfile
from issuer.store import ProfileRecord
from tests.services.worlds import World


def create(world: World, **change: Any) -> ProfileRecord:
    values: dict[str, Any] = {
        "slug": "lakes",
        "name": "Lakes Cooperative (demonstration)",
        "identifiers": (("ext:ncesLeaId", "2741880"),),
        "timezone": "America/Chicago",
        "description": "One of nine.",
    }
    return profiles.create(world.toolkit, OPERATOR, CreateProfile(**(values | change)))


def test_a_profile_says_what_it_was_made_with(empty: World) -> None:
    create(empty, slug="msc", name="Parent (demonstration)")
    made = create(empty, parent="msc", mark=7)
    assert made.did == "did:web:badges.demo.example:p:lakes"
    with empty.toolkit.database.reader() as reader:
        value = profiles.value(reader, made)
    assert (value.slug, value.did, value.mark) == ("lakes", made.did, 7)
    assert value.url == "https://badges.demo.example/p/lakes"
    assert value.identifiers == (("ext:ncesLeaId", "2741880"),)
    assert (value.timezone, value.description) == ("America/Chicago", "One of nine.")
    assert value.parent is not None
    assert value.parent.did == "did:web:badges.demo.example:p:msc"
    assert value.is_demonstration
    assert empty.events(made.did) == ["profile.created"]
    assert profiles.get(empty.toolkit, "lakes") == made
    assert profiles.own_issuers(empty.toolkit) == {made.did, value.parent.did}


def test_the_same_again_changes_nothing_and_another_is_refused(empty: World) -> None:
    made = create(empty)
    assert create(empty) == made
    assert profiles.all_profiles(empty.toolkit) == (made,)
    for change in ({"name": "Another"}, {"identifiers": ()}, {"timezone": "UTC"}, {"mark": 59}):
        with pytest.raises(ConflictError, match="says something else"):
            create(empty, **change)
    assert empty.events(made.did) == ["profile.created"]


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "ab"},
        {"slug": "Lakes"},
        {"slug": "9lakes"},
        {"slug": "lakes-"},
        {"slug": "la--kes"},
        {"slug": "l" * 33},
        {"slug": "lakes/x"},
        {"name": " "},
        {"name": "x" * 201},
        {"name": "a\nb"},
        {"description": "x" * 2001},
        {"timezone": "Mars/Olympus"},
        {"mark": MARKS},
        {"mark": -1},
        {"identifiers": (("no space", "1"),)},
        {"identifiers": (("ext:x", ""),)},
    ],
)
def test_a_value_of_the_wrong_form_is_refused_by_name(empty: World, change: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        create(empty, **change)
    assert str(refused.value.pointer).startswith(f"/{next(iter(change))}")
    assert profiles.all_profiles(empty.toolkit) == ()
    create(empty)


def test_every_profile_has_a_mint_mark_of_its_own(empty: World) -> None:
    for number in range(MARKS):
        create(empty, slug=f"coop-{number}", name=f"Cooperative {number}")
    marks = [profile.data["mark"] for profile in profiles.all_profiles(empty.toolkit)]
    assert sorted(str(mark) for mark in marks) == sorted(str(mark) for mark in range(MARKS))
    with pytest.raises(ConflictError, match="another profile's"):
        create(empty, mark=3)
    create(empty)


def test_a_parent_must_be_there(empty: World) -> None:
    with pytest.raises(NotFoundError):
        create(empty, parent="msc")
    with pytest.raises(NotFoundError):
        profiles.get(empty.toolkit, "lakes")


def test_only_the_installation_may_make_profiles(empty: World) -> None:
    staff = Principal(id="staff-1", profiles=frozenset({"lakes"}))
    with pytest.raises(NotAuthorizedError):
        profiles.create(empty.toolkit, staff, CreateProfile(slug="lakes", name="Lakes"))
