"""JSON-LD to RDF behind a safe mode: whatever would be lost or guessed is an error instead.

pyld expands the document (`base=None`, a loader that only knows bundled contexts, one resolver per
thread because its caches are not thread-safe). The safe mode then refuses every dropped member,
relative or ill-formed IRI, undefined type, null, blank node label and control character: each of
these would leave part of the document outside the signature (`safe_mode` holds what is shared). Terms are written by `nquads`, since
pyld escapes some control characters wrongly.
"""

import copy
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cachetools import LRUCache

from issuer.documents import jcs
from issuer.documents.contexts import ContextSet
from issuer.documents.nquads import Quad, iri, literal
from issuer.documents.pyld_alone import ContextResolver, JsonLdError, jsonld
from issuer.documents.safe_mode import (
    IRI,
    LANGUAGE,
    check_contexts,
    check_source,
    loss,
    not_allowed,
    require_one_json,
)
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError

_RESOLVER_CACHE: Final = 100
_STUMBLES: Final = (AttributeError, KeyError, TypeError, ValueError)
"""What pyld raises instead of its own error over a context it did not expect, a `@vocab` of null say."""
_local = threading.local()


class PinnedLoader:
    """A document loader over a fixed set; an unknown address is refused, never fetched."""

    def __init__(self, contexts: ContextSet) -> None:
        self.contexts = contexts

    def __call__(self, url: str, _options: Mapping[str, object]) -> dict[str, object]:
        """Return a context as pyld wants it."""
        document = self.contexts.get(url)
        if document is None:
            raise not_allowed("/@context")
        return {
            "contextUrl": None,
            "documentUrl": url,
            # pyld resolves addresses inside what it gets; the pinned context is not its to change.
            "document": copy.deepcopy(document),
            "contentType": "application/ld+json",
        }


def _resolver(contexts: ContextSet, loader: PinnedLoader) -> Any:  # noqa: ANN401  (pyld has no types)
    resolvers: dict[int, tuple[ContextSet, Any]] = getattr(_local, "resolvers", {})
    _local.resolvers = resolvers
    known = resolvers.get(id(contexts))
    if known is None or known[0] is not contexts:
        known = resolvers[id(contexts)] = (contexts, ContextResolver(LRUCache(_RESOLVER_CACHE), loader))
    return known[1]


def _dropped(name: str) -> None:
    raise loss(f"the member {str(name)[:60]!r} is not defined by the contexts, so no signature covers it")


def expand(document: JsonObject, contexts: ContextSet) -> list[Any]:
    """Expand a document in safe mode.

    Raises:
        ConformanceError: DATA_LOSS_DETECTION_ERROR or CONTEXT_NOT_ALLOWED.
    """
    check_source(document)
    check_contexts(document, contexts)
    loader = PinnedLoader(contexts)
    options = {"base": None, "documentLoader": loader, "contextResolver": _resolver(contexts, loader)}
    try:
        expanded: list[Any] = jsonld.expand(document, options, on_property_dropped=_dropped)
    except JsonLdError as exc:
        cause: BaseException | None = exc
        while cause is not None:
            if isinstance(cause, ConformanceError):
                raise cause from exc
            cause = getattr(cause, "cause", None) or cause.__cause__
        raise loss("the document is not JSON-LD that its contexts define") from exc
    except _STUMBLES as exc:
        raise loss("the document is not JSON-LD that its contexts define") from exc
    if not _says_something(expanded):
        raise loss("the document states nothing that a signature would cover")
    _check_expanded(expanded)
    _check_json(expanded, {})
    return expanded


def _check_iri(value: object, what: str) -> None:
    if not isinstance(value, str) or not IRI.fullmatch(value):
        shown = value[:60] if isinstance(value, str) else value
        raise loss(f"the {what} {shown!r} is not an absolute IRI; it would not be signed")


def _says_something(nodes: list[Any]) -> bool:
    """Whether every node of a graph has a type or a value; RDF has no statement for a node without."""
    return bool(nodes) and all(any(name != "@id" and node[name] for name in node) for node in nodes)


def _check_expanded(value: object) -> None:
    if isinstance(value, list):
        for item in value:
            _check_expanded(item)
        return
    if not isinstance(value, Mapping):
        return
    if "@value" in value:
        _check_value(value)
        return
    for name, item in value.items():
        if name == "@id":
            _check_iri(item, "id")
        elif name == "@type":
            for kind in item if isinstance(item, list | tuple) else [item]:
                _check_iri(kind, "type")
        elif name == "@graph":
            # A text, a reference or an empty object leaves no statement in a graph of its own.
            if any("@value" in node for node in item) or not _says_something(item):
                raise loss("a proof or credential that is not an object with content would not be signed")
            _check_expanded(item)
        else:
            if not name.startswith("@"):
                _check_iri(name, "property")
            _check_expanded(item)


def _check_value(value: Mapping[str, Any]) -> None:
    kind = value.get("@type")
    if kind is not None and kind != "@json":
        _check_iri(kind, "datatype")
    language = value.get("@language")
    if language is not None and not LANGUAGE.fullmatch(language):
        raise loss(f"the language {str(language)[:20]!r} is not a language tag")


def _check_json(value: object, seen: dict[tuple[str | int, str], str]) -> None:
    if isinstance(value, list):
        for item in value:
            _check_json(item, seen)
    elif isinstance(value, Mapping) and "@value" not in value:
        node = value.get("@id", id(value))
        for name, items in value.items():
            for item in items if isinstance(items, list) else ():
                if isinstance(item, Mapping) and item.get("@type") == "@json":
                    require_one_json(seen, (node, name), jcs.canonicalize(item["@value"]).decode("utf-8"))
            _check_json(items, seen)


def _terms(dataset: Mapping[str, list[dict[str, Any]]]) -> Iterator[Quad]:
    def node(term: Mapping[str, Any]) -> str:
        text: str = term["value"]
        return text if term["type"] == "blank node" else iri(text)

    for name, statements in dataset.items():
        graph = "" if name == "@default" else name if name.startswith("_:") else iri(name)
        for statement in statements:
            thing = statement["object"]
            if thing["type"] == "literal":
                text = literal(thing["value"], thing["datatype"], thing.get("language"))
            else:
                text = node(thing)
            yield Quad(node(statement["subject"]), node(statement["predicate"]), text, graph)


def to_quads(document: JsonObject, contexts: ContextSet) -> list[Quad]:
    """Turn a document into RDF statements in safe mode.

    Args:
        document: the JSON object, its `@context` naming only contexts of the set.
        contexts: address to context document.

    Raises:
        ConformanceError: DATA_LOSS_DETECTION_ERROR or CONTEXT_NOT_ALLOWED.
    """
    expanded = expand(document, contexts)
    loader = PinnedLoader(contexts)
    options = {"base": None, "documentLoader": loader, "contextResolver": _resolver(contexts, loader)}
    try:
        dataset = jsonld.to_rdf(expanded, options)
    except JsonLdError as exc:
        raise loss("the document cannot be turned into statements") from exc
    return list(_terms(dataset))
