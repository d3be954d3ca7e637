"""What can be endorsed here, and whose it is: an achievement, a profile, a credential of this installation."""

from dataclasses import dataclass

from issuer.errors import InputError
from issuer.services import catalog
from issuer.services.endorsements.commands import Subject
from issuer.services.toolkit import Toolkit
from issuer.store import SubjectType, Unit


@dataclass(frozen=True)
class Carrier:
    """Something of ours that can carry an endorsement.

    Attributes:
        subject: it.
        name: what people call it.
        owner: slug of whose it is: who invites, and who takes an endorsement in.
    """

    subject: Subject
    name: str
    owner: str


def find(toolkit: Toolkit, name: str, version: str | None = None) -> Carrier:
    """Return what somebody means: an id, the code of an achievement, or `profile:` and a slug.

    Raises:
        NotFoundError: there is no such achievement, version or profile.
        InputError: nothing of this installation has this id.
    """
    with toolkit.database.reader() as reader:
        return _find(reader, toolkit, name, version)


def _find(reader: Unit, toolkit: Toolkit, name: str, version: str | None) -> Carrier:
    if name.startswith("profile:"):
        profile = reader.profiles.get_by_slug(name.removeprefix("profile:"))
        return Carrier(Subject(profile.did, SubjectType.PROFILE), profile.name, profile.slug)
    if name.startswith("did:"):
        known = reader.profiles.find_by_did(name)
        if known is not None:
            return Carrier(Subject(known.did, SubjectType.PROFILE), known.name, known.slug)
    elif name.startswith("urn:"):
        credential = reader.credentials.get(name)
        owner = reader.profiles.get(credential.profile_id)
        return Carrier(Subject(name, SubjectType.CREDENTIAL), credential.certificate_number, owner.slug)
    else:
        code = name.removeprefix(toolkit.url("/a/"))
        if "/" not in code and ":" not in code:
            row = catalog.find_version(reader, code, version)
            owner = reader.profiles.get(reader.achievements.get(row.achievement_id).owner_id)
            found = catalog.value(reader, row)
            return Carrier(Subject(found.id, SubjectType.ACHIEVEMENT, version), found.name, owner.slug)
    raise InputError(
        f"Nothing of this installation has the id {name[:120]!r}.",
        hint="Name an achievement by its code or address, a profile by its identifier, a badge by its id.",
        pointer="/subject",
    )
