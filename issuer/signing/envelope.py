"""Encryption at rest: a passphrase, one key-encryption key, and boxes sealed under it.

scrypt (RFC 7914) turns the passphrase into a key that wraps one random key-encryption key (KEK); the KEK
seals each private key with AES-256-GCM. A new passphrase therefore rewraps one value and touches no key
file. Associated data binds each box to the public record around it: exchanged or edited files do not open.
"""

import secrets
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from issuer.errors import InputError, KeyUnavailableError
from issuer.signing import base64url

KEK_BYTES: Final = 32
SALT_BYTES: Final = 32
NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """The work of one guess at the passphrase: scrypt's n, r and p.

    The default takes 32 MiB and is one of the equivalent minimum settings that OWASP's Password Storage
    Cheat Sheet names.
    """

    n: int = 2**15
    r: int = 8
    p: int = 3

    def __post_init__(self) -> None:
        """Refuse a cost that is no cost, or one that would exhaust the machine.

        Raises:
            KeyUnavailableError: outside the bounds.
        """
        power_of_two = self.n & (self.n - 1) == 0
        if not (power_of_two and 2**4 <= self.n <= 2**20 and 1 <= self.r <= 16 and 1 <= self.p <= 16):  # noqa: PLR2004  (bounds of the cost, as the docstring says)
            raise KeyUnavailableError("the keyring names a scrypt cost outside the allowed bounds")


@dataclass(frozen=True, slots=True)
class Box:
    """A sealed value: the nonce and the AES-256-GCM ciphertext with its tag."""

    nonce: bytes
    ciphertext: bytes

    def text(self) -> str:
        """Return the box as one base64url text."""
        return base64url.encode(self.nonce + self.ciphertext)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the box that `text` spells.

        Raises:
            KeyUnavailableError: the text is no box.
        """
        try:
            data = base64url.decode(text)
        except InputError as exc:
            raise KeyUnavailableError("a sealed value of the keyring is damaged") from exc
        return cls(nonce=data[:NONCE_BYTES], ciphertext=data[NONCE_BYTES:])


def derive(passphrase: bytes, *, salt: bytes, cost: Cost) -> bytes:
    """Return the key that the passphrase opens.

    Raises:
        KeyUnavailableError: the passphrase is empty.
    """
    if not passphrase:
        raise KeyUnavailableError(
            "the keyring needs a passphrase", hint="Set MINTMARK_KEY_PASSPHRASE or the file that holds it."
        )
    return Scrypt(salt=salt, length=KEK_BYTES, n=cost.n, r=cost.r, p=cost.p).derive(passphrase)


def seal(key: bytes, secret: bytes, *, bound_to: bytes) -> Box:
    """Return `secret` encrypted under `key` with a fresh random nonce, bound to `bound_to`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return Box(nonce=nonce, ciphertext=AESGCM(key).encrypt(nonce, secret, bound_to))


def unseal(key: bytes, box: Box, *, bound_to: bytes) -> bytes:
    """Return the secret in a box.

    Raises:
        KeyUnavailableError: another key, another record around it, or damaged bytes.
    """
    try:
        return AESGCM(key).decrypt(box.nonce, box.ciphertext, bound_to)
    except (InvalidTag, ValueError) as exc:
        raise KeyUnavailableError(
            "a sealed value of the keyring does not open: wrong passphrase or damaged file"
        ) from exc
