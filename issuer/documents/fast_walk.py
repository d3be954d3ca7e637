"""One walk over a JSON-LD document that states its RDF, by term tables alone.

Follows the Expansion and Deserialization algorithms of JSON-LD 1.1 API (sections 5.1 and 8.1) for what our
contexts can say, in the safe mode of `jsonld`: the same refusals, by the same code. Anything else raises
`NotCovered`. Expansion sorts members first; here the order does not matter, because statements are a set.
Nothing in here processes a context, and the number of contexts that one document may cause to be processed
is limited.
"""

from typing import Final, NoReturn

from issuer.documents.assembly import fragment_of
from issuer.documents.datasets import Dataset, Graph, Node
from issuer.documents.fragments import UNFIT, Fragments, size_of
from issuer.documents.literals import json_of, native, tagged, text_of
from issuer.documents.memory import content_key
from issuer.documents.nquads import escaped
from issuer.documents.safe_mode import IRI, loss, require_one_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.term_definitions import (
    GRAPH,
    JSON,
    LIST,
    RDF,
    REFERENCE,
    SCOPED,
    SKIP,
    VOCAB,
    NotCovered,
)
from issuer.documents.term_tables import Scope, Table, Typed
from issuer.terms import vc

MAX_NEW_TABLES: Final = 200
"""Contexts that one document may cause to be processed; the first credential of a process needs about 30."""
REPEATED_PARTS: Final = ("issuer", "achievement")
"""Members whose values come again and again, in the order in which our documents have them."""
_OWN_MEMBERS: Final = frozenset({"@context", "id", "type"})
_FIRST: Final = f" <{RDF}first> "
_REST: Final = f" <{RDF}rest> "
_NIL: Final = f"<{RDF}nil> .\n"
_JSON_TAIL: Final = f'"^^<{RDF}JSON> .\n'


class Walk:
    """State of one walk: the dataset, the graph in which statements are made, the work that is left.

    An object of a statement is the number of a blank node, or text up to the end of the line.
    """

    __slots__ = ("dataset", "fragments", "graph", "json_values", "tables_left")

    def __init__(self, fragments: Fragments | None, tables_left: int = MAX_NEW_TABLES) -> None:
        self.dataset = Dataset()
        self.graph = self.dataset.graphs[0]
        self.fragments = fragments
        self.tables_left = tables_left
        self.json_values: dict[tuple[Node, str], str] = {}

    def node(self, element: JsonObject, table: Table) -> Node:
        """State a node object and what is below it; return its IRI as a term, or its number."""
        if "@context" in element:
            table = self._local(table, element["@context"])
        if "type" in element:
            table, statements = self._typed(table, element["type"])
        else:
            statements = ()
        subject = _named(element["id"], table) if "id" in element else self.dataset.blank()
        rests = self.graph.blocks.get(subject)
        if rests is None:
            rests = self.graph.blocks[subject] = [*statements]
        else:
            rests += statements
        literals = table.literals
        for name, value in element.items():
            literal = literals.get(name)
            if literal is None or type(value) is not str:
                if name not in _OWN_MEMBERS:
                    self._property(subject, rests, table, name, value)
                elif table.terms[name].kind != SKIP:
                    raise NotCovered("another meaning of a member of JSON-LD")
            elif value.isprintable() and '"' not in value and "\\" not in value:
                rests.append(f"{literal[0]}{value}{literal[1]}")
            else:
                rests.append(f"{literal[0]}{text_of(value)}{literal[1]}")
        return subject

    def _spend(self) -> None:
        self.tables_left -= 1
        if self.tables_left < 0:
            raise NotCovered("more contexts than one document may cause to be processed")

    def _local(self, table: Table, context: Json) -> Table:
        array = texts_of(context)
        if array is None:
            raise NotCovered("a context that stands inside the document")
        found = table.locals.get(array)
        if found is None:
            self._spend()
            found = table.with_local(array)
        return found

    def _typed(self, table: Table, types: Json) -> Typed:
        if not table.has_type:
            _require_keyword(table, "type")
        names = texts_of(types)
        if names is None:
            # Texts of a class of its own are written in ways of their own; the slow road reads them.
            items = types if isinstance(types, list) else [types]
            if any(isinstance(item, str) and type(item) is not str for item in items):
                raise NotCovered("a type that is more than a text")
            raise loss("a type is a text or a list of texts")
        found = table.typed.get(names)
        if found is None:
            found = table.with_types(names, self._spend)
        return found

    def _property(self, subject: Node, rests: list[str], table: Table, name: str, value: Json) -> None:
        """State one member that is more than one plain text."""
        scope = table.scopes.get(name)
        if scope is None:
            kind = table.terms[name].kind
            if kind == SKIP:
                raise NotCovered("another name for a keyword")
            if kind == SCOPED:
                self._spend()
            scope = table.with_scope(name)
        kind, predicate, _, _ = scope.term
        for item in value if kind <= GRAPH and isinstance(value, list) else (value,):
            if kind <= VOCAB and isinstance(item, dict):
                thing: str | int = self._below(name, item, scope)
                if isinstance(thing, str):
                    rests.append(f"{predicate}{thing} .\n")
                    continue
            elif kind == REFERENCE and type(item) is str:
                rests.append(f"{predicate}<{_iri(item, scope.value)}> .\n")
                continue
            else:
                thing = self._object(subject, item, scope)
                if isinstance(thing, str):
                    rests.append(predicate + thing)
                    continue
            self.graph.links.append((subject, predicate, thing))

    def _object(self, subject: Node, item: Json, scope: Scope) -> str | int:
        """State what the common cases above leave: numbers, graphs, lists, JSON and vocabulary."""
        kind, predicate, _, _ = scope.term
        if kind == GRAPH:
            return self._graph(item, scope.node)
        if kind == LIST:
            return self._list(item if isinstance(item, list) else [item], scope)
        if kind == JSON:
            return self._json(subject, predicate, item)
        if kind == VOCAB and type(item) is str:
            return f"<{scope.value.type_iri(item)}> .\n"
        return self._plain(item, scope)

    def _plain(self, item: Json, scope: Scope) -> str | int:
        if isinstance(item, dict):
            node = self._below("", item, scope)
            return f"{node} .\n" if isinstance(node, str) else node
        if type(item) is str:
            return f'"{text_of(item)}{scope.term.tail}'
        return native(item, scope.term)

    def _below(self, name: str, item: JsonObject, scope: Scope) -> Node:
        if name in vc.TEXTS and "@value" in item:
            return tagged(item)
        if len(item) == 1 and "id" in item and scope.value.has_id:
            return _named(item["id"], scope.reference)
        if name in REPEATED_PARTS and self.fragments is not None and self.graph.name is None:
            return self._repeated(item, scope.node, self.fragments)
        return self.node(item, scope.node)

    def _repeated(self, item: JsonObject, table: Table, fragments: Fragments) -> Node:
        """Take a part from memory, or make it for the next document."""
        key = content_key(table.signature, item)
        if key is None:
            return self.node(item, table)
        fragment = fragments.find(key)
        if fragment is None:
            part = Walk(None, self.tables_left)
            root = part.node(item, table)
            self.tables_left = part.tables_left
            fragment = UNFIT
            if isinstance(root, str) and len(part.dataset.graphs) == 1 and not part.json_values:
                fragment = fragment_of(part.dataset, root, fragments.hash_name)
            fragments.keep(key, fragment, size_of(fragment))
        if fragment is UNFIT:
            return self.node(item, table)
        self.dataset.include(fragment)
        return fragment.root

    def _graph(self, item: Json, table: Table) -> int:
        """State a node in a graph of its own, whose name is a blank node (JSON-LD API 5.1.2 step 13.12)."""
        if not isinstance(item, dict):
            raise loss("a proof or credential that is not an object would not be signed")
        outer = self.graph
        name = self.dataset.blank()
        self.graph = Graph(name)
        self.dataset.graphs.append(self.graph)
        self.node(item, table)
        if self.graph.is_empty():
            raise loss("a proof or credential that says nothing would not be signed")
        self.graph = outer
        return name

    def _list(self, items: list[Json], scope: Scope) -> str | int:
        """State a list and return its head."""
        rest: str | int = _NIL
        for item in reversed(items):
            cell = self.dataset.blank()
            rests = self.graph.blocks[cell] = []
            for predicate, thing in ((_FIRST, self._plain(item, scope)), (_REST, rest)):
                if isinstance(thing, str):
                    rests.append(predicate + thing)
                else:
                    self.graph.links.append((cell, predicate, thing))
            rest = cell
        return rest

    def _json(self, subject: Node, predicate: str, value: Json) -> str:
        """Return a JSON literal (JSON-LD API 8.6: JSON in its canonical form)."""
        text = json_of(value)
        require_one_json(self.json_values, (subject, predicate), text)
        return f'"{escaped(text)}{_JSON_TAIL}'


def texts_of(value: Json) -> tuple[str, ...] | None:
    """Return a text or a list of texts as a tuple; None for anything else."""
    if type(value) is str:
        return (value,)
    if not isinstance(value, list):
        return None
    if len(value) == 1 and type(value[0]) is str:
        return (value[0],)
    texts = tuple(item for item in value if type(item) is str)
    return texts if len(texts) == len(value) else None


def _iri(value: str, table: Table) -> str:
    iri = table.expand(value) if table.prefixes else value
    if not IRI.fullmatch(iri):
        raise loss(f"{value[:60]!r} is not an absolute IRI; it would not be signed")
    return iri


def _require_keyword(table: Table, name: str) -> NoReturn:
    """Refuse `id` or `type` where no context defines it, as under a context of null."""
    term = table.terms[name]
    raise NotCovered(f"another meaning of the member {name}: {term}")


def _named(name: Json, table: Table) -> str:
    if not table.has_id:
        _require_keyword(table, "id")
    if type(name) is not str:
        if isinstance(name, str):
            raise NotCovered("a text that is more than a text")
        raise loss("an id is a text")
    return f"<{_iri(name, table)}>"
