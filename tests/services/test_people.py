"""People: a reference, a subject per issuer, and details that are erased for ever."""

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError, NotAuthorizedError, NotFoundError
from issuer.services import people, profiles
from issuer.services.principal import OPERATOR, Principal
from tests.services.worlds import World

NAME: JsonObject = {"name": "So\u0308ren O\u2019Fennimore"}


def test_details_are_kept_in_one_form_and_nowhere_else(world: World) -> None:
    person = people.register(world.toolkit, OPERATOR, "t99", NAME)
    assert people.find_details(world.toolkit, person.id) == {"name": "S\u00f6ren O\u2019Fennimore"}
    with world.toolkit.database.reader() as reader:
        events = reader.events.of_object(person.id)
    assert [event.action for event in events] == ["person.registered"]
    assert all(b"ren" not in event.body and b"t99" not in event.body for event in events)


def test_registering_again_changes_nothing_but_details(world: World) -> None:
    person = people.register(world.toolkit, OPERATOR, "t99", NAME)
    assert people.register(world.toolkit, OPERATOR, "t99") == person
    assert people.register(world.toolkit, OPERATOR, "t99", NAME) == person
    assert world.events(person.id) == ["person.registered"]
    people.register(world.toolkit, OPERATOR, "t99", {"name": "Another"})
    assert people.find_details(world.toolkit, person.id) == {"name": "Another"}
    assert sorted(world.events(person.id)) == ["person.details_changed", "person.registered"]


def test_what_is_erased_is_gone_and_the_credential_stays(world: World) -> None:
    issued = world.issue()
    erased = people.erase(world.toolkit, OPERATOR, "t01")
    assert erased.erased_at == world.clock()
    assert people.find_details(world.toolkit, erased.id) is None
    assert world.again(issued).version == issued.version
    assert "person.erased" in world.events(erased.id)
    world.toolkit.database.close()
    files = [path.read_bytes() for path in world.home.rglob("*") if path.is_file()]
    assert not [data for data in files if b"Quillfeather" in data]


@pytest.mark.parametrize("reference", ["", "a b", "a@b.example", "x" * 201, "-a", "a\n"])
def test_a_reference_is_a_pseudonym(world: World, reference: str) -> None:
    with pytest.raises(InputError):
        people.register(world.toolkit, OPERATOR, reference)
    assert [person.reference for person in people.all_people(world.toolkit)] == ["t01", "t02"]


@pytest.mark.parametrize(
    "details", [{"name": 1}, {"name": "a\x00b"}, {"name": "x" * 501}, {str(n): "x" for n in range(41)}]
)
def test_details_are_short_texts(world: World, details: JsonObject) -> None:
    with pytest.raises(InputError):
        people.register(world.toolkit, OPERATOR, "t99", details)
    assert people.register(world.toolkit, OPERATOR, "t99", NAME).reference == "t99"


def test_a_subject_is_made_once_per_person_and_issuer(world: World) -> None:
    subjects = []
    for _ in range(2):
        with world.toolkit.database.unit() as unit:
            person = people.get_by_reference(unit, "t01")
            for slug in ("scsc", "nesc"):
                profile = profiles.get(world.toolkit, slug)
                subjects.append(people.ensure_subject(unit, world.toolkit, person, profile).subject_id)
    assert subjects[:2] == subjects[2:]
    assert subjects[0] != subjects[1]


def test_only_the_installation_may_register_and_erase(world: World) -> None:
    staff = Principal(id="staff-8", profiles=frozenset({"scsc"}))
    with pytest.raises(NotAuthorizedError):
        people.register(world.toolkit, staff, "t99")
    with pytest.raises(NotAuthorizedError):
        people.erase(world.toolkit, staff, "t01")
    with pytest.raises(NotFoundError):
        people.erase(world.toolkit, OPERATOR, "t99")
