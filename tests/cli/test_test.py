"""`mintmark test`: which runs it starts, and what it says of both."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from issuer.cli import test as runner
from tests.cli.shell import Mintmark

COUNTS = ({"passed": 7, "skipped": 2, "warnings": 9}, {"passed": 3, "failed": 1})


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the commands that were started; the run on PostgreSQL fails."""
    seen = list[list[str]]()

    def run(command: Sequence[str]) -> int:
        seen.append([*command])
        if "--counts" in command:
            Path(command[command.index("--counts") + 1]).write_text(json.dumps(COUNTS[len(seen) - 1]))
        return int("postgresql" in command)

    monkeypatch.setattr(runner, "_run", run)
    return seen


def test_everything_runs_on_sqlite_by_default(mintmark: Mintmark, started: list[list[str]]) -> None:
    mintmark("test")
    (command,) = started
    assert command[1:4] == ["-m", "pytest", "-n"]
    assert "--database" not in command
    assert not set(runner.KEEPING) & {*command}


def test_on_postgresql_runs_what_keeps_something(mintmark: Mintmark, started: list[list[str]]) -> None:
    mintmark("test", "--database", "postgresql", code=1)
    assert set(runner.KEEPING) <= {*started[0]}
    mintmark("test", "--database", "postgresql", "--", "tests/cli/test_db.py::test_one", "-k", "db", code=1)
    assert not set(runner.KEEPING) & {*started[1]}
    assert started[1][-5:] == ["--database", "postgresql", "tests/cli/test_db.py::test_one", "-k", "db"]


def test_both_are_counted_and_either_can_fail(mintmark: Mintmark, started: list[list[str]]) -> None:
    lines = mintmark("test", "--database", "both", code=1).out.splitlines()
    assert len(started) == 2
    assert lines[-3].startswith("SQLite: 7 passed, 2 skipped in ")
    assert lines[-3].endswith("s, exit code 0")
    assert lines[-2].startswith("PostgreSQL: 1 failed, 3 passed in ")
    assert lines[-2].endswith("s, exit code 1")
    assert "== 1 failed, 10 passed, 2 skipped in " in lines[-1]


def test_a_run_that_broke_off_is_told(mintmark: Mintmark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_run", lambda _: 4)
    assert "SQLite: no tests ran in " in mintmark("test", "--database", "both", code=4).out
