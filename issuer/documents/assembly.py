"""Canonical N-Quads of a dataset: blocks sorted, blank nodes labelled, lines written in code point order."""

import operator
from collections.abc import Iterable, Sequence

from issuer.documents import blank_labels
from issuer.documents.datasets import Dataset, Fragment, Graph, Link, Node
from issuer.documents.rdfc import HashName


def fragment_of(dataset: Dataset, root: str, hash_name: HashName) -> Fragment:
    """Close a dataset of one graph and no fragments, so that it can be included in others."""
    _sort(dataset)
    (graph,) = dataset.graphs
    opened = {subject for subject, _, _ in graph.links}
    closed: dict[str, tuple[tuple[str, ...], str]] = {}
    blanks: dict[Node, tuple[str, ...]] = {}
    for subject, rests in graph.blocks.items():
        if isinstance(subject, int):
            blanks[subject] = tuple(rests)
        elif rests or subject in opened:
            # A block that also has links is finished where labels are known; it has no text yet.
            closed[subject] = (tuple(rests), "" if subject in opened else subject + subject.join(rests))
    return Fragment(
        root=root,
        closed=closed,
        blanks=tuple(blanks[number] for number in range(dataset.blanks)),
        links=tuple(graph.links),
        hashes=tuple(blank_labels.first_degree(dataset, hash_name)),
    )


def canonical_text(dataset: Dataset, hash_name: HashName, max_work: int) -> str:
    """Return the canonical N-Quads of a dataset, which is used up by it.

    Raises:
        ConformanceError: WORK_LIMIT.
    """
    _sort(dataset)
    return _assemble(dataset, blank_labels.labels_of(dataset, hash_name, max_work))


def _sort(dataset: Dataset) -> None:
    """Bring every block into its order and leave out what is stated twice."""
    for graph in dataset.graphs:
        for rests in graph.blocks.values():
            rests.sort()
            if any(map(operator.eq, rests, rests[1:])):
                rests[:] = dict.fromkeys(rests)
        if len(set(graph.links)) < len(graph.links):
            graph.links = list(dict.fromkeys(graph.links))


class _Lines:
    """Lines by subject while they come together; `linked` need sorting, `merged` may hold a line twice."""

    __slots__ = ("by_subject", "labels", "linked", "merged")

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = labels
        self.by_subject: dict[str, list[str]] = {}
        self.linked: set[str] = set()
        self.merged: set[str] = set()

    def add_graph(self, graph: Graph) -> None:
        labels = self.labels
        if graph.name is None:
            for node, rests in graph.blocks.items():
                self.by_subject[node if isinstance(node, str) else labels[node]] = rests
            self.add_links(graph.links)
            return
        end = f" {labels[graph.name]} .\n"
        for node, rests in graph.blocks.items():
            self.merge(node if isinstance(node, str) else labels[node], [rest[:-3] + end for rest in rests])
        self.add_links(graph.links, end=end)

    def add_links(self, links: Iterable[Link], *, first: int = 0, end: str = " .\n") -> None:
        """Add the lines of links, whose blank nodes are counted from `first`."""
        for node, predicate, thing in links:
            subject = node if isinstance(node, str) else self.labels[node + first]
            rest = f"{predicate}{self.labels[thing + first]}{end}"
            self.by_subject.setdefault(subject, []).append(rest)
            self.linked.add(subject)

    def merge(self, subject: str, rests: Iterable[str]) -> None:
        self.by_subject.setdefault(subject, []).extend(rests)
        self.merged.add(subject)

    def add_fragments(self, fragments: list[tuple[Fragment, int]]) -> dict[str, str]:
        """Add fragments; return the finished texts of subjects of which one fragment alone speaks."""
        alone: dict[str, tuple[tuple[str, ...], str]] = {}
        for fragment, _ in fragments:
            for subject, block in fragment.closed.items():
                earlier = alone.get(subject)
                if subject in self.by_subject:
                    self.merge(subject, block[0])
                elif earlier is None and block[1]:
                    alone[subject] = block
                elif earlier is None:
                    self.by_subject[subject] = list(block[0])
                elif earlier is not block:
                    self.by_subject[subject] = list(alone.pop(subject)[0])
                    self.merge(subject, block[0])
        for fragment, first in fragments:
            for number, rests in enumerate(fragment.blanks, start=first):
                self.by_subject[self.labels[number]] = list(rests)
            self.add_links(fragment.links, first=first)
        return {subject: block[1] for subject, block in alone.items()}


def _assemble(dataset: Dataset, labels: Sequence[str]) -> str:
    """Write all lines in code point order: by subject, then by what follows it."""
    lines = _Lines(labels)
    for graph in dataset.graphs:
        lines.add_graph(graph)
    texts = lines.add_fragments(dataset.fragments)
    for subject in lines.merged:
        lines.by_subject[subject] = sorted(set(lines.by_subject[subject]))
    for subject in lines.linked - lines.merged:
        lines.by_subject[subject].sort()
    for subject, rests in lines.by_subject.items():
        if rests:
            texts[subject] = subject + subject.join(rests)
    return "".join([texts[subject] for subject in sorted(texts)])
