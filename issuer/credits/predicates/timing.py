"""Rules about when a credential was earned: `earnedAfter`, `maximumAgeMonths`, `preApprovalRequired`.

Days are compared as days; an award on the very day of hire or degree counts as after it.
"""

from datetime import date
from typing import Final

from issuer.credits.findings import Step
from issuer.credits.model import Earned
from issuer.credits.predicates import values
from issuer.credits.predicates.socket import Case, Predicate, Stage, day, listed, met, refused, waits

HIRE: Final = "hireDate"
DEGREE: Final = "degreeDate"
_WORDS: Final = {HIRE: "the day of hire", DEGREE: "the degree"}
_CODES: Final = {HIRE: ("before_hire", "hire_date_unknown"), DEGREE: ("before_degree", "degree_date_unknown")}
_YEAR: Final = 12


def judge_earned_after(names: tuple[str, ...], earned: Earned, case: Case) -> Step:
    """Compare the award with the day of hire and the day of the degree."""
    rule, code = "earnedAfter", earned.code
    teacher = case.request.teacher
    missing: Step | None = None
    for name in names:
        since = teacher.hire_date if name == HIRE else teacher.degree_date
        before, unknown = _CODES[name]
        if since is None:
            looked = f"Awarded {day(earned.awarded)}; the date of {_WORDS[name]} is not on file."
            missing = missing or waits(rule, code, unknown, looked, "It waits until the date is on file.")
        elif earned.awarded < since:
            looked = f"Awarded {day(earned.awarded)}; {_WORDS[name]}: {day(since)}."
            return refused(
                rule, code, before, looked, f"It was earned before {_WORDS[name]} and does not count."
            )
    if missing is not None:
        return missing
    looked = f"Awarded {day(earned.awarded)}, not before {listed([_WORDS[name] for name in names])}."
    return met(rule, code, looked, "It was earned in time.")


def judge_age(months: int, earned: Earned, case: Case) -> Step:
    """Compare the age of the award on the day of the request with what is allowed."""
    rule, oldest = "maximumAgeMonths", months_before(case.request.on, months)
    looked = f"Awarded {day(earned.awarded)}; asked {day(case.request.on)}."
    if earned.awarded < oldest:
        words = f"It is more than {months} months old and does not count."
        return refused(rule, earned.code, "too_old", looked, words)
    return met(rule, earned.code, looked, f"It is not more than {months} months old.")


def judge_preapproval(wanted: bool, earned: Earned, case: Case) -> Step:  # noqa: FBT001  (a rule's parameter)
    """Look for an approval of this achievement, in this version, before the award."""
    rule, code = "preApprovalRequired", earned.code
    if not wanted:
        return met(rule, code, "No approval is asked for.", "It counts without pre-approval.")
    known = [item for item in case.request.teacher.preapprovals if item.code == code]
    if not known:
        words = "This district asks for approval before the work. It cannot be given after."
        return refused(rule, code, "preapproval_missing", f"No pre-approval of {code}.", words)
    same = [
        item for item in known if None in {item.version, earned.version} or item.version == earned.version
    ]
    if not same:
        looked = f"Pre-approved: version {listed([str(item.version) for item in known])}; earned: version {earned.version}."
        words = "The receipt is for another version of the achievement."
        return refused(rule, code, "preapproval_other_version", looked, words)
    in_time = [item for item in same if item.granted is None or item.granted <= earned.awarded]
    if not in_time:
        first = min(item.granted for item in same if item.granted is not None)
        looked = f"Pre-approved {day(first)}; awarded {day(earned.awarded)}."
        words = "The approval came after the award and does not count."
        return refused(rule, code, "preapproval_late", looked, words)
    dated = "" if in_time[0].granted is None else f" on {day(in_time[0].granted)}"
    return met(rule, code, f"{code} was pre-approved{dated}.", "The approval stands before the award.")


def months_before(moment: date, months: int) -> date:
    """Return the day some months earlier; the last day of a shorter month where the day does not exist."""
    place = moment.year * _YEAR + moment.month - 1 - months
    year, month = divmod(place, _YEAR)
    for last in range(moment.day, 0, -1):
        try:
            return date(max(year, 1), month + 1, last)
        except ValueError:
            continue
    return date.min


PREDICATES: Final = (
    Predicate(
        "earnedAfter",
        Stage.CREDENTIAL,
        lambda value, at: values.choices(value, at, (HIRE, DEGREE)),
        lambda names: f"It must be earned after {listed([_WORDS[name] for name in names])}.",
        judge_earned_after,
    ),
    Predicate(
        "maximumAgeMonths",
        Stage.CREDENTIAL,
        values.whole,
        lambda months: f"It must not be more than {months} months old on the day of the request.",
        judge_age,
    ),
    Predicate(
        "preApprovalRequired",
        Stage.CREDENTIAL,
        values.flag,
        lambda wanted: (
            "It must be approved by the district before it is awarded."
            if wanted
            else "No pre-approval is needed."
        ),
        judge_preapproval,
    ),
)
