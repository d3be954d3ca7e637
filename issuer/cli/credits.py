"""`mintmark credits`: the group; its commands load when they are asked for."""

from typing import Final

import click

from issuer.cli.lazy import Entry, LazyGroup

COMMANDS: Final[dict[str, Entry]] = {
    "check": Entry("issuer.cli.credits_check:check", "Run lane vectors from a file against the rules."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def credits_() -> None:
    """Say what badges are worth to a district, and which salary lane they reach.

    A district's rules are data, versioned and dated; docs/credits.md is their language. Every answer comes
    with its trace: each rule, what it looked at, what it concluded.
    """
