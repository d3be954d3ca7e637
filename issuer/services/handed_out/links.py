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
Row_co = TypeVar("Row_co", bound=Link, covariant=True)
Kept = TypeVar("Kept")
Shown_co = TypeVar("Shown_co", covariant=True)


class LinkRows(Rows[Row], Protocol[Row]):
    """Where links of one kind lie; a repository."""

    def find_by_external_id(self, owner: str, external_id: str, /) -> Row | None:
        """Return a link by its maker's own id, or None."""

    def revoke(self, name: str, /, *, at: datetime) -> None:
        """End a link for good."""


class OpenedRows(Protocol[Row_co]):
    """Where links of one kind are found by whoever holds their address; the same repository."""

    def find_by_token_hash(self, token_hash: bytes, /) -> Row_co | None:
        """Return a link by the hash of its secret, or None."""


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


@dataclass(frozen=True, kw_only=True)
class Words:
    """What whoever opens a link that shows nothing reads.

    Attributes:
        never: of one that never was.
        closed: of one that was ended before its time; `{day}` stands for the day.
        ended: of one whose time is over; `{day}` stands for the day.
    """

    never: str
    closed: str
    ended: str


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


def find_open(now: datetime, rows: OpenedRows[Row], secret: str, words: Words) -> Row:
    """Return the row of a link that holds, by the last part of its address.

    Args:
        now: the moment.
        rows: where links of this kind lie.
        secret: what stands in the address, of whatever form.
        words: what to say where it shows nothing.

    Raises:
        NotFoundError: NOT_FOUND for a link that never was; LINK_ENDED, with the day, for one that ended.
    """
    # What has not the form of a secret is not looked up.
    row = rows.find_by_token_hash(hash_of(secret)) if _SECRET.fullmatch(secret) else None
    if row is None:
        raise NotFoundError(words.never)
    if row.revoked_at is not None:
        raise NotFoundError(words.closed.format(day=long_date(row.revoked_at, _ZONE)), code=ENDED)
    if row.expires_at <= now:
        raise NotFoundError(words.ended.format(day=long_date(row.expires_at, _ZONE)), code=ENDED)
    return row


def _find_made(toolkit: Toolkit, shelf: LinkShelf[Row, Kept], wanted: Row) -> Kept | None:
    with toolkit.database.reader() as reader:
        known = shelf.rows(reader).find_by_external_id(wanted.owner, wanted.external_id)
        return None if known is None else shelf.kept(reader, known)
