"""`mintmark pilots`: the group; its commands load when they are asked for."""

from typing import Final

import click

from issuer.cli.lazy import Entry, LazyGroup

COMMANDS: Final[dict[str, Entry]] = {
    "begin": Entry("issuer.cli.pilots_cohort:begin", "Begin a pilot, or say something else of it."),
    "members": Entry("issuer.cli.pilots_cohort:members", "Take people into the cohort, or let them leave."),
    "show": Entry("issuer.cli.pilots_cohort:show", "Say how far the cohort is."),
    "list": Entry("issuer.cli.pilots_cohort:list_", "List the pilots of a district."),
    "answers": Entry("issuer.cli.pilots_cohort:answers_", "Take in what the cohort answered."),
    "spend": Entry("issuer.cli.pilots_money:spend", "Keep what a pilot cost."),
    "incentives": Entry("issuer.cli.pilots_money:incentives", "Say what is owed; write a payroll file."),
    "sheet": Entry("issuer.cli.pilots_money:sheet", "Write the sheet for a school board."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def pilots() -> None:
    """Follow a district's pilot: who takes part, how far they are, what it costs, what they answered.

    A pilot is the district's own record beside the badges: it is in none of them and changes none. People stand
    in it by reference. docs/programs.md says what is counted.
    """
