"""A home folder of its own for every test, and the command line in the test process."""

import shutil
from pathlib import Path

import pytest

from issuer.signing.envelope import Cost
from issuer.signing.keyring import Keyring
from tests.cli.catalog_files import set_up
from tests.cli.shell import Mintmark, live_in, quiet_shell, shell
from tests.store import fresh

OPENS_KEYS = "a passphrase for tests"


def enter(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands of this process work in a home folder that holds an empty keyring, and no tables yet."""
    live_in(home, monkeypatch, url=fresh.unmade_url(home))
    monkeypatch.setenv("MINTMARK_KEY_PASSPHRASE", OPENS_KEYS)
    # A keyring keeps the cost that it was begun with; this one costs a test no time.
    Keyring(home / "keys", OPENS_KEYS.encode(), cost=Cost(n=2**4, r=1, p=1))._unlock(begin=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that MINTMARK_HOME names; nothing but an empty keyring is in it."""
    path = tmp_path / "home"
    enter(path, monkeypatch)
    return path


@pytest.fixture
def mintmark(home: Path, capsys: pytest.CaptureFixture[str]) -> Mintmark:  # noqa: ARG001  (home sets it up)
    """Return the function that runs one command."""
    return shell(capsys)


@pytest.fixture(scope="session")
def furnished_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home folder of an installation that can issue; tests copy it and leave it as it is."""
    folder = tmp_path_factory.mktemp("furnished")
    with pytest.MonkeyPatch.context() as monkeypatch:
        enter(folder / "home", monkeypatch)
        set_up(quiet_shell(), folder)
    fresh.kept_url(fresh.url_of(folder / "home"))
    return folder / "home"


@pytest.fixture
def furnished(
    mintmark: Mintmark, home: Path, furnished_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Mintmark:
    """Return the shell of an installation that can issue."""
    shutil.copytree(furnished_home, home, dirs_exist_ok=True)
    if fresh.is_on_postgresql():
        live_in(home, monkeypatch, url=fresh.copied_url(home, fresh.url_of(furnished_home)))
    return mintmark
