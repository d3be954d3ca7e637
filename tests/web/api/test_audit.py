"""An auditor from outside: reads by pseudonym, for a time, within one agency, and every read is an event (AUD-07)."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from issuer.errors import InputError, NotAuthorizedError
from issuer.services import api_keys, auditing, sequencer
from issuer.services.api_keys import Scope
from issuer.services.auditing.audit_rows import COLUMNS
from issuer.services.principal import OPERATOR
from tests.services.auditing.test_audit import tamper
from tests.services.every_kind import make
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for


@pytest.fixture
def issued(world: World) -> list[str]:
    """Issue four credentials of one cooperative and one of another; return the ids of the four."""
    world.issue(profile="nesc")
    return sorted(world.issue().credential.id for _ in range(4))


def auditor(app: Flask, world: World, slug: str = "scsc") -> Caller:
    return Caller(app, key_for(world, slug, Scope.AUDIT_READ))


def test_seed_26_the_rows_are_read_page_by_page_without_names(
    app: Flask, world: World, issued: list[str]
) -> None:
    who = auditor(app, world)
    first: Any = who.get("/audit/credentials?limit=3").json
    rest: Any = who.get(f"/audit/credentials?limit=3&cursor={first['next']}").json
    rows = [*first["items"], *rest["items"]]
    assert [row["credential_id"] for row in rows] == issued
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(COLUMNS))}
    assert rest["next"] is None
    assert "Quillfeather" not in str(rows)


def test_seed_26_every_read_is_an_event(app: Flask, world: World, issued: list[str]) -> None:
    del issued
    who = auditor(app, world)
    for path in ("credentials", "sample?seed=7", "log"):
        assert who.get(f"/audit/{path}").status_code == 200
    found = [action for action in world.events("did:web:badges.demo.example:p:scsc") if "audit" in action]
    assert found == ["audit.rows_read", "audit.sample_drawn", "audit.log_checked"]
    with world.toolkit.database.reader() as reader:
        event = reader.events.of_object("did:web:badges.demo.example:p:scsc")[-1]
    assert (event.actor[:8], event.role) == ("api-key:", "auditor")


def test_seed_26_a_planted_edit_is_told(app: Flask, world: World, issued: list[str]) -> None:
    del issued
    sequencer.run(world.toolkit)
    who = auditor(app, world)
    sound: Any = who.get("/audit/log").json
    assert (sound["intact"], sound["findings"]) == (True, [])
    assert sound["checkpoint"].startswith("badges.demo.example")
    tamper(world, "UPDATE events SET body = replace(body, 'operator', 'somebody') WHERE number = 3")
    told: Any = who.get("/audit/log").json
    assert told["intact"] is False
    assert (told["findings"][0]["event"], told["findings"][0]["what"]) == (3, "edited")


def test_a_seed_draws_the_same_sample_for_anybody(app: Flask, world: World, issued: list[str]) -> None:
    who = auditor(app, world)
    drawn: Any = who.get("/audit/sample?seed=2027&size=2").json
    by_hand = sorted(issued, key=lambda name: hashlib.sha256(f"2027:{name}".encode()).digest())
    assert [row["credential_id"] for row in drawn["items"]] == by_hand[:2]
    assert who.get("/audit/sample?seed=2027&size=2").json == drawn
    assert who.get("/audit/sample?seed=a b").status_code == 422
    assert who.get("/audit/sample?seed=1&size=0").status_code == 422


@pytest.mark.usefixtures("issued")
@pytest.mark.parametrize(
    ("key", "profile", "status"),
    [
        ("scsc", "scsc", 200),
        ("msc", "scsc", 200),
        ("msc", "nesc", 200),
        ("scsc", "nesc", 403),
        ("scsc", "msc", 403),
    ],
)
def test_an_auditor_reads_of_one_agency_and_of_those_under_it(
    app: Flask, world: World, key: str, profile: str, status: int
) -> None:
    answer = auditor(app, world, key).get(f"/audit/credentials?profile={profile}")
    assert answer.status_code == status


def test_nobody_else_reads_it_and_an_auditor_does_nothing_else(
    app: Flask, world: World, caller: Caller, nobody: Caller
) -> None:
    for path in ("credentials", "sample?seed=1", "log"):
        assert (caller.get(f"/audit/{path}").status_code, nobody.get(f"/audit/{path}").status_code) == (
            403,
            401,
        )
    who = auditor(app, world)
    assert who.get("/credentials").status_code == 403
    assert who.post("/credentials", {}).status_code == 403
    weak = api_keys.caller(world.toolkit, key_for(world, "scsc", Scope.CREDENTIALS_READ))
    assert weak is not None
    with pytest.raises(NotAuthorizedError):
        auditing.auditor(world.toolkit, weak)


def test_an_auditors_key_ends(app: Flask, world: World, issued: list[str]) -> None:
    del issued
    who = auditor(app, world)
    world.clock.forward(days=91)
    assert who.get("/audit/credentials").status_code == 401


@pytest.mark.parametrize(
    ("scopes", "days", "words"),
    [
        ({Scope.AUDIT_READ}, None, "ends within 366 days"),
        ({Scope.AUDIT_READ}, 367, "ends within 366 days"),
        ({Scope.AUDIT_READ, Scope.CREDENTIALS_ISSUE}, 30, "changes nothing"),
    ],
)
def test_an_auditors_key_reads_for_a_time_and_changes_nothing(
    world: World, scopes: set[Scope], days: int | None, words: str
) -> None:
    ends = None if days is None else world.clock() + timedelta(days=days)
    with pytest.raises(InputError, match=words):
        api_keys.new(world.toolkit, OPERATOR, "scsc", label="Audit", scopes=scopes, expires_at=ends)


@pytest.mark.parametrize("listing", auditing.LISTINGS)
def test_every_listing_is_read_with_all_its_columns_and_noted(app: Flask, world: World, listing: str) -> None:
    made = make(world)
    del made
    slug = {"credentials": "scsc", "transcripts": "scsc", "decisions": "north"}.get(listing, "pmu")
    who = auditor(app, world, slug)
    page: Any = who.get(f"/audit/{listing}?limit=1").json
    for row in page["items"]:
        assert tuple(sorted(row)) == tuple(sorted(auditing.LISTINGS[listing].columns))
    assert len(page["items"]) == (0 if listing in {"reviews", "taken-endorsements"} else 1)
    assert world.events(f"did:web:badges.demo.example:p:{slug}")[-1] == "audit.rows_read"
    assert who.get(f"/audit/{listing}?profile=nesc").status_code == 403
    assert Caller(app, key_for(world, slug, Scope.CREDITS_READ)).get(f"/audit/{listing}").status_code == 403
