"""Check 7: was it in force on a given day? Asked only with a date (issue "Valid on a date").

Where this installation issued the credential its own record answers. From outside only this is known: the
period, and that a withdrawal is never taken back, so that what is not withdrawn today was not withdrawn
before. Whether it was on hold on that day cannot be known from outside. Never changes the verdict.
"""

from typing import Final

from issuer.documents.times import format_time
from issuer.verify.case import Case
from issuer.verify.findings import failed, passed, undetermined
from issuer.verify.report import Check, Outcome, Verdict

CHECK_ID: Final = "on_date"


def check_on_date(case: Case, statuses: tuple[Check, ...]) -> Check | None:
    """Say what is known about the day; None when nobody asked."""
    moment = case.policy.at
    if moment is None:
        return None
    day = format_time(moment)
    start, end = case.moment("validFrom"), case.moment("validUntil")
    if start is not None and moment < start:
        return _no(f"On {day} it had not begun; it begins on {format_time(start)}.", "NOT_YET_VALID")
    if end is not None and moment >= end:
        return _no(f"On {day} it had ended; it ended on {format_time(end)}.", "EXPIRED")
    record = case.policy.record
    standing = None if record is None else record.standing_on(case.document, moment)
    if standing is not None:
        if standing.in_force:
            return passed(CHECK_ID, standing.sentence, source="own record")
        return _no(standing.sentence, "REVOKED")
    if statuses and all(check.outcome is Outcome.PASSED for check in statuses):
        purposes = {check.evidence.get("purpose") for check in statuses}
        if purposes == {"revocation"} and moment <= case.policy.now:
            return passed(
                CHECK_ID,
                f"On {day} it was inside its period and not withdrawn: it is not withdrawn today, and a"
                " withdrawal is never taken back.",
                source="status list of today",
            )
    return undetermined_on(day)


def _no(sentence: str, code: str) -> Check:
    return failed(CHECK_ID, code, sentence, means=Verdict.VALID)


def undetermined_on(day: str) -> Check:
    """Return the honest answer: its standing on that day cannot be known from outside."""
    check = undetermined(
        CHECK_ID,
        "STATUS_HISTORY_UNKNOWN",
        f"It was inside its period on {day}, but whether it was withdrawn or on hold then cannot be known"
        " from outside: a status list tells about today.",
    )
    return Check(check.id, check.outcome, check.sentence, check.code)
