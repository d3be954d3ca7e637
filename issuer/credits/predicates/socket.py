"""The socket of a rule: how its parameter is read, how it is asked, how it is told to a clerk.

A rule about single credentials answers for each of them. Rules about amounts, dates and lanes are asked
once for a request, each in its own step of `decision`; for those a row here says how the parameter is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from issuer.credits.equivalency import Equivalency
from issuer.credits.findings import Outcome, Step
from issuer.credits.model import Earned, Request

Read = Callable[[Any, str], Any]
"""Turns the JSON value of a rule into its parameter; takes the value and its JSON pointer."""


class Stage(StrEnum):
    """When a rule is asked: of the ledger, for each credential, for the sum, for the day, for the lane, or never."""

    LEDGER = "ledger"
    CREDENTIAL = "credential"
    AMOUNT = "amount"
    DAY = "day"
    LANE = "lane"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule about one credential may look at.

    Attributes:
        request: everything that was asked for.
        equivalency: what the district says this credential is worth, None when it says nothing.
    """

    request: Request
    equivalency: Equivalency | None


Judge = Callable[[Any, Earned, Case], Step]


@dataclass(frozen=True)
class Predicate:
    """One kind of rule.

    Attributes:
        name: its member name in a rule set.
        stage: when it is asked.
        read: how its parameter is read; raises InputError.
        words: the rule with its parameter, as a sentence for a clerk.
        judge: how it is asked; None for a rule that is not about single credentials.
    """

    name: str
    stage: Stage
    read: Read
    words: Callable[[Any], str]
    judge: Judge | None = None


def met(rule: str, about: str, looked_at: str, concluded: str) -> Step:
    """Return a step of a rule that was met."""
    return Step(rule, about, Outcome.MET, looked_at, concluded)


def refused(rule: str, about: str, code: str, looked_at: str, concluded: str) -> Step:
    """Return a step of a rule that ends the matter for a credential."""
    return Step(rule, about, Outcome.NOT_MET, looked_at, concluded, code)


def waits(rule: str, about: str, code: str, looked_at: str, concluded: str) -> Step:
    """Return a step of a rule that something is missing for."""
    return Step(rule, about, Outcome.PENDING, looked_at, concluded, code)


@lru_cache(4_096)
def day(value: date) -> str:
    """Return a day as people write it: "February 14, 2026"."""
    return f"{value:%B} {value.day}, {value.year}"


def listed(words: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
