"""The audit and HR export: one row per credential, exactly the columns of domain.md section 6.6.

For auditors of the issuer: pseudonyms, digests and categories, no names. Columns about which this
installation keeps nothing (employer and school at the award) are there and empty, so that a file means
the same wherever it comes from. Every other kind of row, and walking through all of them: `auditing`.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from issuer.badges.achievement_document import plain_number
from issuer.badges.digests import multibase_digest
from issuer.badges.model import AchievementVersion, Attestation, Profile
from issuer.documents import strict_json
from issuer.documents.times import format_time
from issuer.services import attestations, catalog
from issuer.services.credentials import Shared
from issuer.services.spreadsheet import Cell
from issuer.services.toolkit import Toolkit
from issuer.signing.proofs import proofs_of, read_options
from issuer.store import CredentialRecord, Status, Unit, VersionRecord, status_of

Row = dict[str, Cell]

PER_READ: Final = 500
LEA_IDENTIFIER: Final = "ext:ncesLeaId"
JOIN: Final = "; "

COLUMNS: Final = (
    "credential_id",
    "certificate_no",
    "issuer_did",
    "issuer_leaid_or_code",
    "issuer_name",
    "parent_org",
    "achievement_id",
    "achievement_version",
    "achievement_type",
    "title",
    "topic",
    "component_of",
    "components",
    "subject_pseudonym",
    "awarded_date",
    "valid_from",
    "valid_until",
    "status",
    "status_changed_at",
    "status_reason_category",
    "credits_suggested",
    "credit_unit",
    "credit_level",
    "attestation_digest",
    "rubric_digest",
    "evidence_count",
    "evidence_types",
    "attempts",
    "assessor_pool",
    "assessor_ids",
    "agreement",
    "decided_at",
    "issued_by",
    "key_id",
    "cryptosuite",
    "log_index",
    "employing_leaid_at_award",
    "school_ncesid",
    "recognitions",
    "lane_decisions",
)


def some(toolkit: Toolkit, profile_id: str | None, *, after: str, limit: int) -> tuple[list[Row], str | None]:
    """Return rows of the credentials after an id, and the id to go on from; None at the end."""
    with toolkit.database.reader() as reader:
        reading = _Reading(reader, toolkit)
        page = reader.credentials.page(profile_id=profile_id, after=after, limit=limit)
        rows = [row for row in map(reading.row, page) if row is not None]
    return rows, page[-1].id if len(page) == limit else None


def of_credentials(toolkit: Toolkit, credential_ids: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of some credentials in the order in which they are named.

    Raises:
        NotFoundError: there is no such credential.
    """
    with toolkit.database.reader() as reader:
        reading = _Reading(reader, toolkit)
        rows = [reading.row(reader.credentials.get(name)) for name in credential_ids]
    yield from (row for row in rows if row is not None)


class _Reading:
    """Puts rows together in one reader; what many rows share is read once."""

    def __init__(self, unit: Unit, toolkit: Toolkit) -> None:
        self._unit = unit
        self._now = toolkit.clock()
        self._shared = Shared(unit)
        self._methods: dict[str, str] = {}
        self._values: dict[str, str | None] = {}
        self._stacks = _stacks(unit)

    def row(self, credential: CredentialRecord) -> Row | None:
        """Return the row of a credential, None while nothing of it is issued."""
        newest = self._unit.credentials.find_newest(credential.id)
        if newest is None or newest.key_id is None:
            return None
        profile = self._shared.profile(credential.profile_id)
        achievement = self._shared.achievement(credential.achievement_version_id)
        frozen = self._unit.attestations.get(credential.attestation_id)
        subject = self._unit.people.find_subject(credential.person_id, credential.profile_id)
        cells = {
            **_issuer_cells(profile),
            **_achievement_cells(achievement),
            **_attestation_cells(attestations.read(frozen)),
            **self._version_cells(newest),
            "credential_id": credential.id,
            "certificate_no": credential.certificate_number,
            "component_of": JOIN.join(self._stacks.get(achievement.code, ())),
            "subject_pseudonym": subject.subject_id if subject else None,
            "awarded_date": format_time(credential.awarded_at),
            "attestation_digest": multibase_digest(frozen.salted_digest),
            "recognitions": self._recognitions(credential.achievement_version_id, achievement.version),
            "lane_decisions": self._lane_decisions(credential),
        }
        return {column: cells.get(column) for column in COLUMNS}

    def _version_cells(self, version: VersionRecord) -> Row:
        status = status_of(version.ended_category, version.valid_until, now=self._now)
        changed = version.valid_until if status is Status.EXPIRED else version.ended_at
        leaves = self._unit.leaves.of_version(version.credential_id, version.number)
        return {
            "valid_from": format_time(version.valid_from),
            "valid_until": format_time(version.valid_until) if version.valid_until else None,
            "status": status.value,
            "status_changed_at": format_time(changed) if changed else None,
            "status_reason_category": version.ended_category.value if version.ended_category else None,
            "issued_by": self._issued_by(version),
            "key_id": self._method(str(version.key_id)),
            "cryptosuite": _cryptosuite(version),
            "log_index": next((leaf.number for leaf in leaves if leaf.kind == "issue"), None),
        }

    def _issued_by(self, version: VersionRecord) -> str | None:
        """Return the pseudonymous id of who had this very version issued."""
        events = self._unit.events.of_object(version.credential_id)
        digest = f"sha256:{version.sha256}"
        return next((event.actor for event in events if event.after_digest == digest), None)

    def _recognitions(self, version_id: str, version: str) -> str | None:
        """Return what recognisers say that this version is worth: recogniser, value, unit and basis of each."""
        if version_id not in self._values:
            achievement_id = self._unit.achievements.get_version(version_id).achievement_id
            said = [
                (self._shared.profile(row.recogniser_id).slug, row.document)
                for row in self._unit.credits.equivalencies(achievement_id=achievement_id)
                if row.achievement_version in {"", version}
            ]
            told = [f"{slug}:{worth['value']}:{worth['unit']}:{worth['basis']}" for slug, worth in said]
            self._values[version_id] = JOIN.join(sorted(told)) or None
        return self._values[version_id]

    def _lane_decisions(self, credential: CredentialRecord) -> str | None:
        """Return which decisions used it up: district, day and id of each."""
        used = [
            use
            for use in self._unit.credits.uses_of(credential.person_id)
            if use.credential_id == credential.id
        ]
        told = [
            f"{self._shared.profile(use.district_id).slug}:{use.used_on}:{use.decision_id}" for use in used
        ]
        return JOIN.join(told) or None

    def _method(self, key_id: str) -> str:
        if key_id not in self._methods:
            self._methods[key_id] = self._unit.keys.get(key_id).verification_method
        return self._methods[key_id]


def _stacks(unit: Unit) -> dict[str, tuple[str, ...]]:
    """Return, for each component, the micro-endorsements whose newest version names it."""
    found: dict[str, tuple[str, ...]] = {}
    for achievement in unit.achievements.all():
        newest = catalog.value(unit, unit.achievements.versions(achievement.id)[-1])
        for code in newest.components.codes if newest.components else ():
            found[code] = (*found.get(code, ()), newest.code)
    return found


def _issuer_cells(profile: Profile) -> Row:
    identifiers = dict(profile.identifiers)
    first = next(iter(identifiers.values()), None)
    return {
        "issuer_did": profile.did,
        "issuer_leaid_or_code": identifiers.get(LEA_IDENTIFIER, first) or profile.slug,
        "issuer_name": profile.name,
        "parent_org": profile.parent.name if profile.parent else None,
    }


def _achievement_cells(achievement: AchievementVersion) -> Row:
    hours = achievement.hours
    return {
        "achievement_id": achievement.id,
        "achievement_version": achievement.version,
        "achievement_type": achievement.achievement_type,
        "title": achievement.name,
        "topic": achievement.field_of_study,
        "components": JOIN.join(achievement.components.codes) if achievement.components else None,
        "credits_suggested": None if hours is None else plain_number(hours),
        "credit_unit": None if hours is None else achievement.unit,
        "credit_level": None if hours is None else achievement.level,
        "rubric_digest": achievement.rubric_digest(),
    }


def _attestation_cells(judged: Attestation) -> Row:
    return {
        "evidence_count": len(judged.artifacts),
        "evidence_types": JOIN.join(sorted({artifact.kind for artifact in judged.artifacts})),
        "attempts": judged.attempt,
        "assessor_pool": judged.pool,
        "assessor_ids": JOIN.join(f"{assessor.id} ({assessor.role})" for assessor in judged.assessors),
        "agreement": _agreement(judged),
        "decided_at": format_time(judged.decided_at),
    }


def _agreement(judged: Attestation) -> str | None:
    """Return how far the assessors agreed, in the record's own words."""
    told = judged.document.get("agreement")
    if not isinstance(told, dict):
        return None
    return JOIN.join(f"{name} {str(value).lower()}" for name, value in told.items())


def _cryptosuite(version: VersionRecord) -> str:
    document = strict_json.parse_object(version.body or b"")
    return JOIN.join(read_options(proof).suite.name for proof in proofs_of(document))
