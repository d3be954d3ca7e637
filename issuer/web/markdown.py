"""A small part of Markdown as HTML: what narratives of achievements need, and nothing that can do harm.

Paragraphs, headings, lists, **strong**, *emphasis*, `code` and [links](https://…). There is no raw HTML,
no picture, no automatic link, no other scheme than https and mailto: everything else stays the text that it is (CommonMark
names are followed where they apply, CommonMark as a whole is not). One pass over the text, with bounds
on everything that is looked for, so that no input takes long.
"""

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

MOST_CHARACTERS: Final = 20_000
"""A longer narrative is cut; the catalogue allows less."""

_LINK_TEXT: Final = 300
_LINK_TARGET: Final = 600
_TARGET: Final = re.compile(
    r"(?:https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][^\s<>\"'`\\]*)?|mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)",
    re.ASCII,
)
_HEADING: Final = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_BULLET: Final = re.compile(r"[ \t]{0,3}[-*+][ \t]+(\S.*)")
_NUMBER: Final = re.compile(r"[ \t]{0,3}[0-9]{1,3}[.)][ \t]+(\S.*)")
_ESCAPABLE: Final = frozenset("\\`*_{}[]()#+-.!<>&|~\"'")
_DELIMITERS: Final = (("**", "strong"), ("__", "strong"), ("*", "em"), ("_", "em"), ("`", "code"))


def render(text: str, *, links: bool = True, heading: int = 3) -> Markup:
    """Return a narrative as HTML.

    Args:
        text: Markdown from the catalogue or from a stranger's file.
        links: False shows the target of a link as text, for files that are not known to be genuine.
        heading: the level of every heading in it, 2 to 6, so that the page's outline holds.
    """
    blocks = (
        _block(kind, lines, links=links, heading=heading) for kind, lines in _blocks(text[:MOST_CHARACTERS])
    )
    return Markup("\n").join(blocks)


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Group lines: a paragraph, a heading or a list, each with its lines."""
    kind, lines = "p", list[str]()
    for raw in text.splitlines():
        line = raw.strip()
        found, content = _kind(raw) if line else ("", "")
        if found == "p" and kind in {"ul", "ol"} and lines:
            lines[-1] += " " + content
            continue
        if lines and (found != kind or found == "h"):
            yield kind, lines
            lines = []
        kind = found
        if content:
            lines.append(content)
    if lines:
        yield kind, lines


def _kind(line: str) -> tuple[str, str]:
    for kind, form, group in (("h", _HEADING, 2), ("ul", _BULLET, 1), ("ol", _NUMBER, 1)):
        match = form.fullmatch(line.rstrip())
        if match:
            return kind, match[group]
    return "p", line.strip()


def _block(kind: str, lines: list[str], *, links: bool, heading: int) -> Markup:
    if kind in {"ul", "ol"}:
        items = Markup("").join(Markup("<li>{}</li>").format(_inline(line, links=links)) for line in lines)
        return Markup("<{0}>{1}</{0}>").format(Markup(kind), items)  # noqa: S704  (one of two constants)
    tag = Markup(f"h{heading}") if kind == "h" else Markup("p")  # noqa: S704  (a number of ours)
    return Markup("<{0}>{1}</{0}>").format(tag, _inline(" ".join(lines), links=links))


def _inline(text: str, *, links: bool, inside: frozenset[str] = frozenset()) -> Markup:
    """Return one run of text; a delimiter that is open already does not open again inside."""
    done: list[Markup] = []
    plain: list[str] = []
    hopeless: set[str] = set()
    place = 0
    while place < len(text):
        piece, after = _piece(text, place, hopeless, links=links, inside=inside)
        if piece is None:
            plain.append(text[place:after])
        else:
            done += [escape("".join(plain)), piece]
            plain.clear()
        place = after
    return Markup("").join([*done, escape("".join(plain))])


def _piece(
    text: str, place: int, hopeless: set[str], *, links: bool, inside: frozenset[str]
) -> tuple[Markup | None, int]:
    """Return the HTML that begins at a place and where it ends, or None and where plain text ends."""
    character = text[place]
    if character == "\\" and text[place + 1 : place + 2] in _ESCAPABLE and place + 1 < len(text):
        return escape(text[place + 1]), place + 2
    if character == "[" and "a" not in inside:
        found = _link(text, place, links=links, inside=inside)
        if found:
            return found
    for mark, tag in _DELIMITERS:
        if text.startswith(mark, place) and tag not in inside and mark not in hopeless:
            start = place + len(mark)
            end = text.find(mark, start + 1)
            if end < 0:
                # Nothing later in this run can close it either: looked for once only.
                hopeless.add(mark)
                continue
            if text[start].isspace() or text[end - 1].isspace() or _inside_word(text, place, mark):
                continue
            body = text[start:end]
            content = escape(body) if tag == "code" else _inline(body, links=links, inside=inside | {tag})
            return Markup("<{0}>{1}</{0}>").format(Markup(tag), content), end + len(mark)  # noqa: S704  (a constant)
    return None, place + 1


def _inside_word(text: str, place: int, mark: str) -> bool:
    """Say whether an underscore stands inside a word, as in file_name, where it marks nothing."""
    return mark[0] == "_" and place > 0 and text[place - 1].isalnum()


def _link(text: str, place: int, *, links: bool, inside: frozenset[str]) -> tuple[Markup, int] | None:
    middle = text.find("](", place + 1, place + _LINK_TEXT)
    if middle < 0:
        return None
    end = text.find(")", middle + 2, middle + 2 + _LINK_TARGET)
    target = text[middle + 2 : end].strip() if end > 0 else ""
    if end < 0 or not _TARGET.fullmatch(target):
        return None
    words = _inline(text[place + 1 : middle], links=links, inside=inside | {"a"})
    if not links:
        return Markup("{} ({})").format(words, target), end + 1
    return Markup('<a href="{}" rel="nofollow noopener noreferrer">{}</a>').format(target, words), end + 1
