"""Reads one text after the other, and remembers the outlines of those that were alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from issuer.documents import canonical, strict_json
from issuer.documents.held import held_by
from issuer.documents.outlines import text as texts
from issuer.documents.outlines.reader import Outlined, Reader
from issuer.documents.outlines.text import Path, Strings
from issuer.documents.strict_json import JsonObject, Limits
from issuer.documents.term_definitions import NotCovered
from issuer.errors import ConformanceError, InputError

MOST: Final = 16
"""Outlines that are remembered. When all are taken no kind is learned any more, for kinds that come in turns would drive each other
out and none would ever be read."""
MAX_BYTES: Final = 8 * 1024 * 1024
"""Memory that they take at most, all together: seldom less than sixteen kinds, but of long texts only a few fit in."""
TRIAL: Final = 512
"""After how many reads with no room left it is asked whether they are still worth it."""
WORTH: Final = 8
"""They are while one read in so many finds one; otherwise all are forgotten, and others are learned."""
MOST_TIMES: Final = 16
"""How often an outline is made anew, because documents differ in more than was known."""


@dataclass(frozen=True, slots=True, eq=False)
class _Outline:
    """A first document, and the places in which others were found to differ.

    Attributes:
        document: the first document; never changed.
        text: its text.
        strings: the strings of its text.
        paths: where they stand, None for what is no value.
        holes: which of them differ.
        times: how often it was made anew.
        reader: reads others; None while only the first is known, and where no outline can be made.
        size: bytes of memory that all of it takes.
    """

    document: JsonObject
    text: str
    strings: Strings
    paths: list[Path | None]
    holes: frozenset[int] = frozenset()
    times: int = 0
    reader: Reader | None = None
    size: int = 0

    def differing(self, other: Strings) -> frozenset[int] | None:
        """Return in which strings another text differs, None where it does in more than values."""
        if self.strings.bare != other.bare or len(self.strings.written) != len(other.written):
            return None
        pairs = enumerate(zip(self.strings.written, other.written, strict=True))
        found = frozenset(number for number, (one, another) in pairs if one != another)
        return None if any(self.paths[number] is None for number in found) else found


class Outlines:
    """Reads documents as `strict_json` and `canonical` do, where it knows their outline.

    Safe to use from many threads: what is learned is one new value.

    Args:
        limits: what one document may be at most.
        max_bytes: memory that all outlines together may take.
    """

    def __init__(self, *, limits: Limits = strict_json.CREDENTIAL_LIMITS, max_bytes: int = MAX_BYTES) -> None:
        self._limits, self._max_bytes = limits, max_bytes
        self._known: tuple[_Outline, ...] = ()
        self._is_full = False
        # Of the reads with no room left. Threads may lose a count, which moves the moment a little.
        self._asked = self._found = 0

    def read(self, data: bytes) -> Outlined | None:
        """Read a document, None where the general way is to be asked.

        Raises:
            InputError: as `strict_json.text_of`.
        """
        text = strict_json.text_of(data, self._limits)
        if len(text) > self._limits.max_string:
            return None
        known = self._known
        found = next(
            (read for one in known if one.reader is not None and (read := one.reader.read(text)) is not None),
            None,
        )
        if self._is_full:
            self._weigh(is_found=found is not None)
        return found

    def _weigh(self, *, is_found: bool) -> None:
        """Count a read, and forget everything when too few find something."""
        self._asked, self._found = self._asked + 1, self._found + is_found
        if self._asked >= TRIAL:
            if self._found * WORTH < self._asked:
                self._known, self._is_full = (), False
            self._asked = self._found = 0

    def learn(self, data: bytes, document: JsonObject) -> None:
        """Remember a document that was read in the general way.

        Args:
            data: its bytes.
            document: what `strict_json.parse_object` makes of them; it is kept, so that nobody may change it.
        """
        text = data.decode("utf-8")
        if len(text) > self._limits.max_string:
            return
        strings = texts.strings_of(text)
        for outline in self._known:
            differing = outline.differing(strings)
            if differing is not None:
                if outline.times < MOST_TIMES and not differing <= outline.holes:
                    made = _made(outline, outline.holes | differing, text, document)
                    # What reads others goes on doing so where there is no room for more, and is not made anew again.
                    former = () if outline.reader is None else (replace(outline, times=MOST_TIMES),)
                    self._keep(made, [one for one in self._known if one is not outline], former=former)
                return
        if self._is_full:
            return
        paths = texts.paths_of(document)
        if len(paths) == len(strings.written):
            self._keep(_sized(_Outline(document, text, strings, paths)), self._known)

    def _keep(self, made: _Outline, others: Sequence[_Outline], *, former: tuple[_Outline, ...] = ()) -> None:
        """Remember an outline beside others where there is room for it, and where there is none what it was made of."""
        fits = made.size + sum(one.size for one in others) <= self._max_bytes
        self._known = (made, *others) if fits else (*former, *others)
        # The room that is left may be enough for another kind, but then the same would be made again and again.
        self._is_full = self._is_full or not fits or len(self._known) >= MOST


def _sized(outline: _Outline) -> _Outline:
    """Return an outline with its size."""
    parts = (getattr(outline, name) for name in outline.__slots__)
    return replace(outline, size=held_by(tuple(parts)))


def _made(outline: _Outline, holes: frozenset[int], text: str, document: JsonObject) -> _Outline:
    """Return an outline with more values; it reads nothing unless it reads its documents as the general way does."""
    places = [(number, path) for number in sorted(holes) if (path := outline.paths[number]) is not None]
    reader: Reader | None
    try:
        reader = Reader(outline.document, outline.text, outline.strings, places)
        first, second = reader.read(outline.text), reader.read(text)
        is_sound = first is not None and _is_of(first, outline.document)
        if not is_sound or (second is not None and not _is_of(second, document)):
            reader = None
    except (NotCovered, ConformanceError, InputError):
        reader = None
    return _sized(replace(outline, holes=holes, times=outline.times + 1, reader=reader))


def _is_of(found: Outlined, document: JsonObject) -> bool:
    """Say whether this is what the general way reads."""
    unsecured: JsonObject = {name: value for name, value in document.items() if name != "proof"}
    proofs = document.get("proof", [])
    written = canonical.canonical_nquads(unsecured, is_asked_once=True)
    return found.canonical_nquads == written and found.proofs == (
        proofs if isinstance(proofs, list) else [proofs]
    )
