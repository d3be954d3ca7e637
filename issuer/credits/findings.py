"""One line of a trace: a rule, what it looked at, what it concluded.

The words are for a teacher and a union reader; the codes are for machines. Nothing is decided here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from issuer.documents.strict_json import JsonObject

THE_REQUEST: Final = "*"
"""What a step is about when it is about the request as a whole."""


class Outcome(StrEnum):
    """How a rule was answered; pending is never a yes and never a no."""

    MET = "met"
    NOT_MET = "not_met"
    PENDING = "pending"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Step:
    """One rule's answer about one credential, or about the request as a whole.

    Attributes:
        rule: the rule's name, a key of `rules.PREDICATES` or one of the rules that hold everywhere.
        about: the credential's code, or `THE_REQUEST`.
        looked_at: the facts, in words.
        concluded: what follows, in words.
        code: a key of `reasons.REASONS`; None where the rule was met.
    """

    rule: str
    about: str
    outcome: Outcome
    looked_at: str
    concluded: str
    code: str | None = None

    def to_json(self) -> JsonObject:
        """Return the step as JSON; every member is always there."""
        return {
            "rule": self.rule,
            "about": self.about,
            "outcome": self.outcome.value,
            "code": self.code,
            "lookedAt": self.looked_at,
            "concluded": self.concluded,
        }
