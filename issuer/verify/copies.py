"""Saved copies: how old what was read is, told in words, and when it is too old to say anything.

A status list that was saved days ago tells about that day. Its age stands in the check, in the answer and in
the sentence of the report, so that nobody takes it for the present. Shorter than an hour it is not worth a
word: caches keep documents for minutes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from issuer.dids import did_web_url
from issuer.errors import ResolutionError, StatusError
from issuer.verify.door import Door
from issuer.verify.policy import Policy
from issuer.verify.report import Caution, Check

FRESH: Final = timedelta(hours=1)
SKEW: Final = timedelta(minutes=5)
AGE: Final = "ageSeconds"
_UNITS: Final = ((86_400, "day"), (3_600, "hour"))


def age_of(fetched_at: datetime | None, now: datetime) -> timedelta | None:
    """Return the age of a copy that is worth a word, None for what was read just now."""
    if fetched_at is None or now - fetched_at < FRESH:
        return None
    return now - fetched_at


def ago(age: timedelta) -> str:
    """Return an age as a person tells it, rounded down: "3 days ago"."""
    seconds = int(age.total_seconds())
    size, word = next(((size, word) for size, word in _UNITS if seconds >= size), _UNITS[-1])
    number = max(seconds // size, 1)
    return f"{number} {word}{'' if number == 1 else 's'} ago"


def require_recent(policy: Policy, fetched_at: datetime | None) -> None:
    """Refuse a status list that was saved longer ago than the verifier allows.

    Raises:
        StatusError: STATUS_LIST_STALE.
    """
    if policy.status_max_age is None or fetched_at is None:
        return
    if fetched_at - policy.now > SKEW:
        raise StatusError(
            "The copy of the status list was saved after the moment that is asked about, so its age is not known.",
            code="STATUS_LIST_STALE",
        )
    age = policy.now - fetched_at
    if age > policy.status_max_age:
        most = policy.status_max_age.total_seconds() / 86_400
        raise StatusError(
            f"The copy of the status list was saved {ago(age)}; one older than {most:g} days says nothing here.",
            code="STATUS_LIST_STALE",
        )


def oldest(checks: Sequence[Check]) -> timedelta | None:
    """Return the age of the oldest status list behind these checks, None when all are fresh."""
    ages = [value for check in checks if isinstance(value := check.evidence.get(AGE), int)]
    return timedelta(seconds=max(ages)) if ages else None


def as_of(checks: Sequence[Check]) -> str:
    """Return the sentence that tells how old the status is, "" when it is fresh."""
    age = oldest(checks)
    return "" if age is None else f"Status as of {ago(age)}, from a saved copy of the issuer's list."


def key_caution(issuer: str, *, door: Door, now: datetime) -> tuple[Caution, ...]:
    """Return a warning when the issuer's keys were read from a saved copy."""
    try:
        address = did_web_url(issuer) if issuer.startswith("did:web:") else issuer
    except ResolutionError:
        return ()
    age = age_of(door.saved_at(address), now)
    if age is None:
        return ()
    words = (
        f"The issuer's keys were read from a copy that was saved {ago(age)}. A key that the issuer withdrew since"
        " is not known here."
    )
    return (Caution("SAVED_COPY", words, "/issuer"),)
