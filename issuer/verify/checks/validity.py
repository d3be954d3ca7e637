"""Check 4.2: is it inside its period? (OB 3.0 section 9.1 step 4; VCDM 2.0 section 4.9)

A clock may be five minutes behind the issuer's, so the beginning is forgiven that much; the end is not
forgiven at all. An end that is reached has come. For a token the earlier of `exp` and the end counts.
Does not look at the signature or the status list.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from issuer.documents.times import format_time
from issuer.verify.case import Case
from issuer.verify.checks.proof import SKEW
from issuer.verify.findings import failed, passed
from issuer.verify.report import Check, Verdict

CHECK_ID: Final = "validity_period"


def check_validity(case: Case) -> Check:
    """Compare the period of the credential with the moment of the policy."""
    end = case.moment("validUntil")
    is_shorter = case.token_end is not None and (end is None or case.token_end < end)
    check = check_period(case.moment("validFrom"), case.token_end if is_shorter else end, now=case.policy.now)
    if is_shorter and end is not None and check.means is Verdict.EXPIRED:
        words = f"{check.sentence} The token around it counted no longer, though it names {format_time(end)}."
        return replace(check, sentence=words)
    return check


def check_period(start: datetime | None, end: datetime | None, *, now: datetime) -> Check:
    """Compare a period with `now`; an open beginning or end is always kept."""
    facts = {
        "validFrom": None if start is None else format_time(start),
        "validUntil": None if end is None else format_time(end),
    }
    if end is not None and now >= end:
        return failed(CHECK_ID, "EXPIRED", f"It ended on {format_time(end)}.", means=Verdict.EXPIRED, **facts)
    if start is not None and start - now > SKEW:
        return failed(
            CHECK_ID,
            "NOT_YET_VALID",
            f"It begins on {format_time(start)}.",
            means=Verdict.NOT_YET_VALID,
            **facts,
        )
    return passed(CHECK_ID, "It is inside its period." if end else "It has begun and has no end.", **facts)
