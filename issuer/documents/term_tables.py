"""Term tables: what every member name means under a context, compiled once and then only looked up.

In every JSON-LD library nearly all time goes into processing the same contexts again for each document
(JSON-LD 1.1 API sections 4 and 5.1). The contexts here are bundled and pinned, so each combination of
contexts that a document may reach is processed once, by pyld, and kept as a `Table`: member name to
predicate, coercion and container. Type-scoped, property-scoped, local and non-propagating contexts are
further tables, made when a document first reaches them.

What the tables do not cover raises `NotCovered`, and the slow road (`jsonld`, `rdfc`) decides: arrays of
contexts that are not published ones, compact IRIs, reverse and nested properties, language and index maps.
A table never guesses. Tables may be read from many threads; compiling holds one lock.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from cachetools import LRUCache

from issuer.documents import contexts as known
from issuer.documents.contexts import ContextSet
from issuer.documents.jsonld import PinnedLoader
from issuer.documents.pyld_alone import ContextResolver, JsonLdError, JsonLdProcessor
from issuer.documents.safe_mode import IRI, loss
from issuer.documents.term_definitions import RDF, SCOPED, NotCovered, Term, Terms, coerced, container
from issuer.errors import ConformanceError
from issuer.terms import vc

MAX_TABLES: Final = 1_000
"""Tables kept at most; about 100 serve every published array. Beyond it all are dropped and made anew."""
MAX_SCOPED_TYPES: Final = 8
MAX_KEPT_TYPES: Final = 200
_OTHER_ARRAYS: Final = frozenset(
    {
        (vc.CONTEXT_DID_V1,),
        (vc.CONTEXT_MULTIKEY_V1,),
        (vc.CONTEXT_DID_V1, vc.CONTEXT_MULTIKEY_V1),
        (vc.CONTEXT_DID_V1, vc.CONTEXT_MULTIKEY_V1, *known.EMITTED_ARRAY),
    }
)


class Scope(NamedTuple):
    """How the values of a term are read: the term, and the tables of strings, nodes and references."""

    term: Term
    value: "Table"
    node: "Table"
    reference: "Table"


class Typed(NamedTuple):
    """What the types of a node bring: the table for its members, and the statements of the types."""

    table: "Table"
    statements: tuple[str, ...]


class Table:
    """One active context: the meaning of every member name, type and context inside it.

    Looked up by the walk without a lock. A method makes what is missing; `typed`, `locals` and `scopes`
    keep it.
    """

    __slots__ = ("active", "below", "has_id", "has_type", "literals", "locals", "owner", "prefixes", "scoped", "scopes",
                 "signature", "terms", "typed")  # fmt: skip

    def __init__(
        self, owner: "Tables", active: Mapping[str, Any], below: "Table | None", signature: bytes
    ) -> None:
        self.owner = owner
        self.active = active
        self.signature = signature
        # Type-scoped contexts do not reach the nodes below (JSON-LD 1.1 section 4.1.5).
        self.below = below or self
        mappings = active["mappings"]
        self.terms = Terms(mappings)
        self.literals = self.terms.literals
        self.prefixes = {name: mapping["@id"] for name, mapping in mappings.items() if mapping["_prefix"]}
        self.has_id = "id" in mappings and mappings["id"]["@id"] == "@id"
        self.has_type = "type" in mappings and mappings["type"]["@id"] == "@type"
        self.typed: dict[tuple[str, ...], Typed] = {(): Typed(self, ())}
        self.scoped: dict[tuple[str, ...], Table] = {}
        self.locals: dict[tuple[str, ...], Table | None] = {}  # None: refused
        self.scopes: dict[str, Scope] = {}

    def with_types(self, types: tuple[str, ...], spend: Callable[[], None]) -> Typed:
        """Return what these types mean here; each is looked up before any of them changes the context.

        `spend` is called before each context that has to be processed.
        """
        mappings = self.active["mappings"]
        statements = tuple(f" <{RDF}type> <{self.type_iri(name)}> .\n" for name in types)
        scoped = tuple(sorted(name for name in types if (mappings.get(name) or {}).get("@context")))
        if len(scoped) > MAX_SCOPED_TYPES:
            raise NotCovered("a node of too many types with contexts of their own")
        with self.owner.lock:
            table = self.scoped.get(scoped)
            if table is None:
                active = self.active
                for name in scoped:
                    spend()
                    active = self.owner.process(active, mappings[name]["@context"], propagate=False)
                table = self.scoped[scoped] = self.owner.wrap(active)
            if not table.has_type:
                raise NotCovered("another meaning of the member type")
            result = Typed(table, statements)
            # Types that no context names are as many as a stranger likes, so they are not kept.
            if len(self.typed) < MAX_KEPT_TYPES and all(name in mappings for name in types):
                self.typed[types] = result
        return result

    def type_iri(self, name: str) -> str:
        """Return the IRI that a type, or a value of a `@vocab` term, stands for."""
        mapping = self.active["mappings"].get(name)
        iri = self.expand(name) if mapping is None else mapping["@id"]
        if iri is None or not IRI.fullmatch(iri):
            raise loss(f"the type {name[:60]!r} is not an absolute IRI; it would not be signed")
        text: str = iri
        return text

    def expand(self, value: str) -> str:
        """Write out a compact IRI (JSON-LD API 5.2 step 6); anything else stays as it is."""
        prefix, _, suffix = value.partition(":")
        iri: str | None = None if suffix.startswith("//") else self.prefixes.get(prefix)
        return value if iri is None or ":" not in value else iri + suffix

    def with_local(self, array: tuple[str, ...]) -> "Table":
        """Return the table under a `@context` of the document or of a part of it."""
        if not is_covered(array):
            raise NotCovered("an array of contexts that is not a published one")
        with self.owner.lock:
            if array in self.locals:  # another thread was first, or they were refused before
                table = self.locals[array]
                if table is None:
                    raise loss("the contexts contradict each other")
                return table
            try:
                active = self.owner.process(self.active, list(array))
            except ConformanceError:
                self.locals[array] = None
                raise
            table = self.locals[array] = self.owner.wrap(active)
        return table

    def with_scope(self, name: str) -> Scope:
        """Return how the values of a term are read, which a context of the term's own may change."""
        term = self.terms[name]
        with self.owner.lock:
            scope = self._scoped(name) if term.kind == SCOPED else Scope(term, self, self.below, self)
            self.scopes[name] = scope
        return scope

    def _scoped(self, name: str) -> Scope:
        mapping = self.active["mappings"][name]
        owner = self.owner
        value = owner.process(self.active, mapping["@context"], override_protected=True)
        inner = value["mappings"].get(name) or {}
        if container(mapping) == "@list" or "@list" in inner.get("@container", ()):
            raise NotCovered("a list under a property-scoped context")
        if "@json" in (mapping.get("@type"), inner.get("@type")) or inner.get("@id", name).startswith("@"):
            raise NotCovered("JSON or a keyword under a property-scoped context")
        # A node leaves the type-scoped context first; then the scoped context, as it reads the term itself,
        # is applied to what remains. A mere reference leaves nothing.
        node = value.get("previousContext", value)
        reference = value
        again = inner.get("@context")
        if again is not None:
            node = owner.process(node, again, override_protected=True)
            reference = owner.process(reference, again, override_protected=True)
        term = coerced(inner, f" <{mapping['@id']}> ", container=container(mapping))
        return Scope(term, owner.wrap(value), owner.wrap(node), owner.wrap(reference))


class Tables:
    """All tables over one set of contexts, made as documents ask for them."""

    def __init__(self, contexts: ContextSet) -> None:
        self.lock = threading.RLock()
        loader = PinnedLoader(contexts)
        self._options = {
            "base": None,
            "documentLoader": loader,
            "processingMode": "json-ld-1.1",
            "contextResolver": ContextResolver(LRUCache(100), loader),
        }
        processor = JsonLdProcessor()
        # pyld has no public door for scoped contexts; the version is pinned and every use is compared
        # with pyld's own expansion in the tests.
        self._process: Callable[..., Mapping[str, Any]] = processor._process_context  # noqa: SLF001  (the library has no public door to it)
        empty = processor._get_initial_context(self._options)  # noqa: SLF001  (the library has no public door to it)
        self._by_signature: dict[bytes, Table] = {}
        self.initial = self.wrap(empty)

    def __len__(self) -> int:
        return len(self._by_signature)

    def process(self, active: Mapping[str, Any], local: object, **flags: bool) -> Mapping[str, Any]:
        """Apply a context to an active context.

        Raises:
            ConformanceError: DATA_LOSS_DETECTION_ERROR, for contexts that contradict each other.
        """
        try:
            return self._process(active, local, self._options, **flags)
        except JsonLdError as exc:
            raise loss("the contexts contradict each other") from exc

    def wrap(self, active: Mapping[str, Any]) -> Table:
        """Return the table of an active context; equal contexts share one, however they were reached."""
        below = self.wrap(active["previousContext"]) if active.get("previousContext") else None
        known_keys = {"mappings", "previousContext", "processingMode", "@version", "_uuid"}
        if not active.keys() <= known_keys:
            raise NotCovered("a context with a vocabulary, a base, a language or a direction")
        text = json.dumps(active["mappings"], sort_keys=True, default=dict)
        signature = hashlib.sha256(text.encode() + (below.signature if below else b"")).digest()
        table = self._by_signature.get(signature)
        if table is None:
            if len(self._by_signature) >= MAX_TABLES:
                # Walks on their way keep what they use; new ones start from the empty context again.
                self._by_signature.clear()
                self.initial = Table(self, self.initial.active, None, self.initial.signature)
            table = self._by_signature[signature] = Table(self, active, below, signature)
        return table


def is_covered(array: tuple[str, ...] | None) -> bool:
    """Whether a `@context` is a published array, so that tables are made for it."""
    return array in known.ALLOWED_ARRAYS or array in _OTHER_ARRAYS


@cache
def _bundled() -> Tables:
    return Tables(known.bundled())


@cache
def _old_ob_303() -> Tables:
    return Tables(known.old_ob_303())


def tables_of(contexts: ContextSet | None) -> Tables:
    """Return the tables of a bundled set (None is the current one).

    Raises:
        NotCovered: the set is a stranger's; its tables would outlive it.
    """
    if contexts is None or contexts is known.bundled():
        return _bundled()
    if contexts is known.old_ob_303():
        return _old_ob_303()
    raise NotCovered("another set of contexts")
