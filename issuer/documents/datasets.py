"""An RDF dataset as texts: graphs of blocks by subject, blank nodes as numbers, and fragments of datasets.

Statements lie in blocks by subject, as canonical N-Quads will group them: sorting is then done inside small
blocks and over subjects, which gives the order of the whole lines, because no subject text starts another.
Only values live here; `blank_labels` gives blank nodes their labels, `assembly` writes the lines.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

Node: TypeAlias = str | int
"""A subject or graph name: `<iri>` as text, or the number of a blank node."""
Link: TypeAlias = tuple[Node, str, int]
"""Subject, predicate text and object of a statement whose object is a blank node."""


@dataclass(slots=True, eq=False)
class Graph:
    """One graph: the default graph, or a named one, whose name is always a blank node here.

    `blocks` holds, by subject, the rest of each line (space, predicate, object, end) whose object is no
    blank node; the line of a named graph gets the name when it is known. `links` are the other lines.
    """

    name: int | None = None
    blocks: dict[Node, list[str]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Whether nothing is stated here."""
        return not self.links and not any(self.blocks.values())


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """A part of a document whose root has an IRI, as it comes out in the default graph of any dataset.

    `closed` are blocks that do not depend on labels, each as its lines and as their text; `blanks` the
    blocks of the blank nodes; `hashes` their first-degree hashes, which nothing outside can change,
    because a document cannot name a blank node.
    """

    root: str
    closed: dict[str, tuple[tuple[str, ...], str]]
    blanks: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]
    hashes: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Dataset:
    """Graphs and the number of their blank nodes; the first graph is the default graph."""

    graphs: list[Graph] = field(default_factory=lambda: [Graph()])
    blanks: int = 0
    fragments: list[tuple[Fragment, int]] = field(default_factory=list)

    def blank(self) -> int:
        """Return a new blank node."""
        self.blanks += 1
        return self.blanks - 1

    def include(self, fragment: Fragment) -> None:
        """Add a fragment; its blank nodes get the next numbers."""
        self.fragments.append((fragment, self.blanks))
        self.blanks += len(fragment.blanks)
