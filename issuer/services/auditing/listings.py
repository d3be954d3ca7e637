"""What an auditor can list: name, columns, and how a page of it is read. A new kind of row is a line here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from issuer.services import profiles
from issuer.services.auditing import audit_rows, decision_rows, endorsement_rows, transcript_rows
from issuer.services.auditing.audit_rows import Row
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit


class Reader(Protocol):
    """Reads a page of rows after an id, of one profile or of all, and says where the next one goes on."""

    def __call__(
        self, toolkit: Toolkit, profile_id: str | None, *, after: str, limit: int
    ) -> tuple[list[Row], str | None]:
        """Return rows, and the id to go on from; None at the end."""


@dataclass(frozen=True)
class Listing:
    """One kind of rows.

    Attributes:
        title: what one row is, in words.
        columns: every row has them, in this order.
    """

    title: str
    columns: tuple[str, ...]
    some: Reader


CREDENTIALS: Final = "credentials"
LISTINGS: Final[dict[str, Listing]] = {
    CREDENTIALS: Listing("credential", audit_rows.COLUMNS, audit_rows.some),
    "endorsements": Listing(
        "endorsement of a profile here", endorsement_rows.ISSUED, endorsement_rows.issued
    ),
    "taken-endorsements": Listing(
        "endorsement that was signed elsewhere", endorsement_rows.TAKEN, endorsement_rows.taken
    ),
    "reviews": Listing("review of a micro-endorsement", decision_rows.REVIEWS, decision_rows.reviews),
    "transcripts": Listing("transcript", transcript_rows.TRANSCRIPTS, transcript_rows.transcripts),
    "decisions": Listing("lane decision", decision_rows.DECISIONS, decision_rows.decisions),
}


def export(
    toolkit: Toolkit, principal: Principal, listing: Listing, *, profile: str | None = None
) -> Iterator[Row]:
    """Yield every row of a listing, by id; transcripts from the newest on.

    Args:
        toolkit: what to work with.
        principal: who asks.
        listing: which rows.
        profile: slug of the issuer, endorser or district; None for all of this installation.

    Raises:
        NotAuthorizedError: the principal may not act for the profile, or for the installation.
        NotFoundError: there is no such profile.
    """
    if profile is None:
        principal.require_all()
    else:
        principal.require(profile)
    profile_id = None if profile is None else profiles.get(toolkit, profile).id
    return _all(toolkit, listing, profile_id)


def _all(toolkit: Toolkit, listing: Listing, profile_id: str | None) -> Iterator[Row]:
    after: str | None = ""
    while after is not None:
        rows, after = listing.some(toolkit, profile_id, after=after, limit=audit_rows.PER_READ)
        yield from rows
