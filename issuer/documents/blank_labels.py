"""Canonical labels of the blank nodes of a dataset (RDFC-1.0 section 4.4), with as little work as it needs.

Where every first-degree hash is unique (step 4), labels follow from the order of the hashes. Else `rdfc`
labels by N-degree hashes under its work limit; it sees only the statements in which blank nodes meet.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from issuer.documents import rdfc
from issuer.documents.datasets import Dataset, Graph, Node
from issuer.documents.nquads import Quad
from issuer.documents.rdfc import HashName

_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


def labels_of(dataset: Dataset, hash_name: HashName, max_work: int) -> Sequence[str]:
    """Return the label of every blank node, by its number.

    Raises:
        ConformanceError: WORK_LIMIT.
    """
    if not dataset.blanks:
        return ()
    hashes = first_degree(dataset, hash_name)
    if len(set(hashes)) < len(hashes):
        issued = rdfc.issue_labels(
            {f"_:{number}": found for number, found in enumerate(hashes)},
            _entangled(dataset),
            hash_name=hash_name,
            max_work=max_work,
        )
        return [issued[f"_:{number}"] for number in range(dataset.blanks)]
    labels = [""] * len(hashes)
    for rank, number in enumerate(sorted(range(len(hashes)), key=hashes.__getitem__)):
        labels[number] = f"_:c14n{rank}"
    return labels


def first_degree(dataset: Dataset, hash_name: HashName) -> list[str]:
    """Hash every blank node by the statements that mention it (section 4.6): itself `_:a`, others `_:z`."""
    mentions: list[list[str]] = [[] for _ in range(dataset.blanks)]
    for graph in dataset.graphs:
        if graph.name is None:
            _mention_in_default(graph, mentions)
        else:
            _mention_in_named(graph, graph.name, mentions)
    make = _HASHES[hash_name]
    hashes = [make("".join(sorted(lines)).encode()).hexdigest() if lines else "" for lines in mentions]
    for fragment, first in dataset.fragments:
        hashes[first : first + len(fragment.hashes)] = fragment.hashes
    return hashes


def _mention_in_default(graph: Graph, mentions: list[list[str]]) -> None:
    for subject, rests in graph.blocks.items():
        if isinstance(subject, int):
            mentions[subject] += ["_:a" + rest for rest in rests]
    for subject, predicate, thing in graph.links:
        if isinstance(subject, str):
            mentions[thing].append(f"{subject}{predicate}_:a .\n")
        else:
            mentions[subject].append(f"_:a{predicate}_:z .\n")
            mentions[thing].append(f"_:z{predicate}_:a .\n")


def _mention_in_named(graph: Graph, name: int, mentions: list[list[str]]) -> None:
    for subject, rests in graph.blocks.items():
        for rest in rests:
            if isinstance(subject, int):
                mentions[subject].append(f"_:a{rest[:-3]} _:z .\n")
                mentions[name].append(f"_:z{rest[:-3]} _:a .\n")
            else:
                mentions[name].append(f"{subject}{rest[:-3]} _:a .\n")
    for subject, predicate, thing in graph.links:
        for node in (subject, thing, name):
            if isinstance(node, int):
                s, o, g = (
                    place if isinstance(place, str) else "_:a" if place == node else "_:z"
                    for place in (subject, thing, name)
                )
                mentions[node].append(f"{s}{predicate}{o} {g} .\n")


def _entangled(dataset: Dataset) -> dict[str, list[Quad]]:
    """Return, for every blank node, the statements in which another blank node stands beside it."""
    found: dict[str, list[Quad]] = {f"_:{number}": [] for number in range(dataset.blanks)}

    def term(node: Node) -> str:
        return node if isinstance(node, str) else f"_:{node}"

    for subject, predicate, thing, name in _links(dataset):
        quad = Quad(term(subject), predicate.strip(), term(thing), "" if name is None else f"_:{name}")
        for node in {subject, thing, name}:
            if isinstance(node, int):
                found[f"_:{node}"].append(quad)
    return found


def _links(dataset: Dataset) -> list[tuple[Node, str, Node, int | None]]:
    """Return every statement with two blank nodes, and some more that are harmless to the caller."""
    links: list[tuple[Node, str, Node, int | None]] = []
    for graph in dataset.graphs:
        links += [(*link, graph.name) for link in graph.links]
        if graph.name is not None:
            for subject, rests in graph.blocks.items():
                for rest in rests:
                    predicate, _, thing = rest[1:-3].partition(" ")
                    links.append((subject, predicate, thing, graph.name))
    for fragment, first in dataset.fragments:
        links += [
            (subject if isinstance(subject, str) else subject + first, predicate, thing + first, None)
            for subject, predicate, thing in fragment.links
        ]
    return links
