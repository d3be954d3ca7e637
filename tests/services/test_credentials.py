import hashlib
from datetime import timedelta

import pytest

from issuer.errors import InputError, NotAuthorizedError, NotFoundError
from issuer.services import credentials, revocation
from issuer.services.credentials import State
from issuer.services.principal import OPERATOR, Principal
from issuer.store import Category
from tests.services.worlds import World

OWN = Principal(id="staff:1", profiles=frozenset({"scsc"}))
STRANGER = Principal(id="staff:2", profiles=frozenset({"nesc"}))


def test_a_credential_is_found_by_each_of_its_names(world: World) -> None:
    issued = world.issue()
    names = [
        issued.credential.id,
        issued.credential.id.removeprefix("urn:uuid:").upper(),
        issued.credential.certificate_number,
        f" {issued.credential.certificate_number.lower()} ",
    ]
    for name in names:
        held = credentials.get(world.toolkit, OWN, name)
        assert held.credential == issued.credential
        assert held.newest == issued.version
        assert (held.profile.slug, held.achievement.code, held.person) == ("scsc", "SEL-01", "t01")
        assert held.state is State.VALID


def test_to_a_stranger_and_to_a_typing_error_it_does_not_exist(world: World) -> None:
    issued = world.issue()
    number = issued.credential.certificate_number
    for principal, name in [
        (STRANGER, issued.credential.id),
        (STRANGER, number),
        (OWN, number[:-1] + ("2" if number[-1] != "2" else "3")),
        (OWN, "urn:uuid:00000000-0000-4000-8000-000000000000"),
        (OWN, ""),
    ]:
        with pytest.raises(NotFoundError):
            credentials.get(world.toolkit, principal, name)
        with pytest.raises(NotFoundError):
            credentials.body(world.toolkit, principal, name)


def test_bytes_are_the_ones_that_were_signed(world: World) -> None:
    issued = world.issue()
    again = revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    first = credentials.body(world.toolkit, OWN, issued.credential.id, 1)
    assert hashlib.sha256(first).hexdigest() == issued.version.sha256
    assert credentials.body(world.toolkit, OWN, issued.credential.id) == again.version.body
    assert [v.number for v in credentials.get(world.toolkit, OWN, issued.credential.id).versions] == [1, 2]
    with pytest.raises(NotFoundError, match="no such issued version"):
        credentials.body(world.toolkit, OWN, issued.credential.id, 3)


def test_a_list_is_read_page_by_page_and_filtered(world: World) -> None:
    issued = [world.issue() for _ in range(5)]
    revocation.revoke(world.toolkit, OPERATOR, issued[0].credential.id, Category.FRAUD)
    revocation.suspend(world.toolkit, OPERATOR, issued[1].credential.id)
    found, after = [], ""
    for _ in range(3):
        page = credentials.page(world.toolkit, OWN, profile="scsc", after=after, limit=2)
        found += [held.credential.id for held in page.items]
        after = page.after or ""
    assert sorted((item.credential.id for item in issued), reverse=True) == found
    assert page.after is None

    def listed(**filters: object) -> list[str]:
        page = credentials.page(world.toolkit, OPERATOR, **filters)  # type: ignore[arg-type]
        return [held.credential.id for held in page.items]

    assert listed(states=[State.REVOKED]) == [issued[0].credential.id]
    assert listed(states=[State.SUSPENDED]) == [issued[1].credential.id]
    assert len(listed(states=[State.VALID], limit=3)) == 3
    assert listed(achievement="sel-01", person="t01") == found
    assert listed(achievement="ELL-01") == listed(person="t02") == listed(profile="nesc") == []


def test_a_list_of_what_is_not_the_principals_is_refused(world: World) -> None:
    with pytest.raises(NotAuthorizedError):
        credentials.page(world.toolkit, STRANGER, profile="scsc")
    with pytest.raises(InputError, match="Name the profile"):
        credentials.page(world.toolkit, STRANGER)
    with pytest.raises(InputError, match="does not go on"):
        credentials.page(world.toolkit, OPERATOR, after="urn:uuid:nothing")
    for limit in (0, 1001):
        with pytest.raises(InputError, match="1 to 1000"):
            credentials.page(world.toolkit, OPERATOR, limit=limit)


def test_time_alone_ends_a_credential(world: World) -> None:
    end = world.clock.now + timedelta(days=30)
    issued = world.issue(valid_until=end)
    world.clock.forward(days=31)
    assert credentials.get(world.toolkit, OWN, issued.credential.id).state is State.EXPIRED
