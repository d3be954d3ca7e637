"""The linter of wording: what nobody may call the hours of a badge (CRD-03).

Hours are graduate-equivalent and suggested. The words that promise more are refused wherever a person may
read them; one named file may say them, which is shown only when a university posts the credit.
"""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

NAMED_PLACE: Final = "issuer/credits/transcripted.py"
_KINDS: Final = r"(?:semester|quarter|academic|course|university|college|level)"
_THINGS: Final = r"(?:credits?|hours?|units?|credit[ -]hours?|coursework|points?)"
REFUSED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:post)?graduate[ -](?:{_KINDS}[ -])*{_THINGS}\b",
        rf"\bmaster(?:['\u2019]?s)?[ -](?:degree[ -])?(?:{_KINDS}[ -])*{_THINGS}\b",
        rf"\b(?:college|academic|degree|doctoral|transcript|transcripted|accredited)[ -](?:{_KINDS}[ -])*{_THINGS}\b",
        r"(?<!not )\buniversity credits?\b",
        r"\bcredits? (?:toward|towards|for) (?:a|your|the) (?:degree|master)",
    )
)
_TAG: Final = re.compile(r"<[^<>]*>|\{\{.*?\}\}|\{[%#].*?[%#]\}", re.DOTALL)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def plain(text: str) -> str:
    """Return text as a reader sees it: without tags, entities and soft breaks, on one line."""
    bare = _INVISIBLE.sub("", html.unescape(_TAG.sub(lambda tag: _gap(tag[0]), text)))
    return re.sub(r"[\s*_`]+", " ", bare)


def refused(text: str) -> tuple[str, ...]:
    """Return the words of a text that promise too much."""
    shown = plain(text)
    return tuple(match[0] for pattern in REFUSED for match in pattern.finditer(shown))


def texts_of(path: Path) -> Iterator[str]:
    """Return what a file may show: every string of a Python file, the whole of any other."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield source
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else " " for part in node.values)


def _gap(tag: str) -> str:
    """Return what a reader sees in place of a tag: nothing inside a line, a gap between blocks."""
    return "" if re.match(r"</?(?:b|i|em|strong|bdi|span|a|abbr|wbr)\b", tag) else " "
