"""The list of known issuers of an installation: events, the list that follows, handing it on, look-alikes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from issuer.errors import InputError, NotAuthorizedError, NotFoundError, ProofError
from issuer.fetch import MappedFetch
from issuer.services import profiles, trust, verification
from issuer.services.principal import OPERATOR, Principal
from issuer.services.trust import Known
from issuer.services.verification import Options
from issuer.store import TrustAction
from tests.services.worlds import World, empty_world

STATE = "did:web:state.example"
DISTRICT = "did:web:district.example"


def known(**change: str) -> Known:
    values = {"issuer": STATE, "name": "State Board (demonstration)", "reason": "It licenses teachers."}
    return Known(**{**values, **change})


def actions(world: World) -> list[tuple[str, TrustAction, int]]:
    return [(event.issuer, event.action, event.number) for event in trust.history(world.toolkit)]


def test_an_installation_without_a_list_does_not_ask(empty: World) -> None:
    assert trust.listed(empty.toolkit) is None
    assert trust.standing(empty.toolkit) == ()


def test_every_change_stays_and_the_list_follows(empty: World) -> None:
    toolkit, begun = empty.toolkit, empty.clock()
    trust.add(toolkit, OPERATOR, known(added_by="Data office"))
    trust.add(toolkit, OPERATOR, known(issuer=DISTRICT, name="District"))
    empty.clock.forward(days=1)
    trust.add(toolkit, OPERATOR, known(name="Board of Teaching (demonstration)"))
    empty.clock.forward(days=1)
    trust.remove(toolkit, OPERATOR, STATE, reason="Its keys were stolen.")
    removed = empty.clock()
    listed = trust.listed(toolkit)
    assert listed is not None
    found = listed.find(STATE)
    assert found is not None
    assert (found.name, found.added_at, found.removed_at) == (
        "Board of Teaching (demonstration)",
        begun,
        removed,
    )
    assert found.reason == "Its keys were stolen."
    assert not found.stands(removed)
    assert [entry.issuer for entry in trust.standing(toolkit)] == [DISTRICT]
    empty.clock.forward(days=1)
    trust.add(toolkit, OPERATOR, known(reason="It has new keys."))
    assert len([entry for entry in (trust.listed(toolkit) or listed).entries if entry.issuer == STATE]) == 2
    assert {entry.issuer for entry in trust.standing(toolkit)} == {STATE, DISTRICT}
    assert [item for item in actions(empty) if item[0] == STATE] == [
        (STATE, TrustAction.ADDED, 1),
        (STATE, TrustAction.CHANGED, 2),
        (STATE, TrustAction.REMOVED, 3),
        (STATE, TrustAction.ADDED, 4),
    ]
    assert empty.events(STATE) == ["trust.added", "trust.changed", "trust.removed", "trust.added"]
    empty.require_whole()


def test_what_is_so_already_changes_nothing(empty: World) -> None:
    toolkit = empty.toolkit
    first = trust.add(toolkit, OPERATOR, known())
    assert trust.add(toolkit, OPERATOR, known()) == first
    gone = trust.remove(toolkit, OPERATOR, STATE, reason="It closed.")
    assert trust.remove(toolkit, OPERATOR, STATE, reason="Again.") == gone
    assert len(actions(empty)) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "state.example"},
        {"issuer": "http://state.example"},
        {"issuer": "https://127.0.0.1/x"},
        {"issuer": "did:web:"},
        {"issuer": "javascript:alert(1)"},
        {"issuer": "did:web:" + "a" * 600},
        {"name": ""},
        {"name": "two\nlines"},
        {"reason": " "},
        {"reason": "x" * 501},
        {"added_by": "x" * 201},
    ],
)
def test_another_form_is_refused_and_leaves_nothing(empty: World, change: dict[str, str]) -> None:
    with pytest.raises(InputError):
        trust.add(empty.toolkit, OPERATOR, known(**change))
    assert actions(empty) == []


def test_only_who_acts_for_the_whole_installation_may_change_it(empty: World) -> None:
    somebody = Principal(id="api-key:1", profiles=frozenset({"scsc"}))
    with pytest.raises(NotAuthorizedError):
        trust.add(empty.toolkit, somebody, known())
    with pytest.raises(NotAuthorizedError):
        trust.remove(empty.toolkit, somebody, STATE, reason="No.")
    with pytest.raises(NotFoundError):
        trust.remove(empty.toolkit, OPERATOR, STATE, reason="It was never there.")


def test_the_list_decides_whether_an_issuer_is_known(world: World, other: World) -> None:
    body = world.issue().version.body
    assert body is not None
    toolkit = replace(other.toolkit, fetch=publications(world))
    other.clock.now = world.clock()
    did = profiles.get(world.toolkit, "scsc").did

    def verdict() -> str:
        report = verification.check(toolkit, body, options=Options(trust=trust.listed(toolkit)))
        return report.verdict.value

    assert verdict() == "valid"
    trust.add(toolkit, OPERATOR, known())
    assert verdict() == "untrusted"
    trust.add(toolkit, OPERATOR, known(issuer=did, name="SCSC"))
    assert verdict() == "valid"
    trust.remove(toolkit, OPERATOR, did, reason="No more.")
    assert verdict() == "untrusted"


def publications(world: World) -> MappedFetch:
    """Everything that an installation publishes about its issuers, as the network has it."""
    addresses = [f"/p/{slug}/did.json" for slug in ("scsc",)]
    found = {}
    for path in addresses:
        fetched = world.toolkit.fetch.get(world.toolkit.base_url + path)
        found[world.toolkit.base_url + path] = (fetched.media_type, fetched.body)
    with world.toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug("scsc")
        lists = reader.status_lists.of_profile(profile.id)
    for item in lists:
        url = f"{world.toolkit.base_url}/s/{item.slug}"
        fetched = world.toolkit.fetch.get(url)
        found[url] = (fetched.media_type, fetched.body)
    return MappedFetch(found)


@pytest.fixture
def other(world: World, tmp_path: Path) -> Iterator[World]:
    """Another installation, which can ask the first one for its keys."""
    home = tmp_path / "other"
    home.mkdir(mode=0o700)
    made = empty_world(home)
    made.toolkit = replace(made.toolkit, fetch=publications(world))
    yield made
    made.toolkit.database.close()


def test_a_list_is_handed_on_signed_and_taken_over_with_its_changes(world: World, other: World) -> None:
    publisher = profiles.get(world.toolkit, "scsc").did
    trust.add(world.toolkit, OPERATOR, known())
    trust.add(world.toolkit, OPERATOR, known(issuer=DISTRICT, name="District"))
    data = trust.export(world.toolkit, OPERATOR, "scsc")
    with pytest.raises(InputError, match="not known here"):
        trust.take_over(other.toolkit, OPERATOR, data)
    with pytest.raises(InputError, match="another one"):
        trust.take_over(other.toolkit, OPERATOR, data, publisher=STATE)
    taken = trust.take_over(other.toolkit, OPERATOR, data, publisher=publisher)
    assert (set(taken.added), taken.removed, taken.same) == ({STATE, DISTRICT}, (), 0)
    assert {event.source for event in trust.history(other.toolkit)} == {publisher}
    assert trust.take_over(other.toolkit, OPERATOR, data, publisher=publisher).same == 2

    world.clock.forward(hours=1)
    other.clock.now = world.clock()
    trust.remove(world.toolkit, OPERATOR, STATE, reason="It closed.")
    again = trust.take_over(
        other.toolkit, OPERATOR, trust.export(world.toolkit, OPERATOR, "scsc"), publisher=publisher
    )
    assert (again.added, again.removed, again.same) == ((), (STATE,), 1)
    assert [entry.issuer for entry in trust.standing(other.toolkit)] == [DISTRICT]


def test_what_was_decided_here_stays(world: World, other: World) -> None:
    publisher = profiles.get(world.toolkit, "scsc").did
    trust.add(other.toolkit, OPERATOR, known(name="Our name for it"))
    trust.add(other.toolkit, OPERATOR, known(issuer=DISTRICT, name="District"))
    trust.remove(other.toolkit, OPERATOR, DISTRICT, reason="We do not work with it.")
    trust.add(world.toolkit, OPERATOR, known())
    trust.add(world.toolkit, OPERATOR, known(issuer=DISTRICT, name="District"))
    data = trust.export(world.toolkit, OPERATOR, "scsc")
    taken = trust.take_over(other.toolkit, OPERATOR, data, publisher=publisher)
    assert (taken.added, taken.removed, taken.same) == ((), (), 2)
    assert [entry.name for entry in trust.standing(other.toolkit)] == ["Our name for it"]


def test_a_changed_or_unsigned_list_is_not_taken_over(world: World, other: World) -> None:
    publisher = profiles.get(world.toolkit, "scsc").did
    trust.add(world.toolkit, OPERATOR, known())
    made = json.loads(trust.export(world.toolkit, OPERATOR, "scsc"))
    made["issuers"][0]["id"] = "did:web:attacker.example"
    with pytest.raises(ProofError):
        trust.take_over(other.toolkit, OPERATOR, json.dumps(made).encode(), publisher=publisher)
    del made["proof"]
    with pytest.raises(InputError, match="Nobody signed"):
        trust.take_over(other.toolkit, OPERATOR, json.dumps(made).encode(), publisher=publisher)
    with pytest.raises(InputError, match="no list"):
        trust.take_over(other.toolkit, OPERATOR, b"{}", publisher=publisher)
    assert actions(other) == []


@pytest.mark.parametrize(
    ("issuer", "name", "code"),
    [
        ("did:web:elsewhere.example", "State B0ard (demonstration)", "LOOKALIKE_NAME"),
        ("did:web:stafe.example", "Somebody", "LOOKALIKE_DOMAIN"),
        ("did:web:elsewhere.example", "Quite another", None),
        (STATE, "State Board (demonstration)", None),
    ],
)
def test_whoever_looks_like_a_known_issuer_is_pointed_out(
    empty: World, issuer: str, name: str, code: str | None
) -> None:
    trust.add(empty.toolkit, OPERATOR, known())
    near = trust.alike(empty.toolkit, issuer=issuer, name=name)
    assert (None if near is None else near.code) == code
