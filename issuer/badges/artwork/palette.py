"""Color of badge families: one hue in, a whole checked palette out.

Colors are made in OKLCH (perceptual lightness, chroma, hue) with fixed lightness and chroma for each
role, so that every family keeps the same contrast figures whatever its hue. `CONTRAST_RULES` is the
promise (WCAG 2.2, 1.4.3 and 1.4.11); the tests hold it for all 360 hues. Knows no badge and no topic.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

# The largest tone, up or down, with which the contrast rules still hold.
MOST_TONE: Final = 0.03
_ROLES: Final = {
    "night": (0.225, 0.075),  # the darkest: field of a micro-endorsement
    "ink": (0.390, 0.130),  # the family color: rim, legend band, titles
    "mid": (0.560, 0.120),  # engraved lines that must be seen
    "line": (0.815, 0.060),  # engraved lines that run under text
    "tint": (0.925, 0.028),  # light on the rim
    "paper": (0.982, 0.010),  # field of a micro-credential
}
_GOLD: Final = (0.835, 0.105, 88.0)
_GOLD_DEEP: Final = (0.640, 0.105, 80.0)
_CHROMA_STEP: Final = 0.002
_ROUNDING: Final = 0.0005

# What is read, what it lies on, the least ratio.
CONTRAST_RULES: Final = (
    ("ink", "paper", 7.0),  # title on a micro-credential
    ("paper", "ink", 7.0),  # legend on the band
    ("paper", "night", 7.0),  # title on a micro-endorsement
    ("ink", "line", 4.5),  # title where it crosses pale line work
    ("gold", "night", 7.0),  # small words on a micro-endorsement
    ("gold", "ink", 4.5),  # rules and words on the band
    ("mid", "paper", 3.0),  # engraved lines are no text
    ("tint", "ink", 3.0),  # the rim's light is no text
)


@dataclass(frozen=True)
class Palette:
    """The colors of one family, each as #rrggbb; the gold pair is common to all."""

    night: str
    ink: str
    mid: str
    line: str
    tint: str
    paper: str
    gold: str
    gold_deep: str


@cache
def make(hue: float, tone: float = 0.0) -> Palette:
    """Return the palette of a hue.

    Args:
        hue: degrees in OKLCH.
        tone: from -0.03 to 0.03, makes the ink a little darker or lighter, so that families also
            differ for readers who see no hue.
    """
    colors = {
        role: _to_hex(lightness + (tone if role == "ink" else 0.0), chroma, hue)
        for role, (lightness, chroma) in _ROLES.items()
    }
    return Palette(**colors, gold=_to_hex(*_GOLD), gold_deep=_to_hex(*_GOLD_DEEP))


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two #rrggbb colors."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else math.pow((value + 0.055) / 1.055, 2.4)  # noqa: PLR2004  (sRGB)


def _gamma(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return 12.92 * value if value <= 0.0031308 else 1.055 * math.pow(value, 1 / 2.4) - 0.055  # noqa: PLR2004  (sRGB)


def _to_hex(lightness: float, chroma: float, hue: float) -> str:
    """Turn OKLCH into sRGB; chroma is lowered until the color lies inside sRGB."""
    while True:
        channels = _to_linear(lightness, chroma, hue)
        if chroma <= 0 or all(-_ROUNDING <= value <= 1 + _ROUNDING for value in channels):
            return "#" + "".join(f"{round(_gamma(value) * 255):02x}" for value in channels)
        chroma -= _CHROMA_STEP


def _to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Turn OKLCH into linear sRGB by the matrices of OKLab."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
