"""What the codes of the packaged catalog stand for, for lane vectors that name a code alone."""

from fractions import Fraction
from functools import cache
from typing import Any

from issuer.credits import Kind, Stack
from issuer.credits.vectors import Catalog, Entry
from issuer.demo import dataset


@cache
def lane_catalog() -> Catalog:
    """Return kind, hours and components of every achievement of the packaged catalog."""
    found = dataset.load()
    records: list[dict[str, Any]] = [*found.micro_credentials]
    stacks: list[dict[str, Any]] = [*found.micro_endorsements]
    return Catalog(
        entries={
            **{item["code"]: _entry(item, Kind.MICRO_CREDENTIAL) for item in records},
            **{item["code"]: _entry(item, Kind.MICRO_ENDORSEMENT) for item in stacks},
        },
        stacks=tuple(_stack(item) for item in stacks),
    )


def _entry(item: dict[str, Any], kind: Kind) -> Entry:
    stack = _stack(item) if kind is Kind.MICRO_ENDORSEMENT else None
    parts = () if stack is None else (*stack.every, *stack.some[: stack.of_some])
    return Entry(kind, Fraction(str(item["creditsAvailable"])), item["creditUnit"], parts)


def _stack(item: dict[str, Any]) -> Stack:
    rule = item["componentRule"]
    choice = rule.get("chooseN", {"n": 0, "from": ()})
    return Stack(item["code"], tuple(rule.get("all", ())), tuple(choice["from"]), choice["n"])
