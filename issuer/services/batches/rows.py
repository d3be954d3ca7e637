"""What one award of a file asks for, and what was found wrong, before the record is looked at."""

from dataclasses import dataclass, field

from issuer.documents.strict_json import JsonObject


@dataclass(frozen=True)
class Found:
    """One thing that was found in a file.

    Attributes:
        line: the line of the file, from 1; 0 for the file as a whole.
        place: the column, or the JSON pointer; empty for the whole line.
        words: one sentence.
        is_error: whether it refuses the file.
    """

    line: int
    place: str
    words: str
    is_error: bool = True


@dataclass(frozen=True)
class Row:
    """One award of a file.

    Attributes:
        line: the line on which it begins, from 1.
        external_id: the caller's id of it.
        request: `attestation` (a record, or the id of one), `awardedAt` and `validUntil` as they were written.
        found: what is wrong with it by itself.
    """

    line: int
    external_id: str
    request: JsonObject
    found: tuple[Found, ...] = field(default=())


def sentence(words: str) -> str:
    """Return words that the schema or a rule said as a sentence."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
