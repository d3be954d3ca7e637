"""The volume plan reaches its figures, is the same every time, and tells its stories."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.demo import chance, fates, plan, school_calendar
from issuer.demo.claims import Fate, claims, sets_by_endorsement
from issuer.demo.dataset import Dataset, Volume, Window, load, moved_back

DATA: Dataset = load()
AWARDS = plan.plan(DATA)


def of(person: str, code: str) -> plan.PlannedAward:
    return next(award for award in AWARDS if (award.person, award.code) == (person, code))


def with_volume(micro_credentials: int, complete_sets: int) -> Dataset:
    """Return the data with another number for one small issuer."""
    volumes = {**DATA.figures.per_issuer, "nwsc": Volume(micro_credentials, complete_sets)}
    return replace(DATA, figures=replace(DATA.figures, per_issuer=volumes))


def test_every_issuer_awards_its_number_and_all_of_them_292() -> None:
    wanted = {slug: volume.micro_credentials for slug, volume in DATA.figures.per_issuer.items()}
    assert Counter(award.issuer for award in AWARDS) == wanted
    assert len(AWARDS) == 292


def test_every_issuer_completes_exactly_its_number_of_sets() -> None:
    codes_of: dict[tuple[str, str], set[str]] = {}
    for award in AWARDS:
        codes_of.setdefault((award.issuer, award.person), set()).add(award.code)
    completed = Counter(
        issuer
        for (issuer, _person), codes in codes_of.items()
        for choices in sets_by_endorsement(DATA).values()
        if any(codes.issuperset(wanted) for wanted in choices)
    )
    assert completed == {slug: volume.complete_sets for slug, volume in DATA.figures.per_issuer.items()}
    assert completed.total() == 35


def test_the_status_mix_is_the_largest_remainder_of_its_percentages() -> None:
    assert Counter(award.fate for award in AWARDS) == {
        Fate.VALID: 271,
        Fate.SUPERSEDED: 6,
        Fate.REVOKED: 6,
        Fate.EXPIRED: 6,
        Fate.SUSPENDED: 3,
    }


def test_nobody_earns_the_same_award_twice_and_everybody_earns_one() -> None:
    assert len({(award.person, award.code) for award in AWARDS}) == len(AWARDS)
    assert len({award.external_id for award in AWARDS}) == len(AWARDS)
    assert {award.person for award in AWARDS} == {person.id for person in DATA.educators}


def test_everybody_earns_from_the_cooperative_that_serves_their_district() -> None:
    for issuer in DATA.issuers:
        own = {person.id for person in DATA.educators_of(issuer.slug)}
        assert {award.person for award in AWARDS if award.issuer == issuer.slug} <= own


def test_the_plan_is_the_same_every_time() -> None:
    assert plan.plan(load()) == AWARDS
    assert chance.below(1_000_000, "a", "b") == 50_899, "chance must be the same on every machine"


def test_the_dates_of_an_award_are_in_order_and_its_days_are_working_days() -> None:
    for award in AWARDS:
        dates = award.dates
        moments = [
            dates.period_start,
            dates.period_end,
            dates.submitted_at,
            dates.decided_at,
            dates.awarded_at,
            dates.settled_at,
        ]
        assert moments == sorted(set(moments)), award
        assert all(moment.tzinfo is UTC for moment in moments), award
        assert dates.decided_at.weekday() < 5, award
        assert dates.awarded_at.weekday() < 5, award


def test_awards_lie_in_the_school_year_and_after_everything_was_set_up() -> None:
    year = DATA.figures.school_year
    assert all(year.first <= award.dates.decided_at.date() <= year.last for award in AWARDS)
    assert max(award.dates.settled_at for award in AWARDS) < datetime(2026, 8, 1, tzinfo=UTC)
    assert min(award.dates.awarded_at for award in AWARDS).date() > DATA.figures.founded


def test_what_has_ended_ended_after_its_award_and_nothing_else_has_an_end_of_its_own() -> None:
    for award in AWARDS:
        assert (award.valid_until is not None) is (award.fate is Fate.EXPIRED)
        assert award.valid_until is None or award.valid_until > award.dates.awarded_at


def test_only_what_has_a_period_of_validity_expires() -> None:
    expiring = {record["code"] for record in DATA.micro_credentials if record["validity"]}
    assert {award.code for award in AWARDS if award.fate is Fate.EXPIRED} <= expiring


def test_the_awards_of_one_person_follow_each_other() -> None:
    by_person: dict[str, list[datetime]] = {}
    for award in AWARDS:
        by_person.setdefault(award.person, []).append(award.dates.decided_at)
    assert all(moments == sorted(moments) for moments in by_person.values())


def test_stories_come_out_as_they_are_told() -> None:
    assert of("t02", "SEL-02").attempt == 2
    assert (of("t03", "ELL-02").attempt, of("t03", "ELL-02").fate) == (4, Fate.SUPERSEDED)
    assert (of("t05", "ELL-04").fate, of("t05", "ELL-04").category) == (
        Fate.REVOKED,
        "evidence_misattributed",
    )
    assert of("t13", "CSI-03").fate is Fate.EXPIRED
    assert of("t09", "PRL-05").dates.decided_at > of("t09", "PRL-06").dates.decided_at
    assert len([award for award in AWARDS if award.person == "t10"]) == 7
    for person in ("t01", "t07"):
        assert {award.code for award in AWARDS if award.person == person} == {
            f"SEL-0{n}" for n in range(1, 6)
        }


def test_a_revocation_has_a_category_and_nothing_else_has_one() -> None:
    for award in AWARDS:
        assert (award.category is not None) is (award.fate is Fate.REVOKED)


def test_the_same_awards_may_lie_in_an_earlier_year() -> None:
    earlier = plan.plan(moved_back(DATA, 3))
    assert [award.external_id for award in earlier] == [award.external_id for award in AWARDS]
    assert [award.fate for award in earlier] == [award.fate for award in AWARDS]
    assert max(award.dates.settled_at for award in earlier).year == 2023
    assert moved_back(DATA, 0) == DATA


def test_another_number_is_reached_as_well() -> None:
    assert len(plan.plan(with_volume(20, 2))) == 298


@pytest.mark.parametrize(("micro_credentials", "complete_sets"), [(100, 1), (30, 4), (5, 9)])
def test_a_number_that_nobody_can_reach_is_refused(micro_credentials: int, complete_sets: int) -> None:
    with pytest.raises(ValueError, match=r"nwsc|t\d+"):
        plan.plan(with_volume(micro_credentials, complete_sets))


def test_a_mix_that_the_catalog_cannot_reach_is_refused() -> None:
    every = claims(DATA)
    with pytest.raises(ValueError, match="expired"):
        fates.assign(every, percent={"valid": 60, "expired": 40}, expiring={"CSI-01"})
    with pytest.raises(ValueError, match="100"):
        fates.assign(every, percent={"valid": 60}, expiring=set())


@given(total=st.integers(0, 5_000), cut=st.lists(st.integers(0, 100), min_size=4, max_size=4))
def test_counts_always_add_up_and_are_off_by_less_than_one(total: int, cut: list[int]) -> None:
    edges = [0, *sorted(cut), 100]
    shares = [high - low for low, high in pairwise(edges)]
    percent = dict(zip([fate.value for fate in Fate], shares, strict=True))
    counts = fates.counts_of(total, percent)
    assert sum(counts.values()) == total
    for fate, count in counts.items():
        assert abs(count - total * percent[fate] / 100) < 1


@given(place=st.integers(0, 6), words=st.lists(st.text(), max_size=3).map(tuple))
def test_a_day_lies_in_its_part_of_the_window_or_on_the_monday_after(
    place: int, words: tuple[str, ...]
) -> None:
    window = Window(DATA.figures.school_year.first, DATA.figures.school_year.last)
    days = (window.last - window.first).days + 1
    day = school_calendar.day_in(window, place=place, of=7, words=words)
    assert day.weekday() < 5
    assert days * place // 7 <= (day - window.first).days <= days * (place + 1) // 7 + 1


def test_shuffling_keeps_every_item() -> None:
    assert sorted(chance.shuffled(range(50), "x")) == list(range(50))
    assert chance.shuffled(range(50), "x") != chance.shuffled(range(50), "y")
