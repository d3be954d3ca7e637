"""A click group that loads a command's module when the command is asked for.

The help page of the group needs only the names and one sentence each, which stand in the table, so
that it costs no import of the rooms below.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass

import click


@dataclass(frozen=True)
class Entry:
    """Where a command lives, as `module:attribute`, and its sentence on the help page."""

    target: str
    sentence: str


class LazyGroup(click.Group):
    """Answers names and help from a table, commands from their modules."""

    def __init__(self, *, entries: Mapping[str, Entry], **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # click's options pass through
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table: what a newcomer needs comes first."""
        del ctx
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        del ctx
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.target} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write names and sentences without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.entries[name].sentence) for name in self.list_commands(ctx)])
