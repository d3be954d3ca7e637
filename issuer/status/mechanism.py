"""What every status mechanism promises, and the values it takes and gives.

A mechanism reads one entry of `credentialStatus` into a question, and a fetched list document into
an answer. It does not fetch, and it does not judge the list's issuer, proof or dates: the verifier
does that between the two steps, and MUST have done so before it believes an answer.
"""

from dataclasses import dataclass, field
from typing import Protocol

from issuer.documents.strict_json import JsonObject


@dataclass(frozen=True)
class StatusQuestion:
    """What one status entry asks of one list.

    Attributes:
        type: the entry's type, a key of the registry.
        url: where the list lies.
        purpose: what a set status would mean: revocation, suspension, message, or a foreign word.
        index: position in the list; None where a list names credentials by id.
        size: bits per entry.
        messages: meaning of each value, where the entry gives words.
        references: addresses where the issuer explains its values.
        credential_id: id of the credential that is asked about.
        list_is_secured: the list document is a credential of its own whose proof must hold.
    """

    type: str
    url: str
    purpose: str
    index: int | None = None
    size: int = 1
    messages: dict[int, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    credential_id: str | None = None
    list_is_secured: bool = True


@dataclass(frozen=True)
class StatusAnswer:
    """What a list says: whether the status is set, for which purpose, and in which words.

    `set` alone says nothing: a set `revocation` takes a credential out of force, a set `message`
    only says something, and what a set foreign purpose means is not known here.
    """

    set: bool
    purpose: str
    value: int = 0
    message: str | None = None


class StatusMechanism(Protocol):
    """One way to publish status, chosen by the entry's `type`."""

    @property
    def type(self) -> str:
        """The entry type that this mechanism reads."""
        ...

    def read(
        self, entry: JsonObject, *, credential_id: str | None = None, pointer: str = ""
    ) -> StatusQuestion:
        """Read one entry.

        Raises:
            ConformanceError: SCHEMA_VIOLATION at the member that has the wrong form.
            StatusError: STATUS_TYPE_UNKNOWN for a legal form that is not supported.
        """
        ...

    def answer(self, question: StatusQuestion, list_document: JsonObject) -> StatusAnswer:
        """Read the answer out of the list; its issuer, proof and dates are checked elsewhere.

        Raises:
            StatusError: the list is of another type, purpose or address, too short, too long,
                damaged, or has no such entry.
        """
        ...
