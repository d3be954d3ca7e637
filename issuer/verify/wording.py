"""The verdict in words (ui.md section 3): a heading and one or two short sentences for a person.

"Withdrawn" for revoked, "on hold" for suspended, "ended" for expired. Codes stand in the checks only.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Final

from issuer.documents.times import parse_time
from issuer.errors import InputError
from issuer.verify.report import Check, Verdict

HEADINGS: Final = {
    Verdict.VALID: "Genuine and current",
    Verdict.INVALID: "Not genuine",
    Verdict.REVOKED: "Withdrawn by the issuer",
    Verdict.SUSPENDED: "On hold",
    Verdict.EXPIRED: "Genuine, but it has ended",
    Verdict.NOT_YET_VALID: "Genuine, but it has not begun",
    Verdict.INDETERMINATE: "We could not check the {what}",
    Verdict.UNTRUSTED: "Genuine, but we do not know the issuer",
    Verdict.MALFORMED: "We could not read this file",
}
_SENTENCES: Final = {
    Verdict.VALID: "You can rely on this credential for what it says. Whether it counts for pay or a license"
    " is for a district or a licensing board to decide.",
    Verdict.INVALID: "Do not rely on this file. {broken}",
    Verdict.REVOKED: "Do not rely on this credential. It was genuine, but {why}.",
    Verdict.SUSPENDED: "Do not rely on it for now. The issuer is reviewing it and has not withdrawn it.",
    Verdict.EXPIRED: "It ended on {end}. The holder can ask the issuer to renew it.",
    Verdict.NOT_YET_VALID: "It begins on {start}. Check again then.",
    Verdict.INDETERMINATE: "This is not a yes, and not a no. {known} What to do: {advice}.",
    Verdict.UNTRUSTED: "The signature is good. The issuer is not on our list, so check its address before you"
    " rely on it.",
    Verdict.MALFORMED: "It is not a badge, or it is damaged. Try the link or the certificate number.",
}
_SUBJECTS: Final = {
    "status": "status",
    "status_address": "status",
    "issuer_key": "key",
    "proof_form": "signature",
    "nothing_unsigned": "signature",
    "known_issuer": "list",
}
_FORGED: Final = "It was changed after it was signed, or this issuer never signed it."
_OF_THE_ISSUER: Final = frozenset(
    {
        "BUSINESS_RULE",
        "INVALID_CHALLENGE_ERROR",
        "INVALID_DOMAIN_ERROR",
        "KEY_COMPROMISED",
        "KEY_EXPIRED",
        "KEY_REVOKED",
        "KEY_TOO_WEAK",
        "PROOF_EXPIRED",
        "PROOF_NOT_YET_VALID",
        "PROOF_PURPOSE_MISMATCH",
        "SCHEMA_VIOLATION",
    }
)
"""What may be wrong with a file that the issuer made itself and nobody changed: the check's own words say it."""
_PASSING: Final = frozenset(
    {
        "FETCH_FAILED",
        "KEY_RETRIEVAL_ERROR",
        "STATUS_RETRIEVAL_ERROR",
        "STATUS_LIST_STALE",
        "WORKERS_UNAVAILABLE",
    }
)
"""What may be otherwise in a few minutes."""
_GENUINE_CHECKS: Final = frozenset({"status", "known_issuer"})


def day(moment: datetime) -> str:
    """Return a day as a person writes it: March 14, 2026."""
    return f"{moment:%B} {moment.day}, {moment.year}"


def heading(verdict: Verdict, decisive: Check | None) -> str:
    """Return the heading of a verdict."""
    what = _SUBJECTS.get("" if decisive is None else decisive.id, "file")
    return HEADINGS[verdict].format(what=what)


def sentence(verdict: Verdict, decisive: Check | None) -> str:
    """Return the first sentence of a verdict, with the date or the reason of the decisive check."""
    return _plain_sentence(verdict) if decisive is None else _sentence(verdict, decisive)


@cache
def _plain_sentence(verdict: Verdict) -> str:
    return _sentence(verdict, None)


def _sentence(verdict: Verdict, decisive: Check | None) -> str:
    known = "Its signature is good." if decisive is not None and decisive.id in _GENUINE_CHECKS else ""
    code = None if decisive is None else decisive.code
    text = _SENTENCES[verdict].format(
        why=_why(decisive),
        end=_date(decisive, "validUntil"),
        start=_date(decisive, "validFrom"),
        known=known,
        broken=decisive.sentence if decisive is not None and code in _OF_THE_ISSUER else _FORGED,
        advice="try again in a few minutes" if code is None or code in _PASSING else "ask the issuer",
    )
    return " ".join(text.split())


def _date(check: Check | None, name: str) -> str:
    value = None if check is None else check.evidence.get(name)
    try:
        return day(parse_time(value))
    except InputError:
        return "an unknown day"


def _why(check: Check | None) -> str:
    if check is None:
        return "the issuer withdrew it"
    when = f" on {_date(check, 'withdrawnAt')}" if check.evidence.get("withdrawnAt") else ""
    if check.evidence.get("category") == "superseded":
        return f"the issuer replaced it by a newer version{when}"
    return f"the issuer withdrew it{when}"


def listed(names: Sequence[str]) -> str:
    """Return names as a person lists them."""
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + (names[-1] if names else "")
