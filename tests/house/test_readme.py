"""The README says nothing that the program does not do: its commands, its figures, its links.

What the two commands leave behind is judged in `tests/cli/test_demo.py`, which runs them.
"""

import re
import shlex
from collections import Counter
from collections.abc import Iterator

import click
import pytest

from issuer.cli import cli
from issuer.cli.report import EXIT_CODES
from issuer.demo import plan
from issuer.demo.claims import Fate
from issuer.demo.dataset import load
from issuer.verify import Verdict
from tests.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
AWARDS = plan.plan(load())
FATES = ("valid", "superseded", "revoked", "suspended", "expired")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def command_lines() -> Iterator[list[str]]:
    for block in blocks("sh"):
        for line in block.splitlines():
            words = shlex.split(line)
            if words and words[0] in {"mintmark", "./mintmark"}:
                yield words[1:]


COMMANDS = list(command_lines())


def resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = cli
    rest = list(words)
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), rest.pop(0))
        assert found is not None, words
        command = found
    return command, rest


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_can_be_read_by_the_program(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    command, rest = resolve(words)
    # A path that must exist is the reader's to have; all else is judged.
    for parameter in command.params:
        if isinstance(parameter.type, click.Path):
            monkeypatch.setattr(parameter.type, "exists", False)
    # With the settings of the program: a command keeps the names of its help as it was first asked for them.
    command.make_context(command.name, rest, resilient_parsing=False, **cli.context_settings)


def test_the_two_commands_come_first() -> None:
    assert [" ".join(words) for words in COMMANDS[:2]] == [
        "demo --once --out badges",
        "verify badges/scsc-t01-sel-01.v1.json --network badges",
    ]
    assert any((award.issuer, award.person, award.code) == ("scsc", "t01", "SEL-01") for award in AWARDS)


def test_the_figures_are_the_plan_s() -> None:
    first = Counter(award.fate for award in AWARDS if award.issuer == "nwsc")
    every = Counter(award.fate for award in AWARDS)
    (table,) = blocks("text")
    rows = {line.split()[0]: line.split() for line in table.splitlines() if line[-1:].isdigit()}
    assert rows["Northwest"][-6:] == [str(first.total()), *(str(first[Fate(name)]) for name in FATES)]
    assert rows["together"][-6:] == [str(every.total()), *(str(every[Fate(name)]) for name in FATES)]
    assert f"catalog of {len(load().micro_credentials)} micro-credentials" in README
    assert f"{len(load().educators)} invented educators" in README


def test_the_exit_codes_are_the_verifier_s() -> None:
    assert EXIT_CODES[Verdict.VALID] == 0
    assert {
        EXIT_CODES[v] for v in (Verdict.INVALID, Verdict.REVOKED, Verdict.SUSPENDED, Verdict.EXPIRED)
    } == {1}
    assert (EXIT_CODES[Verdict.INDETERMINATE], EXIT_CODES[Verdict.MALFORMED]) == (2, 3)
    assert EXIT_CODES[Verdict.UNTRUSTED] == 4


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README))
def test_every_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("path", re.findall(r"`((?:schemas|tests|docs)/[^`]+)`", README))
def test_every_path_is_there(path: str) -> None:
    assert (ROOT / path).exists()
