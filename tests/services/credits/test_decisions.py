"""Deciding from the record: what counts, that it counts once, and that it is signed and repeatable."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from issuer.badges.digests import digest_multibase
from issuer.credits import Kind
from issuer.documents import strict_json
from issuer.errors import ConflictError, InputError, IssuerError, NotAuthorizedError, NotFoundError
from issuer.services import people, revocation, verification
from issuer.services.credits import decisions, signing
from issuer.services.principal import OPERATOR, Principal
from issuer.store import Category
from tests.services.credits.asking import ask, decide, import_rules, keep, state
from tests.services.worlds import START, World


def preview(world: World, **change: Any) -> Any:
    return decisions.preview(world.toolkit, OPERATOR, ask(**change))


def test_seed_05_a_badge_is_counted_by_the_rules_of_the_district(world: World) -> None:
    issued = world.issue()
    found = preview(world)
    assert [item.credit for item in found.items] == [issued.credential.id]
    assert (float(found.hours), found.unit, found.rules_version) == (1.5, "quarterHour", "v0")
    assert found.sentences()[-1].startswith("The lane stays BA. 1.5 of 15.0 hours toward BA+15")


def test_nothing_is_kept_by_a_preview(world: World) -> None:
    world.issue()
    preview(world)
    assert decisions.of_person(world.toolkit, OPERATOR, "north", "t01") == ()
    assert float(preview(world).hours) == 1.5


def test_a_decision_is_recorded_once_and_moves_the_hours_on_file(world: World) -> None:
    world.issue()
    first, again = decide(world), decide(world)
    assert (first.is_new, again.is_new, again.row) == (True, False, first.row)
    assert world.events(first.row.id) == ["credit.decided"]
    following = preview(world)
    assert (float(following.hours), following.items[0].reason) == (0, "already_used")
    assert following.move is not None
    assert following.move.total == Fraction("1.5")
    world.require_whole()


def test_crd_07_a_credit_is_used_once_under_parallel_decisions(world: World) -> None:
    world.issue()

    def one(number: int) -> str:
        return decide(world, f"request-{number}").row.hours

    with ThreadPoolExecutor(8) as pool:
        hours = sorted(pool.map(one, range(8)))
    assert hours == ["0.0"] * 7 + ["1.5"]
    with world.toolkit.database.reader() as reader:
        person = people.get_by_reference(reader, "t01")
        uses = reader.credits.uses_of(person.id)
    assert [use.code for use in uses] == ["SEL-01"]


def test_crd_07_the_database_refuses_a_second_use(world: World) -> None:
    world.issue()
    row = decide(world).row
    with world.toolkit.database.reader() as reader:
        (use,) = reader.credits.uses_of(row.person_id)
    other = row.__class__(**{**vars(row), "id": "urn:uuid:x", "external_id": "other"})
    with pytest.raises(ConflictError), world.toolkit.database.unit("test") as unit:
        unit.credits.add_decision(other, [use])


def test_crd_07_the_decision_is_signed_and_travels(world: World) -> None:
    issued = world.issue()
    found = decide(world)
    assert found.credential is not None
    report = verification.check(world.toolkit, found.credential.body)
    assert report.verdict == "valid"
    (shown,) = report.statements
    assert shown.binding == "shown"
    assert shown.statement is not None
    assert (shown.statement["type"], shown.statement["hours"]) == ("lane-decision", "1.5")
    document: Any = strict_json.parse_object(found.credential.body)
    assert document["credentialSubject"]["id"] == issued.credential.id
    assert document["relatedResource"][1] == {
        "id": issued.credential.id,
        "digestMultibase": digest_multibase(issued.version.body or b""),
        "mediaType": "application/vc",
    }
    assert "t01" not in found.credential.body.decode()


def test_l10_another_district_tells_of_the_earlier_use(world: World) -> None:
    world.issue()
    decide(world)
    import_rules(world, "south")
    keep(world, district="south")
    found = decide(world, district="south")
    assert found.row.hours == "1.5"
    trace: Any = found.content["trace"]
    (note,) = [step for step in trace if step["code"] == "used_elsewhere"]
    assert note["lookedAt"] == "Used before: SEL-01 in north on April 1, 2026."


def test_crd_08_a_decision_is_the_same_years_later(world: World) -> None:
    issued = world.issue()
    state(world)
    row = decide(world).row
    world.clock.forward(days=2_000)
    import_rules(world, maximumAgeMonths=1)
    keep(world, lane="BA+30", hired_on=date(2030, 1, 1))
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    assert decisions.decide_again(world.toolkit, OPERATOR, row.id)


def test_s17_what_is_on_hold_does_not_count_now(world: World) -> None:
    issued = world.issue()
    world.clock.forward(days=1)
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    day = world.clock().date()
    assert preview(world, on=day).items[0].reason == "suspended"
    assert preview(world, on=day - timedelta(days=1)).items[0].reason is None
    world.clock.forward(days=1)
    revocation.resume(world.toolkit, OPERATOR, issued.credential.id)
    assert float(preview(world, on=world.clock().date()).hours) == 1.5
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    assert preview(world).items[0].reason == "revoked"


def test_the_rules_of_the_day_hold(world: World) -> None:
    world.issue()
    with pytest.raises(NotFoundError, match="no rules"):
        preview(world, district="south")
    with pytest.raises(NotFoundError, match="Nobody"):
        preview(world, person="t99")


def test_who_may_ask_for_what(world: World) -> None:
    issued = world.issue()
    clerk = Principal("clerk", frozenset({"north"}))
    with pytest.raises(NotAuthorizedError):
        decisions.preview(world.toolkit, Principal("other", frozenset({"south"})), ask())
    with pytest.raises(NotAuthorizedError):
        decisions.preview(world.toolkit, clerk, ask())
    handed = ask(credentials=(issued.credential.id,))
    assert float(decisions.preview(world.toolkit, clerk, handed).hours) == 1.5
    with pytest.raises(NotFoundError):
        decisions.preview(world.toolkit, clerk, ask(person="t02", credentials=(issued.credential.id,)))


def test_another_request_under_the_same_id_is_refused(world: World) -> None:
    world.issue()
    decide(world)
    for change in ({"on": date(2026, 4, 2)}, {"person": "t02"}):
        with pytest.raises(ConflictError):
            decide(world, **change)


def test_a_crash_between_the_commits_is_finished_by_asking_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.issue()

    def broken(*_: object) -> None:
        raise IssuerError("the key store is gone")

    with monkeypatch.context() as patch:
        patch.setattr(signing, "sign", broken)
        with pytest.raises(IssuerError):
            decide(world)
    found = decide(world)
    assert (found.is_new, found.row.hours) == (False, "1.5")
    assert found.credential is not None


def test_what_if_counts_on_from_what_is_earned(world: World) -> None:
    world.issue()
    found = decisions.what_if(world.toolkit, OPERATOR, ask(), kind=Kind.MICRO_CREDENTIAL, each="1")
    assert found.sentence == "Nine micro-credentials more and you reach BA+15 on April 1, 2026."
    with pytest.raises(InputError):
        decisions.what_if(world.toolkit, OPERATOR, ask(), kind=Kind.MICRO_CREDENTIAL, each="much")


def test_a_decision_about_nothing_is_recorded_and_not_signed(world: World) -> None:
    found = decide(world)
    assert (found.row.hours, found.credential) == ("0.0", None)


def test_what_was_earned_later_is_not_in_an_earlier_request(world: World) -> None:
    world.issue()
    assert preview(world, on=START.date() - timedelta(days=60)).items == ()


def test_employment_is_erased_with_the_person(world: World) -> None:
    people.erase(world.toolkit, OPERATOR, "t01")
    with world.toolkit.database.reader() as reader:
        person = people.get_by_reference(reader, "t01")
        assert reader.credits.find_employment(reader.profiles.get_by_slug("north").id, person.id) is None
