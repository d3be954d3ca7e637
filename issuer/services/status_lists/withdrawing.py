"""Withdrawing a signed document for ever: its status bit is set, with a public category and the date.

For endorsements and transcripts, which end and are never put on hold; how versions of credentials end, which can be
replaced too, is in `revocation`. Who may withdraw is asked by the room of the document.
"""

from typing import Final, Protocol

from issuer.errors import ConflictError, InputError
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import Category, Unit

WITHDRAWING: Final = frozenset(Category) - {Category.SUSPENDED_PENDING_REVIEW}
"""Neither is put on hold: an endorser says it no more, and another transcript can be signed at any time."""


class Signed(Protocol):
    """A row of a document with a status slot."""

    @property
    def id(self) -> str:
        """The credential id."""

    @property
    def profile_id(self) -> str:
        """Row id of the profile that signed it."""

    @property
    def status_list_id(self) -> str:
        """Row id of its status list."""

    @property
    def status_index(self) -> int:
        """Its slot."""

    @property
    def ended_category(self) -> Category | None:
        """Why it was withdrawn, None for one that was not."""


def require_withdrawing(category: Category, *, noun: str) -> None:
    """Return quietly when documents are withdrawn with this category.

    Raises:
        InputError: it is the suspension.
    """
    if category not in WITHDRAWING:
        words = ", ".join(sorted(WITHDRAWING))
        raise InputError(f"{category} is not a category for {noun}s; take one of {words}.")


def withdraw(
    unit: Unit,
    toolkit: Toolkit,
    principal: Principal,
    row: Signed,
    *,
    noun: str,
    category: Category,
    details: str | None,
    endorsement: str | None = None,
) -> None:
    """Set the bit of a document that the unit holds; asking again with the same category changes nothing.

    Args:
        unit: what holds it.
        toolkit: what to work with.
        principal: who asks.
        row: the document.
        noun: what events and sentences call one, such as "transcript".
        category: why, in public.
        details: why, in private; erasable, never published.
        endorsement: its id, where it is an endorsement.

    Raises:
        ConflictError: it was withdrawn with another category.
    """
    if row.ended_category is category:
        return
    if row.ended_category is not None:
        raise ConflictError(f"This {noun} was withdrawn already: {row.ended_category}.")
    unit.status_lists.set_bit(row.status_list_id, row.status_index, category=category, at=toolkit.clock())
    act = Act(
        action=f"{noun}.withdrawn",
        object=row.id,
        profile=unit.profiles.get(row.profile_id).did,
        kind="status",
        endorsement=endorsement,
        category=category,
        details=details,
    )
    record(unit, toolkit, principal, act)
