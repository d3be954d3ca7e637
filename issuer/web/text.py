"""Text of others on pages of ours: no character of it may reorder or hide the rest of the page.

Jinja escapes HTML; this adds what escaping does not see. It is the `finalize` step of every template,
so that no page can forget it. Names stand in `<bdi>` besides (the macro `ui.name`).
"""

import re
from typing import Final

from markupsafe import Markup, escape

# Overrides, embeddings and isolates; controls other than tab and line ends; line and paragraph separators.
# Left-to-right and right-to-left marks stay: they order only what stands beside them.
_UNRULY: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufff9-\ufffb]"
)


_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")


def tame(value: object) -> object:
    """Return a value for a page, texts without unruly characters; markup stays markup."""
    # Nothing unruly is printable, and to ask for that alone costs a third.
    if not isinstance(value, str) or value.isprintable() or not _UNRULY.search(value):
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


def in_code(text: str) -> Markup:
    """Return text for an element's content; quotes stay as they are, which keeps JSON short and readable."""
    for plain, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(plain, escaped)
    return Markup(text)  # noqa: S704  (the three characters that end text are gone)


def curly(text: object) -> object:
    """Return a sentence with the apostrophes of print; markup and everything else stays."""
    if not isinstance(text, str) or isinstance(text, Markup):
        return text
    return _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", text)


def breakable(did: str) -> Markup:
    """Return an identifier that may break before its last parts rather than in the middle of a word."""
    host, mark, path = did.partition(":p:")
    return Markup("{}<wbr>{}{}").format(host, mark, path) if mark else escape(did)
