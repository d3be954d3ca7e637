"""Choices that look like chance and are the same on every machine: sha256 of words, nothing else.

Never used for keys, ids, salts or status slots: those come from the operating system.
"""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def digest(*words: str) -> bytes:
    """Return the sha256 that belongs to these words."""
    return hashlib.sha256("\x1f".join(words).encode("utf-8")).digest()


def below(limit: int, *words: str) -> int:
    """Return the number from 0 to `limit` - 1 that belongs to these words."""
    return int.from_bytes(digest(*words), "big") % limit


def shuffled(items: Iterable[T], *words: str, key: str = "{}") -> list[T]:
    """Return the items in the order that belongs to these words.

    Args:
        items: what to order.
        words: what the order is for.
        key: a format string that names one item.
    """
    return sorted(items, key=lambda item: digest(*words, key.format(item)))
