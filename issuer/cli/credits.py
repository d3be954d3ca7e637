"""`mintmark credits`: the group; its commands load when they are asked for."""

from typing import Final

import click

from issuer.cli.lazy import Entry, LazyGroup

COMMANDS: Final[dict[str, Entry]] = {
    "decide": Entry("issuer.cli.credits_decide:decide", "Say what a person's badges count for, and why."),
    "what-if": Entry("issuer.cli.credits_decide:what_if", "Say how many more reach the next lane."),
    "person": Entry("issuer.cli.credits_person:person", "Keep what a district knows of a person."),
    "people": Entry(
        "issuer.cli.credits_people:people", "Keep what a district knows of many people, from CSV."
    ),
    "preapprove": Entry("issuer.cli.credits_person:preapprove", "Approve an achievement before the work."),
    "rules": Entry("issuer.cli.credits_rules:rules", "Import and list the rules of districts."),
    "equivalency": Entry("issuer.cli.credits_equivalency:equivalency", "State what an achievement is worth."),
    "retention": Entry(
        "issuer.cli.credits_retention:retention", "Write a row for each teacher, to be joined."
    ),
    "check": Entry("issuer.cli.credits_check:check", "Run lane vectors from a file against the rules."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def credits_() -> None:
    """Say what badges are worth to a district, and which salary lane they reach.

    A district's rules are data, versioned and dated; docs/credits.md is their language. Every answer comes
    with its trace: each rule, what it looked at, what it concluded.
    """
