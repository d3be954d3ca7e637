"""Chance comes in as an argument: what the use cases ask of it, and the system's answer.

A test hands in its own; production uses the operating system's generator alone.
"""

import secrets
import uuid
from typing import Protocol


class Randomness(Protocol):
    """Where ids, status slots and salts come from. Safe to call from several threads."""

    def urn(self) -> str:
        """Return a fresh `urn:uuid:` of version 4."""

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1, all equally likely."""

    def token(self, size: int) -> bytes:
        """Return `size` unpredictable bytes."""


class SystemRandomness:
    """The operating system's generator."""

    def urn(self) -> str:
        """Return a fresh `urn:uuid:` of version 4."""
        return uuid.uuid4().urn

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1, all equally likely."""
        return secrets.randbelow(limit)

    def token(self, size: int) -> bytes:
        """Return `size` unpredictable bytes."""
        return secrets.token_bytes(size)
