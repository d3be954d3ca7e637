"""RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation, 21 May 2024), with a work limit.

Quads in (as term texts of `nquads`), canonical N-Quads and the map of labels out. Step numbers in
comments are those of section 4.4 to 4.8. The work limit counts calls and permutations of Hash
N-Degree Quads: real credentials need a handful, poison graphs need more than any machine has.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from issuer.documents.nquads import Quad, line
from issuer.errors import ConformanceError

HashName: TypeAlias = Literal["sha256", "sha384"]
MAX_WORK: Final = 4_000
"""Steps of Hash N-Degree Quads; the hardest entry of the W3C suite needs about 1,300."""
MAX_DEPTH: Final = 150
"""Blank nodes that Hash N-Degree Quads follows one behind another, as along a list; a level takes three frames."""
_SIZE_OF_ONE_STEP: Final = 20


@dataclass(frozen=True)
class Canonical:
    """The canonical form: sorted N-Quads and the canonical label of every blank node."""

    nquads: str
    labels: dict[str, str]


@dataclass
class _Issuer:
    """Identifier issuer (section 4.3): labels in the order in which they were first asked for."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, label: str) -> str:
        found = self.issued.get(label)
        if found is None:
            found = self.issued[label] = f"{self.prefix}{len(self.issued)}"
        return found

    def copy(self) -> "_Issuer":
        return _Issuer(self.prefix, dict(self.issued))


def _relabel(quad: Quad, label: Callable[[str], str]) -> str:
    subject, predicate, thing, graph = quad
    return line(
        Quad(
            label(subject) if subject.startswith("_:") else subject,
            predicate,
            label(thing) if thing.startswith("_:") else thing,
            label(graph) if graph.startswith("_:") else graph,
        )
    )


class _Labeler:
    """State of one run (section 4.2): quads and hash of each blank node, the labels, the work done."""

    def __init__(
        self,
        first_degree: dict[str, str],
        mentions: dict[str, list[Quad]],
        hash_name: HashName,
        max_work: int,
    ) -> None:
        self.first_degree = first_degree
        self.mentions = mentions
        self.hash_name = hash_name
        self.work_left = max_work
        self.depth = 0
        self.labels = _Issuer("_:c14n")

    def _spend(self, size: int) -> None:
        self.work_left -= 1 + size // _SIZE_OF_ONE_STEP
        if self.work_left < 0:
            raise _too_entangled()

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        # 4.7: position, then the predicate unless in the graph place, then the best known name.
        name = self.labels.issued.get(related) or issuer.issued.get(related) or self.first_degree[related]
        return _hash(position + (quad.predicate if position != "g" else "") + name, self.hash_name)

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _too_entangled()
        # 4.8 steps 1-3: related nodes by hash; a node mentioned twice stands in the list twice.
        related: dict[str, list[str]] = {}
        for quad in self.mentions[node]:
            for term, position in ((quad.subject, "s"), (quad.object, "o"), (quad.graph, "g")):
                if term.startswith("_:") and term != node:
                    related.setdefault(self._hash_related(term, quad, issuer, position), []).append(term)
        self._spend(sum(map(len, related.values())))
        data: list[str] = []
        # Step 5: for each hash, the shortest and least path over all orders of its nodes.
        for related_hash in sorted(related):
            path, issuer = self._least_path(related[related_hash], issuer)
            data += [related_hash, path]
        self.depth -= 1
        return _hash("".join(data), self.hash_name), issuer

    def _least_path(self, nodes: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        chosen = ""
        chosen_issuer = issuer
        for order in _orders(nodes):
            self._spend(len(nodes))
            found = self._path(order, issuer.copy(), chosen)
            if found is not None and (not chosen or found[0] < chosen):
                chosen, chosen_issuer = found
        return chosen, chosen_issuer

    def _path(self, order: Sequence[str], issuer: _Issuer, chosen: str) -> tuple[str, _Issuer] | None:
        """Walk one order (step 5.4); None as soon as it cannot beat `chosen`."""
        path = ""
        recurse: list[str] = []
        for node in order:
            if node in self.labels.issued:
                path += self.labels.issued[node]
            else:
                if node not in issuer.issued:
                    recurse.append(node)
                path += issuer.issue(node)
            if _beaten(path, chosen):
                return None
        for node in recurse:
            result, after = self._hash_n_degree(node, issuer)
            path += issuer.issue(node) + f"<{result}>"
            issuer = after
            if _beaten(path, chosen):
                return None
        return path, issuer

    def run(self) -> dict[str, str]:
        # 4.4 steps 3-4: nodes whose first-degree hash is unique get their labels in hash order.
        groups: dict[str, list[str]] = {}
        for node, node_hash in self.first_degree.items():
            groups.setdefault(node_hash, []).append(node)
        shared: list[list[str]] = []
        for node_hash in sorted(groups):
            if len(groups[node_hash]) == 1:
                self.labels.issue(groups[node_hash][0])
            else:
                shared.append(groups[node_hash])
        # Step 5: the others by their N-degree hashes.
        for group in shared:
            results: list[tuple[str, _Issuer]] = []
            for node in group:
                if node in self.labels.issued:
                    continue
                temporary = _Issuer("_:b")
                temporary.issue(node)
                results.append(self._hash_n_degree(node, temporary))
            for _, issuer in sorted(results, key=lambda result: result[0]):
                for node in issuer.issued:
                    self.labels.issue(node)
        return self.labels.issued


def _too_entangled() -> ConformanceError:
    sentence = "the document's unnamed parts are entangled beyond what a real credential has"
    return ConformanceError(sentence, code="WORK_LIMIT", pointer="")


def _hash(text: str, hash_name: HashName) -> str:
    return hashlib.new(hash_name, text.encode("utf-8")).hexdigest()


def _hash_first_degree(node: str, mentions: list[Quad], hash_name: HashName) -> str:
    # 4.6: the node itself is _:a, every other blank node _:z.
    lines = sorted(_relabel(quad, lambda term: "_:a" if term == node else "_:z") for quad in mentions)
    return _hash("".join(lines), hash_name)


def _orders(nodes: list[str]) -> Iterator[Sequence[str]]:
    """Yield every order of the nodes once.

    A node that is mentioned twice stands in the list twice (4.8 step 3), and must stand in the path twice; to
    exchange its mentions gives the same path again. In a named graph the name is mentioned by every
    statement, so that a node with eight members would cost 40,320 equal orders.
    """
    if len(set(nodes)) == len(nodes):
        yield from itertools.permutations(nodes)
        return
    order = sorted(nodes)
    while True:
        yield tuple(order)
        # The next order in the order of the dictionary: raise the last place that can be raised.
        place = len(order) - 2
        while place >= 0 and order[place] >= order[place + 1]:
            place -= 1
        if place < 0:
            return
        other = len(order) - 1
        while order[other] <= order[place]:
            other -= 1
        order[place], order[other] = order[other], order[place]
        order[place + 1 :] = reversed(order[place + 1 :])


def _beaten(path: str, chosen: str) -> bool:
    return bool(chosen) and len(path) >= len(chosen) and path > chosen


def issue_labels(
    first_degree: dict[str, str],
    mentions: dict[str, list[Quad]],
    *,
    hash_name: HashName = "sha256",
    max_work: int = MAX_WORK,
) -> dict[str, str]:
    """Give every blank node its canonical label (section 4.4 steps 4 and 5).

    Args:
        first_degree: the first-degree hash (hex) of every blank node.
        mentions: by blank node, each once, the statements in which it stands beside another blank node;
            others do no harm.
        hash_name: as in `canonicalize`.
        max_work: as in `canonicalize`.

    Raises:
        ConformanceError: WORK_LIMIT, when the blank nodes are entangled too far.
    """
    return _Labeler(first_degree, mentions, hash_name, max_work).run()


def canonicalize(
    quads: Iterable[Quad], *, hash_name: HashName = "sha256", max_work: int = MAX_WORK
) -> Canonical:
    """Canonicalize a dataset.

    Args:
        quads: statements with any blank node labels; repeated statements count once.
        hash_name: "sha256", or "sha384" for ecdsa-rdfc-2019 with P-384.
        max_work: steps of the exponential part that are allowed.

    Raises:
        ConformanceError: WORK_LIMIT, when the blank nodes are entangled too far.
    """
    statements = list(dict.fromkeys(quads))
    mentions: dict[str, list[Quad]] = {}
    for quad in statements:
        for term in {quad.subject, quad.object, quad.graph}:
            if term.startswith("_:"):
                mentions.setdefault(term, []).append(quad)
    first_degree = {node: _hash_first_degree(node, found, hash_name) for node, found in mentions.items()}
    labels = issue_labels(first_degree, mentions, hash_name=hash_name, max_work=max_work)
    return Canonical("".join(sorted(_relabel(quad, labels.__getitem__) for quad in statements)), labels)
