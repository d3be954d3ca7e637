"""A pilot from its cohort to its sheet (SEED-07, SEED-08, SEED-09, SEED-18, SEED-19, SEED-22)."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from issuer.errors import ConflictError, InputError, NotAuthorizedError, NotFoundError
from issuer.services import revocation
from issuer.services.pilots import answers, keeping, money, progress, sheet, telling
from issuer.services.pilots.keeping import Pilot
from issuer.services.pilots.money import Cost
from issuer.services.pilots.progress import Count
from issuer.services.pilots.sheet import Own
from issuer.services.principal import OPERATOR, Principal
from issuer.services.spreadsheet import csv_lines
from issuer.store import Category
from tests.services.credits import asking
from tests.services.pathways.worlds import SEL, cycle, earn, endorsements
from tests.services.pilots.worlds import furnish, pilot
from tests.services.worlds import World, furnished_world

STRANGER = Principal("clerk", frozenset({"south"}))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a district whose cohort of four is halfway: one finished, one has two parts, one has one, one none."""
    made = furnish(furnished_world(tmp_path_factory.mktemp("pilots")))
    pilot(made, cohort=4)
    for person, codes in (("p01", SEL), ("p02", SEL[:2]), ("p03", SEL[:1])):
        for code in codes:
            earn(made, code, person=person)
    cycle(made)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def halfway(world: World) -> Pilot:
    return keeping.get(world.toolkit, OPERATOR, "north", "first-year")


def test_seed_07_the_planted_cohort_is_told_as_it_is(world: World, halfway: Pilot) -> None:
    found = progress.of(world.toolkit, halfway)
    assert (found.members, found.left, found.completions) == (4, 0, 1)
    assert found.goals[0].count == found.together == Count(finished=1, part=2, none=1)
    assert (found.days_over, found.days) == (43, 150)
    assert telling.pilot_json(halfway, found)["together"] == {"finished": 1, "part": 2, "none": 1}
    assert telling.hidden(found.together) == (None, None, None)


def test_who_left_is_not_counted_and_not_forgotten(world: World) -> None:
    made = pilot(world, "leaving", cohort=3)
    assert keeping.leave(world.toolkit, OPERATOR, made, ["p01"], on=date(2026, 3, 1)) == 1
    assert keeping.leave(world.toolkit, OPERATOR, made, ["p01"], on=date(2026, 3, 2)) == 0
    found = progress.of(world.toolkit, made)
    assert (found.members, found.left, found.together) == (2, 1, Count(0, 2, 0))
    assert keeping.join(world.toolkit, OPERATOR, made, ["p01", "p02"], on=date(2026, 4, 1)) == 1
    assert progress.of(world.toolkit, made).left == 0


def test_what_was_withdrawn_or_came_after_the_last_day_does_not_count(world: World) -> None:
    over = pilot(world, "over", cohort=2, last=date(2026, 3, 1))
    assert progress.of(world.toolkit, over).together == Count(0, 0, 2)
    own = pilot(world, "withdrawn", codes=("PRL-05",))
    keeping.join(world.toolkit, OPERATOR, own, ["p04"], on=date(2026, 2, 1))
    issued = earn(world, "PRL-05", person="p04")
    assert progress.of(world.toolkit, own).together.finished == 1
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    assert progress.of(world.toolkit, own).together.finished == 0


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": "two\nlines"}, "/title"),
        ({"last": date(2026, 1, 1)}, "/last"),
        ({"codes": ()}, "/codes"),
        ({"codes": ("ME-SEL", "ME-SEL")}, "/codes"),
        ({"currency": "dollars"}, "/currency"),
        ({"code": "Not A Code"}, "/code"),
    ],
)
def test_what_has_the_wrong_form_is_refused(world: World, change: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InputError) as caught:
        pilot(world, **change)
    assert caught.value.pointer == pointer


def test_another_district_is_told_nothing(world: World, halfway: Pilot) -> None:
    for ask in (
        lambda: keeping.get(world.toolkit, STRANGER, "north", "first-year"),
        lambda: keeping.of_district(world.toolkit, STRANGER, "north"),
        lambda: keeping.join(world.toolkit, STRANGER, halfway, [], on=date(2026, 3, 1)),
        lambda: money.settle(world.toolkit, STRANGER, halfway),
        lambda: money.spend(world.toolkit, STRANGER, halfway, spent()),
        lambda: answers.take_in(world.toolkit, STRANGER, halfway, b""),
    ):
        with pytest.raises(NotAuthorizedError):
            ask()
    with pytest.raises(NotFoundError):
        keeping.published(world.toolkit, "north", "first-year")
    with pytest.raises(NotFoundError):
        keeping.get(world.toolkit, OPERATOR, "north", "none")


def survey(*rows: str) -> bytes:
    return "\n".join(["id,practice,students,incentive", *rows]).encode()


def test_seed_08_answers_are_told_when_ten_people_gave_them(world: World) -> None:
    made = pilot(world, "survey")
    nine = [f"a{number},yes,yes,{'no' if number == 1 else 'yes'}" for number in range(1, 10)]
    assert answers.told(world.toolkit, made) == answers.Told(0, None)
    assert answers.take_in(world.toolkit, OPERATOR, made, survey(*nine)) == 9
    assert answers.told(world.toolkit, made) == answers.Told(None, None)
    assert answers.take_in(world.toolkit, OPERATOR, made, survey(*nine, "a10,YES,1,true")) == 1
    assert answers.told(world.toolkit, made) == answers.Told(10, (100, 100, 90))
    with pytest.raises(InputError, match="never changes"):
        answers.take_in(world.toolkit, OPERATOR, made, survey("a1,no,yes,no"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"id,practice\na,yes",
        survey("a,yes,maybe,no"),
        survey("a,yes,no,no", "a,yes,no,no"),
        survey("a b,yes,no,no"),
    ],
)
def test_a_survey_of_another_form_is_refused_whole(world: World, data: bytes) -> None:
    made = pilot(world, "refused")
    with pytest.raises(InputError):
        answers.take_in(world.toolkit, OPERATOR, made, data)
    assert answers.told(world.toolkit, made).answers == 0


def test_seed_09_an_incentive_is_owed_once_and_paid_once(world: World) -> None:
    made = pilot(world, "paying", cohort=4)
    (owed,) = money.settle(world.toolkit, OPERATOR, made)
    assert (owed.person, owed.code, owed.row.amount, owed.in_force) == ("p01", "ME-SEL", "250.00", True)
    assert money.settle(world.toolkit, OPERATOR, made) == (owed,)
    ((stack, _newest),) = endorsements(world)
    (paid,) = money.pay(world.toolkit, OPERATOR, made, "2026-03")
    assert money.payroll_rows(made, (paid,)) == [
        ["p01", "250.00", "USD", "ME-SEL", stack.certificate_number, "2026-03-16", "paying", "2026-03"]
    ]
    assert money.pay(world.toolkit, OPERATOR, made, "2026-04") == ()
    assert money.pay(world.toolkit, OPERATOR, made, "2026-03") == (paid,)


def test_seed_09_a_payroll_cell_is_never_a_formula(world: World) -> None:
    made = pilot(world, "formula", cohort=1)
    rows = money.payroll_rows(made, money.pay(world.toolkit, OPERATOR, made, "-1"))
    assert rows[0][-1] == "-1"
    assert "".join(csv_lines(money.COLUMNS, rows)).rstrip().endswith(",'-1")


def test_what_is_on_hold_is_owed_and_not_paid_and_what_came_before_is_not_owed(world: World) -> None:
    made = pilot(world, "holding", codes=("PRL-06",))
    keeping.join(world.toolkit, OPERATOR, made, ["p03"], on=date(2026, 2, 1))
    issued = earn(world, "PRL-06", person="p03")
    assert len(money.settle(world.toolkit, OPERATOR, made)) == 1
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    assert money.pay(world.toolkit, OPERATOR, made, "run") == ()
    late = pilot(world, "late", cohort=1, first=date(2026, 4, 1))
    assert money.settle(world.toolkit, OPERATOR, late) == ()
    free = pilot(world, "free", cohort=1, incentive=None)
    assert money.settle(world.toolkit, OPERATOR, free) == ()


def test_seed_19_what_is_unpaid_blocks_nothing(world: World) -> None:
    made = pilot(world, "unpaid", codes=("PRL-01",))
    keeping.join(world.toolkit, OPERATOR, made, ["p04"], on=date(2026, 2, 1))
    before = earn(world, "PRL-01", person="p04")
    (owed,) = money.settle(world.toolkit, OPERATOR, made)
    assert owed.row.payroll is None
    assert world.again(before).version == before.version
    assert b"250" not in (before.version.body or b"")


def spent(**change: Any) -> Cost:
    values: dict[str, Any] = {
        "external_id": "inv-1", "kind": "fee", "amount": Fraction(1200), "currency": "USD",
        "spent_on": date(2026, 2, 3),
    }  # fmt: skip
    return Cost(**(values | change))


def test_a_cost_is_kept_once_and_put_right_by_another(world: World) -> None:
    made = pilot(world, "costly")
    assert money.spend(world.toolkit, OPERATOR, made, spent())
    assert not money.spend(world.toolkit, OPERATOR, made, spent())
    with pytest.raises(ConflictError):
        money.spend(world.toolkit, OPERATOR, made, spent(amount=Fraction(1)))
    with pytest.raises(InputError):
        money.spend(world.toolkit, OPERATOR, made, spent(external_id="x", kind="=SUM(A1)"))


def test_seed_22_the_sheet_tells_cohort_completions_lanes_and_costs(world: World) -> None:
    made = pilot(world, "board", cohort=4)
    money.spend(world.toolkit, OPERATOR, made, spent())
    money.spend(world.toolkit, OPERATOR, made, spent(external_id="inv-2", amount=Fraction("-200.50")))
    asking.keep(world, person="p01", on_file=Fraction(11))
    asking.decide(world, "board-1", person="p01")
    told = {
        row[0]: row[1] for row in sheet.rows(world.toolkit, OPERATOR, made, own=Own(Fraction(450), "USD"))
    }
    assert {name: told[name] for name in list(told)[2:]} == {
        "take part": 4,
        "finished with everything": 1,
        "have a part": 2,
        "have nothing yet": 1,
        "ME-SEL": 1,
        "completions": 1,
        "hours suggested by issuers": "3.0",
        "hours counted in decisions": "4.5 quarter hours",
        "lanes moved": 1,
        "cost: fee": "999.50",
        "incentives owed": "250.00",
        "cost together": "1249.50",
        "cost for each who takes part": "312.38",
        "cost for each completion": "1249.50",
        "cost for each lane moved": "1249.50",
        "the same hours elsewhere": "1350.00",
    }


def test_seed_18_no_price_of_others_is_told_that_nobody_brought(world: World) -> None:
    made = pilot(world, "own-figures", cohort=1)
    rows = sheet.rows(world.toolkit, OPERATOR, made)
    assert "the same hours elsewhere" not in [row[0] for row in rows]
    (compared,) = [
        row
        for row in sheet.rows(world.toolkit, OPERATOR, made, own=Own(Fraction(100), "USD"))
        if row[0] == "the same hours elsewhere"
    ]
    assert compared[1:] == ["300.00", "USD", "your own figure: 100.00 for a semester hour"]
