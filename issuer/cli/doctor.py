"""`mintmark doctor`: is this installation in order, in words, and what to do where it is not."""

from collections.abc import Iterator
from typing import Final

import click

from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import demo_passphrase_file, reading_session, with_demo_passphrase
from issuer.errors import ConfigurationError, StoreUnavailableError
from issuer.services.auditing import checkup
from issuer.services.auditing.checkup import Finding, Level
from issuer.settings import Settings, current

SICK: Final = 2


@click.command()
@AS_JSON
@click.pass_context
def doctor(context: click.Context, *, as_json: bool) -> None:
    """Check settings, database, keys, DID documents, log and clock.

    Changes nothing. Exit code 0 when there is no problem (a warning is none), 2 when there is one.

    \b
    Examples:
      mintmark doctor
      mintmark doctor --json
    """
    found = tuple(_examine(current()))
    problems = sum(finding.level is Level.PROBLEM for finding in found)
    if as_json:
        print_json(
            {
                "healthy": not problems,
                "findings": [
                    {"area": item.area, "level": item.level.value, "sentence": item.sentence}
                    for item in found
                ],
            }
        )
    else:
        print_table(
            ["area", "", "what was found"], [[item.area, item.level, item.sentence] for item in found]
        )
        click.echo(f"{problems} problems." if problems else "No problem was found.")
    if problems:
        context.exit(SICK)


def _examine(given: Settings) -> Iterator[Finding]:
    settings = with_demo_passphrase(given)
    yield from checkup.of_settings(settings)
    if given.key_passphrase is None and settings.key_passphrase is not None:
        yield Finding(
            "settings",
            Level.WARNING,
            f"the demonstration's passphrase in {demo_passphrase_file(settings)} opens the keys; set one of your own",
        )
    try:
        with reading_session(given) as toolkit:
            yield from checkup.examine(toolkit)
    except (ConfigurationError, StoreUnavailableError) as exc:
        # The very thing that a doctor is asked about; what could not be looked at is not called healthy.
        hint = f" {exc.hint}" if exc.hint else ""
        yield Finding("database", Level.PROBLEM, f"{exc.detail}{hint}")
