"""What one member name means, read from the mapping that a context processor made of it.

Covers what the bundled contexts use (coercion to IRI, vocabulary, JSON or a datatype; sets, lists, graphs);
for any other definition there is `NotCovered`, never a guess.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from issuer.documents.nquads import XSD_STRING
from issuer.documents.safe_mode import IRI, loss

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

# What a term does with its value. SKIP stands for `@context`, `@id` and `@type`, which a node reads itself.
# Up to VOCAB a value, or each of several, may be a node; up to GRAPH several values are several statements.
LITERAL, REFERENCE, VOCAB, GRAPH, LIST, JSON, SCOPED, SKIP = range(8)

_PLAIN_KEYS: Final = frozenset(
    {"@id", "@type", "@container", "@context", "reverse", "protected", "_prefix", "_term_has_colon"}
)


class NotCovered(Exception):  # noqa: N818  not an error: it says which road to take
    """The document needs something that the fast road leaves to the slow road."""


class Term(NamedTuple):
    """What one member name means.

    `predicate` is the text between subject and object, `tail` closes a literal and its statement.
    `native` means that numbers and booleans keep their own datatype.
    """

    kind: int
    predicate: str = ""
    tail: str = ""
    native: bool = True


class Terms(dict[str, Term]):
    """Terms by member name, read from the context when first met; an unknown name raises, never passes.

    `literals` holds, for the terms met whose texts are literals, what stands before and after a text.
    """

    def __init__(self, mappings: Mapping[str, Any]) -> None:
        super().__init__({"@context": Term(SKIP)})
        self.mappings = mappings
        self.literals: dict[str, tuple[str, str]] = {}

    def __missing__(self, name: str) -> Term:
        mapping = self.mappings.get(name)
        if mapping is None or mapping["@id"] is None:
            if mapping is None and ":" in name and not name.startswith("@"):
                raise NotCovered("a member name with a colon")
            raise loss(f"the member {name[:60]!r} is not defined by the contexts, so no signature covers it")
        term = self[name] = _term(mapping)
        if term.kind == LITERAL:
            self.literals[name] = (f'{term.predicate}"', term.tail)
        return term


def _term(mapping: Mapping[str, Any]) -> Term:
    iri: str = mapping["@id"]
    if iri in ("@id", "@type"):
        return Term(SKIP)
    if not IRI.fullmatch(iri) or mapping["reverse"] or not mapping.keys() <= _PLAIN_KEYS:
        raise NotCovered("a keyword alias, or a reverse, nested, language or index property")
    predicate = f" <{iri}> "
    if "@context" in mapping:
        return Term(SCOPED, predicate)
    return coerced(mapping, predicate, container=container(mapping))


def container(mapping: Mapping[str, Any]) -> str:
    """Return "@list", "@graph" or "" for a term that needs no container, or only a set."""
    containers = set(mapping.get("@container", ())) - {"@set"}
    if not containers <= {"@list", "@graph"}:
        raise NotCovered("a container of another kind")
    return containers.pop() if containers else ""


def coerced(mapping: Mapping[str, Any], predicate: str, *, container: str) -> Term:
    """Say what becomes of a value by `@type` of the mapping, and by the container (JSON-LD API 5.3.2)."""
    if not mapping.keys() <= _PLAIN_KEYS:
        raise NotCovered("a language, a direction or an index")
    kind = mapping.get("@type", "")
    if kind in ("@id", "@vocab", "@json"):
        plain = {"@id": REFERENCE, "@vocab": VOCAB, "@json": JSON}[kind]
        if container == "@list" or (container and plain == JSON):
            raise NotCovered("a list of references, or a graph of JSON")
        return Term(GRAPH if container else plain, predicate, '" .\n')
    if kind and (not IRI.fullmatch(kind) or kind == f"{XSD}double"):
        raise NotCovered("a coercion of another kind")
    close = '"' if kind in ("", XSD_STRING) else f'"^^<{kind}>'
    code = {"": LITERAL, "@list": LIST, "@graph": GRAPH}[container]
    return Term(code, predicate, f"{close} .\n", native=not kind)
