"""What lies behind the link of a transfer bundle: found by its token, counted, never used up.

Opening only counts, by the hour and without anything about who opens: a mail program that looks at links takes
nothing away from the person it was sent to. A link that ended says so; one that never was is not there.
"""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Final

from issuer.badges.model import AchievementVersion, Profile
from issuer.errors import NotFoundError
from issuer.services import catalog, profiles
from issuer.services.handed_out import links
from issuer.services.handed_out.links import Words
from issuer.services.showing.exhibits import NAME
from issuer.services.toolkit import Toolkit
from issuer.store import BundleRecord, CredentialRecord, OpeningKind, Unit, VersionRecord

NOTHING: Final = "There is no bundle at this address."
_WORDS: Final = Words(
    never=NOTHING,
    closed="Its owner closed this link on {day}. It shows nothing any more.",
    ended="This link ended on {day}. It shows nothing any more.",
)


@dataclass(frozen=True)
class Item:
    """One credential of a bundle: its newest issued version, its issuer, what was awarded."""

    credential: CredentialRecord
    version: VersionRecord
    profile: Profile
    achievement: AchievementVersion

    @property
    def body(self) -> bytes:
        """The exact signed bytes."""
        return self.version.body or b""


@dataclass(frozen=True)
class OpenBundle:
    """A bundle whose link holds.

    Attributes:
        record: for whom and until when.
        items: its credentials in the order in which they were chosen.
        holder: the name in our record, None where none is kept; the signed files hold a number instead.
    """

    record: BundleRecord
    items: tuple[Item, ...]
    holder: str | None = field(repr=False)


def open_link(toolkit: Toolkit, token: str, *, kind: OpeningKind, counts: bool = True) -> OpenBundle:
    """Return what is behind a link, and count that it was used.

    Args:
        toolkit: what to work with.
        token: the last part of the link.
        kind: what is done with it.
        counts: False for a look that brings nothing, such as a HEAD request.

    Raises:
        NotFoundError: NOT_FOUND for a link that never was; LINK_ENDED, with the day, for one that ended.
    """
    with toolkit.database.reader() as reader:
        record = links.find_open(toolkit.clock(), reader.bundles, token, _WORDS)
        details = reader.people.find_details(record.person_id) or {}
        name = details.get(NAME)
        found = OpenBundle(
            record=record,
            items=tuple(_item(reader, credential) for credential in reader.bundles.credentials(record.id)),
            holder=name if isinstance(name, str) and name.strip() else None,
        )
    if counts:
        hour = toolkit.clock().replace(minute=0, second=0, microsecond=0)
        with toolkit.database.unit("bundles.count") as unit:
            unit.bundles.count_opening(record.id, kind, hour=hour)
    return found


def archive(bundle: OpenBundle) -> bytes:
    """Return the signed files of a bundle as a zip file, byte for byte and nothing beside them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for item in bundle.items:
            packed.writestr(zipfile.ZipInfo(file_name(item)), item.body)
    return buffer.getvalue()


def file_name(item: Item) -> str:
    """Return the name of a signed file: its certificate number."""
    return f"{item.credential.certificate_number}.json"


def _item(reader: Unit, credential: CredentialRecord) -> Item:
    version = reader.credentials.find_newest(credential.id)
    if version is None or version.body is None:
        raise NotFoundError(NOTHING)
    row = reader.achievements.get_version(credential.achievement_version_id)
    return Item(
        credential=credential,
        version=version,
        profile=profiles.value(reader, reader.profiles.get(credential.profile_id)),
        achievement=catalog.value(reader, row),
    )
