"""Making a link to somebody's progress, and closing it.

The link is told once, when it is made: asking again under the same external id returns it without its address. Making
and closing are events; opening leaves nothing. A profile shows its own micro-endorsements; what a district's lanes say
rests on everything that somebody earned, so that only whoever runs the installation may let a link show it.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services import people
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.showing.bundle_links import TOKEN_BYTES, hash_of
from issuer.services.toolkit import Toolkit
from issuer.signing import base64url
from issuer.store import ProgressLinkRecord, Unit

USUAL_LIFE: Final = timedelta(days=180)
LONGEST_LIFE: Final = timedelta(days=366)
INSTALLATION: Final = "installation"
LARGEST_PAGE: Final = 1_000
_EXTERNAL_ID: Final = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, kw_only=True)
class MakeLink:
    """Whose progress a link shall show.

    Attributes:
        person: reference of the holder.
        profile: slug of the issuer that makes it and whose micro-endorsements it shows; None for whoever runs the
            installation, which shows every issuer's.
        district: slug of the district whose lanes it shows; None for none.
        expires_at: from when on the link shows nothing; None for 180 days.
        external_id: the maker's own id, so that asking again makes no second link; None makes always one.
    """

    person: str
    profile: str | None = None
    district: str | None = None
    expires_at: datetime | None = None
    external_id: str | None = None


@dataclass(frozen=True)
class KeptLink:
    """A link as its maker sees it: never its address.

    Attributes:
        person: reference of the holder.
        profile: slug of the issuer, None for every one.
        district: slug of the district, None for none.
    """

    record: ProgressLinkRecord
    person: str
    profile: str | None
    district: str | None


@dataclass(frozen=True)
class MadeLink:
    """A link that was asked for; `url` is told only in the moment in which it is made."""

    kept: KeptLink
    url: str | None = field(repr=False)

    @property
    def is_new(self) -> bool:
        """Whether it was made just now."""
        return self.url is not None


@dataclass(frozen=True)
class LinkPage:
    """One page of a list; `after` is the id to read on from, None at the end."""

    items: tuple[KeptLink, ...]
    after: str | None


def make(toolkit: Toolkit, principal: Principal, command: MakeLink) -> MadeLink:
    """Make a link, or return the one that was made under this external id, without its address.

    Raises:
        NotAuthorizedError: the principal may not act for the profile, or for the whole installation where no
            profile or a district is named.
        NotFoundError: there is no such person or profile, or the profile never awarded the person anything.
        InputError: the end or the external id has the wrong form.
        ConflictError: the external id was used for another link.
    """
    if command.profile is None or command.district is not None:
        principal.require_all()
    else:
        principal.require(command.profile)
    if command.external_id is not None and not _EXTERNAL_ID.fullmatch(command.external_id):
        raise InputError("An external id has 1 to 200 visible ASCII characters.", pointer="/externalId")
    wanted, token = _record(toolkit, command)
    known = _find_made(toolkit, wanted)
    if known is None:
        try:
            with toolkit.database.unit("progress_links.make") as unit:
                unit.progress_links.add(wanted)
                record(unit, toolkit, principal, Act(action="progress_link.created", object=wanted.id))
                return MadeLink(_kept(unit, wanted), toolkit.url(f"/progress/{token}"))
        except ConflictError:
            # Another request made it meanwhile, or this is a conflict of another kind.
            known = _find_made(toolkit, wanted)
            if known is None:
                raise
    if _meant(known.record) != _meant(wanted):
        raise ConflictError("This external id was used for another link.", pointer="/externalId")
    return MadeLink(known, None)


def get(toolkit: Toolkit, principal: Principal, link_id: str) -> KeptLink:
    """Return a link without its address.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.reader() as reader:
        return _kept(reader, _find(reader, principal, link_id))


def page(
    toolkit: Toolkit,
    principal: Principal,
    *,
    profile: str | None = None,
    person: str | None = None,
    after: str = "",
    limit: int = 50,
) -> LinkPage:
    """Return one page of links, newest first.

    Args:
        toolkit: what to work with.
        principal: who asks.
        profile: slug of the profile that made them; None for all, which the operator may ask.
        person: only those of the person with this reference.
        after: the id that the page before ended with.
        limit: most items.

    Raises:
        NotAuthorizedError: the principal may not act for the profile, or for the whole installation.
        InputError: limit or `after` is out of range.
        NotFoundError: there is no such profile.
    """
    if not 1 <= limit <= LARGEST_PAGE:
        raise InputError(f"A page has 1 to {LARGEST_PAGE} items.")
    if profile is None:
        principal.require_all()
    else:
        principal.require(profile)
    with toolkit.database.reader() as reader:
        owner = None if profile is None else reader.profiles.get_by_slug(profile).id
        last = reader.progress_links.find(after) if after else None
        if after and (last is None or owner not in {None, last.owner}):
            raise InputError("A list does not go on from there; ask for its beginning.")
        somebody = None if person is None else reader.people.find_by_reference(person)
        found = reader.progress_links.page(
            owner=owner,
            person_id=None if person is None else (somebody.id if somebody else ""),
            after=last,
            limit=limit + 1,
        )
        items = tuple(_kept(reader, link) for link in found[:limit])
    return LinkPage(items, items[-1].record.id if len(found) > limit else None)


def revoke(toolkit: Toolkit, principal: Principal, link_id: str) -> KeptLink:
    """Close a link at once and for good; asking again changes nothing.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.unit("progress_links.revoke") as unit:
        link = _find(unit, principal, link_id)
        if link.revoked_at is None:
            unit.progress_links.revoke(link.id, at=toolkit.clock())
            record(unit, toolkit, principal, Act(action="progress_link.revoked", object=link.id))
        return _kept(unit, _find(unit, principal, link_id))


def _record(toolkit: Toolkit, command: MakeLink) -> tuple[ProgressLinkRecord, str]:
    """Return the row that is asked for and its token; nothing is kept yet."""
    now = toolkit.clock()
    ends = command.expires_at or now + USUAL_LIFE
    if not now < ends <= now + LONGEST_LIFE:
        raise InputError(
            f"A link ends in the future, and within {LONGEST_LIFE.days} days.", pointer="/expiresAt"
        )
    link_id = toolkit.randomness.urn()
    token = base64url.encode(toolkit.randomness.token(TOKEN_BYTES))
    with toolkit.database.reader() as reader:
        person = people.get_by_reference(reader, command.person)
        profile = None if command.profile is None else reader.profiles.get_by_slug(command.profile).id
        district = None if command.district is None else reader.profiles.get_by_slug(command.district).id
        if profile is not None and reader.people.find_subject(person.id, profile) is None:
            # The same words as for nobody at all, so that a profile learns nothing of other issuers' people.
            raise NotFoundError(f"Nobody is registered under {command.person[:60]!r}.")
    made = ProgressLinkRecord(
        id=link_id,
        owner=profile or INSTALLATION,
        external_id=command.external_id or link_id,
        person_id=person.id,
        profile_id=profile,
        district_id=district,
        token_hash=hash_of(token),
        created_at=now,
        expires_at=ends,
    )
    return made, token


def _meant(link: ProgressLinkRecord) -> tuple[str, str | None, str | None]:
    return link.person_id, link.profile_id, link.district_id


def _find_made(toolkit: Toolkit, wanted: ProgressLinkRecord) -> KeptLink | None:
    with toolkit.database.reader() as reader:
        known = reader.progress_links.find_by_external_id(wanted.owner, wanted.external_id)
        return None if known is None else _kept(reader, known)


def _find(unit: Unit, principal: Principal, link_id: str) -> ProgressLinkRecord:
    found = unit.progress_links.find(link_id)
    if found is None or not _may_see(unit, principal, found):
        raise NotFoundError("There is no such link.")
    return found


def _may_see(unit: Unit, principal: Principal, link: ProgressLinkRecord) -> bool:
    if principal.profiles is None:
        return True
    return link.owner in {unit.profiles.get_by_slug(slug).id for slug in principal.profiles}


def _kept(unit: Unit, link: ProgressLinkRecord) -> KeptLink:
    return KeptLink(
        record=link,
        person=unit.people.get(link.person_id).reference,
        profile=None if link.profile_id is None else unit.profiles.get(link.profile_id).slug,
        district=None if link.district_id is None else unit.profiles.get(link.district_id).slug,
    )
