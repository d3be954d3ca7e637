"""One credential as its page shows it: the exact bytes, and what our record says beside them.

The signed document holds no name: the holder's name comes from the erasable details, and only for an
address that may show it. Who may see what is decided by `sharing.find`.
"""

from dataclasses import dataclass, field
from typing import Final

from issuer.badges.model import AchievementVersion, Profile
from issuer.errors import NotFoundError
from issuer.services import attestations, catalog, profiles
from issuer.services.showing import sharing
from issuer.services.showing.sharing import Found
from issuer.services.toolkit import Toolkit
from issuer.store import CredentialRecord, ShareRecord, Unit, VersionRecord

NAME: Final = "name"
"""The detail of a person that a page shows."""
MOST_COUNTED: Final = 4_000
_COUNTED: Final[dict[str, int]] = {}
"""How many people judged a record, by its digest: records never change, and reading one costs as much as a tenth of a page."""


@dataclass(frozen=True)
class Exhibit:
    """A credential at an address.

    Attributes:
        found: the credential, how it is shared, and whether this address may show everything.
        version: its newest issued version.
        body: the exact signed bytes.
        profile: its issuer.
        achievement: what was awarded.
        holder: the holder's name; None where this address may not show it, or none is kept.
        readers: how many people judged the work.
    """

    found: Found
    version: VersionRecord
    body: bytes = field(repr=False)
    profile: Profile
    achievement: AchievementVersion
    holder: str | None = field(repr=False)
    readers: int

    @property
    def credential(self) -> CredentialRecord:
        """The award."""
        return self.found.credential

    @property
    def share(self) -> ShareRecord | None:
        """How it is shared."""
        return self.found.share

    @property
    def is_open(self) -> bool:
        """Whether this address may show everything."""
        return self.found.is_open


def at(toolkit: Toolkit, address: str) -> Exhibit:
    """Return the credential at `/c/<address>`.

    Raises:
        NotFoundError: there is no page at this address, or nothing of the credential was issued yet.
    """
    with toolkit.database.reader() as reader:
        return _of(reader, sharing.look(reader, address))


def by_number(toolkit: Toolkit, number: str) -> Exhibit:
    """Return the credential of a certificate number; open only when its holder made the page public.

    Raises:
        NotFoundError: there is no credential of this number.
    """
    with toolkit.database.reader() as reader:
        credential = reader.credentials.find_by_certificate_number(number)
    if credential is None:
        raise NotFoundError("There is no credential of this number.")
    return at(toolkit, credential.id.removeprefix("urn:uuid:"))


def _of(reader: Unit, found: Found) -> Exhibit:
    credential = found.credential
    version = reader.credentials.find_newest(credential.id)
    if version is None or version.body is None:
        raise NotFoundError("There is no page at this address.")
    details = reader.people.find_details(credential.person_id) if found.is_open else None
    name = (details or {}).get(NAME)
    return Exhibit(
        found=found,
        version=version,
        body=version.body,
        profile=profiles.value(reader, reader.profiles.get(credential.profile_id)),
        achievement=catalog.value(reader, reader.achievements.get_version(credential.achievement_version_id)),
        holder=name if isinstance(name, str) and name.strip() else None,
        readers=_readers(reader, credential),
    )


def _readers(reader: Unit, credential: CredentialRecord) -> int:
    known = _COUNTED.get(credential.attestation_digest)
    if known is None:
        judged = attestations.read(reader.attestations.get(credential.attestation_id))
        known = len({assessor.id for assessor in judged.assessors})
        if len(_COUNTED) >= MOST_COUNTED:
            _COUNTED.clear()
        _COUNTED[credential.attestation_digest] = known
    return known
