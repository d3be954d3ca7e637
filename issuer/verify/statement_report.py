"""What a verification says about the facts that an endorsement binds by digest."""

from dataclasses import dataclass
from enum import StrEnum

from issuer.documents.strict_json import JsonObject


class Binding(StrEnum):
    """Whether a bound document is the one that was signed for, and one that can be read here."""

    SHOWN = "shown"
    CHANGED = "changed"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(frozen=True)
class StatementReport:
    """One bound document.

    Attributes:
        id: its address, as the signed credential names it.
        binding: how it ended; only "shown" has a statement.
        sentence: the same for a person.
        kind: the `type` of the statement, None unless shown.
        title: what a person calls this kind, None unless shown.
        statement: the facts, whose digest and schema match; None otherwise.
        source: where the bytes came from: "beside" or "address"; None where there are none.
    """

    id: str
    binding: Binding
    sentence: str
    kind: str | None = None
    title: str | None = None
    statement: JsonObject | None = None
    source: str | None = None

    def to_json(self) -> JsonObject:
        """Return the statement as JSON; every member is always there."""
        return {
            "id": self.id,
            "binding": self.binding.value,
            "sentence": self.sentence,
            "kind": self.kind,
            "title": self.title,
            "statement": None if self.statement is None else dict(self.statement),
            "source": self.source,
        }
