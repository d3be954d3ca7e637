"""Is this installation in order? What `mintmark doctor` says: settings, database, keys, lists, log, clock.

Every finding is a sentence for the person who runs the service. Nothing is changed and nothing is signed.
The chain of events is compared with the heads noted here; heads kept elsewhere are `audit.verify_events`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from issuer.documents.times import format_time
from issuer.services import self_check
from issuer.services.auditing import audit
from issuer.services.sweep import STALE_AFTER
from issuer.services.toolkit import Toolkit
from issuer.settings import Settings
from issuer.store import KeyState
from issuer.terms.settings import BASE_URL

MOST_SHOWN: Final = 20
"""Most sentences about one table or key folder; the rest is counted."""
MOST_WAITING: Final = 1_000
OLD_KEY: Final = timedelta(days=3 * 365)
"""The longest time that a signing key should sign (NIST SP 800-57, by way of VCDM 2.0)."""


class Level(StrEnum):
    """How much a finding matters: a problem stops something, a warning should be looked at."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: the area in a word or two, and what was found."""

    area: str
    level: Level
    sentence: str


def of_settings(settings: Settings) -> tuple[Finding, ...]:
    """Return what the settings themselves tell, before anything is opened."""
    return tuple(_settings(settings))


def examine(toolkit: Toolkit) -> tuple[Finding, ...]:
    """Return what the record, the keys, the log and the clock tell; every area has at least one finding.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    return (
        *_or_ok("database", _database(toolkit), "the files and the record are whole"),
        *_or_ok("keys", _keys(toolkit), "every active key opens and matches its DID document"),
        *_or_ok("events", _events(toolkit), "the chain is whole"),
        *_or_ok("clock", _clock(toolkit), f"it is {format_time(toolkit.clock())}"),
    )


def _or_ok(area: str, found: Iterator[Finding], sentence: str) -> tuple[Finding, ...]:
    return tuple(found) or (Finding(area, Level.OK, sentence),)


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding("settings", Level.OK, f"the home folder is {settings.home}")
    if settings.base_url == BASE_URL.default:
        yield Finding(
            "settings",
            Level.WARNING,
            f"the base address is the demonstration's ({settings.base_url}); it is part of every identifier",
        )
    else:
        yield Finding("settings", Level.OK, f"the base address is {settings.base_url}")
    if settings.allow_loopback_for_tests:
        yield Finding(
            "settings", Level.PROBLEM, "MINTMARK_ALLOW_LOOPBACK_FOR_TESTS is yes: fetches reach this machine"
        )
    if settings.allow_clock_behind_log:
        yield Finding(
            "settings",
            Level.WARNING,
            "MINTMARK_ALLOW_CLOCK_BEHIND_LOG is yes: credentials are signed whatever the clock says",
        )
    if settings.key_passphrase is None:
        yield Finding("settings", Level.WARNING, "no passphrase is set: nothing can be signed")
    if not settings.workers:
        yield Finding("settings", Level.WARNING, "MINTMARK_WORKERS is 0: hostile input is read in process")


def _database(toolkit: Toolkit) -> Iterator[Finding]:
    found = [*toolkit.database.problems()]
    with toolkit.database.reader() as reader:
        stale = toolkit.clock() - STALE_AFTER
        found += [
            f"{item.table} {item.row}: {item.sentence}"
            for item in reader.fsck.discrepancies(stale_before=stale)
        ]
    for sentence in found[:MOST_SHOWN]:
        yield Finding("database", Level.PROBLEM, sentence)
    if len(found) > MOST_SHOWN:
        yield Finding("database", Level.PROBLEM, f"and {len(found) - MOST_SHOWN} more like these")


def _keys(toolkit: Toolkit) -> Iterator[Finding]:
    for sentence in self_check.key_problems(toolkit):
        yield Finding("keys", Level.PROBLEM, sentence)
    now = toolkit.clock()
    with toolkit.database.reader() as reader:
        active = [
            key
            for profile in reader.profiles.all()
            for key in reader.keys.of_profile(profile.id)
            if key.state is KeyState.ACTIVE
        ]
    for key in active:
        if key.created_at < now - OLD_KEY:
            yield Finding(
                "keys",
                Level.WARNING,
                f"{key.verification_method} has signed since {key.created_at.date()}; rotate it",
            )


def _events(toolkit: Toolkit) -> Iterator[Finding]:
    report = audit.verify_events(toolkit)
    for finding in report.findings[:MOST_SHOWN]:
        yield Finding("events", Level.PROBLEM, finding.sentence)
    if report.pending > MOST_WAITING:
        yield Finding("events", Level.WARNING, f"{report.pending} events wait for the sequencer")


def _clock(toolkit: Toolkit) -> Iterator[Finding]:
    now = toolkit.clock()
    with toolkit.database.reader() as reader:
        newest = reader.heads.find_newest(audit.CHAIN)
    if newest is not None and newest.at > now:
        yield Finding(
            "clock",
            Level.PROBLEM,
            f"it says {format_time(now)}, and the log was written at {format_time(newest.at)}",
        )
