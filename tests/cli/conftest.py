"""A home folder of its own for every test, and the command line in the test process."""

from pathlib import Path

import pytest

from issuer.signing.envelope import Cost
from issuer.signing.keyring import Keyring
from tests.cli.catalog_files import set_up
from tests.cli.shell import Mintmark, shell

PASSPHRASE = "a passphrase for tests"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that MINTMARK_HOME names; nothing but an empty keyring is in it."""
    path = tmp_path / "home"
    monkeypatch.setenv("MINTMARK_HOME", str(path))
    monkeypatch.setenv("MINTMARK_KEY_PASSPHRASE", PASSPHRASE)
    # A keyring keeps the cost that it was begun with; this one costs a test no time.
    Keyring(path / "keys", PASSPHRASE.encode(), cost=Cost(n=2**4, r=1, p=1))._unlock(begin=True)
    return path


@pytest.fixture
def mintmark(home: Path, capsys: pytest.CaptureFixture[str]) -> Mintmark:  # noqa: ARG001  (home sets it up)
    """Return the function that runs one command."""
    return shell(capsys)


@pytest.fixture
def furnished(mintmark: Mintmark, tmp_path: Path) -> Mintmark:
    """Return the shell of an installation that can issue."""
    set_up(mintmark, tmp_path)
    return mintmark
