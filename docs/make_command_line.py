"""Write docs/command-line.md from the help pages of the program, so that words live in one place."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from issuer.cli import cli  # noqa: E402  (the repository is put on the path first)

INTRODUCTION = """\
# The command line

Each page below is what `mintmark COMMAND --help` prints. Settings are environment variables, see
[settings.md](settings.md). Errors are a code, a sentence, where, and what to do; [problems.md](problems.md)
explains every code.

Exit codes: 0 done, 2 refused or asked wrongly, 130 interrupted. `mintmark verify` and `mintmark doctor`
have their own, told on their pages. With `--json` the output is one JSON value, or one a line, on standard
output; progress and errors go to standard error.
"""
WIDTH = 100


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """Yield a command and everything below it, each with the context that names it."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                inner = click.Context(
                    below, info_name=name, parent=context, terminal_width=WIDTH, max_content_width=WIDTH
                )
                yield from commands(below, inner)


def every_command() -> list[tuple[click.Command, click.Context]]:
    """Return every command of the program with its context."""
    top = click.Context(
        cli, info_name="mintmark", terminal_width=WIDTH, max_content_width=WIDTH, **cli.context_settings
    )
    return list(commands(cli, top))


def page() -> str:
    """Return the whole page: one section a command."""
    parts = [INTRODUCTION]
    for command, context in every_command():
        parts += [
            f"## `{context.command_path}`",
            "",
            "```text",
            command.get_help(context).rstrip(),
            "```",
            "",
        ]
    return "\n".join(parts)


if __name__ == "__main__":
    (ROOT / "docs" / "command-line.md").write_text(page(), encoding="utf-8")
