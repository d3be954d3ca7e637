"""The canonical N-Quads of an outline: what its documents state in common, and the lines that its values are in.

Made from one walk over a document in which marks stand for the values. Of each document the lines that hold a value or
a blank node are written and sorted anew, the blank nodes that a value touches are hashed anew, and all are ranked
(RDFC-1.0 sections 4.4 and 4.6). What else a value could change makes an end of it: a name that another node has, a text
that needs an escape, an address that is none or begins in another way, a statement made twice, two equal hashes.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Final, TypeAlias

from issuer.documents import nquads, term_tables
from issuer.documents.assembly import canonical_text
from issuer.documents.fast_quads import MEMORIES
from issuer.documents.fast_walk import Walk
from issuer.documents.nquads import Quad
from issuer.documents.rdfc import MAX_WORK
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.term_definitions import VOCAB, NotCovered
from issuer.documents.term_tables import Scope

Term: TypeAlias = tuple[str | int, ...]
"""A term as its text, with the number of a value in it or without."""
Line: TypeAlias = tuple[Term, Term, Term, Term]
MARK: Final = "mintmark-value-"
"""What no document holds of which an outline is made."""
_OPENING: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://)?", re.ASCII)
"""How an address is read hangs on what comes before its first colon, and on whether two slashes follow."""
_ADDRESS: Final = r"[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+"
_TEXT: Final = r'[^"\\\n]*'
_MARKED: Final = re.compile(rf'([<"])([^<>"]*{MARK}([0-9]+)!)([>"].*)', re.DOTALL)


def marks_of(values: Sequence[str]) -> list[str]:
    """Return what stands for each value of a first document: it begins as the value does, where that is an address."""
    found = [_OPENING.match(value) for value in values]
    return [f"{match.group() if match else ''}{MARK}{number}!" for number, match in enumerate(found)]


class _Walk(Walk):
    """A walk that takes no mark for a word of a vocabulary."""

    __slots__ = ()

    def _object(self, subject: str | int, item: Json, scope: Scope) -> str | int:
        if scope.term.kind == VOCAB and isinstance(item, str) and MARK in item:
            raise NotCovered("a value to which a context may give a meaning of its own")
        return super()._object(subject, item, scope)


class Statements:
    """Writes the canonical N-Quads of documents that differ in values alone; never changed, so that threads may share it.

    Args:
        marked: a document with marks where its values stood.
        marks: of each value.

    Raises:
        NotCovered: such documents have no outline.
        ConformanceError: likewise.
    """

    def __init__(self, marked: JsonObject, marks: Sequence[str]) -> None:
        lines = [_line(quad, marks) for quad in _quads_of(marked)]
        blanks = sorted({term for line in lines for term in line if _is_blank(term)})
        slots = {term: len(marks) + place for place, term in enumerate(blanks)}
        self._fits = re.compile("\n".join(_patterns(lines, marks)), re.ASCII)
        subjects = {line[0] for line in lines}
        self._names = sorted(int(term[1]) for term in subjects if len(term) > 1)
        self._fixed_names = frozenset(str(term[0])[1:-1] for term in subjects if len(term) == 1)
        moving = {line[0] for line in lines if any(len(term) > 1 or _is_blank(term) for term in line)}
        self._moving = _Filled([_pieces(line, slots) for line in lines if line[0] in moving])
        self._blocks = _blocks([line for line in lines if line[0] not in moving], moving, marks)
        seen = [_Filled([_seen_from(term, line) for line in lines if term in line]) for term in blanks]
        self._hashes = [_first_degree(one, marks) for one in seen]
        self._open = [(place, one) for place, one in enumerate(seen) if one.is_open]
        self._ranks = [f"_:c14n{rank}" for rank in range(len(blanks))]

    def write(self, values: Sequence[str]) -> bytes | None:
        """Return the canonical N-Quads with these values, None where the general way is to be asked."""
        if self._fits.fullmatch("\n".join(values)) is None or not "".join(values).isprintable():
            return None
        if not self._fixed_names.isdisjoint([values[number] for number in self._names]):
            return None
        hashes = self._hashes.copy()
        for place, one in self._open:
            hashes[place] = _first_degree(one, values)
        labels = dict(zip(sorted(hashes), self._ranks, strict=True))
        if len(labels) < len(hashes):
            return None
        lines = self._moving.fill((*values, *[labels[one] for one in hashes])).split("\n")
        if len(set(lines)) < len(lines):
            return None
        lines += self._blocks
        lines.sort()
        lines.append("")
        return "\n".join(lines).encode("utf-8")


class _Filled:
    """Lines with slots, as one text without its last line end."""

    __slots__ = ("_pick", "_turns", "is_open")

    def __init__(self, lines: Sequence[Iterable[str | int]]) -> None:
        # Texts and slots in turn.
        turns, slots = [""], list[int]()
        for piece in chain.from_iterable(
            ("\n", *line) if place else line for place, line in enumerate(lines)
        ):
            if isinstance(piece, int):
                slots.append(piece)
                turns += ("", "")
            else:
                turns[-1] += piece
        self.is_open: Final = bool(slots)
        self._turns: Final = turns
        # The first of all terms is picked besides, so that one slot too gives a tuple.
        self._pick: Final = itemgetter(*slots, 0)

    def fill(self, terms: Sequence[str]) -> str:
        turns = self._turns.copy()
        if self.is_open:
            turns[1::2] = self._pick(terms)[:-1]
        return "".join(turns)


def _first_degree(lines: _Filled, values: Sequence[str]) -> str:
    found = lines.fill(values).split("\n")
    found.sort()
    found.append("")
    return hashlib.sha256("\n".join(found).encode("utf-8")).hexdigest()


def _quads_of(marked: JsonObject) -> list[Quad]:
    walk = _Walk(MEMORIES["sha256"])
    walk.node(marked, term_tables.tables_of(None).initial)
    if walk.json_values:
        raise NotCovered("JSON of which a node has one value")
    return nquads.parse(canonical_text(walk.dataset, "sha256", MAX_WORK))


def _line(quad: Quad, marks: Sequence[str]) -> Line:
    subject, predicate, thing, graph = (_term(text, marks) for text in quad)
    if len(predicate) > 1 or len(graph) > 1:
        raise NotCovered("a value that is more than a name or a text")
    return subject, predicate, thing, graph


def _term(text: str, marks: Sequence[str]) -> Term:
    """Return a term with the number of the value for which a mark stands in it.

    Raises:
        NotCovered: the mark is not there as it was given, so that somebody has read it.
    """
    if MARK not in text:
        return (text,)
    found = _MARKED.fullmatch(text)
    if found is None or marks[int(found[3])] != found[2] or (found[1] == "<") != (found[4] == ">"):
        raise NotCovered("a value that is read and not taken as it is")
    return (found[1], int(found[3]), found[4])


def _is_blank(term: Term) -> bool:
    return str(term[0]).startswith("_:")


def _patterns(lines: Iterable[Line], marks: Sequence[str]) -> list[str]:
    """Return the regular expression of each value: of an address where one is stated, else of a plain text.

    Raises:
        NotCovered: a value is not stated.
    """
    uses = {term[:2] for line in lines for term in line if len(term) > 1}
    patterns = list[str]()
    for number, mark in enumerate(marks):
        if ("<", number) in uses:
            # Where the first address has no two slashes, what it begins with is no prefix: the mark was not expanded.
            patterns.append(re.escape(mark.partition(MARK)[0]) + _ADDRESS)
        elif ('"', number) in uses:
            patterns.append(_TEXT)
        else:
            raise NotCovered("a value that is not stated")
    return patterns


def _pieces(line: Line, slots: dict[Term, int]) -> list[str | int]:
    """Return a line with the slots of values and labels."""
    return _joined((slots[term],) if term in slots else term for term in line)


def _seen_from(node: Term, line: Line) -> list[str | int]:
    """Return a line as it is hashed for a blank node (section 4.6): itself `_:a`, others `_:z`."""
    return _joined(("_:a" if term == node else "_:z",) if _is_blank(term) else term for term in line)


def _joined(terms: Iterable[Term]) -> list[str | int]:
    *stated, graph = terms
    named = [graph] if graph != ("",) else []
    return [*chain.from_iterable((*term, " ") for term in (*stated, *named)), "."]


def _blocks(lines: Iterable[Line], moving: Iterable[Term], marks: Sequence[str]) -> list[str]:
    """Return the lines in which nothing differs, sorted, in as few texts as may lie between the others.

    Args:
        lines: of subjects all of whose lines are such.
        moving: the other subjects.
        marks: of the values.
    """
    openings = {
        f"<{marks[int(term[1])].partition(MARK)[0]}" if len(term) > 1 else str(term[0]) for term in moving
    }

    def room(line: str) -> tuple[tuple[bool, bool], ...]:
        # A line that begins as another subject does may lie before or after it.
        return tuple((line > opening, line.startswith(opening)) for opening in sorted(openings))

    texts = sorted("".join(str(piece) for piece in _pieces(line, {})) for line in lines)
    blocks = list[str]()
    for place, found in groupby(texts, room):
        if any(begins for _is_after, begins in place):
            # Of those that begin like a moving subject, each subject is by itself.
            blocks += [
                "\n".join(own) for _subject, own in groupby(found, lambda line: line.partition(" ")[0])
            ]
        else:
            blocks.append("\n".join(found))
    return blocks
