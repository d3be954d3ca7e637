import uuid

import pytest

from issuer.errors import NotAuthorizedError, NotFoundError
from issuer.services.principal import OPERATOR, Principal
from issuer.services.showing import sharing
from issuer.store import Visibility
from tests.services.worlds import World

UNKNOWN = "0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11"


@pytest.fixture
def credential_id(world: World) -> str:
    return world.issue().credential.id


def by_id(credential_id: str) -> str:
    return credential_id.removeprefix("urn:uuid:")


def test_the_first_share_is_a_link_of_its_own(world: World, credential_id: str) -> None:
    share = sharing.of(world.toolkit, credential_id)
    assert share.visibility is Visibility.LINK
    assert len(share.token) == 24
    assert sharing.of(world.toolkit, credential_id) == share
    assert sharing.path_of(share) == f"/c/{share.token}"


@pytest.mark.parametrize(
    ("visibility", "open_by_id", "open_by_link"),
    [(Visibility.PRIVATE, False, False), (Visibility.LINK, False, True), (Visibility.PUBLIC, True, True)],
)
def test_what_each_address_may_show(
    world: World, credential_id: str, visibility: Visibility, *, open_by_id: bool, open_by_link: bool
) -> None:
    share = sharing.change(world.toolkit, OPERATOR, credential_id, visibility=visibility)
    assert sharing.find(world.toolkit, by_id(credential_id)).is_open is open_by_id
    assert sharing.find(world.toolkit, share.token).is_open is open_by_link
    assert sharing.find(world.toolkit, share.token).is_public is (visibility is Visibility.PUBLIC)


def test_without_a_share_the_id_answers_the_status_only(world: World, credential_id: str) -> None:
    found = sharing.find(world.toolkit, by_id(credential_id))
    assert found.share is None
    assert not found.is_open


def test_a_new_link_ends_the_old_one(world: World, credential_id: str) -> None:
    old = sharing.of(world.toolkit, credential_id)
    new = sharing.change(world.toolkit, OPERATOR, credential_id, new_link=True)
    assert new.token != old.token
    assert sharing.find(world.toolkit, new.token).is_open
    with pytest.raises(NotFoundError):
        sharing.find(world.toolkit, old.token)
    assert world.events(credential_id)[-1] == "share.changed"


def test_asking_for_what_is_already_so_changes_nothing(world: World, credential_id: str) -> None:
    first = sharing.change(world.toolkit, OPERATOR, credential_id, visibility=Visibility.PUBLIC)
    before = world.events(credential_id)
    assert sharing.change(world.toolkit, OPERATOR, credential_id, visibility=Visibility.PUBLIC) == first
    assert world.events(credential_id) == before


@pytest.mark.parametrize("address", ["", "..", "A" * 24, "a" * 200, UNKNOWN, UNKNOWN.upper()])
def test_what_is_not_there_says_nothing_more(world: World, credential_id: str, address: str) -> None:
    assert credential_id
    with pytest.raises(NotFoundError, match=r"^There is no page at this address\.$"):
        sharing.find(world.toolkit, address)


def test_only_the_issuer_changes_a_share(world: World, credential_id: str) -> None:
    stranger = Principal(id="k", profiles=frozenset({"nesc"}))
    with pytest.raises(NotAuthorizedError):
        sharing.change(world.toolkit, stranger, credential_id, visibility=Visibility.PUBLIC)
    with pytest.raises(NotFoundError):
        sharing.change(world.toolkit, OPERATOR, uuid.uuid4().urn, visibility=Visibility.PUBLIC)
