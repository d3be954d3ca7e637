"""The key of this installation's log: it signs what chain and tree looked like (C2SP checkpoints).

It belongs to no profile and signs no credential: its controller is the address of the log. The keyring
keeps it; it is made by the sequencer when there is something to sign for the first time.
"""

from typing import Final

from issuer.errors import NotFoundError
from issuer.ledger import checkpoint
from issuer.services.toolkit import Toolkit
from issuer.signing.key_types import KeyType
from issuer.signing.keyring import StoredKey
from issuer.signing.signers import Signer

PATHS: Final = {"leaves": "/log", "events": "/log/events"}
"""Where each chain lies; without the scheme, its origin in checkpoints."""


def origin(toolkit: Toolkit, chain: str) -> str:
    """Return the name of a chain ("events" or "leaves") in its checkpoints."""
    return toolkit.host + PATHS[chain]


def controller(toolkit: Toolkit) -> str:
    """Return the only id for which the log's key may sign."""
    return toolkit.url(PATHS["leaves"])


def find(toolkit: Toolkit) -> StoredKey | None:
    """Return the public record of the log's key, None before the log was signed for the first time.

    Raises:
        KeyUnavailableError: a key file is damaged.
    """
    wanted = controller(toolkit)
    return next((key for key in toolkit.keyring.stored_keys() if key.controller == wanted), None)


def verifier_keys(toolkit: Toolkit) -> tuple[str, ...]:
    """Return the one-line keys that an auditor notes down: of the leaves, then of the events.

    Raises:
        NotFoundError: the log was never signed.
        KeyUnavailableError: a key file is damaged.
    """
    found = find(toolkit)
    if found is None:
        raise NotFoundError("The log of this installation has no key yet.")
    return tuple(checkpoint.verifier_key(origin(toolkit, chain), found.public_key) for chain in PATHS)


def signer(toolkit: Toolkit) -> Signer:
    """Return the signer of the log's key, made now if there is none. Call it under the sequencer's lease.

    Raises:
        KeyUnavailableError: the keyring cannot be opened.
    """
    found = find(toolkit) or toolkit.keyring.create(controller(toolkit), KeyType.ED25519)
    return toolkit.keyring.open(found.uri)
