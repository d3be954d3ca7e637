"""The page of an issuer: who it is, what it issued, its keys with their history, how to know that it is really them."""

from dataclasses import dataclass
from typing import Final

from flask import render_template

from issuer.badges.model import Profile
from issuer.errors import NotFoundError
from issuer.services import catalog, profiles, trust
from issuer.services.endorsements import reading
from issuer.services.figures import members
from issuer.services.figures.members import RollUp
from issuer.services.keys import did_documents
from issuer.services.toolkit import Toolkit
from issuer.store import CredentialRecord, KeyRecord, KeyState
from issuer.web.pages import endorsements
from issuer.web.pages.cards import Card, card
from issuer.web.pages.endorsements import Line
from issuer.web.site import month, short_date

PUBLIC_AWARDS: Final = 12
STATES: Final = {
    KeyState.ACTIVE: ("yes", "Active"),
    KeyState.RETIRED: ("none", "Retired"),
    KeyState.REVOKED: ("no", "Withdrawn"),
}


@dataclass(frozen=True)
class KeyLine:
    """One key in the table of keys.

    Attributes:
        method: its whole address.
        short: the beginning and end of its fragment, for reading.
        kind: what it is and signs.
        used: from when to when.
        mark: mark of its state.
        state: its state in a word.
    """

    method: str
    short: str
    kind: str
    used: str
    mark: str
    state: str


@dataclass(frozen=True)
class PublicAward:
    """An award whose holder made it public."""

    name: str
    href: str
    awarded: str


@dataclass(frozen=True)
class IssuerView:
    """Everything that the page shows.

    Attributes:
        figures: number and what it counts.
        members: what the organizations under it issued, None where none did.
        stacks: micro-endorsements that it awarded or wrote.
        singles: micro-credentials that it awarded or wrote, by topic.
        lists: paths of its status lists.
        endorsed: what others say about it.
        looks_like: a sentence where its name or domain is like that of a known issuer and it is another one.
    """

    profile: Profile
    figures: tuple[tuple[str, str], ...]
    members: RollUp | None
    stacks: tuple[Card, ...]
    singles: tuple[tuple[str, tuple[Card, ...]], ...]
    keys: tuple[KeyLine, ...]
    awards: tuple[PublicAward, ...]
    lists: tuple[str, ...]
    endorsed: tuple[Line, ...]
    looks_like: str | None


def page(toolkit: Toolkit, slug: str) -> str:
    """Return the page of a profile.

    Raises:
        NotFoundError: there is no such profile.
    """
    return render_template("issuer.html", view=view(toolkit, slug))


def view(toolkit: Toolkit, slug: str) -> IssuerView:
    """Read what the page shows, in one moment of the record.

    Raises:
        NotFoundError: there is no such profile.
    """
    listed = catalog.all_achievements(toolkit)
    found = profiles.get(toolkit, slug)
    near = trust.alike(toolkit, issuer=found.did, name=found.name)
    by_row = {row.id: item.newest for item in listed for row in item.versions}
    rolled_up = _members(toolkit, slug)
    with toolkit.database.reader() as reader:
        record = reader.profiles.get_by_slug(slug)
        profile = profiles.value(reader, record)
        totals = reader.shares.totals(record.id)
        awarded = [(total, by_row[total.achievement_version_id]) for total in totals]
        offers = {version.code: version for _, version in awarded}
        offers |= {item.newest.code: item.newest for item in listed if item.achievement.owner_id == record.id}
        in_order = sorted(offers.values(), key=lambda version: version.code)
        public = reader.shares.public_awards(profile_id=record.id, limit=PUBLIC_AWARDS)
        stacks = sum(total.awarded for total, version in awarded if version.components is not None)
        singles = sum(total.awarded for total in totals) - stacks
        first = min((total.first for total in totals), default=None)
        figures = [
            (str(singles), "micro-credentials"),
            (str(stacks), "micro-endorsements"),
            (str(sum(total.ended for total in totals)), "withdrawn or on hold"),
            *([(month(first, profile.timezone), "first award")] if first else []),
        ]
        return IssuerView(
            profile=profile,
            figures=tuple(figures) if totals else (),
            members=rolled_up,
            stacks=tuple(card(item, slug if totals else None) for item in in_order if item.components),
            singles=_by_topic(tuple(card(item, slug) for item in in_order if not item.components)),
            keys=tuple(_key_line(key, profile) for key in reader.keys.of_profile(record.id)),
            awards=tuple(_award(item, by_row[item.achievement_version_id].name, profile) for item in public),
            lists=tuple(f"/s/{item.slug}" for item in reader.status_lists.of_profile(record.id)),
            endorsed=endorsements.lines(
                reading.read(reader, [record.did]), zone=profile.timezone, now=toolkit.clock()
            ),
            looks_like=None if near is None else near.sentence,
        )


def _members(toolkit: Toolkit, slug: str) -> RollUp | None:
    """Return what the members of a parent body issued, None for a body without members or without awards."""
    try:
        found = members.of_members(toolkit, slug)
    except NotFoundError:
        return None
    return found if found.total.micro_credentials or found.total.micro_endorsements else None


def _by_topic(found: tuple[Card, ...]) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    topics = sorted({item.topic for item in found})
    return tuple((topic, tuple(item for item in found if item.topic == topic)) for topic in topics)


def _award(credential: CredentialRecord, name: str, profile: Profile) -> PublicAward:
    return PublicAward(
        name=name,
        href="/c/" + credential.id.removeprefix("urn:uuid:"),
        awarded=short_date(credential.awarded_at, profile.timezone),
    )


def _key_line(key: KeyRecord, profile: Profile) -> KeyLine:
    fragment = key.verification_method.partition("#")[2]
    mark, state = STATES[key.state]
    begun = short_date(key.created_at, profile.timezone)
    ended = key.revoked_at or key.retired_at
    signs = "tokens" if key.purpose in did_documents.JWT_PURPOSES else "credentials and status lists"
    return KeyLine(
        method=key.verification_method,
        short=f"{fragment[:8]}…{fragment[-5:]}",
        kind=f"{key.key_type}, signs {signs}",
        used=f"since {begun}" if ended is None else f"{begun} to {short_date(ended, profile.timezone)}",
        mark=mark,
        state=state,
    )
