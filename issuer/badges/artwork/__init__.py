"""The picture of an achievement: a coin, drawn by rule from its data alone.

The topic decides edge, ink and engraving; the code turns the gears of the lathe; the issuer leaves its
mint mark. Pure functions: the same values give the same bytes, on every computer. Not here: who may see
a picture, where it is kept, and the credential that is baked into it (`badges.baking`).
"""

from typing import Final

from issuer.badges.artwork import badge, render
from issuer.badges.artwork.badge import SIZES, Size
from issuer.badges.artwork.coin import Slot, coin_of, slots_of
from issuer.badges.artwork.mintmarks import mint_mark_svg
from issuer.badges.artwork.render import check_faces
from issuer.badges.model import AchievementVersion, Profile

# Raised by one whenever the same achievement would be drawn differently; part of every cache key.
DRAWING_VERSION: Final = 1
PIXELS: Final = 600
MOST_PIXELS: Final = 2400

__all__ = [
    "DRAWING_VERSION", "SIZES", "Size", "Slot", "badge_key", "badge_png", "badge_svg", "check_faces",
    "mint_mark_svg", "slots_of",
]  # fmt: skip


def badge_svg(
    achievement: AchievementVersion,
    profile: Profile,
    *,
    size: Size = "full",
    components: tuple[Slot, ...] | None = None,
) -> bytes:
    """Draw the badge of an issuer's achievement as a self-contained SVG.

    Its words are live text in the faces of whoever looks at it, held to their places.

    Args:
        achievement: the version.
        profile: who issues it.
        size: `full` from 200 pixels up, `medium` from 80, `small` below.
        components: the ring of an unfinished micro-endorsement, see `slots_of`; None for all struck.
    """
    return badge.draw(coin_of(achievement, profile, components), size).encode()


def badge_png(
    achievement: AchievementVersion,
    profile: Profile,
    *,
    pixels: int = PIXELS,
    size: Size = "full",
    components: tuple[Slot, ...] | None = None,
) -> bytes:
    """Draw the same badge as a square PNG with a transparent ground; `full` is what gets baked.

    Words that the shipped faces cannot draw give way to the kind and code of the achievement.

    Raises:
        ConfigurationError: the faces are missing.
        ValueError: a size that no page needs.
    """
    if not 0 < pixels <= MOST_PIXELS:
        raise ValueError(f"a badge is at most {MOST_PIXELS} pixels wide")
    return render.png(badge.draw(coin_of(achievement, profile, components).legible(), size), pixels)


def badge_key(
    achievement: AchievementVersion,
    profile: Profile,
    *,
    size: Size = "full",
    pixels: int = 0,
    components: tuple[Slot, ...] | None = None,
) -> str:
    """Return a hex sha256 of everything that decides the bytes, for caches; 0 pixels for the SVG."""
    coin = coin_of(achievement, profile, components)
    return coin.digest(str(DRAWING_VERSION), size, str(pixels))
