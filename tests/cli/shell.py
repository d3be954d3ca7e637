"""Run `mintmark …` inside the test process: the same door as `python -m issuer.cli`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from issuer.cli import main

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


def shell(capsys: pytest.CaptureFixture[str]) -> Mintmark:
    """Return a function that runs one command and says how it ended."""

    def run(*arguments: object, code: int = 0) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        ran = Ran(int(left.value.code or 0), captured.out, captured.err)
        assert ran.code == code, f"{arguments} left with {ran.code}: {ran.out}{ran.err}"
        return ran

    return run
