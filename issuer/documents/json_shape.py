"""The shape of a JSON text before anything of it is built: its strings apart, its nesting, its escapes.

Nothing is refused here and nothing needs to be JSON: `strict_json` holds what is found against its limits.
"""

from functools import lru_cache
from itertools import accumulate
from typing import Final

_NO_BRACKET: Final = bytes(code for code in range(256) if code not in b"[{]}")
_STEPS: Final = tuple((code in b"[{") - (code in b"]}") for code in range(256))
_NO_ESCAPES: Final = frozenset[str]()
_KEPT_SHAPE: Final = 2_000
"""Characters of a shape that is remembered at most."""


def shape_of(bare: str) -> tuple[int, int, int]:
    """Return how deep a text without its strings is nested, and how many commas and colons it has.

    Documents of one kind, such as the awards of one achievement, are the same text without their strings.
    """
    return _kept_shape_of(bare) if len(bare) <= _KEPT_SHAPE else _shape_of(bare)


def _shape_of(bare: str) -> tuple[int, int, int]:
    brackets = bare.encode("utf-8", "surrogatepass").translate(None, _NO_BRACKET)
    depths = accumulate(map(_STEPS.__getitem__, brackets))
    return max(depths, default=0), bare.count(","), bare.count(":")


_kept_shape_of: Final = lru_cache(maxsize=128)(_shape_of)


def escapes_in(text: str) -> frozenset[str]:
    """Return the characters that follow a backslash; the empty text stands for a backslash.

    Looking for single characters is ten times as fast as looking for two of them.
    """
    return frozenset(part[:1] for part in text.split("\\")[1:]) if "\\" in text else _NO_ESCAPES


def strings_apart(text: str, escapes: frozenset[str]) -> tuple[list[str], str]:
    """Return what stands between quotation marks, as it is written, and all the rest in one piece."""
    # Outside of a string a backslash ends the parse, so that only what follows it could be misjudged here.
    plain = text.replace("\\\\", "..").replace('\\"', "..") if '"' in escapes else text
    # Now no mark is escaped, and every second piece stands between two of them.
    pieces = plain.split('"')
    return pieces[1::2], "".join(pieces[::2])
