"""Finding and listing what was handed out, for whoever made it.

A shelf says how one kind of thing is kept; everything here works on any of them. What another maker made is answered
like what never was, also where a list shall go on from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from issuer.errors import InputError, NotFoundError
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import Unit

LARGEST_PAGE: Final = 1_000
INSTALLATION: Final = "installation"
"""The owner of what whoever runs the installation made, in the name of no profile."""
_EXTERNAL_ID: Final = re.compile(r"[!-~]{1,200}")


class Thing(Protocol):
    """A row of something handed out."""

    @property
    def id(self) -> str:
        """Its id, `urn:uuid:…`."""

    @property
    def owner(self) -> str:
        """Row id of the profile that made it, or INSTALLATION."""


Row = TypeVar("Row", bound=Thing)
Kept = TypeVar("Kept")
Shown_co = TypeVar("Shown_co", covariant=True)


class Rows(Protocol[Row]):
    """Where rows of one kind lie; a repository."""

    def find(self, name: str, /) -> Row | None:
        """Return a row by its id, or None."""

    def page(
        self, *, owner: str | None, person_id: str | None, after: Row | None, limit: int
    ) -> tuple[Row, ...]:
        """Return rows of one maker and one person, newest first."""


@dataclass(frozen=True, kw_only=True)
class Shelf(Generic[Row, Kept]):
    """One kind of thing that is handed out.

    Attributes:
        noun: what one is called in a sentence.
        rows: where they lie.
        kept: a row as its maker sees it.
    """

    noun: str
    rows: Callable[[Unit], Rows[Row]]
    kept: Callable[[Unit, Row], Kept]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which things to list.

    Attributes:
        profile: slug of the profile that made them; None for all, which the operator may ask.
        person: only those of the person with this reference.
        after: the id that the page before ended with.
        limit: most items, up to LARGEST_PAGE.
    """

    profile: str | None = None
    person: str | None = None
    after: str = ""
    limit: int = 50


@dataclass(frozen=True)
class Page(Generic[Shown_co]):
    """One page of a list; `after` is the id to read on from, None at the end."""

    items: tuple[Shown_co, ...]
    after: str | None


def get(toolkit: Toolkit, principal: Principal, shelf: Shelf[Row, Kept], name: str) -> Kept:
    """Return one thing.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.reader() as reader:
        return shelf.kept(reader, find(reader, principal, shelf, name))


def page(toolkit: Toolkit, principal: Principal, shelf: Shelf[Row, Kept], asked: Asked) -> Page[Kept]:
    """Return one page of things, newest first.

    Raises:
        NotAuthorizedError: the principal may not act for the profile, or for the whole installation.
        InputError: limit or `after` is out of range.
        NotFoundError: there is no such profile.
    """
    if not 1 <= asked.limit <= LARGEST_PAGE:
        raise InputError(f"A page has 1 to {LARGEST_PAGE} items.")
    require_maker(principal, asked.profile)
    with toolkit.database.reader() as reader:
        rows = shelf.rows(reader)
        owner = None if asked.profile is None else reader.profiles.get_by_slug(asked.profile).id
        last = rows.find(asked.after) if asked.after else None
        if asked.after and (last is None or owner not in {None, last.owner}):
            raise InputError("A list does not go on from there; ask for its beginning.")
        somebody = None if asked.person is None else reader.people.find_by_reference(asked.person)
        found = rows.page(
            owner=owner,
            person_id=None if asked.person is None else (somebody.id if somebody else ""),
            after=last,
            limit=asked.limit + 1,
        )
        given = found[: asked.limit]
        items = tuple(shelf.kept(reader, row) for row in given)
    return Page(items, given[-1].id if len(found) > asked.limit else None)


def find(unit: Unit, principal: Principal, shelf: Shelf[Row, Kept], name: str) -> Row:
    """Return a row, within a unit.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    return require_seen(unit, principal, shelf, shelf.rows(unit).find(name))


def require_seen(unit: Unit, principal: Principal, shelf: Shelf[Row, Kept], row: Row | None) -> Row:
    """Return a row that was found and that the principal may see.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    if row is None or not _may_see(unit, principal, row):
        raise NotFoundError(f"There is no such {shelf.noun}.")
    return row


def require_maker(principal: Principal, profile: str | None) -> None:
    """Return quietly when the principal may act for the profile, or without one for the whole installation.

    Raises:
        NotAuthorizedError: it may not.
    """
    if profile is None:
        principal.require_all()
    else:
        principal.require(profile)


def require_external_id(external_id: str | None) -> None:
    """Return quietly when the maker's own id has the form of one, or none was given.

    Raises:
        InputError: it has not.
    """
    if external_id is not None and not _EXTERNAL_ID.fullmatch(external_id):
        raise InputError("An external id has 1 to 200 visible ASCII characters.", pointer="/externalId")


def _may_see(unit: Unit, principal: Principal, row: Thing) -> bool:
    if principal.profiles is None:
        return True
    return row.owner in {unit.profiles.get_by_slug(slug).id for slug in principal.profiles}
