"""Parts of documents that come again and again, ready-made: an issuer, an achievement.

What a part states depends only on its table and on its own JSON, so both are the key.
"""

from typing import Final

from issuer.documents.datasets import Fragment
from issuer.documents.memory import Memory
from issuer.documents.rdfc import HashName

MAX_BYTES: Final = 8 * 1024 * 1024
"""About a thousand issuers and achievements."""
_OVERHEAD: Final = 400
UNFIT: Final = Fragment(root="", closed={}, blanks=(), links=(), hashes=())
"""Kept in place of a part that cannot be a fragment, so that nobody tries again."""


class Fragments(Memory[Fragment]):
    """Fragments by content, for one hash function."""

    def __init__(self, hash_name: HashName, max_bytes: int = MAX_BYTES) -> None:
        super().__init__(max_bytes)
        self.hash_name: Final = hash_name


def size_of(fragment: Fragment) -> int:
    """Return about how many bytes a fragment takes: lines and finished text hold the statements once each."""
    texts = sum(2 * len(text) + sum(map(len, lines)) for lines, text in fragment.closed.values())
    return texts + _OVERHEAD * (len(fragment.closed) + len(fragment.blanks))
