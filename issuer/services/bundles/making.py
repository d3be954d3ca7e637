"""Making a transfer bundle, and telling its maker how often it was opened.

All credentials of a bundle are one person's. What is the same for every link, such as listing and closing, is in
`handed_out`; BUNDLES tells it how bundles are kept. Opening is counted, and no event.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from issuer.errors import InputError
from issuer.services import credentials
from issuer.services.credentials import Held
from issuer.services.handed_out import links, shelves
from issuer.services.handed_out.links import LinkShelf, Made, Making
from issuer.services.handed_out.shelves import INSTALLATION
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import BundleRecord, CredentialRecord, OpeningRecord, Unit

MOST_CREDENTIALS: Final = 60
USUAL_LIFE: Final = timedelta(days=90)
LONGEST_RECIPIENT: Final = 120
_RECIPIENT: Final = re.compile(rf"[^\x00-\x1f\x7f@]{{1,{LONGEST_RECIPIENT}}}")


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


def make(toolkit: Toolkit, principal: Principal, command: MakeBundle) -> Made[KeptBundle]:
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
    ends = links.end_of(now, command.expires_at, usual=USUAL_LIFE)
    chosen = _chosen(toolkit, principal, command)
    bundle_id, secret = toolkit.randomness.urn(), links.new_secret(toolkit)
    made = BundleRecord(
        id=bundle_id,
        owner=owner,
        external_id=command.external_id or bundle_id,
        person_id=chosen[0].credential.person_id,
        recipient=" ".join(command.recipient.split()),
        token_hash=links.hash_of(secret),
        created_at=now,
        expires_at=ends,
    )
    ids = [held.credential.id for held in chosen]

    def is_same(known: KeptBundle) -> bool:
        return [item.id for item in known.credentials] == ids and known.record.recipient == made.recipient

    making = Making(row=made, secret=secret, add=lambda unit: unit.bundles.add(made, ids), is_same=is_same)
    return links.make(toolkit, principal, BUNDLES, making)


def openings(toolkit: Toolkit, principal: Principal, bundle_id: str) -> tuple[OpeningRecord, ...]:
    """Return how often a link was used, hour by hour, oldest first; never by whom.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.reader() as reader:
        return reader.bundles.openings(shelves.find(reader, principal, BUNDLES, bundle_id).id)


def _owner(toolkit: Toolkit, principal: Principal, profile: str | None) -> str:
    shelves.require_maker(principal, profile)
    if profile is None:
        return INSTALLATION
    with toolkit.database.reader() as reader:
        return reader.profiles.get_by_slug(profile).id


def _require_words(command: MakeBundle) -> None:
    if not _RECIPIENT.fullmatch(command.recipient) or not command.recipient.strip():
        raise InputError(
            f"A recipient has 1 to {LONGEST_RECIPIENT} printable characters and no mail address.",
            pointer="/recipient",
            hint="Name the district, not a person.",
        )
    shelves.require_external_id(command.external_id)


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


def _kept(unit: Unit, bundle: BundleRecord) -> KeptBundle:
    return KeptBundle(
        bundle, unit.bundles.credentials(bundle.id), unit.people.get(bundle.person_id).reference
    )


BUNDLES: Final = LinkShelf[BundleRecord, KeptBundle](
    noun="bundle", event="bundle", path="/b/", rows=lambda unit: unit.bundles, kept=_kept
)
