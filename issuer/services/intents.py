"""What every signed thing does between its two commits, whatever it is: read its intent back, and give it up.

A version of a credential and an endorsement have rows of their own; this is the part of their road that is the same.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, SigningError
from issuer.services.toolkit import Toolkit
from issuer.store import Unit


def intended_document(intent: JsonObject, name: str) -> JsonObject:
    """Return the plain document that commit 1 recorded.

    Args:
        intent: what was recorded; the document stands in it as `document`.
        name: whose intent it is, for the refusal.

    Raises:
        SigningError: the intent is damaged.
    """
    document = intent.get("document")
    if not isinstance(document, dict):
        raise SigningError(f"The intent of {name} is damaged.")
    return document


@contextmanager
def giving_up(toolkit: Toolkit, abandon: Callable[[Unit], None]) -> Iterator[None]:
    """Give a prepared thing up when what was signed does not verify, so that its bytes never leave.

    Args:
        toolkit: what to work with.
        abandon: gives it up in a unit; a conflict means that somebody has done so already.
    """
    try:
        yield
    except SigningError:
        with suppress(ConflictError), toolkit.database.unit("unverified") as unit:
            abandon(unit)
        raise
