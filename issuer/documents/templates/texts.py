"""Texts with slots, and lines of such texts in code point order.

A slot is filled from one tuple: the values of the holes first, then the labels of the blank nodes. Where two
lines differ before the first slot of either, their order is known when the template is made; the others are
sorted whenever it is filled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from issuer.documents.templates.holes import NotAlike

Pieces: TypeAlias = tuple[str | int, ...]
"""Text and the numbers of slots, in turn."""
Terms: TypeAlias = Sequence[str]
Fill: TypeAlias = Callable[[Terms], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One line or block: how it is filled, and what it begins with as far as that is known.

    Attributes:
        opening: what orders it: its text, after what it has in common with the others, up to what is not known.
        pieces: its text where the order of its lines is known, else None.
        fill: fills it.
    """

    opening: str
    pieces: Pieces | None
    fill: Fill


def filler(pieces: Pieces) -> Fill:
    """Return what fills one text."""
    slots = [piece for piece in pieces if isinstance(piece, int)]
    if not slots:
        whole = "".join(str(piece) for piece in pieces)
        return lambda _terms: whole
    # Texts and slots in turn, so that a text however long is copied and never searched.
    turns: list[str] = [""]
    for piece in pieces:
        if isinstance(piece, int):
            turns += ("", "")
        else:
            turns[-1] += piece
    if len(slots) == 1:
        (slot,), (before, _, after) = slots, turns
        return lambda terms: before + terms[slot] + after
    pick = itemgetter(*slots)

    def fill(terms: Terms) -> str:
        parts = turns.copy()
        parts[1::2] = pick(terms)
        return "".join(parts)

    return fill


def opening_of(pieces: Pieces, openings: Sequence[str]) -> str:
    """Return what a text begins with, as far as that is known; `openings` are those of the slots."""
    known = ""
    for piece in pieces:
        if isinstance(piece, int):
            return known + openings[piece]
        known += piece
    return known


def in_order(items: Sequence[Item], opening: str = "") -> Item:
    """Return the text of different items in code point order, whatever their slots hold.

    Args:
        items: what begins with the same text, or differs in its opening or after it.
        opening: what all of it begins with.

    Raises:
        NotAlike: there are none.
    """
    runs: list[list[Item]] = []
    for one in sorted(items, key=lambda one: one.opening):
        # Openings that start one another lie side by side; only what comes after them decides.
        if runs and any(one.opening.startswith(earlier.opening) for earlier in runs[-1]):
            runs[-1].append(one)
        else:
            runs.append([one])
    if not runs:
        raise NotAlike("nothing is stated")
    parts: list[Pieces | Fill] = [
        _sorted_run(run) if len(run) > 1 else run[0].fill if run[0].pieces is None else run[0].pieces
        for run in runs
    ]
    return _joined(opening, parts)


def _sorted_run(run: Sequence[Item]) -> Fill:
    fills = [one.fill for one in run]

    def fill(terms: Terms) -> str:
        texts = sorted([each(terms) for each in fills])
        if len(set(texts)) < len(texts):
            raise NotAlike("something would be stated twice")
        return "".join(texts)

    return fill


def _joined(opening: str, parts: Sequence[Pieces | Fill]) -> Item:
    """Put parts together, neighbours of known order into one text."""
    texts: list[Pieces | Fill] = []
    for part in parts:
        last = texts[-1] if texts else None
        if isinstance(part, tuple) and isinstance(last, tuple):
            texts[-1] = last + part
        else:
            texts.append(part)
    first = texts[0]
    if len(texts) == 1:
        return Item(opening, first if isinstance(first, tuple) else None, _fill_of(first))
    fills = [_fill_of(text) for text in texts]
    return Item(opening, None, lambda terms: "".join([fill(terms) for fill in fills]))


def _fill_of(text: Pieces | Fill) -> Fill:
    return filler(text) if isinstance(text, tuple) else text
