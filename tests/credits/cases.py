"""Rules, credentials and requests for tests of credit; every test changes one thing of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from issuer.credits import (
    Component,
    Decision,
    Earned,
    Equivalency,
    Kind,
    PreApproval,
    Request,
    RuleSet,
    Teacher,
    read,
)
from issuer.credits import decide as decide_it
from issuer.credits.equivalency import GRADUATE_EQUIVALENT, Basis

ON: Final = date(2026, 9, 1)
TEACHER: Final = Teacher(hire_date=date(2020, 8, 1), degree_date=date(2019, 5, 1), lane="BA")


def rules(district: str = "north", **rules_of: Any) -> RuleSet:
    """Return a rule set with lanes of fifteen semester hours and nothing but the given rules."""
    return read(
        {"unit": "semesterHour", "lanes": ["BA", "BA+15", "BA+30", "MA", "MA+15"], "rules": rules_of},
        district=district,
    )


def mc(code: str = "SEL-01", **change: Any) -> Earned:
    """Return a micro-credential of one hour, awarded in February 2026."""
    made = Earned(code, code, Kind.MICRO_CREDENTIAL, date(2026, 2, 1), Fraction(1), version="1.0")
    return replace(made, **change)


def me(topic: str = "SEL", *, known_hours: bool = True, **change: Any) -> Earned:
    """Return a micro-endorsement of five micro-credentials."""
    hours = Fraction(1) if known_hours else None
    parts = tuple(Component(f"{topic}-0{n}", f"id-{topic}-0{n}", hours) for n in range(1, 6))
    made = Earned(
        f"ME-{topic}",
        f"ME-{topic}",
        Kind.MICRO_ENDORSEMENT,
        date(2026, 2, 14),
        Fraction(5),
        version="1.0",
        components=parts,
    )
    return replace(made, **change)


def approval(code: str = "ME-SEL", **change: Any) -> PreApproval:
    """Return an approval given in the autumn before the award."""
    return replace(PreApproval(code, date(2025, 10, 1), "1.0"), **change)


def worth(value: str, code: str = "ME-SEL", **change: Any) -> Equivalency:
    """Return a value that the district "north" set in 2025."""
    made = Equivalency(
        "north",
        code,
        None,
        1,
        Fraction(value),
        "semesterHour",
        GRADUATE_EQUIVALENT,
        Basis.LOCAL,
        date(2025, 7, 1),
    )
    return replace(made, **change)


def decide(
    rule_set: RuleSet,
    *credentials: Earned,
    on: date = ON,
    worths: Iterable[Equivalency] = (),
    **facts: Any,
) -> Decision:
    """Decide a request of the one teacher, with some facts changed."""
    return decide_it(rule_set, Request(on, credentials, replace(TEACHER, **facts)), worths)


def reasons(decision: Decision) -> dict[str, str]:
    """Return by code why a credential was not counted wholly."""
    return dict(decision.reasons)
