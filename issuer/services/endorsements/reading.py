"""Reading what was endorsed, by whom, and whether it was in force at a moment.

An endorsement of ours tells its whole history: since when, until when, withdrawn when. One from elsewhere
tells its period and what its newest check said; when it was withdrawn cannot be told from outside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.services import profiles
from issuer.services.toolkit import Toolkit
from issuer.store import Audience, EndorsementRecord, SubjectType, Unit, UploadRecord
from issuer.terms import vc

CARRIED = "carried"
MOST_EMBEDDED = 20
"""A verifier judges no more of them."""


@dataclass(frozen=True)
class Said:
    """One endorsement, as a page or a program shows it.

    Attributes:
        id: its address here is `/e/<uuid of this>`.
        endorser: public name of who says it.
        endorser_id: identifier of who says it.
        endorser_slug: the endorser's short name here, None for one from elsewhere.
        ended_at: when it was withdrawn, None where it was not, or that cannot be told.
        category: why, in public.
        checked_at: when an endorsement from elsewhere was verified last; None for ours.
        body: the exact signed bytes.
    """

    id: str
    endorser: str
    endorser_id: str
    endorser_slug: str | None
    subject_id: str
    subject_type: SubjectType
    subject_version: str | None
    name: str
    comment: str
    valid_from: datetime
    valid_until: datetime | None
    ended_at: datetime | None
    category: str | None
    verdict: str | None
    checked_at: datetime | None
    is_carried: bool
    media_type: str
    body: bytes = field(repr=False)

    @property
    def path(self) -> str:
        """Where it lies."""
        return f"/e/{self.id.removeprefix('urn:uuid:')}"

    def in_force(self, moment: datetime, *, now: datetime) -> bool | None:
        """Say whether it stood at a moment; None where that cannot be told.

        Args:
            moment: when.
            now: the present, for which the newest check of one from elsewhere speaks.
        """
        if moment < self.valid_from or (self.valid_until is not None and moment >= self.valid_until):
            return False
        if self.ended_at is not None:
            return moment < self.ended_at
        if self.verdict in {None, "valid", "untrusted", "not_yet_valid", "expired"}:
            return True
        return False if moment >= now else None


def about(
    toolkit: Toolkit, subject_ids: Sequence[str], *, version: str | None = None, everything: bool = False
) -> tuple[Said, ...]:
    """Return what is said about some things in public, oldest first.

    Args:
        toolkit: what to work with.
        subject_ids: ids of achievements, profiles or credentials.
        version: leave out what is about another version of an achievement.
        everything: with what is for the holder alone.
    """
    with toolkit.database.reader() as reader:
        return read(reader, subject_ids, version=version, everything=everything)


def read(
    unit: Unit, subject_ids: Sequence[str], *, version: str | None = None, everything: bool = False
) -> tuple[Said, ...]:
    """Return the same, in a reader or unit."""
    own = [
        row for row in unit.endorsements.about(subject_ids) if everything or row.audience is Audience.PUBLIC
    ]
    return _ordered(unit, own, unit.endorsement_uploads.about(subject_ids), version)


def of_award(unit: Unit, achievement: str, others: Sequence[str]) -> tuple[Said, ...]:
    """Return what is said in public about the achievement with an address, and about `others`, oldest first.

    What is said about achievements seldom changes, so that a reader finds it in memory (`store.memory`).

    Args:
        unit: a reader or unit.
        achievement: the achievement that was awarded.
        others: ids of its issuer and of the award itself.
    """
    own = (*unit.endorsements.of_achievement(achievement), *unit.endorsements.about(others))
    uploads = (*unit.endorsement_uploads.of_achievement(achievement), *unit.endorsement_uploads.about(others))
    return _ordered(unit, filter(_is_public, own), uploads, None)


def of_achievement(unit: Unit, achievement: str, *, version: str | None = None) -> tuple[Said, ...]:
    """Return what is said in public about the achievement with an address, oldest first; memory as above.

    Args:
        unit: a reader or unit.
        achievement: the achievement.
        version: leave out what is about another version of it.
    """
    own = filter(_is_public, unit.endorsements.of_achievement(achievement))
    return _ordered(unit, own, unit.endorsement_uploads.of_achievement(achievement), version)


def _is_public(row: EndorsementRecord) -> bool:
    return row.audience is Audience.PUBLIC


def _ordered(
    unit: Unit, own: Iterable[EndorsementRecord], others: Iterable[UploadRecord], version: str | None
) -> tuple[Said, ...]:
    found = [*(_own(unit, row) for row in own), *map(of_upload, others)]
    wanted = (said for said in found if version is None or said.subject_version in {None, version})
    return tuple(sorted(wanted, key=lambda said: (said.valid_from, said.id)))


def given(toolkit: Toolkit, slug: str) -> tuple[Said, ...]:
    """Return what a profile of ours says of others in public, oldest first.

    Raises:
        NotFoundError: there is no such profile.
    """
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(slug)
        found = [_own(reader, row) for row in _public(reader, profile.id)]
    return tuple(sorted(found, key=lambda said: (said.valid_from, said.id)))


def all_of(toolkit: Toolkit, slug: str | None = None) -> tuple[Said, ...]:
    """Return every endorsement of one endorser or of all, those for a holder too, and those from elsewhere.

    Raises:
        NotFoundError: there is no such profile.
    """
    with toolkit.database.reader() as reader:
        profile_id = None if slug is None else reader.profiles.get_by_slug(slug).id
        found, after = list[Said](), ""
        while page := reader.endorsements.of_profile(profile_id, after=after):
            found += [_own(reader, row) for row in page]
            after = page[-1].id
        if slug is None:
            found += map(of_upload, reader.endorsement_uploads.all())
    return tuple(sorted(found, key=lambda said: (said.valid_from, said.id)))


def get(toolkit: Toolkit, endorsement_id: str) -> Said:
    """Return one endorsement of ours, whoever may read it.

    Raises:
        NotFoundError: there is none, or it was not issued.
    """
    with toolkit.database.reader() as reader:
        return _own(reader, reader.endorsements.get(endorsement_id))


def find_public(toolkit: Toolkit, endorsement_id: str) -> Said | None:
    """Return what lies at an address for everybody: one of ours, or one from elsewhere that is shown."""
    with toolkit.database.reader() as reader:
        own = reader.endorsements.find(endorsement_id)
        if own is not None:
            is_shown = own.audience is Audience.PUBLIC and own.body is not None
            return _own(reader, own) if is_shown else None
        other = reader.endorsement_uploads.find(endorsement_id)
        return None if other is None or other.removed_at is not None else of_upload(other)


def carried(unit: Unit, achievement_id: str, version: str, *, now: datetime) -> tuple[JsonObject, ...]:
    """Return the signed documents that a credential of an achievement version carries when it is issued now."""
    found = of_achievement(unit, achievement_id, version=version)
    return tuple(_document(unit, said) for said in found if said.is_carried and said.in_force(now, now=now))[
        -MOST_EMBEDDED:
    ]


def _document(unit: Unit, said: Said) -> JsonObject:
    """Return the document of what is said about an achievement; read once under a mark, and changed by nobody."""
    return unit.known(("carried", said.id), lambda: strict_json.parse_object(said.body))


def standing(unit: Unit, subject_id: str, *, now: datetime) -> tuple[JsonObject, ...]:
    """Return the signed documents about a thing that stand now and can be embedded, twenty at most."""
    found = [said for said in read(unit, [subject_id]) if said.in_force(now, now=now)]
    embedded = [said for said in found if said.media_type != vc.MEDIA_VC_JWT]
    return tuple(strict_json.parse_object(said.body) for said in embedded[-MOST_EMBEDDED:])


def _public(unit: Unit, profile_id: str) -> list[EndorsementRecord]:
    found, after = list[EndorsementRecord](), ""
    while page := unit.endorsements.of_profile(profile_id, after=after):
        found += [row for row in page if row.audience is Audience.PUBLIC]
        after = page[-1].id
    return found


def _own(unit: Unit, row: EndorsementRecord) -> Said:
    profile = unit.profiles.get(row.profile_id)
    document = row.intent.get("document")
    subject = document.get("credentialSubject") if isinstance(document, dict) else None
    comment = subject.get("endorsementComment") if isinstance(subject, dict) else None
    return Said(
        id=row.id,
        endorser=profiles.value(unit, profile).name,
        endorser_id=profile.did,
        endorser_slug=profile.slug,
        subject_id=row.subject_id,
        subject_type=row.subject_type,
        subject_version=row.subject_version,
        name=row.name,
        comment=str(comment or ""),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended_at=row.ended_at,
        category=row.ended_category.value if row.ended_category else None,
        verdict=None,
        checked_at=None,
        is_carried=row.intent.get(CARRIED) is True,
        media_type=vc.MEDIA_VC,
        body=row.body or b"",
    )


def of_upload(row: UploadRecord) -> Said:
    """Return an endorsement from elsewhere as it is shown."""
    return Said(
        id=row.id,
        endorser=row.issuer_name,
        endorser_id=row.issuer,
        endorser_slug=None,
        subject_id=row.subject_id,
        subject_type=row.subject_type,
        subject_version=row.subject_version,
        name=row.name,
        comment=row.comment,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended_at=None,
        category=None,
        verdict=row.verdict,
        checked_at=row.checked_at,
        is_carried=row.carried == "yes",
        media_type=row.media_type,
        body=row.body,
    )
