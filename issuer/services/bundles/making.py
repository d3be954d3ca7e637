"""Making a transfer bundle, closing it, and telling its owner how often it was opened.

All credentials of a bundle are one person's. The link is told once, when it is made: asking again for the same
external id returns the bundle without it. Making and closing are events; opening is counted, and no event.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services import credentials
from issuer.services.credentials import Held
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.showing.bundle_links import TOKEN_BYTES, hash_of
from issuer.services.toolkit import Toolkit
from issuer.signing import base64url
from issuer.store import BundleRecord, CredentialRecord, OpeningRecord, Unit

MOST_CREDENTIALS: Final = 60
USUAL_LIFE: Final = timedelta(days=90)
LONGEST_LIFE: Final = timedelta(days=366)
LONGEST_RECIPIENT: Final = 120
INSTALLATION: Final = "installation"
LARGEST_PAGE: Final = 1_000
_RECIPIENT: Final = re.compile(rf"[^\x00-\x1f\x7f@]{{1,{LONGEST_RECIPIENT}}}")
_EXTERNAL_ID: Final = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, kw_only=True)
class MakeBundle:
    """What a teacher wants to hand over.

    Attributes:
        credentials: ids or certificate numbers, in the order in which a clerk shall see them.
        recipient: for whom: the name of a district, or its slug here.
        expires_at: from when on the link shows nothing; None for 90 days.
        external_id: the maker's own id, so that asking again makes no second bundle; None makes always one.
        profile: slug of the profile that makes it; None for whoever runs the installation.
    """

    credentials: Sequence[str]
    recipient: str
    expires_at: datetime | None = None
    external_id: str | None = None
    profile: str | None = None


@dataclass(frozen=True)
class KeptBundle:
    """A bundle as its owner sees it.

    Attributes:
        record: for whom and until when.
        credentials: what is in it.
        person: pseudonymous reference of whose they are.
    """

    record: BundleRecord
    credentials: tuple[CredentialRecord, ...]
    person: str


@dataclass(frozen=True)
class MadeBundle:
    """A bundle that was asked for; `url` is its link, told only in the moment in which it is made."""

    kept: KeptBundle
    url: str | None = field(repr=False)

    @property
    def is_new(self) -> bool:
        """Whether it was made just now."""
        return self.url is not None


@dataclass(frozen=True)
class BundlePage:
    """One page of a list; `after` is the id to read on from, None at the end."""

    items: tuple[KeptBundle, ...]
    after: str | None


def make(toolkit: Toolkit, principal: Principal, command: MakeBundle) -> MadeBundle:
    """Make a bundle, or return the one that was made under this external id, without its link.

    Raises:
        NotAuthorizedError: the principal may not act for the profile, or for the whole installation.
        NotFoundError: a credential is not here, or not the principal's to see.
        InputError: nothing or too much was chosen, one twice, or a text or the end has the wrong form.
        ConflictError: the external id was used for another choice.
    """
    owner = _owner(toolkit, principal, command.profile)
    _require_words(command)
    now = toolkit.clock()
    ends = command.expires_at or now + USUAL_LIFE
    if not now < ends <= now + LONGEST_LIFE:
        raise InputError(
            f"A link ends in the future, and within {LONGEST_LIFE.days} days.", pointer="/expiresAt"
        )
    chosen = _chosen(toolkit, principal, command)
    bundle_id = toolkit.randomness.urn()
    token = base64url.encode(toolkit.randomness.token(TOKEN_BYTES))
    made = BundleRecord(
        id=bundle_id,
        owner=owner,
        external_id=command.external_id or bundle_id,
        person_id=chosen[0].credential.person_id,
        recipient=" ".join(command.recipient.split()),
        token_hash=hash_of(token),
        created_at=now,
        expires_at=ends,
    )
    ids = [held.credential.id for held in chosen]
    known = _find_made(toolkit, owner, made.external_id)
    if known is None:
        try:
            with toolkit.database.unit("bundles.make") as unit:
                unit.bundles.add(made, ids)
                record(unit, toolkit, principal, Act(action="bundle.created", object=made.id))
                return MadeBundle(_kept(unit, made), toolkit.url(f"/b/{token}"))
        except ConflictError:
            # Another request made it meanwhile, or this is a conflict of another kind.
            known = _find_made(toolkit, owner, made.external_id)
            if known is None:
                raise
    if [item.id for item in known.credentials] != ids or known.record.recipient != made.recipient:
        raise ConflictError("This external id was used for another bundle.", pointer="/externalId")
    return MadeBundle(known, None)


def get(toolkit: Toolkit, principal: Principal, bundle_id: str) -> KeptBundle:
    """Return a bundle without its link.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.reader() as reader:
        return _kept(reader, _find(reader, principal, bundle_id))


def page(
    toolkit: Toolkit,
    principal: Principal,
    *,
    profile: str | None = None,
    person: str | None = None,
    after: str = "",
    limit: int = 50,
) -> BundlePage:
    """Return one page of bundles, newest first.

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
    owner = _owner(toolkit, principal, profile)
    with toolkit.database.reader() as reader:
        last = reader.bundles.find(after) if after else None
        # A bundle of somebody else is no place in this list, and says by no answer that it exists.
        if after and (last is None or (profile is not None and last.owner != owner)):
            raise InputError("A list does not go on from there; ask for its beginning.")
        somebody = None if person is None else reader.people.find_by_reference(person)
        found = reader.bundles.page(
            owner=None if profile is None else owner,
            person_id=None if person is None else (somebody.id if somebody else ""),
            after=last,
            limit=limit + 1,
        )
        items = tuple(_kept(reader, bundle) for bundle in found[:limit])
    return BundlePage(items, items[-1].record.id if len(found) > limit else None)


def revoke(toolkit: Toolkit, principal: Principal, bundle_id: str) -> KeptBundle:
    """Close a link at once and for good; asking again changes nothing.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.unit("bundles.revoke") as unit:
        bundle = _find(unit, principal, bundle_id)
        if bundle.revoked_at is None:
            unit.bundles.revoke(bundle.id, at=toolkit.clock())
            record(unit, toolkit, principal, Act(action="bundle.revoked", object=bundle.id))
        return _kept(unit, _find(unit, principal, bundle_id))


def openings(toolkit: Toolkit, principal: Principal, bundle_id: str) -> tuple[OpeningRecord, ...]:
    """Return how often a link was used, hour by hour, oldest first; never by whom.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.reader() as reader:
        return reader.bundles.openings(_find(reader, principal, bundle_id).id)


def _owner(toolkit: Toolkit, principal: Principal, profile: str | None) -> str:
    if profile is None:
        principal.require_all()
        return INSTALLATION
    principal.require(profile)
    with toolkit.database.reader() as reader:
        return reader.profiles.get_by_slug(profile).id


def _require_words(command: MakeBundle) -> None:
    if not _RECIPIENT.fullmatch(command.recipient) or not command.recipient.strip():
        raise InputError(
            f"A recipient has 1 to {LONGEST_RECIPIENT} printable characters and no mail address.",
            pointer="/recipient",
            hint="Name the district, not a person.",
        )
    if command.external_id is not None and not _EXTERNAL_ID.fullmatch(command.external_id):
        raise InputError("An external id has 1 to 200 visible ASCII characters.", pointer="/externalId")


def _chosen(toolkit: Toolkit, principal: Principal, command: MakeBundle) -> list[Held]:
    """Return what was chosen: known, issued, once each, of one person."""
    if not 1 <= len(command.credentials) <= MOST_CREDENTIALS:
        raise InputError(f"A bundle has 1 to {MOST_CREDENTIALS} credentials.", pointer="/credentials")
    chosen = [credentials.get(toolkit, principal, name) for name in command.credentials]
    for place, held in enumerate(chosen):
        pointer = f"/credentials/{place}"
        if held.newest is None:
            raise InputError("This credential was not issued yet.", pointer=pointer)
        if held.credential.id in {other.credential.id for other in chosen[:place]}:
            raise InputError("This credential is named twice.", pointer=pointer)
        if held.credential.person_id != chosen[0].credential.person_id:
            raise InputError("All credentials of a bundle are one person's.", pointer=pointer)
    return chosen


def _find_made(toolkit: Toolkit, owner: str, external_id: str) -> KeptBundle | None:
    with toolkit.database.reader() as reader:
        known = reader.bundles.find_by_external_id(owner, external_id)
        return None if known is None else _kept(reader, known)


def _find(unit: Unit, principal: Principal, bundle_id: str) -> BundleRecord:
    found = unit.bundles.find(bundle_id)
    if found is None or not _may_see(unit, principal, found):
        raise NotFoundError("There is no such bundle.")
    return found


def _may_see(unit: Unit, principal: Principal, bundle: BundleRecord) -> bool:
    if principal.profiles is None:
        return True
    return bundle.owner in {unit.profiles.get_by_slug(slug).id for slug in principal.profiles}


def _kept(unit: Unit, bundle: BundleRecord) -> KeptBundle:
    return KeptBundle(
        bundle, unit.bundles.credentials(bundle.id), unit.people.get(bundle.person_id).reference
    )
