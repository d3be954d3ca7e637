"""University, licensing board and districts endorse; badges that come later carry it, and every verdict is told."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from issuer.demo import crediting, endorsement_checks, endorsement_plan
from issuer.demo.dataset import load, moved_back
from issuer.demo.endorsement_records import SAID, signed
from issuer.demo.plan import plan
from issuer.demo.records import planned
from issuer.demo.run import Outcome
from issuer.services import keys, profiles
from issuer.services.endorsements import reading
from issuer.services.principal import OPERATOR
from issuer.store import Category
from issuer.verify import Verdict
from tests.demo.small import AWARDS, SLUG, SMALL, run_small, small_world
from tests.services.worlds import World

Minted = tuple[World, Outcome]
DATA = load()
PLANNED = endorsement_plan.planned(DATA)


def carried_by(body: bytes | None) -> list[str]:
    """Return the ids of the endorsements that a badge carries."""
    document: dict[str, Any] = json.loads(body or b"{}")
    return [item["id"] for item in document["credentialSubject"]["achievement"].get("endorsement", [])]


def test_the_university_speaks_of_achievements_the_board_of_issuers_a_district_of_achievements() -> None:
    codes = {str(record["code"]) for record in (*DATA.micro_credentials, *DATA.micro_endorsements)}
    about = {slug: {item.about for item in PLANNED if item.endorser == slug} for slug in ("pmu", "dslb")}
    districts = {item.about for item in PLANNED} - about["pmu"] - about["dslb"]
    assert about["pmu"] <= codes
    assert about["dslb"] == {f"profile:{item.slug}" for item in DATA.issuers if item.state == "MN"}
    assert districts <= codes
    assert len({(item.endorser, item.external_id) for item in PLANNED}) == len(PLANNED) == 41


def test_only_what_the_university_says_is_carried() -> None:
    assert {item.endorser for item in PLANNED if item.is_carried} == {"pmu"}


def test_everything_is_signed_before_the_school_year_is_over_and_no_end_comes_before_its_beginning() -> None:
    last = max(award.dates.awarded_at for award in plan(DATA))
    for item in PLANNED:
        assert item.signed_at <= item.valid_from < item.valid_until
        assert item.signed_at < last
        if item.withdrawal is not None:
            assert item.valid_from < item.withdrawal.at < last
            assert item.withdrawal.category in set(Category)
    assert all(one.signed_at <= other.signed_at for one, other in pairwise(PLANNED))


def test_the_days_move_with_the_school_year() -> None:
    moved = endorsement_plan.planned(moved_back(DATA, 2))
    assert {item.valid_until.year for item in moved} == {item.valid_until.year - 2 for item in PLANNED}
    assert [item.external_id for item in moved] == [item.external_id for item in PLANNED]


def test_a_cooperative_that_is_left_out_is_not_endorsed() -> None:
    about = {item.about for item in endorsement_plan.planned(SMALL) if item.endorser == "dslb"}
    assert about == {f"profile:{SLUG}"}


def test_a_badge_carries_what_the_university_said_before_it(minted: Minted) -> None:
    world, _outcome = minted
    names = {
        said.id: said.subject_id
        for said in reading.all_of(world.toolkit, "pmu")
        if said.name.startswith("Reviewed")
    }
    for held in planned(world.toolkit, SMALL, AWARDS)[SLUG]:
        for version in held.versions:
            found = carried_by(version.body)
            # Nobody reviewed computing; social learning and language were reviewed before the school year.
            assert len(found) == (0 if held.achievement.code == "CSI-01" else 1)
            assert [names[one] for one in found] == [held.achievement.id] * len(found)


def test_the_micro_endorsement_carries_what_was_said_of_the_set(minted: Minted) -> None:
    world, _outcome = minted
    with world.toolkit.database.reader() as reader:
        bodies = [
            version.body
            for credential in reader.credentials.page()
            for version in reader.credentials.versions(credential.id)
            if b'"humanCode":"ME-SEL"' in (version.body or b"")
        ]
    assert bodies
    assert all(len(carried_by(body)) == 1 for body in bodies)


def test_the_profile_of_a_cooperative_carries_the_board_s_word(minted: Minted) -> None:
    world, _outcome = minted
    (said,) = reading.about(world.toolkit, [profiles.get(world.toolkit, SLUG).did])
    assert said.endorser == "Demonstration State Licensing Board (demonstration)"
    assert said.in_force(world.clock(), now=world.clock())


def test_one_that_was_withdrawn_stood_until_then_and_another_took_its_place(minted: Minted) -> None:
    world, _outcome = minted
    code = "https://badges.demo.example/a/ell-05"
    old, new = (item for item in reading.about(world.toolkit, [code]) if item.is_carried)
    now = world.clock()
    assert old.ended_at is not None
    assert (old.category, old.ended_at) == ("superseded", new.valid_from)
    assert (old.in_force(old.valid_from, now=now), old.in_force(now, now=now)) == (True, False)
    assert (new.in_force(old.valid_from, now=now), new.in_force(now, now=now)) == (False, True)


def test_what_somebody_begins_is_approved_before() -> None:
    begun = crediting.begun(DATA, plan(DATA))
    assert begun["t01"] == ("ME-SEL",)
    assert begun["t10"] == ("ME-SEL", "ME-CSI")
    assert set(begun) == {award.person for award in plan(DATA)}


def test_the_numbers_by_kind_are_told_with_every_verdict(minted: Minted) -> None:
    _world, outcome = minted
    told = {kind.kind: kind for kind in outcome.endorsements}
    assert set(told) == {SAID, "credit-equivalency"}
    assert told["credit-equivalency"].verdicts == {Verdict.VALID: 24}
    # The eight other cooperatives in Minnesota are not of this small demonstration.
    assert told[SAID].verdicts == {Verdict.VALID: 30, Verdict.REVOKED: 1, Verdict.EXPIRED: 2}
    assert all(kind.as_expected == kind.issued for kind in outcome.endorsements)
    assert outcome.to_json()["endorsements"] == [kind.to_json() for kind in outcome.endorsements]


def test_one_that_is_not_as_the_record_says_is_told(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    run_small(world)
    (key,) = keys.of_profile(world.toolkit, "dslb")
    keys.revoke(world.toolkit, OPERATOR, key.verification_method)
    kinds, unexpected = endorsement_checks.check(world.toolkit, SMALL)
    assert sum(kind.issued - kind.as_expected for kind in kinds) == len(unexpected) == 1
    assert unexpected[0].startswith(f"dslb-approved-provider-{SLUG}: invalid, expected valid.")


def test_what_anyone_must_find(minted: Minted) -> None:
    world, _outcome = minted
    stands = next(item for item in signed(world.toolkit, SMALL) if item.stem.startswith("dslb")).endorsement
    now = world.clock()
    for changed, verdict in (
        (stands, Verdict.VALID),
        (replace(stands, ended_at=now), Verdict.REVOKED),
        (replace(stands, valid_until=now), Verdict.EXPIRED),
        (replace(stands, valid_from=now.replace(year=now.year + 1)), Verdict.NOT_YET_VALID),
    ):
        assert endorsement_checks.expected_verdict(changed, now) is verdict
