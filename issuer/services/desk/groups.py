"""Four groups that a clerk works through: good, needs a look, refused, could not check.

A group is a matter of work and not a verdict: the verdict of each file stands in its own row.
"""

from dataclasses import dataclass
from typing import Final

from issuer.verify import Verdict


@dataclass(frozen=True)
class Group:
    """One group: its word in addresses, its words for people, and which verdicts are in it."""

    key: str
    words: str
    verdicts: frozenset[str]


def _group(key: str, words: str, *verdicts: Verdict) -> Group:
    return Group(key, words, frozenset(verdict.value for verdict in verdicts))


GROUPS: Final = (
    _group("good", "Genuine and current", Verdict.VALID),
    _group(
        "look", "Needs a look", Verdict.UNTRUSTED, Verdict.SUSPENDED, Verdict.EXPIRED, Verdict.NOT_YET_VALID
    ),
    _group("refused", "Do not rely on it", Verdict.INVALID, Verdict.REVOKED, Verdict.MALFORMED),
    _group("unknown", "Could not check", Verdict.INDETERMINATE),
)
RANK_OF: Final = {
    Verdict.INVALID: 0,
    Verdict.REVOKED: 1,
    Verdict.MALFORMED: 2,
    Verdict.INDETERMINATE: 3,
    Verdict.UNTRUSTED: 4,
    Verdict.SUSPENDED: 5,
    Verdict.EXPIRED: 6,
    Verdict.NOT_YET_VALID: 7,
    Verdict.VALID: 9,
}
"""Problems first; 8 is a file that is not judged yet."""
NEXT_STEP: Final = {
    Verdict.VALID: "Decide whether it counts",
    Verdict.INVALID: "Ask for the original",
    Verdict.REVOKED: "Ask for the present version",
    Verdict.SUSPENDED: "Wait for the review",
    Verdict.EXPIRED: "Ask for the renewal",
    Verdict.NOT_YET_VALID: "Wait until it begins",
    Verdict.UNTRUSTED: "Check who the issuer is",
    Verdict.INDETERMINATE: "Try again",
    Verdict.MALFORMED: "Ask for the original file",
}
