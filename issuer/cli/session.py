"""One command's session: settings, passphrase, toolkit.

Where no passphrase is set and the demonstration was set up in this home folder, the demonstration's own
passphrase file opens its keyring, so that every command works after `mintmark demo`. `mintmark doctor`
says so. A passphrase that is set always wins.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from issuer import bootstrap
from issuer.errors import ConfigurationError
from issuer.services.toolkit import Toolkit
from issuer.settings import Passphrase, Settings, current

DEMO_FILE: Final = "demo-passphrase"


def demo_passphrase_file(settings: Settings) -> Path:
    """Return where the demonstration keeps the passphrase that it made for itself."""
    return settings.home / DEMO_FILE


def with_demo_passphrase(settings: Settings) -> Settings:
    """Return settings that open the demonstration's keyring, where nothing else is set.

    Raises:
        ConfigurationError: the file is there and cannot be used.
    """
    path = demo_passphrase_file(settings)
    if settings.key_passphrase is not None or not path.exists():
        return settings
    first = path.read_bytes().splitlines()[:1]
    if not first or not first[0]:
        raise ConfigurationError(f"{path} has no first line.", hint="It should hold a passphrase.")
    return replace(settings, key_passphrase=Passphrase(first[0]))


@contextmanager
def session(settings: Settings | None = None) -> Iterator[Toolkit]:
    """Open this installation, every active key checked, for a command that signs.

    Raises:
        ConfigurationError: a setting is wrong, the tables are not current, or a key does not open or does
            not match its DID document.
    """
    toolkit = bootstrap.build(with_demo_passphrase(settings or current()))
    with _closing(toolkit):
        yield toolkit


@contextmanager
def reading_session(settings: Settings | None = None) -> Iterator[Toolkit]:
    """Open this installation without opening a key: for a command that needs no passphrase.

    Raises:
        ConfigurationError: a setting is wrong, or the tables are not current.
    """
    toolkit = bootstrap.assemble(with_demo_passphrase(settings or current()))
    with _closing(toolkit):
        yield toolkit


@contextmanager
def _closing(toolkit: Toolkit) -> Iterator[None]:
    try:
        yield
    finally:
        toolkit.workers.close()
        toolkit.database.close()
