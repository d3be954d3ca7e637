"""Which look a topic has: hue, edge and engraving.

Four topics are pinned. Every other topic gets its look from the SHA-256 of its name, so that two
installations that never met draw the same badge. Hue is never the only sign of a family: edge,
engraving and letters carry it too, for readers who see no color.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final

from issuer.badges.artwork import palette
from issuer.badges.artwork.engravings import ENGRAVINGS

# Looks of topics that are not pinned: no pinned topic has their edges, and their hues keep 25 degrees away.
NEW_HUES: Final = (32, 92, 125, 155, 240, 310, 338)
NEW_EDGES: Final = ("round", "hexagon", "petals", "fluted", "cusped", "pentagon")


@dataclass(frozen=True)
class Family:
    """The look of one topic.

    Args:
        hue: degrees in OKLCH.
        edge: a key of `edges.EDGES`.
        engraving: a key of `engravings.ENGRAVINGS`.
        tone: a darker or lighter ink, see `palette.make`.
    """

    hue: int
    edge: str
    engraving: str
    tone: float = 0.0

    @property
    def palette(self) -> palette.Palette:
        """The colors of the family."""
        return palette.make(self.hue, self.tone)


PINNED: Final = {
    "social emotional learning": Family(5, "scallop", "petal", -0.03),
    "english language learners": Family(205, "flower", "weave", 0.02),
    "computer science instruction": Family(275, "octagon", "lattice", -0.015),
    "personalized learning": Family(58, "heptagon", "flow", 0.03),
}
_ALIASES: Final = {"meeting the needs of english language learners": "english language learners"}


def family_of(topic: str) -> Family:
    """Return the look of a topic; case, spacing and the encoding of accents do not matter."""
    key = " ".join(unicodedata.normalize("NFKC", topic).casefold().split())
    key = _ALIASES.get(key, key)
    if key in PINNED:
        return PINNED[key]
    digest = hashlib.sha256(key.encode(errors="replace")).digest()
    engravings = tuple(ENGRAVINGS)
    return Family(
        hue=NEW_HUES[digest[0] % len(NEW_HUES)],
        edge=NEW_EDGES[digest[1] % len(NEW_EDGES)],
        engraving=engravings[digest[2] % len(engravings)],
    )
