"""Canonical N-Quads of a template: fixed statements once, the others by document (RDFC-1.0).

Made from the canonical N-Quads of a document in whose holes sentinels stand, so that no second walk over JSON-LD
exists. What differs by document: the texts of the holes, where their blocks stand, the first-degree hashes
of the blank nodes that a hole touches, and with these the labels of all blank nodes (section 4.4).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import Final, TypeAlias

from issuer.documents import nquads
from issuer.documents.nquads import Quad
from issuer.documents.templates.holes import SENTINEL, Hole, NotAlike
from issuer.documents.templates.texts import Fill, Item, Pieces, filler, in_order, opening_of

Statements: TypeAlias = Callable[[Sequence[str]], bytes]
"""From the values of the holes to canonical N-Quads.

Raises:
    NotAlike: two nodes would become one, or labels do not follow from first-degree hashes.
"""

_LABEL: Final = re.compile(r"_:c14n([0-9]+)")
_SELF: Final = "_:a"
_OTHER: Final = "_:z"


def compile_statements(canonical: bytes, holes: Sequence[Hole]) -> Statements:
    """Make the statements of a template.

    Args:
        canonical: the canonical N-Quads of the document with `holes.sentinel` in every hole.
        holes: the holes, in the order of the values.

    Raises:
        NotAlike: the labels of this document do not follow from first-degree hashes, or nothing is stated.
    """
    quads = nquads.parse(canonical.decode("utf-8"))
    labels = sorted({term for quad in quads for term in _nodes(quad) if term.startswith("_:")}, key=_number)
    slots = {label: len(holes) + place for place, label in enumerate(labels)}
    openings = [*(hole.opening for hole in holes), *("_:c14n" for _ in labels)]
    text = _text(quads, slots, openings)
    label = _labeller(quads, labels, openings[: len(holes)])
    subjects = [_pieces(quad.subject, {}) for quad in quads]
    fixed = frozenset(str(pieces[0])[1:-1] for pieces in subjects if len(pieces) == 1)
    named = tuple({piece for pieces in subjects for piece in pieces if isinstance(piece, int)})
    distinct = _distinctness(named, fixed)

    def fill(values: Sequence[str]) -> bytes:
        distinct(values)
        return text((*values, *label(values))).encode("utf-8")

    return fill


def _text(quads: Iterable[Quad], slots: dict[str, int], openings: Sequence[str]) -> Fill:
    """Return what writes all statements: lines in order within blocks of one subject, and blocks in order.

    No subject text starts another, so that this is the order of the whole lines.
    """
    blocks: dict[str, list[Item]] = {}
    for quad in quads:
        subject = _pieces(quad.subject, slots)
        rest = _rest(quad, lambda term: _pieces(term, slots))
        whole = _merged((*subject, *rest))
        blocks.setdefault(quad.subject, []).append(Item(opening_of(rest, openings), whole, filler(whole)))
    texts = [
        in_order(lines, opening_of(_merged((*_pieces(subject, slots), " ")), openings))
        for subject, lines in blocks.items()
    ]
    return in_order(texts).fill


def _distinctness(named: tuple[int, ...], fixed: frozenset[str]) -> Callable[[Sequence[str]], None]:
    """Return the check that no two nodes get one name."""
    if not named:
        return lambda _values: None
    # Doubled, so that one hole too gives a tuple.
    pick = itemgetter(*named, named[0])
    count = len(named)

    def check(values: Sequence[str]) -> None:
        names = set(pick(values))
        if len(names) != count or not names.isdisjoint(fixed):
            raise NotAlike("two nodes of one name")

    return check


def _labeller(
    quads: Sequence[Quad], labels: Sequence[str], openings: Sequence[str]
) -> Callable[[Sequence[str]], Sequence[str]]:
    """Return what gives every blank node its label, in the order of `labels`.

    Raises:
        NotAlike: two of them have one first-degree hash in this very document.
    """
    mentions: dict[str, list[Item]] = {label: [] for label in labels}
    for quad in quads:
        for label in dict.fromkeys(term for term in _nodes(quad) if term.startswith("_:")):
            seen = partial(_seen_from, label)
            line = _merged((*seen(quad.subject), *_rest(quad, seen)))
            mentions[label].append(Item(opening_of(line, openings), line, filler(line)))
    lines = [in_order(mentions[label]) for label in labels]
    hashes = [_hash(one.fill, ()) if _is_fixed(one) else "" for one in lines]
    open_ = [(place, lines[place].fill) for place, found in enumerate(hashes) if not found]
    names = [f"_:c14n{rank}" for rank in range(len(labels))]

    def label_all(values: Sequence[str]) -> Sequence[str]:
        found = hashes.copy()
        for place, fill in open_:
            found[place] = _hash(fill, values)
        ranks = dict(zip(sorted(found), names, strict=True))
        if len(ranks) < len(names):
            raise NotAlike("blank nodes that only their neighbours tell apart")
        return [ranks[one] for one in found]

    return label_all


def _hash(fill: Fill, values: Sequence[str]) -> str:
    return hashlib.sha256(fill(values).encode("utf-8")).hexdigest()


def _is_fixed(one: Item) -> bool:
    return one.pieces is not None and not any(isinstance(piece, int) for piece in one.pieces)


def _nodes(quad: Quad) -> tuple[str, str, str]:
    """Return the terms that may be blank nodes."""
    return quad.subject, quad.object, quad.graph


def _number(label: str) -> int:
    match = _LABEL.fullmatch(label)
    if match is None:
        raise NotAlike("a label that is not canonical")
    return int(match.group(1))


def _rest(quad: Quad, write: Callable[[str], Pieces]) -> Pieces:
    """Return what follows the subject of a statement on its line; `write` writes the terms."""
    pieces: list[str | int] = []
    for term in quad[1:]:
        if term:
            pieces += (" ", *write(term))
    return _merged((*pieces, " .\n"))


def _merged(pieces: Iterable[str | int]) -> Pieces:
    merged: list[str | int] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, str) and isinstance(last, str):
            merged[-1] = last + piece
        elif piece != "":
            merged.append(piece)
    return tuple(merged)


def _pieces(term: str, slots: dict[str, int]) -> Pieces:
    """Return a term with a slot for every sentinel in it, or as the slot of its label."""
    if term in slots:
        return (slots[term],)
    parts = SENTINEL.split(term)
    return _merged(int(part[-3:]) if place % 2 else part for place, part in enumerate(parts))


def _seen_from(label: str, term: str) -> Pieces:
    if term.startswith("_:"):
        return (_SELF if term == label else _OTHER,)
    return _pieces(term, {})
