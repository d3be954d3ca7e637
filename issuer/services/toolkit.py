"""Everything that a use case needs from outside, in one frozen value of protocols.

`bootstrap` fills it for production, a test fills it with its own parts. A use case takes what it needs
from here and nothing from anywhere else: no global, no environment, no clock of its own.
"""

from dataclasses import dataclass, field
from typing import Protocol

from issuer.clock import Clock
from issuer.fetch import Fetch
from issuer.fetch.mail import Mailer
from issuer.services.list_memory import SeenLists
from issuer.services.randomness import Randomness
from issuer.settings import Settings
from issuer.signing.key_types import KeyType
from issuer.signing.keyring import StoredKey
from issuer.signing.signers import Signer
from issuer.store import Database
from issuer.verify import ListMemory
from issuer.workers import Lane, Workers


class KeyStore(Protocol):
    """Where private keys live. Safe to share between threads; nothing here deletes a key."""

    def create(self, controller: str, key_type: KeyType) -> StoredKey:
        """Make and keep a key that may sign for `controller` alone.

        Raises:
            KeyUnavailableError: the store cannot be opened.
        """

    def open(self, uri: str) -> Signer:
        """Return the signer of a kept key.

        Raises:
            KeyUnavailableError: no such key, or the store cannot be opened.
        """

    def stored_keys(self) -> tuple[StoredKey, ...]:
        """Return the public record of every key, without opening one.

        Raises:
            KeyUnavailableError: a record is damaged.
        """


@dataclass(frozen=True)
class Toolkit:
    """What use cases work with. Safe to share between threads; make another one in another process.

    Attributes:
        settings: how this installation is set up.
        database: the record.
        keyring: the private keys.
        clock: the present moment, UTC.
        randomness: ids, slots and salts.
        fetch: the one network door; our own addresses are answered from the record.
        workers: runs library code on hostile bytes.
        base_url: `https://host`, part of every identifier.
        lists: remembers status lists of others against rollback.
        lane: threads that verify go through it in turn.
        mailer: hands mails over; None leaves them in the outbox.
    """

    settings: Settings
    database: Database
    keyring: KeyStore
    clock: Clock
    randomness: Randomness
    fetch: Fetch
    workers: Workers
    base_url: str
    lists: ListMemory = field(default_factory=SeenLists)
    mailer: Mailer | None = None
    lane: Lane = field(default_factory=Lane)

    @property
    def host(self) -> str:
        """The host name of the base address."""
        return self.base_url.removeprefix("https://")

    def url(self, path: str) -> str:
        """Return the absolute address of a path of ours that begins with a slash."""
        return self.base_url + path
