"""Text of others on pages of ours: no character of it may reorder or hide the rest of the page.

Jinja escapes HTML; this adds what escaping does not see. It is the `finalize` step of every template,
so that no page can forget it. Names stand in `<bdi>` besides (the macro `ui.name`).
"""

import re
from typing import Final

from markupsafe import Markup

# Overrides, embeddings and isolates; controls other than tab and line ends; line and paragraph separators.
# Left-to-right and right-to-left marks stay: they order only what stands beside them.
_UNRULY: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufff9-\ufffb]"
)


def tame(value: object) -> object:
    """Return a value for a page, texts without unruly characters; markup stays markup."""
    if not isinstance(value, str) or not _UNRULY.search(value):
        return value
    cleaned = _UNRULY.sub("", value)
    return Markup(cleaned) if isinstance(value, Markup) else cleaned  # noqa: S704  (it was markup before)


def shorten(text: str, most: int) -> str:
    """Return at most `most` characters, with an ellipsis where something was left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def sentence(text: str) -> str:
    """Return words that begin with a capital and end with a full stop, as a sentence of its own."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
