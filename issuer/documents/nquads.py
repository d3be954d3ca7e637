"""N-Quads: quads as tuples of term texts, written in the canonical form of RDF 1.2 / RDFC-1.0.

A term is its N-Quads text: `<iri>`, `_:label` or a literal. Canonical escaping follows the
"Canonical N-Quads" rules: only quote, backslash and the control characters are escaped. The reader
exists for test suites and for people; credentials come as JSON-LD.
"""

import re
from typing import Final, NamedTuple

from issuer.errors import InputError

XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\",
}  # fmt: skip
_IRI: Final = r"<((?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)>"
_BLANK: Final = r"(_:[^\s<>\"]+)"
_LITERAL: Final = r'"((?:[^"\\\n\r]|\\.)*)"(?:\^\^' + _IRI + r"|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?"
_LINE: Final = re.compile(
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*(?:{_IRI}|{_BLANK}|{_LITERAL})[ \t]*(?:{_IRI}|{_BLANK})?[ \t]*\.[ \t]*(?:#.*)?"
)
_UNESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class Quad(NamedTuple):
    """One statement as term texts; `graph` is "" in the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str = ""


def iri(value: str) -> str:
    """Return an IRI as a term."""
    return f"<{value}>"


def escaped(value: str) -> str:
    """Return the text of a literal, canonically escaped, without its quotes."""
    return value.translate(_ESCAPES)


def literal(value: str, datatype: str = XSD_STRING, language: str | None = None) -> str:
    """Return a literal as a term, canonically escaped; `xsd:string` is not written."""
    text = f'"{escaped(value)}"'
    if language:
        return f"{text}@{language}"
    return text if datatype == XSD_STRING else f"{text}^^<{datatype}>"


def line(quad: Quad) -> str:
    """Return one quad as a line with its line feed."""
    graph = f" {quad.graph}" if quad.graph else ""
    return f"{quad.subject} {quad.predicate} {quad.object}{graph} .\n"


def _unescape(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match.group(1) or match.group(2)
        if code:
            return chr(int(code, 16))
        plain = _PLAIN.get(match.group(3))
        if plain is None:
            raise InputError(f"the escape \\{match.group(3)} does not exist", code="PARSING_ERROR")
        return plain

    return _UNESCAPE.sub(one, text)


def parse(text: str) -> list[Quad]:
    """Read N-Quads 1.1; comments and empty lines are passed over.

    Raises:
        InputError: PARSING_ERROR, naming the line.
    """
    quads: list[Quad] = []
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        stripped = raw.strip(" \t")
        if not stripped or stripped.startswith("#"):
            continue
        match = _LINE.fullmatch(raw)
        if match is None:
            raise InputError(f"line {number} is not an N-Quads statement", code="PARSING_ERROR")
        s_iri, s_blank, predicate, o_iri, o_blank, value, datatype, language, g_iri, g_blank = match.groups()
        if value is not None:
            thing = literal(_unescape(value), _unescape(datatype) if datatype else XSD_STRING, language)
        else:
            thing = o_blank or iri(_unescape(o_iri))
        graph = g_blank or (iri(_unescape(g_iri)) if g_iri is not None else "")
        quads.append(Quad(s_blank or iri(_unescape(s_iri)), iri(_unescape(predicate)), thing, graph))
    return quads
