"""Making a link to somebody's progress.

What is the same for every link, such as listing and closing, is in `handed_out`; PROGRESS_LINKS tells it how these are
kept. Opening leaves nothing. A profile shows its own micro-endorsements; what a district's lanes say rests on
everything that somebody earned, so that only whoever runs the installation may let a link show it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from issuer.errors import NotFoundError
from issuer.services import people
from issuer.services.handed_out import links, shelves
from issuer.services.handed_out.links import LinkShelf, Made, Making
from issuer.services.handed_out.shelves import INSTALLATION
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import ProgressLinkRecord, Unit

USUAL_LIFE: Final = timedelta(days=180)


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


def make(toolkit: Toolkit, principal: Principal, command: MakeLink) -> Made[KeptLink]:
    """Make a link, or return the one that was made under this external id, without its address.

    Raises:
        NotAuthorizedError: the principal may not act for the profile, or for the whole installation where no
            profile or a district is named.
        NotFoundError: there is no such person or profile, or the profile never awarded the person anything.
        InputError: the end or the external id has the wrong form.
        ConflictError: the external id was used for another link.
    """
    shelves.require_maker(principal, None if command.district is not None else command.profile)
    shelves.require_external_id(command.external_id)
    secret = links.new_secret(toolkit)
    wanted = _record(toolkit, command, secret)
    making = Making[ProgressLinkRecord, KeptLink](
        row=wanted,
        secret=secret,
        add=lambda unit: unit.progress_links.add(wanted),
        is_same=lambda known: _meant(known.record) == _meant(wanted),
    )
    return links.make(toolkit, principal, PROGRESS_LINKS, making)


def _record(toolkit: Toolkit, command: MakeLink, secret: str) -> ProgressLinkRecord:
    """Return the row that is asked for; nothing is kept yet."""
    now = toolkit.clock()
    ends = links.end_of(now, command.expires_at, usual=USUAL_LIFE)
    link_id = toolkit.randomness.urn()
    with toolkit.database.reader() as reader:
        person = people.get_by_reference(reader, command.person)
        profile = None if command.profile is None else reader.profiles.get_by_slug(command.profile).id
        district = None if command.district is None else reader.profiles.get_by_slug(command.district).id
        if profile is not None and reader.people.find_subject(person.id, profile) is None:
            # The same words as for nobody at all, so that a profile learns nothing of other issuers' people.
            raise NotFoundError(f"Nobody is registered under {command.person[:60]!r}.")
    return ProgressLinkRecord(
        id=link_id,
        owner=profile or INSTALLATION,
        external_id=command.external_id or link_id,
        person_id=person.id,
        profile_id=profile,
        district_id=district,
        token_hash=links.hash_of(secret),
        created_at=now,
        expires_at=ends,
    )


def _meant(link: ProgressLinkRecord) -> tuple[str, str | None, str | None]:
    return link.person_id, link.profile_id, link.district_id


def _kept(unit: Unit, link: ProgressLinkRecord) -> KeptLink:
    return KeptLink(
        record=link,
        person=unit.people.get(link.person_id).reference,
        profile=None if link.profile_id is None else unit.profiles.get(link.profile_id).slug,
        district=None if link.district_id is None else unit.profiles.get(link.district_id).slug,
    )


PROGRESS_LINKS: Final = LinkShelf[ProgressLinkRecord, KeptLink](
    noun="link", event="progress_link", path="/progress/", rows=lambda unit: unit.progress_links, kept=_kept
)
