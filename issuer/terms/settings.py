"""The table of settings: the variable of the environment, its default, what it means.

`docs/settings.md` documents it row by row. Reading and checking the values is `issuer.settings`.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Setting:
    """One row of the table: the variable's name, its default in words or as value, its meaning."""

    name: str
    default: str
    meaning: str


HOME: Final = Setting("MINTMARK_HOME", "./var", "Folder of everything Mintmark keeps: database, keys, files.")
BASE_URL: Final = Setting(
    "MINTMARK_BASE_URL",
    "https://badges.demo.example",
    "Public https address of this installation; part of every identifier, fixed at first start.",
)
DATABASE_URL: Final = Setting(
    "MINTMARK_DATABASE_URL",
    "",
    "SQLAlchemy address of the database; empty means SQLite in MINTMARK_HOME/mintmark.sqlite3.",
)
KEY_PASSPHRASE: Final = Setting(
    "MINTMARK_KEY_PASSPHRASE", "", "Passphrase that unlocks the signing keys. Prefer the file form."
)
KEY_PASSPHRASE_FILE: Final = Setting(
    "MINTMARK_KEY_PASSPHRASE_FILE", "", "File whose first line is the passphrase of the signing keys."
)
FETCH_TIMEOUT: Final = Setting(
    "MINTMARK_FETCH_TIMEOUT", "5", "Seconds that one fetch may take in total, from 1 to 60."
)
FETCH_CACHE_SECONDS: Final = Setting(
    "MINTMARK_FETCH_CACHE_SECONDS", "300", "Seconds that a fetched document is kept, from 0 to 86400."
)
ALLOW_LOOPBACK: Final = Setting(
    "MINTMARK_ALLOW_LOOPBACK_FOR_TESTS",
    "no",
    "`yes` lets fetches reach this machine. For tests only; never in production.",
)
ALLOW_CLOCK_BEHIND_LOG: Final = Setting(
    "MINTMARK_ALLOW_CLOCK_BEHIND_LOG",
    "no",
    "`yes` signs although the log holds later moments: after a clock that ran ahead was set right.",
)
WORKERS: Final = Setting(
    "MINTMARK_WORKERS",
    "2",
    "Number of killable worker processes for hostile input, from 0 to 64; 0 means in process.",
)

RATE_PER_MINUTE: Final = Setting(
    "MINTMARK_RATE_PER_MINUTE",
    "600",
    "Requests that one address may make in a minute to what costs work; an API key may make ten times as "
    "many. From 0 to 1000000; 0 means no limit.",
)
TRUSTED_PROXIES: Final = Setting(
    "MINTMARK_TRUSTED_PROXIES",
    "0",
    "Number of reverse proxies of yours in front of Mintmark, from 0 to 8; they tell the caller's address.",
)
DRAIN_SECONDS: Final = Setting(
    "MINTMARK_DRAIN_SECONDS",
    "0",
    "Seconds that a server goes on after SIGTERM while `/readyz` says no, from 0 to 60; behind a balancer, a little more "
    "than the time between two of its looks.",
)
PUBLIC_REPORTS: Final = Setting(
    "MINTMARK_PUBLIC_REPORTS",
    "yes",
    "`no` keeps signed verification reports to the command line and the hire desk: no button, no API.",
)
DESK_HOURS: Final = Setting(
    "MINTMARK_DESK_HOURS",
    "12",
    "Hours that the hire desk keeps what a clerk brought, from 0 to 168; 0 means that there is no desk.",
)
DESK_MEGABYTES: Final = Setting(
    "MINTMARK_DESK_MEGABYTES",
    "1024",
    "Room for everything that the hire desk keeps at one time, from 1 to 1000000.",
)
MAIL_SERVER: Final = Setting(
    "MINTMARK_MAIL_SERVER",
    "",
    "Where mails are handed over: smtps://USER:PASSWORD@HOST:465, or smtp:// with STARTTLS; empty leaves them in "
    "MINTMARK_HOME/outbox.",
)
MAIL_FROM: Final = Setting(
    "MINTMARK_MAIL_FROM",
    "",
    "Address that mails come from; empty means no-reply@ the host of MINTMARK_BASE_URL.",
)
VENV: Final = Setting(
    "MINTMARK_VENV", "./.venv", "Folder of the Python environment; read by the `./mintmark` script alone."
)

SETTINGS: Final[tuple[Setting, ...]] = (
    HOME,
    BASE_URL,
    DATABASE_URL,
    KEY_PASSPHRASE,
    KEY_PASSPHRASE_FILE,
    FETCH_TIMEOUT,
    FETCH_CACHE_SECONDS,
    ALLOW_LOOPBACK,
    ALLOW_CLOCK_BEHIND_LOG,
    WORKERS,
    RATE_PER_MINUTE,
    TRUSTED_PROXIES,
    DRAIN_SECONDS,
    PUBLIC_REPORTS,
    DESK_HOURS,
    DESK_MEGABYTES,
    MAIL_SERVER,
    MAIL_FROM,
    VENV,
)
