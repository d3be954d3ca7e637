"""Making, closing and listing transfer bundles (HR-01; stories S13, S24)."""

from datetime import timedelta
from typing import Any

import pytest

from issuer.errors import ConflictError, InputError, NotAuthorizedError, NotFoundError
from issuer.services.bundles import making
from issuer.services.bundles.making import BUNDLES, KeptBundle, MakeBundle
from issuer.services.handed_out import links, shelves
from issuer.services.handed_out.links import Made
from issuer.services.handed_out.shelves import Asked
from issuer.services.principal import OPERATOR, Principal
from issuer.services.showing import bundle_links
from issuer.store import OpeningKind
from tests.badges import samples
from tests.services.worlds import World

SCSC = Principal("api-key:1", frozenset({"scsc"}))
NESC = Principal("api-key:2", frozenset({"nesc"}))


@pytest.fixture(scope="module")
def chosen(world: World) -> list[str]:
    return [world.issue().credential.id for _ in range(2)]


def command(chosen: list[str], **change: Any) -> MakeBundle:
    values: dict[str, Any] = {"credentials": chosen, "recipient": "North Tamarack Public Schools"}
    return MakeBundle(**(values | change))


def token_of(made: Made[KeptBundle]) -> str:
    assert made.url is not None
    return made.url.rpartition("/")[2]


def look(world: World, token: str) -> bundle_links.OpenBundle:
    return bundle_links.open_link(world.toolkit, token, kind=OpeningKind.PAGE)


def test_a_bundle_opens_as_what_was_chosen(world: World, chosen: list[str]) -> None:
    made = making.make(world.toolkit, OPERATOR, command(chosen))
    found = look(world, token_of(made))
    assert made.is_new
    assert [item.credential.id for item in found.items] == chosen
    assert found.holder == "Marigold Quillfeather"
    assert made.kept.person == "t01"
    assert world.events(made.kept.record.id) == ["bundle.created"]


@pytest.mark.sqlite
def test_the_token_is_nowhere_in_the_record(world: World, chosen: list[str]) -> None:
    token = token_of(made := making.make(world.toolkit, OPERATOR, command(chosen)))
    assert token not in repr(made)
    database = world.home / "mintmark.sqlite3"
    kept = b"".join(path.read_bytes() for path in world.home.glob(database.name + "*"))
    assert made.kept.record.id.encode() in kept
    assert token.encode() not in kept


def test_opening_never_uses_a_link_up_and_is_counted_without_saying_by_whom(
    world: World, chosen: list[str]
) -> None:
    made = making.make(world.toolkit, OPERATOR, command(chosen))
    for _ in range(20):
        look(world, token_of(made))
    bundle_links.open_link(world.toolkit, token_of(made), kind=OpeningKind.PAGE, counts=False)
    found = making.openings(world.toolkit, OPERATOR, made.kept.record.id)
    hour = world.clock().replace(minute=0, second=0, microsecond=0)
    assert [(item.kind, item.hour, item.times) for item in found] == [(OpeningKind.PAGE, hour, 20)]
    assert world.events(made.kept.record.id) == ["bundle.created"]


def test_a_closed_link_says_so_and_stays_closed(world: World, chosen: list[str]) -> None:
    made = making.make(world.toolkit, OPERATOR, command(chosen))
    first = links.revoke(world.toolkit, OPERATOR, BUNDLES, made.kept.record.id)
    assert links.revoke(world.toolkit, OPERATOR, BUNDLES, made.kept.record.id) == first
    with pytest.raises(NotFoundError, match="closed this link on March 16, 2026") as caught:
        look(world, token_of(made))
    assert caught.value.code == "LINK_ENDED"
    assert world.events(made.kept.record.id) == ["bundle.created", "bundle.revoked"]


def test_a_link_ends_by_itself(world: World, chosen: list[str]) -> None:
    ends = world.clock() + timedelta(days=1)
    made = making.make(world.toolkit, OPERATOR, command(chosen, expires_at=ends))
    look(world, token_of(made))
    before = world.clock.now
    world.clock.now = ends
    try:
        with pytest.raises(NotFoundError, match="ended on March 17, 2026") as caught:
            look(world, token_of(made))
    finally:
        world.clock.now = before
    assert caught.value.code == "LINK_ENDED"


@pytest.mark.parametrize("token", ["A" * 43, "", "x", "A" * 44, "ü" * 43, "../../etc"])
def test_a_link_that_never_was_is_not_there(world: World, token: str) -> None:
    with pytest.raises(NotFoundError, match="no bundle") as caught:
        look(world, token)
    assert caught.value.code == "NOT_FOUND"


def test_asking_again_makes_no_second_bundle_and_tells_no_link(world: World, chosen: list[str]) -> None:
    wanted = command(chosen, external_id="move-1")
    first = making.make(world.toolkit, OPERATOR, wanted)
    again = making.make(world.toolkit, OPERATOR, wanted)
    assert again.kept == first.kept
    assert again.url is None
    for other in ({"credentials": chosen[:1]}, {"recipient": "Another district"}):
        with pytest.raises(ConflictError, match="another bundle"):
            making.make(world.toolkit, OPERATOR, command(chosen, external_id="move-1", **other))


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"credentials": []}, "/credentials"),
        ({"recipient": " "}, "/recipient"),
        ({"recipient": "hr@district.example"}, "/recipient"),
        ({"recipient": "x" * 121}, "/recipient"),
        ({"external_id": "two words"}, "/externalId"),
    ],
)
def test_what_has_the_wrong_form_is_refused(
    world: World, chosen: list[str], change: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(InputError) as caught:
        making.make(world.toolkit, OPERATOR, command(chosen, **change))
    assert caught.value.pointer == pointer


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_link_ends_in_the_future_and_within_a_year(world: World, chosen: list[str], days: int) -> None:
    ends = world.clock() + timedelta(days=days)
    with pytest.raises(InputError, match="within 366 days"):
        making.make(world.toolkit, OPERATOR, command(chosen, expires_at=ends))


def test_only_one_persons_credentials_each_once(world: World, chosen: list[str]) -> None:
    other = world.issue(attestation=samples.attested(externalId="sub-other", person="t02")).credential.id
    for names, words in (([chosen[0], other], "one person's"), ([chosen[0], chosen[0]], "named twice")):
        with pytest.raises(InputError, match=words) as caught:
            making.make(world.toolkit, OPERATOR, command(names))
        assert caught.value.pointer == "/credentials/1"


def test_a_cooperative_chooses_and_sees_its_own_alone(world: World, chosen: list[str]) -> None:
    made = making.make(world.toolkit, SCSC, command(chosen, profile="scsc", external_id="own"))
    bundle_id = made.kept.record.id
    assert shelves.get(world.toolkit, SCSC, BUNDLES, bundle_id) == made.kept
    assert [
        item.record.id for item in shelves.page(world.toolkit, SCSC, BUNDLES, Asked(profile="scsc")).items
    ] == [bundle_id]
    assert shelves.page(world.toolkit, NESC, BUNDLES, Asked(profile="nesc")).items == ()
    with pytest.raises(InputError, match="does not go on"):
        shelves.page(world.toolkit, NESC, BUNDLES, Asked(profile="nesc", after=bundle_id))
    for ask in (shelves.get, links.revoke):
        with pytest.raises(NotFoundError, match="no such bundle"):
            ask(world.toolkit, NESC, BUNDLES, bundle_id)
    with pytest.raises(NotFoundError, match="no such bundle"):
        making.openings(world.toolkit, NESC, bundle_id)
    with pytest.raises(NotFoundError):
        making.make(world.toolkit, NESC, command(chosen, profile="nesc"))
    for profile in (None, "scsc"):
        with pytest.raises(NotAuthorizedError):
            making.make(world.toolkit, NESC, command(chosen, profile=profile))
        with pytest.raises(NotAuthorizedError):
            shelves.page(world.toolkit, NESC, BUNDLES, Asked(profile=profile))


def test_bundles_are_listed_page_by_page(world: World, chosen: list[str]) -> None:
    for _ in range(3):
        making.make(world.toolkit, OPERATOR, command(chosen))
    everything = [item.record.id for item in shelves.page(world.toolkit, OPERATOR, BUNDLES, Asked()).items]
    first = shelves.page(world.toolkit, OPERATOR, BUNDLES, Asked(limit=2))
    assert first.after is not None
    rest = shelves.page(world.toolkit, OPERATOR, BUNDLES, Asked(after=first.after))
    assert [item.record.id for item in (*first.items, *rest.items)] == everything
    assert shelves.page(world.toolkit, OPERATOR, BUNDLES, Asked(person="nobody")).items == ()
    assert len(shelves.page(world.toolkit, OPERATOR, BUNDLES, Asked(person="t01")).items) == len(everything)
    with pytest.raises(InputError, match="does not go on"):
        shelves.page(world.toolkit, OPERATOR, BUNDLES, Asked(after="urn:uuid:nothing"))
    with pytest.raises(InputError, match="1 to 1000"):
        shelves.page(world.toolkit, OPERATOR, BUNDLES, Asked(limit=0))
