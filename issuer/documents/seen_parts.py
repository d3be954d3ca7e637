"""A strict parse of many texts that have large parts in common: a part that was read before is not read again.

The awards of a chunk say the same of their issuer and their achievement, two thirds of each text. Where a text holds,
as the value of a member, exactly the characters that another text held there, the value is the same. It is taken
out, the rest is parsed, and the value is put in its place. All that `strict_json` asks is asked of the whole text:
depth, members, items and what stands twice. Whatever is not as plain as that is parsed by `strict_json` itself, which
also words every refusal.

The documents that come out share these values: they are to be read and not changed.
"""

import json
import sys
from dataclasses import dataclass
from typing import Final

from issuer.documents import json_shape, strict_json
from issuer.documents.held import held_by
from issuer.documents.memory import MOST_KEYS, KeyedObject, content_key
from issuer.documents.strict_json import Json, JsonObject, Limits
from issuer.errors import InputError

MOST: Final = 8
"""Parts of one name that are remembered; what was not seen for the longest time goes first."""
_PREFIX: Final = 200
"""Bytes before a key, and its entry."""
_OF_PART: Final = 500
_PLACES: Final = ("NaN", "Infinity")
"""What stands in the place of a part. Neither is JSON, so that no text has them outside of its strings."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The value of a member: as text, as value, as text without its strings, how many members are in it, and its bytes in memory."""

    text: str
    value: KeyedObject
    bare: str
    members: int
    size: int


class SeenParts:
    """Parses one text after the other. Not safe to share between threads.

    Args:
        names: two members whose values are large and often the same, in the order in which a text has them.
        limits: what one document may be at most.
    """

    def __init__(self, names: tuple[str, str], *, limits: Limits = strict_json.CREDENTIAL_LIMITS) -> None:
        self._limits = limits
        self._known: dict[str, list[_Part]] = {f'"{name}":': [] for name in names}
        self._sizes: list[int] = []
        self._given: dict[str, Json] = {}
        self.size = 0
        """Bytes of memory that the parts take."""
        self._decoder = strict_json.decoder(self._note, self._given.__getitem__)

    def parse_object(self, data: bytes) -> JsonObject:
        """Parse one JSON object strictly; as `strict_json.parse_object`.

        Raises:
            InputError: as `strict_json.parse_object`.
        """
        text = strict_json.text_of(data, self._limits)
        found = self._parse_rest(text)
        if found is None:
            found = strict_json.parse_object(data, limits=self._limits)
            self._learn(text)
        return found

    def _note(self, members: JsonObject) -> JsonObject:
        self._sizes.append(len(members))
        return members

    def _parse_rest(self, text: str) -> JsonObject | None:
        """Parse a text whose parts were all seen before; None where anything is new or odd."""
        limits = self._limits
        if len(text) > limits.max_string:
            return None
        rests, parts, read = list[str](), list[_Part](), 0
        for opening, known in self._known.items():
            start = text.find(opening, read) + len(opening)
            part = next((one for one in known if text.startswith(one.text, start)), None)
            if part is None or start < read + len(opening):
                return None
            rests.append(text[read:start])
            parts.append(part)
            read = start + len(part.text)
        rest = f"{rests[0]}{_PLACES[0]}{rests[1]}{_PLACES[1]}{text[read:]}"
        escapes = json_shape.escapes_in(rest)
        _inside, bare = json_shape.strings_apart(rest, escapes)
        if "u" in escapes or any(bare.count(place) != 1 for place in _PLACES):
            return None
        for place, part in zip(_PLACES, parts, strict=True):
            bare = bare.replace(place, part.bare)
        depth, commas, written = json_shape.shape_of(bare)
        if depth > limits.max_depth or written > limits.max_keys or commas > limits.max_items:
            return None
        self._sizes.clear()
        self._given.update(zip(_PLACES, (part.value for part in parts), strict=True))
        try:
            value: Json = self._decoder.decode(rest)
        except (json.JSONDecodeError, InputError):
            return None
        finally:
            self._given.clear()
        is_whole = sum(self._sizes) + sum(part.members for part in parts) == written
        return value if is_whole and isinstance(value, dict) else None

    def _learn(self, text: str) -> None:
        """Remember the parts of a text that was parsed strictly.

        In JSON the value of a member follows wherever its name stands in quotation marks before a colon.
        """
        read = 0
        for opening, known in self._known.items():
            found = text.find(opening + "{", read)
            if found < 0:
                continue
            value, read = json.JSONDecoder().raw_decode(text, found + len(opening))
            part = text[found + len(opening) : read]
            _inside, bare = json_shape.strings_apart(part, json_shape.escapes_in(part))
            if isinstance(value, dict) and all(one.text != part for one in known):
                known.insert(0, _made(part, value, bare))
                del known[MOST:]
                self.size = sum(one.size for parts in self._known.values() for one in parts)


def _made(text: str, value: JsonObject, bare: str) -> _Part:
    # The keys that a value will be asked for are made of its content, in UTF-8.
    keys = MOST_KEYS * (sys.getsizeof(content_key(b"", value)) + _PREFIX)
    size = held_by((text, value, bare)) + keys + _OF_PART
    return _Part(text, KeyedObject(value), bare, bare.count(":"), size)
