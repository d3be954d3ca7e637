"""The one reader of the environment (design.md section 6).

The table of settings is `terms.settings`. A missing value takes its default; a wrong one stops the
start with its name. The base address is fixed at first start by
the store, not here.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from issuer.errors import ConfigurationError
from issuer.terms import mail
from issuer.terms.settings import (
    ALLOW_CLOCK_BEHIND_LOG,
    ALLOW_LOOPBACK,
    BASE_URL,
    DATABASE_URL,
    DESK_HOURS,
    DESK_MEGABYTES,
    DRAIN_SECONDS,
    FETCH_CACHE_SECONDS,
    FETCH_TIMEOUT,
    HOME,
    KEY_PASSPHRASE,
    KEY_PASSPHRASE_FILE,
    MAIL_FROM,
    MAIL_SERVER,
    PUBLIC_REPORTS,
    RATE_PER_MINUTE,
    SETTINGS,
    TRUSTED_PROXIES,
    WORKERS,
    Setting,
)

_BASE_URL: Final = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)


@dataclass(frozen=True, repr=False)
class Passphrase:
    """Secret bytes that do not print themselves."""

    reveal: bytes

    def __repr__(self) -> str:
        return "Passphrase(…)"


@dataclass(frozen=True)
class Settings:
    """How this installation is set up; `repr` never shows the passphrase.

    Attributes:
        home: folder of everything that is kept.
        base_url: `https://host`, without a path or a final slash.
        database_url: SQLAlchemy address of the database.
        key_passphrase: what unlocks the keyring, None where none is set.
        fetch_timeout_s: total seconds of one fetch.
        fetch_cache_s: seconds that a fetched document is kept.
        allow_loopback_for_tests: lets fetches reach this machine.
        allow_clock_behind_log: signs although the log holds later moments.
        workers: number of worker processes, 0 for none.
        rate_per_minute: requests that one address may make in a minute, 0 for no limit.
        trusted_proxies: number of reverse proxies in front that tell the caller's address.
        mail_server: where mails are handed over; None leaves them in the outbox.
        mail_from: the address that mails come from, "" for one of our own host.
        public_reports: whether whoever checks a file may ask for a signed report about it.
        drain_s: seconds that a server goes on after SIGTERM while it says that it is not ready.
        desk_hours: hours that the hire desk keeps what a clerk brought, 0 for no desk.
        desk_megabytes: room for everything that the hire desk keeps.
    """

    home: Path
    base_url: str
    database_url: str
    key_passphrase: Passphrase | None
    fetch_timeout_s: int
    fetch_cache_s: int
    allow_loopback_for_tests: bool
    allow_clock_behind_log: bool
    workers: int
    rate_per_minute: int = 600
    trusted_proxies: int = 0
    mail_server: mail.MailServer | None = None
    mail_from: str = ""
    public_reports: bool = True
    desk_hours: int = 12
    drain_s: int = 0
    desk_megabytes: int = 1024

    @property
    def keys_directory(self) -> Path:
        """Where encrypted key files lie."""
        return self.home / "keys"

    @property
    def outbox_directory(self) -> Path:
        """Where mails wait."""
        return self.home / "outbox"

    @property
    def host(self) -> str:
        """The host name of the base address."""
        return self.base_url.removeprefix("https://")


def _wrong(setting: Setting, why: str) -> ConfigurationError:
    return ConfigurationError(f"{setting.name} {why}.", hint=setting.meaning)


def _text(environ: Mapping[str, str], setting: Setting) -> str:
    return environ.get(setting.name, "") or setting.default


def _number(environ: Mapping[str, str], setting: Setting, *, low: int, high: int) -> int:
    text = _text(environ, setting)
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise _wrong(setting, f"must be a whole number from {low} to {high}, not {text[:40]!r}")
    return int(text)


def _switch(environ: Mapping[str, str], setting: Setting) -> bool:
    text = _text(environ, setting)
    if text not in {"yes", "no"}:
        raise _wrong(setting, f"must be yes or no, not {text[:40]!r}")
    return text == "yes"


def _base_url(environ: Mapping[str, str]) -> str:
    text = _text(environ, BASE_URL)
    if not _BASE_URL.fullmatch(text):
        raise _wrong(
            BASE_URL, f"must be https:// and a lower-case host name without port or path, not {text[:120]!r}"
        )
    return text


def _passphrase(environ: Mapping[str, str]) -> Passphrase | None:
    direct, path = _text(environ, KEY_PASSPHRASE), _text(environ, KEY_PASSPHRASE_FILE)
    if direct and path:
        raise _wrong(KEY_PASSPHRASE, f"and {KEY_PASSPHRASE_FILE.name} are both set; keep one")
    if not path:
        return Passphrase(direct.encode()) if direct else None
    try:
        first = Path(path).read_bytes().splitlines()[:1]
    except OSError as exc:
        raise _wrong(KEY_PASSPHRASE_FILE, "names a file that cannot be read") from exc
    if not first or not first[0]:
        raise _wrong(KEY_PASSPHRASE_FILE, "names a file without a first line")
    return Passphrase(first[0])


def _mail_server(environ: Mapping[str, str]) -> mail.MailServer | None:
    text = _text(environ, MAIL_SERVER)
    if not text:
        return None
    found = mail.read_server(text)
    if found is None:
        raise _wrong(
            MAIL_SERVER, "must be smtps:// or smtp:// and a host, with USER:PASSWORD@ and :PORT if need be"
        )
    return found


def _mail_from(environ: Mapping[str, str]) -> str:
    text = _text(environ, MAIL_FROM)
    if text and not mail.ADDRESS.fullmatch(text):
        raise _wrong(MAIL_FROM, f"must be one mail address, not {text[:80]!r}")
    return text


def current() -> Settings:
    """Read the settings of this process; raises as `from_environment`."""
    return from_environment(os.environ)


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read every setting from `environ`.

    Raises:
        ConfigurationError: a value that is set is wrong, or an unknown MINTMARK_ name is set.
    """
    unknown = sorted(
        name for name in environ if name.startswith("MINTMARK_") and name not in {s.name for s in SETTINGS}
    )
    if unknown:
        raise ConfigurationError(f"{unknown[0]} is not a setting.", hint="docs/settings.md lists them all.")
    home = Path(_text(environ, HOME))
    return Settings(
        home=home,
        base_url=_base_url(environ),
        database_url=_text(environ, DATABASE_URL) or f"sqlite:///{home / 'mintmark.sqlite3'}",
        key_passphrase=_passphrase(environ),
        fetch_timeout_s=_number(environ, FETCH_TIMEOUT, low=1, high=60),
        fetch_cache_s=_number(environ, FETCH_CACHE_SECONDS, low=0, high=86_400),
        allow_loopback_for_tests=_switch(environ, ALLOW_LOOPBACK),
        allow_clock_behind_log=_switch(environ, ALLOW_CLOCK_BEHIND_LOG),
        workers=_number(environ, WORKERS, low=0, high=64),
        rate_per_minute=_number(environ, RATE_PER_MINUTE, low=0, high=1_000_000),
        trusted_proxies=_number(environ, TRUSTED_PROXIES, low=0, high=8),
        drain_s=_number(environ, DRAIN_SECONDS, low=0, high=60),
        public_reports=_switch(environ, PUBLIC_REPORTS),
        desk_hours=_number(environ, DESK_HOURS, low=0, high=168),
        desk_megabytes=_number(environ, DESK_MEGABYTES, low=1, high=1_000_000),
        mail_server=_mail_server(environ),
        mail_from=_mail_from(environ),
    )
