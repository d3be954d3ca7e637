"""Canonical N-Quads of a dataset: blocks sorted, blank nodes labelled, lines written in code point order."""

import operator
from collections.abc import Sequence

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
        elif rests:
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


def _assemble(dataset: Dataset, labels: Sequence[str]) -> str:
    """Write all lines in code point order: by subject, then by what follows it."""
    lines: dict[str, list[str]] = {}
    unsorted: set[str] = set()
    for graph in dataset.graphs:
        _add_graph(lines, unsorted, graph, labels)
    for fragment, first in dataset.fragments:
        for number, block in enumerate(fragment.blanks, start=first):
            lines[labels[number]] = list(block)
        for link in fragment.links:
            _add_link(lines, unsorted, link, labels, first=first)
    texts = _add_closed(lines, unsorted, dataset)
    for subject, rests in lines.items():
        if rests:
            texts[subject] = subject + subject.join(sorted(set(rests)) if subject in unsorted else rests)
    return "".join([texts[subject] for subject in sorted(texts)])


def _add_graph(lines: dict[str, list[str]], unsorted: set[str], graph: Graph, labels: Sequence[str]) -> None:
    if graph.name is None:
        for node, rests in graph.blocks.items():
            lines[node if isinstance(node, str) else labels[node]] = rests
        for link in graph.links:
            _add_link(lines, unsorted, link, labels)
        return
    end = f" {labels[graph.name]} .\n"
    for node, rests in graph.blocks.items():
        subject = node if isinstance(node, str) else labels[node]
        lines.setdefault(subject, []).extend([rest[:-3] + end for rest in rests])
        unsorted.add(subject)
    for link in graph.links:
        _add_link(lines, unsorted, link, labels, end=end)


def _add_link(
    lines: dict[str, list[str]],
    unsorted: set[str],
    link: Link,
    labels: Sequence[str],
    *,
    first: int = 0,
    end: str = " .\n",
) -> None:
    """Add the line of a link, whose blank nodes are counted from `first`."""
    node, predicate, thing = link
    subject = node if isinstance(node, str) else labels[node + first]
    lines.setdefault(subject, []).append(f"{predicate}{labels[thing + first]}{end}")
    unsorted.add(subject)


def _add_closed(lines: dict[str, list[str]], unsorted: set[str], dataset: Dataset) -> dict[str, str]:
    """Take finished texts where one fragment alone speaks of a subject; else add its lines to the others."""
    alone: dict[str, tuple[tuple[str, ...], str]] = {}
    for fragment, _ in dataset.fragments:
        for subject, block in fragment.closed.items():
            if subject in lines:
                lines[subject] += block[0]
                unsorted.add(subject)
            elif not block[1]:
                lines[subject] = list(block[0])
            elif alone.setdefault(subject, block) is not block:
                lines[subject] = [*alone.pop(subject)[0], *block[0]]
                unsorted.add(subject)
    return {subject: block[1] for subject, block in alone.items()}
