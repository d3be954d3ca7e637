"""Links that open by a secret address, without an account: made once, told once, ended by their maker or by time.

The secret is 256 random bits and the record holds its SHA-256, so that nobody can read a link out of the database.
Making and ending are events. What opening a link shows, and what opening leaves, is not said here.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Generic, Protocol, TypeVar

from issuer.badges.share import long_date
from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services.handed_out import shelves
from issuer.services.handed_out.shelves import Rows, Shelf, Thing
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.signing import base64url
from issuer.store import Unit

LONGEST_LIFE: Final = timedelta(days=366)
ENDED: Final = "LINK_ENDED"
_BYTES: Final = 32
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_ZONE: Final = "UTC"


class Link(Thing, Protocol):
    """A row of a link."""

    @property
    def external_id(self) -> str:
        """The maker's own id."""

    @property
    def created_at(self) -> datetime:
        """When it was made."""

    @property
    def expires_at(self) -> datetime:
        """From when on the link shows nothing."""

    @property
    def revoked_at(self) -> datetime | None:
        """When its maker ended it before its time."""


Row = TypeVar("Row", bound=Link)
Kept = TypeVar("Kept")
Shown_co = TypeVar("Shown_co", covariant=True)


class LinkRows(Rows[Row], Protocol[Row]):
    """Where links of one kind lie; a repository."""

    def find_by_external_id(self, owner: str, external_id: str, /) -> Row | None:
        """Return a link by its maker's own id, or None."""

    def revoke(self, name: str, /, *, at: datetime) -> None:
        """End a link for good."""


@dataclass(frozen=True, kw_only=True)
class LinkShelf(Shelf[Row, Kept]):
    """One kind of link.

    Attributes:
        rows: where they lie.
        event: what one is called in events.
        path: what stands before the secret in an address.
    """

    rows: Callable[[Unit], LinkRows[Row]]
    event: str
    path: str


@dataclass(frozen=True)
class Made(Generic[Shown_co]):
    """A link that was asked for; `url` is its address, told only in the moment in which it is made."""

    kept: Shown_co
    url: str | None = field(repr=False)

    @property
    def is_new(self) -> bool:
        """Whether it was made just now."""
        return self.url is not None


@dataclass(frozen=True, kw_only=True)
class Making(Generic[Row, Kept]):
    """A link that shall be made, unless its maker has one under this external id.

    Attributes:
        row: what is kept of it.
        secret: the last part of its address.
        add: keeps the row and what belongs to it.
        is_same: whether what was made before under the external id is what is asked for now.
    """

    row: Row
    secret: str = field(repr=False)
    add: Callable[[Unit], None]
    is_same: Callable[[Kept], bool]


def make(
    toolkit: Toolkit, principal: Principal, shelf: LinkShelf[Row, Kept], making: Making[Row, Kept]
) -> Made[Kept]:
    """Make a link, or return the one that was made under its external id, without its address.

    Raises:
        ConflictError: the external id was used for another link.
    """
    row = making.row
    known = _find_made(toolkit, shelf, row)
    if known is None:
        try:
            with toolkit.database.unit(f"{shelf.event}.make") as unit:
                making.add(unit)
                record(unit, toolkit, principal, Act(action=f"{shelf.event}.created", object=row.id))
                return Made(shelf.kept(unit, row), toolkit.url(shelf.path + making.secret))
        except ConflictError:
            # Another request made it meanwhile, or this is a conflict of another kind.
            known = _find_made(toolkit, shelf, row)
            if known is None:
                raise
    if not making.is_same(known):
        raise ConflictError(f"This external id was used for another {shelf.noun}.", pointer="/externalId")
    return Made(known, None)


def revoke(toolkit: Toolkit, principal: Principal, shelf: LinkShelf[Row, Kept], name: str) -> Kept:
    """End a link at once and for good; asking again changes nothing.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.unit(f"{shelf.event}.revoke") as unit:
        row = shelves.find(unit, principal, shelf, name)
        if row.revoked_at is None:
            shelf.rows(unit).revoke(row.id, at=toolkit.clock())
            record(unit, toolkit, principal, Act(action=f"{shelf.event}.revoked", object=row.id))
        return shelf.kept(unit, shelves.find(unit, principal, shelf, name))


def new_secret(toolkit: Toolkit) -> str:
    """Return the last part of a new link's address: 43 characters of base64url."""
    return base64url.encode(toolkit.randomness.token(_BYTES))


def is_secret(text: str) -> bool:
    """Whether a text has the form of a link's secret."""
    return _SECRET.fullmatch(text) is not None


def hash_of(secret: str) -> bytes:
    """Return what the record keeps of a secret."""
    return hashlib.sha256(secret.encode("ascii")).digest()


def end_of(now: datetime, asked: datetime | None, *, usual: timedelta) -> datetime:
    """Return when a link that is made now ends.

    Args:
        now: the moment.
        asked: what its maker wants; None for the usual time.
        usual: how long such a link shows what it shows.

    Raises:
        InputError: it ends in the past, or later than a link may.
    """
    ends = asked or now + usual
    if not now < ends <= now + LONGEST_LIFE:
        raise InputError(
            f"A link ends in the future, and within {LONGEST_LIFE.days} days.", pointer="/expiresAt"
        )
    return ends


def require_open(now: datetime, link: Link, *, closed: str, ended: str) -> None:
    """Return quietly while a link holds.

    Args:
        now: the moment.
        link: its row.
        closed: what to say of one that was ended before its time; `{day}` stands for the day.
        ended: what to say of one whose time is over.

    Raises:
        NotFoundError: LINK_ENDED: it was ended, or its time is over.
    """
    if link.revoked_at is not None:
        raise NotFoundError(closed.format(day=long_date(link.revoked_at, _ZONE)), code=ENDED)
    if link.expires_at <= now:
        raise NotFoundError(ended.format(day=long_date(link.expires_at, _ZONE)), code=ENDED)


def _find_made(toolkit: Toolkit, shelf: LinkShelf[Row, Kept], wanted: Row) -> Kept | None:
    with toolkit.database.reader() as reader:
        known = shelf.rows(reader).find_by_external_id(wanted.owner, wanted.external_id)
        return None if known is None else shelf.kept(reader, known)
