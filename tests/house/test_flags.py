"""Every command teaches: a sentence, an example, words for every flag; and the page of them is current."""

import importlib.util
from pathlib import Path
from types import ModuleType

import click
import pytest

from tests.places import ROOT

PAGE = ROOT / "docs" / "command-line.md"


def _maker() -> ModuleType:
    path: Path = ROOT / "docs" / "make_command_line.py"
    spec = importlib.util.spec_from_file_location("make_command_line", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = _maker()
EVERY: list[tuple[click.Command, click.Context]] = MAKER.every_command()
ENDS = [(command, context) for command, context in EVERY if not isinstance(command, click.Group)]
NAMES = [context.command_path for _command, context in ENDS]


def test_the_page_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == MAKER.page(), "run `python docs/make_command_line.py`"


@pytest.mark.parametrize(("command", "context"), ENDS, ids=NAMES)
def test_every_flag_is_explained_and_on_the_page(command: click.Command, context: click.Context) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"## `{context.command_path}`" in text
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{context.command_path} {parameter.opts[0]} has no words"
            assert all(name in text for name in (*parameter.opts, *parameter.secondary_opts))


@pytest.mark.parametrize(("command", "context"), ENDS, ids=NAMES)
def test_every_command_shows_an_example_of_itself(command: click.Command, context: click.Context) -> None:
    assert command.help is not None
    assert command.help.count(f"{context.command_path}") >= 1
    assert "Example" in command.help


def test_every_command_of_the_table_is_there() -> None:
    top = next(command for command, _context in EVERY)
    assert isinstance(top, click.Group)
    for name in top.list_commands(click.Context(top)):
        assert top.get_command(click.Context(top), name) is not None
