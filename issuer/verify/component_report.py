"""What a report says about one component of a micro-endorsement; nothing is judged here."""

from dataclasses import dataclass

from issuer.documents.strict_json import JsonObject


@dataclass(frozen=True)
class ComponentReport:
    """One component that a micro-endorsement names.

    Attributes:
        name: as the micro-endorsement spells it.
        digest: multibase digest of its exact signed bytes.
        status: "valid", "suspended", "revoked", "expired", "superseded" or "other_bytes", by the record of
            this installation; None where it is not at hand.
    """

    id: str
    name: str
    digest: str
    status: str | None
    sentence: str

    def to_json(self) -> JsonObject:
        """Return the component as JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "digest": self.digest,
            "status": self.status,
            "sentence": self.sentence,
        }
