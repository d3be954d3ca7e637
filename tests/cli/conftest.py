"""A home folder of its own for every test, and the command line in the test process."""

from pathlib import Path

import pytest

from tests.cli.shell import Mintmark, shell


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that MINTMARK_HOME names; nothing is in it yet."""
    path = tmp_path / "home"
    monkeypatch.setenv("MINTMARK_HOME", str(path))
    monkeypatch.setenv("MINTMARK_KEY_PASSPHRASE", "a passphrase for tests")
    return path


@pytest.fixture
def mintmark(home: Path, capsys: pytest.CaptureFixture[str]) -> Mintmark:  # noqa: ARG001  (home sets it up)
    """Return the function that runs one command."""
    return shell(capsys)
