"""JSON-LD to RDF behind a safe mode: whatever would be lost or guessed is an error instead.

pyld expands the document (`base=None`, a loader that only knows bundled contexts, one resolver per
thread because its caches are not thread-safe). The safe mode then refuses every dropped member,
relative or ill-formed IRI, undefined type, null, blank node label and control character: each of
these would leave part of the document outside the signature. Terms are written by `nquads`, since
pyld escapes some control characters wrongly.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cachetools import LRUCache
from pyld import jsonld
from pyld.context_resolver import ContextResolver

from issuer.documents.contexts import ContextSet
from issuer.documents.nquads import Quad, iri, literal
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError

IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+", re.ASCII)
LANGUAGE: Final = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", re.ASCII)
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_ALLOWED_KEYWORDS: Final = frozenset({"@context"})
_RESOLVER_CACHE: Final = 100
_local = threading.local()


def _loss(sentence: str, pointer: str = "") -> ConformanceError:
    return ConformanceError(sentence, code="DATA_LOSS_DETECTION_ERROR", pointer=pointer)


def _check_source(value: Json, pointer: str = "") -> None:
    """Refuse in the received JSON what expansion would drop without a word."""
    if value is None:
        raise _loss("a null is not signed; leave the member out", pointer)
    if isinstance(value, str):
        if CONTROL.search(value):
            raise _loss("a control character does not survive signing in every software", pointer)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, list):
                raise _loss("a list directly inside a list has no meaning here", f"{pointer}/{index}")
            _check_source(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "@context":
                continue
            if name.startswith("@") and name not in _ALLOWED_KEYWORDS:
                raise _loss(f"the keyword {name[:40]!r} is not accepted in a document", pointer)
            if CONTROL.search(name):
                raise _loss("a member name holds a control character", pointer)
            _check_source(item, f"{pointer}/{name}")


class _Loader:
    """A document loader over a fixed set; an unknown address is refused, never fetched."""

    def __init__(self, contexts: ContextSet) -> None:
        self.contexts = contexts

    def __call__(self, url: str, _options: Mapping[str, object]) -> dict[str, object]:
        document = self.contexts.get(url)
        if document is None:
            raise ConformanceError(
                "a context that is not bundled is named", code="CONTEXT_NOT_ALLOWED", pointer="/@context"
            )
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": document,
            "contentType": "application/ld+json",
        }


def _resolver(contexts: ContextSet, loader: _Loader) -> ContextResolver:
    resolvers: dict[int, tuple[ContextSet, ContextResolver]] = getattr(_local, "resolvers", {})
    _local.resolvers = resolvers
    known = resolvers.get(id(contexts))
    if known is None or known[0] is not contexts:
        known = resolvers[id(contexts)] = (contexts, ContextResolver(LRUCache(_RESOLVER_CACHE), loader))
    return known[1]


def _dropped(name: str) -> None:
    raise _loss(f"the member {str(name)[:60]!r} is not defined by the contexts, so no signature covers it")


def expand(document: JsonObject, contexts: ContextSet) -> list[Any]:
    """Expand a document in safe mode.

    Raises:
        ConformanceError: DATA_LOSS_DETECTION_ERROR or CONTEXT_NOT_ALLOWED.
    """
    _check_source(document)
    loader = _Loader(contexts)
    options = {"base": None, "documentLoader": loader, "contextResolver": _resolver(contexts, loader)}
    try:
        expanded: list[Any] = jsonld.expand(document, options, on_property_dropped=_dropped)
    except jsonld.JsonLdError as exc:
        cause: BaseException | None = exc
        while cause is not None:
            if isinstance(cause, ConformanceError):
                raise cause from exc
            cause = getattr(cause, "cause", None) or cause.__cause__
        raise _loss("the document is not JSON-LD that its contexts define") from exc
    _check_expanded(expanded)
    return expanded


def _check_iri(value: object, what: str) -> None:
    if not isinstance(value, str) or not IRI.fullmatch(value):
        shown = value[:60] if isinstance(value, str) else value
        raise _loss(f"the {what} {shown!r} is not an absolute IRI; it would not be signed")


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
        raise _loss(f"the language {str(language)[:20]!r} is not a language tag")


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
    loader = _Loader(contexts)
    options = {"base": None, "documentLoader": loader, "contextResolver": _resolver(contexts, loader)}
    try:
        dataset = jsonld.to_rdf(expanded, options)
    except jsonld.JsonLdError as exc:
        raise _loss("the document cannot be turned into statements") from exc
    return list(_terms(dataset))
