"""Who earns which micro-credential from whom, before anything has a date.

Stories of named people come first; then as many educators as the figures say complete a set; the rest of
an issuer's number is spread evenly over everybody else, and never completes a set.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from typing import Any

from issuer.demo import chance
from issuer.demo.dataset import Dataset, Story


class Fate(StrEnum):
    """What becomes of a credential after it was issued."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Claim:
    """One award.

    Attributes:
        attempt: how often the portfolio was submitted.
        fate: None until it is assigned.
        category: the public category of a fate that has one.
        in_set: whether it belongs to a complete set.
        is_told: whether a story tells it, which no chance changes.
    """

    issuer: str
    person: str
    code: str
    attempt: int
    fate: Fate | None = None
    category: str | None = None
    in_set: bool = False
    is_told: bool = False


def claims(dataset: Dataset) -> list[Claim]:
    """Return every award, issuer by issuer, person by person, in the order in which they were earned.

    Raises:
        ValueError: the figures cannot be met with these people and this catalog.
    """
    return [claim for issuer in dataset.issuers for claim in _of_issuer(dataset, issuer.slug)]


def sets_by_endorsement(dataset: Dataset) -> dict[str, list[tuple[str, ...]]]:
    """Return by code of a micro-endorsement every set of codes that completes it.

    Raises:
        ValueError: a rule asks for more than one elective, which no rule of the catalog does.
    """
    found = {}
    for record in dataset.micro_endorsements:
        rule: Any = record["componentRule"]
        choice = rule.get("chooseN", {"n": 0, "from": []})
        if choice["n"] > 1:
            raise ValueError(f"{record['code']} asks for more than one elective")
        base = tuple(rule["all"])
        found[str(record["code"])] = [(*base, option) for option in choice["from"]] or [base]
    return found


def _of_issuer(dataset: Dataset, issuer: str) -> list[Claim]:
    volume = dataset.figures.per_issuer[issuer]
    people = [person.id for person in dataset.educators_of(issuer)]
    told = [
        claim
        for story in dataset.figures.stories
        if story.person in people
        for claim in _told(dataset, issuer, story)
    ]
    busy = {claim.person for claim in told}
    free = chance.shuffled([person for person in people if person not in busy], "completers", issuer)
    missing = volume.complete_sets - len({claim.person for claim in told if claim.in_set})
    complete = _complete_sets(dataset, issuer, free[:missing])
    rest = volume.micro_credentials - len(told) - len(complete)
    if not 0 <= missing <= len(free) or rest < 0:
        raise ValueError(f"{issuer} cannot complete {volume.complete_sets} sets with its people and number")
    every = told + complete + _loose(dataset, issuer, sorted(free[missing:]), rest)
    # The sort is stable, so that each person's awards keep their order.
    return sorted(every, key=lambda claim: people.index(claim.person))


def _told(dataset: Dataset, issuer: str, story: Story) -> list[Claim]:
    codes = {award.code for award in story.awards}
    completed = {code for wanted in _every_set(dataset) if codes.issuperset(wanted) for code in wanted}
    return [
        Claim(
            issuer=issuer,
            person=story.person,
            code=award.code,
            attempt=award.attempt,
            fate=Fate(award.fate) if award.fate else None,
            category=award.category,
            in_set=award.code in completed,
            is_told=True,
        )
        for award in story.awards
    ]


def _complete_sets(dataset: Dataset, issuer: str, people: list[str]) -> list[Claim]:
    found = []
    for person, choices in zip(people, cycle(sets_by_endorsement(dataset).values()), strict=False):
        chosen = choices[chance.below(len(choices), "elective", person)]
        found += [Claim(issuer, person, code, _attempt(person, code), in_set=True) for code in chosen]
    return found


def _loose(dataset: Dataset, issuer: str, people: list[str], number: int) -> list[Claim]:
    held: dict[str, list[str]] = {person: [] for person in people}
    for _, person in zip(range(number), cycle(people), strict=False):
        held[person].append(_next_code(dataset, person, held[person]))
    if sum(len(codes) for codes in held.values()) < number:
        raise ValueError(f"{issuer} has nobody left for its number of awards")
    return [Claim(issuer, person, code, _attempt(person, code)) for person in people for code in held[person]]


def _next_code(dataset: Dataset, person: str, held: list[str]) -> str:
    codes = [str(record["code"]) for record in dataset.micro_credentials]
    for code in chance.shuffled(codes, "loose", person):
        then = {*held, code}
        if code not in held and not any(then.issuperset(wanted) for wanted in _every_set(dataset)):
            return code
    raise ValueError(f"{person} cannot earn one more micro-credential without completing a set")


def _attempt(person: str, code: str) -> int:
    """Most portfolios need a second submission, a few a third."""
    return (1, 1, 1, 1, 2, 2, 2, 2, 2, 3)[chance.below(10, "attempt", person, code)]


def _every_set(dataset: Dataset) -> list[tuple[str, ...]]:
    return [wanted for choices in sets_by_endorsement(dataset).values() for wanted in choices]
