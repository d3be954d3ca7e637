"""The demonstration is minted through the real road, once; every fate comes, and every verdict is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from issuer.demo import checking, history, run, seeding
from issuer.demo.claims import Fate
from issuer.demo.records import planned
from issuer.demo.run import Outcome
from issuer.errors import ConfigurationError, ConflictError
from issuer.services import catalog, credentials, keys, people, profiles, revocation
from issuer.services.auditing import audit
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile
from issuer.store import Category, KeyPurpose, KeyState
from tests.demo.small import AFTERWARDS, AWARDS, SLUG, SMALL, run_small, small_world, unseen
from tests.services.worlds import World

Minted = tuple[World, Outcome]


def bodies(world: World) -> dict[tuple[str, int], bytes | None]:
    return {
        (held.credential.external_id, version.number): version.body
        for held in planned(world.toolkit, SMALL, AWARDS)[SLUG]
        for version in held.versions
    }


def test_every_award_is_issued_and_every_fate_has_come(minted: Minted) -> None:
    _world, outcome = minted
    (row,) = outcome.rows
    assert outcome.new == row.issued == 7
    assert row.counts == {
        Fate.VALID: 3,
        Fate.SUPERSEDED: 1,
        Fate.REVOKED: 1,
        Fate.SUSPENDED: 1,
        Fate.EXPIRED: 1,
    }
    assert (row.versions, row.as_expected) == (8, 8)
    assert outcome.unexpected == ()


def test_each_credential_became_what_the_plan_says(minted: Minted) -> None:
    world, _outcome = minted
    held = {item.credential.external_id: item for item in planned(world.toolkit, SMALL, AWARDS)[SLUG]}
    for award in AWARDS:
        newest = held[award.external_id].newest
        assert newest is not None
        assert held[award.external_id].credential.awarded_at == award.dates.awarded_at
        assert len(held[award.external_id].versions) == (2 if award.fate is Fate.SUPERSEDED else 1)
        if award.fate is Fate.REVOKED:
            assert newest.ended_category == award.category
            assert newest.ended_at == award.dates.settled_at
        if award.fate is Fate.EXPIRED:
            assert newest.valid_until == award.valid_until


def test_people_catalog_and_keys_are_there_and_one_key_was_rotated(minted: Minted) -> None:
    world, _outcome = minted
    assert len(people.all_people(world.toolkit)) == len(SMALL.educators)
    assert len(catalog.all_achievements(world.toolkit)) == 25
    states = [
        key.state for key in keys.of_profile(world.toolkit, SLUG) if key.purpose is KeyPurpose.DATA_INTEGRITY
    ]
    assert states == [KeyState.RETIRED, KeyState.ACTIVE]


def test_the_record_is_whole_and_the_log_is_numbered(minted: Minted) -> None:
    world, _outcome = minted
    world.require_whole()
    report = audit.verify_events(world.toolkit)
    assert report.findings == ()
    assert (report.pending, report.signed_heads) == (0, 1)


def test_running_again_changes_nothing_that_was_issued(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    first = run_small(world)
    before = bodies(world)
    world.clock.forward(days=3)
    again = run_small(world)
    assert (first.new, again.new) == (7, 0)
    assert again.rows == first.rows
    assert bodies(world) == before
    assert len(keys.of_profile(world.toolkit, SLUG)) == 3


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(tmp_path: Path) -> None:
    world = small_world(tmp_path)

    class Stop(BaseException):
        pass

    def stop_after_three() -> None:
        world.clock.forward(seconds=1)
        if next(world.counter) == 3:
            raise Stop

    @contextmanager
    def stopping(label: str, length: int) -> Iterator[Callable[[], None]]:
        del label, length
        yield stop_after_three

    with pytest.raises(Stop):
        run.run(world.toolkit, OPERATOR, SMALL, stopping)
    assert len(bodies(world)) in {3, 4}
    assert run_small(world).new == 4
    assert len(bodies(world)) == 8


def test_what_the_operator_did_since_is_kept_and_counted(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    run_small(world)
    valid = next(award for award in AWARDS if award.fate is Fate.VALID)
    name = next(
        held.credential.id
        for held in planned(world.toolkit, SMALL, AWARDS)[SLUG]
        if held.credential.external_id == valid.external_id
    )
    revocation.revoke(world.toolkit, OPERATOR, name, Category.HOLDER_REQUEST)
    people.erase(world.toolkit, OPERATOR, valid.person)
    again = run_small(world)
    assert (again.rows[0].counts[Fate.REVOKED], again.unexpected) == (2, ())
    person = credentials.get(world.toolkit, OPERATOR, name).credential.person_id
    assert people.find_details(world.toolkit, person) is None


def test_a_verdict_that_is_not_the_expected_one_is_told(tmp_path: Path) -> None:
    """A revoked key makes invalid what it signed; the record of the badge alone does not foretell that."""
    world = small_world(tmp_path)
    run_small(world)
    retired = next(key for key in keys.of_profile(world.toolkit, SLUG) if key.state is KeyState.RETIRED)
    keys.revoke(world.toolkit, OPERATOR, retired.verification_method)
    with unseen("", 0) as step:
        rows, unexpected = checking.check(world.toolkit, SMALL, AWARDS, step)
    assert rows[0].as_expected < rows[0].versions
    assert len(unexpected) == rows[0].versions - rows[0].as_expected
    assert "expected" in unexpected[0]


def test_a_badge_that_is_missing_is_told(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    seeding.set_up(history.founded(world.toolkit, SMALL), OPERATOR, SMALL)
    with unseen("", 0) as step:
        _rows, unexpected = checking.check(world.toolkit, SMALL, AWARDS, step)
    assert unexpected == ("7 planned badges are not in the record",)


def test_on_a_machine_whose_clock_is_behind_the_school_year_is_one_that_is_over(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    world.clock.now = datetime(2025, 3, 1, tzinfo=UTC)
    first = run_small(world)
    with world.toolkit.database.reader() as reader:
        found = reader.credentials.page()
    assert {credential.awarded_at.year for credential in found} <= {2023, 2024}
    assert first.unexpected == ()
    # The clock is put right, and the record keeps the year in which it began.
    world.clock.now = AFTERWARDS
    again = run_small(world)
    assert (again.new, again.unexpected) == (0, ())


def test_a_clock_before_every_school_year_is_refused(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    world.clock.now = datetime(1970, 1, 1, tzinfo=UTC)
    with pytest.raises(ConfigurationError, match="1970"):
        run_small(world)
    assert profiles.all_profiles(world.toolkit) == ()


def test_profiles_of_one_s_own_are_strangers_and_one_of_the_same_name_is_a_conflict(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    profiles.create(world.toolkit, OPERATOR, CreateProfile(slug="lakes", name="Lakes"))
    assert seeding.strangers(world.toolkit, SMALL) == ("lakes",)
    profiles.create(world.toolkit, OPERATOR, CreateProfile(slug=SLUG, name="Somebody else"))
    with pytest.raises(ConflictError, match=SLUG):
        run_small(world)


def test_another_base_address_gives_identifiers_under_it(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    with world.toolkit.database.reader() as reader:
        assert reader.installation.get().base_url == "https://badges.demo.example"
    elsewhere = replace(world.toolkit, base_url="https://badges.lakes.example.org")
    seeding.set_up(history.founded(elsewhere, SMALL), OPERATOR, SMALL)
    assert profiles.get(elsewhere, SLUG).did == f"did:web:badges.lakes.example.org:p:{SLUG}"
