"""Run `mintmark …` inside the test process: the same door as `python -m issuer.cli`."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from issuer.cli import main
from tests.store import fresh

Mintmark = Callable[..., "Ran"]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value that was printed."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON values that were printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def live_in(home: Path, monkeypatch: pytest.MonkeyPatch, *, url: str) -> None:
    """Let the commands of this process find a home folder and its database; SQLite is found without being named."""
    monkeypatch.setenv("MINTMARK_HOME", str(home))
    if fresh.is_on_postgresql():
        monkeypatch.setenv("MINTMARK_DATABASE_URL", url)


def shell(capsys: pytest.CaptureFixture[str]) -> Mintmark:
    """Return a function that runs one command and says how it ended."""

    def run(*arguments: object, code: int = 0) -> Ran:
        capsys.readouterr()
        left = _leave(arguments)
        captured = capsys.readouterr()
        return _expected(arguments, Ran(left, captured.out, captured.err), code)

    return run


def quiet_shell() -> Mintmark:
    """Return the same function for a place where pytest does not capture."""

    def run(*arguments: object, code: int = 0) -> Ran:
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            left = _leave(arguments)
        return _expected(arguments, Ran(left, out.getvalue(), err.getvalue()), code)

    return run


def _leave(arguments: tuple[object, ...]) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def _expected(arguments: tuple[object, ...], ran: Ran, code: int) -> Ran:
    assert ran.code == code, f"{arguments} left with {ran.code}: {ran.out}{ran.err}"
    return ran
