"""Turn our own SVG into PNG with resvg, using only the faces that travel with the product.

Not for pictures from outside: resvg reads local files that a foreign SVG may name.
"""

from functools import cache
from pathlib import Path
from typing import Final

import resvg_py

from issuer.badges.artwork import faces
from issuer.badges.artwork.paths import element
from issuer.errors import ConfigurationError

_PROBE_WIDTH: Final = 64
_PROBES: Final = (
    (faces.SERIF, "Mint"),
    (faces.SANS, "Mint"),
    ("Noto Sans Arabic", "\u0639\u0644\u0645"),
    ("Noto Sans Devanagari", "\u092a\u093e\u0920"),
)


def png(svg: str, width: int) -> bytes:
    """Render a picture.

    Args:
        svg: drawn by this package.
        width: in pixels.

    Raises:
        ConfigurationError: the faces are missing, so that pictures would show no words.
    """
    check_faces(faces.FOLDER)
    return _render(svg, width, faces.FOLDER)


@cache
def check_faces(folder: Path) -> None:
    """Prove that every family shows its words: resvg leaves text out in silence when it has no face.

    Raises:
        ConfigurationError: a face is missing or shows nothing.
    """
    missing = [name for name in faces.NAMES if not (folder / name).is_file()]
    if missing:
        raise ConfigurationError(
            f"Font files are missing: {', '.join(missing)}.",
            hint="Install Mintmark again: the files travel with it.",
        )
    blank = _render(_probe("", faces.SERIF), _PROBE_WIDTH, folder)
    seen = {blank}
    for family, word in _PROBES:
        drawn = _render(_probe(word, family), _PROBE_WIDTH, folder)
        # The same picture twice means that one face stands in for another.
        if drawn in seen:
            raise ConfigurationError(f"Pictures show no words in {family}.", hint="Install Mintmark again.")
        seen.add(drawn)


def _probe(word: str, family: str) -> str:
    text = element("text", word or " ", y=30, font_size=20, font_family=f"'{family}'")
    return element("svg", text, xmlns="http://www.w3.org/2000/svg", viewBox="0 0 64 40")


def _render(svg: str, width: int, folder: Path) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            skip_system_fonts=True,
            font_files=[str(folder / name) for name in faces.NAMES],
            serif_family=faces.SERIF,
            sans_serif_family=faces.SANS,
        )
    )
