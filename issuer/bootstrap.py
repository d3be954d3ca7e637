"""Builds the one Toolkit of this process from its settings, and refuses to start when something is wrong.

The base address is fixed in the record at first start. Our own addresses are answered from the record and
never from the network. Every active key must open and match its DID document (F-20).
Does not make or migrate tables: that is `issuer.store.migrate`.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from issuer import store
from issuer.clock import Clock, utc_now
from issuer.errors import ConfigurationError, ConflictError
from issuer.fetch import CachePolicy, CachingFetch, Fetch, GuardedFetch
from issuer.fetch.mail import Mailer, SmtpMailer
from issuer.services import publication, self_check
from issuer.services.asides import AsideFetch
from issuer.services.local import LocalFetch
from issuer.services.randomness import Randomness, SystemRandomness
from issuer.services.toolkit import KeyStore, Toolkit
from issuer.settings import Settings
from issuer.signing.keyring import Keyring
from issuer.store import Database, patience
from issuer.workers import AsideWorkers, InProcess, Lane, Pool, Workers

SALT_BYTES: Final = 32
COLLECT_AFTER: Final = 10_000
"""New objects before the collector looks for rings among them; one verification makes about two thousand."""


def build(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    randomness: Randomness | None = None,
    keyring: KeyStore | None = None,
    elsewhere: Fetch | None = None,
    workers: Workers | None = None,
    database: Database | None = None,
) -> Toolkit:
    """Return the Toolkit of this process, checked.

    Args:
        settings: how this installation is set up.
        clock: gives the present moment; `--now`, the demonstration and tests hand in their own.
        randomness: ids, slots and salts; the operating system's by default.
        keyring: private keys; the encrypted files in `settings.keys_directory` by default.
        elsewhere: answers foreign addresses; the guarded and cached network by default.
        workers: runs library code on hostile bytes; a pool of processes by default.
        database: an open database; the one that the settings name by default.

    Raises:
        ConfigurationError: the tables are missing or old, the base address is another one than at first
            start, or an active key does not open or does not match its DID document.
        StoreUnavailableError: the database did not answer.
    """
    toolkit = assemble(
        settings,
        clock=clock,
        randomness=randomness,
        keyring=keyring,
        elsewhere=elsewhere,
        workers=workers,
        database=database,
    )
    self_check.require_keys(toolkit)
    return toolkit


def assemble(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    randomness: Randomness | None = None,
    keyring: KeyStore | None = None,
    elsewhere: Fetch | None = None,
    workers: Workers | None = None,
    database: Database | None = None,
) -> Toolkit:
    """Return the Toolkit without opening a key: for `mintmark doctor`, which names what is wrong.

    Raises:
        ConfigurationError: as `build`, but for the keys.
        StoreUnavailableError: the database did not answer.
    """
    if database is None:
        store.require_current(settings.database_url)
        database = store.open_database(settings.database_url)
    randomness = randomness or SystemRandomness()
    _fix_base_address(database, settings, clock, randomness)
    lane = Lane(patience.acquire)
    foreign = AsideFetch(elsewhere or _network(settings, clock), lane)
    passphrase = settings.key_passphrase.reveal if settings.key_passphrase else b""
    toolkit = Toolkit(
        settings=settings,
        database=database,
        keyring=keyring or Keyring(settings.keys_directory, passphrase),
        clock=clock,
        randomness=randomness,
        fetch=foreign,
        workers=workers or (AsideWorkers(Pool(settings.workers), lane) if settings.workers else InProcess()),
        base_url=settings.base_url,
        mailer=_mailer(settings),
        lane=lane,
    )
    local = LocalFetch(
        base_url=settings.base_url, publish=partial(publication.document_at, toolkit), elsewhere=foreign
    )
    return replace(toolkit, fetch=local)


def keep_for_good() -> None:
    """Say to the collector that what is there now stays: called once everything that a process serves with is loaded.

    It then finds nothing of that to look through, and looks less often at what comes later.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])


@contextmanager
def kept_for_good() -> Iterator[None]:
    """Do as `keep_for_good` while the block runs: for work that ends before its process does."""
    before = gc.get_threshold()
    keep_for_good()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _fix_base_address(database: Database, settings: Settings, clock: Clock, randomness: Randomness) -> None:
    if _is_fixed(database, settings):
        return
    try:
        with database.unit("installation.fix") as unit:
            unit.installation.fix(
                base_url=settings.base_url, created_at=clock(), salt=randomness.token(SALT_BYTES)
            )
    except ConflictError as exc:
        # Another process may have started for the first time a moment ago.
        if not _is_fixed(database, settings):
            raise ConfigurationError(exc.detail, hint="Set MINTMARK_BASE_URL back to it.") from exc


def _is_fixed(database: Database, settings: Settings) -> bool:
    with database.reader() as reader:
        known = reader.installation.find()
    return known is not None and known.base_url == settings.base_url


def _mailer(settings: Settings) -> Mailer | None:
    server = settings.mail_server
    if server is None:
        return None
    return SmtpMailer(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        is_tls=server.is_tls,
    )


def _network(settings: Settings, clock: Clock) -> Fetch:
    guarded = GuardedFetch(
        timeout_s=settings.fetch_timeout_s, allow_loopback_for_tests=settings.allow_loopback_for_tests
    )
    policy = CachePolicy(ttl=timedelta(seconds=settings.fetch_cache_s))
    return CachingFetch(guarded, clock=clock, policy=policy)
