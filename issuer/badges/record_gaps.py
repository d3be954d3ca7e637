"""Read members of a record and collect what is missing or wrong, so that all of it is told at once."""

import re
from typing import Final

from issuer.documents.schemas import Violation
from issuer.documents.strict_json import Json, JsonObject

LONGEST_TEXT: Final = 4_000
# A control character could hide or break a line on a page that shows the record.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Gaps:
    """What a record lacks; every reader returns a harmless value in place of a bad one."""

    def __init__(self) -> None:
        self.found: list[Violation] = []

    def say(self, pointer: str, words: str) -> None:
        """Note one gap."""
        self.found.append(Violation(pointer, words))

    def text(
        self, record: JsonObject, name: str, pointer: str = "", form: re.Pattern[str] | None = None
    ) -> str:
        """Return a text that must be there, in a form where one is given."""
        value = record.get(name)
        if not isinstance(value, str) or not value.strip():
            self.say(f"{pointer}/{name}", f"{name} is missing or not a text")
            return ""
        if len(value) > LONGEST_TEXT or _CONTROL.search(value):
            self.say(f"{pointer}/{name}", f"{name} is too long or has control characters")
            return ""
        if form and not form.fullmatch(value):
            self.say(f"{pointer}/{name}", f"{name} has the wrong form")
        return value

    def optional(self, record: JsonObject, name: str, pointer: str = "") -> str | None:
        """Return a text, or None when it is absent or null."""
        return None if record.get(name) is None else self.text(record, name, pointer)

    def whole(self, value: Json, pointer: str, *, least: int, most: int) -> int:
        """Return a whole number inside its bounds."""
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.say(pointer, f"a whole number from {least} to {most} is needed")
        return least

    def objects(self, record: JsonObject, name: str, pointer: str = "") -> list[tuple[str, JsonObject]]:
        """Return pointer and object of every item of a list; an absent list is empty."""
        value = record.get(name)
        if value is None:
            return []
        items = value if isinstance(value, list) else [value]
        found = []
        for place, item in enumerate(items):
            below = f"{pointer}/{name}/{place}"
            if isinstance(item, dict):
                found.append((below, item))
            else:
                self.say(below, "an object is expected")
        return found

    def texts(self, record: JsonObject, name: str, pointer: str = "") -> tuple[str, ...]:
        """Return the texts of a list; an absent list is empty."""
        value = record.get(name)
        items = value if isinstance(value, list) else [] if value is None else [value]
        found = tuple(item for item in items if isinstance(item, str) and item)
        if len(found) < len(items):
            self.say(f"{pointer}/{name}", f"{name} is a list of texts")
        return found
