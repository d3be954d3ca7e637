"""Values of an award, before they become a document: profile, achievement version, attestation, slot.

Three roles are three fields: the creator wrote the achievement, the issuer awards it, the source judged
the work. All values are frozen; ids are absolute addresses; hours are Decimal. Nothing is checked here:
`catalog_record` and `attestation` do that where the values come in.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Final

from issuer.badges.micro_endorsement import PartCredential, PartName, hours_of
from issuer.badges.pathway_rule import ComponentRule
from issuer.documents import jcs
from issuer.documents.strict_json import Json, JsonObject

DEMONSTRATION: Final = " (demonstration)"


@dataclass(frozen=True)
class Profile:
    """An issuing organisation as it stands in a credential.

    Args:
        slug: its short name in addresses, such as "scsc".
        did: its issuer id, `did:web:<host>:p:<slug>`.
        name: its public name.
        url: its public page.
        parent: the organisation above it, if any.
        identifiers: (type, value) pairs, such as ("ext:ncesLeaId", "2741880").
        timezone: IANA zone in which its dates are told to people.
        mark: number of its mint mark, see `artwork.mintmarks`.
    """

    slug: str
    did: str
    name: str
    url: str
    parent: "Profile | None" = None
    identifiers: tuple[tuple[str, str], ...] = ()
    timezone: str = "UTC"
    description: str = ""
    mark: int = 0

    @property
    def is_demonstration(self) -> bool:
        """Say whether this is an invented issuer, whose name says so."""
        return self.name.endswith(DEMONSTRATION)


@dataclass(frozen=True)
class Level:
    """One level of a rubric criterion; levels stand from low to high."""

    id: str
    name: str
    points: str
    text: str


@dataclass(frozen=True)
class Criterion:
    """One criterion of a rubric and the level that is required of it."""

    id: str
    name: str
    levels: tuple[Level, ...]
    required_level: str

    def rank(self, level: str) -> int:
        """Return the place of a level from low to high, -1 when there is no such level."""
        return next((place for place, known in enumerate(self.levels) if known.id == level), -1)


@dataclass(frozen=True)
class EvidencePhase:
    """One phase of the work and the kind of artifact it asks for."""

    phase: str
    title: str
    required: str
    assessment_type: str


@dataclass(frozen=True)
class Alignment:
    """What an achievement aligns to (OB 3.0 Alignment)."""

    target_name: str
    target_url: str
    target_type: str | None = None
    target_code: str | None = None
    target_framework: str | None = None
    target_description: str | None = None


@dataclass(frozen=True)
class AchievementVersion:
    """One immutable version of a micro-credential or micro-endorsement.

    Args:
        id: the achievement's stable address `<base>/a/<code>`.
        version_url: the address of this version, `<id>/v/<version>`.
        creator: who wrote it.
        hours: suggested hours, None when none are suggested.
        unit: what the hours are, in words and for one, such as "semester hour".
        level: of which level the hours are said to be, such as "graduate-equivalent".
        rubric: criteria; none for a micro-endorsement.
        components: what a micro-endorsement consists of, None for a micro-credential.
        parts: the components by name, in the order of the rule.
        earlier: address and name of the version before this one, None for the first.
        validity_months: after how many months an award ends, None for never.
        cost: what an educator pays for it, amount and currency as text; None where nothing is said.
        coach_after: after how many attempts a meeting with a coach comes first, None where none is asked for.
        record: the exact catalogue record that this was read from.
    """

    id: str
    version_url: str
    version: str
    code: str
    name: str
    description: str
    achievement_type: str
    narrative: str
    creator: Profile
    hours: Decimal | None
    unit: str
    field_of_study: str | None
    language: str
    tags: tuple[str, ...]
    rubric: tuple[Criterion, ...]
    evidence: tuple[EvidencePhase, ...]
    alignments: tuple[Alignment, ...] = ()
    level: str = "graduate-equivalent"
    components: ComponentRule | None = None
    parts: tuple[PartName, ...] = ()
    earlier: tuple[str, str] | None = None
    validity_months: int | None = None
    coach_after: int | None = None
    cost: tuple[str, str] | None = None
    record: JsonObject = field(default_factory=dict, compare=False)

    @property
    def kind(self) -> str:
        """Say "micro-endorsement" or "micro-credential"."""
        return "micro-credential" if self.components is None else "micro-endorsement"

    def rubric_document(self) -> JsonObject:
        """Return the rubric as the JSON object that assessors, pages and digests share."""
        criteria: list[Json] = [
            {
                "criterion": criterion.id,
                "name": criterion.name,
                "requiredLevel": criterion.required_level,
                "levels": [
                    {"id": level.id, "name": level.name, "points": level.points, "text": level.text}
                    for level in criterion.levels
                ],
            }
            for criterion in self.rubric
        ]
        return {"achievement": self.code, "version": self.version, "rubric": criteria}

    def rubric_bytes(self) -> bytes:
        """Return the canonical bytes of the rubric, as they are published and digested."""
        return self._rubric_bytes

    @cached_property
    def _rubric_bytes(self) -> bytes:
        # A version never changes, and a batch asks for its rubric once for every award.
        return jcs.canonicalize(self.rubric_document())

    def rule_bytes(self) -> bytes:
        """Return the canonical bytes of a micro-endorsement's rule, as they are published and digested."""
        rule = self.record.get("componentRule")
        return jcs.canonicalize({"achievement": self.code, "version": self.version, "componentRule": rule})

    def rule_digest(self) -> str:
        """Return `sha256:<hex>` of the canonical rule."""
        return "sha256:" + hashlib.sha256(self.rule_bytes()).hexdigest()

    def rubric_digest(self) -> str:
        """Return `sha256:<hex>` of the canonical rubric."""
        return "sha256:" + hashlib.sha256(self.rubric_bytes()).hexdigest()


@dataclass(frozen=True)
class Artifact:
    """A commitment to one piece of evidence: its phase, kind and digest, never its address."""

    phase: str
    kind: str
    digest: str


@dataclass(frozen=True)
class Assessor:
    """Who judged, by pseudonymous id."""

    id: str
    role: str


@dataclass(frozen=True)
class Attestation:
    """A frozen assessment record.

    Args:
        person: the educator's pseudonymous id.
        levels: the reached level of every criterion, by ids.
        document: exactly what was imported.
        period_start: when the work began, where the record says so.
        period_end: when the work ended, where the record says so.
    """

    external_id: str
    person: str
    achievement_code: str
    achievement_version: str
    rubric_digest: str
    attempt: int
    decided_at: datetime
    levels: Mapping[str, str]
    artifacts: tuple[Artifact, ...]
    assessors: tuple[Assessor, ...]
    pool: str
    document: JsonObject
    period_start: datetime | None = None
    period_end: datetime | None = None

    @cached_property
    def canonical_bytes(self) -> bytes:
        """The canonical bytes of the record; made once, because a frozen record does not change."""
        return jcs.canonicalize(self.document)

    def digest(self) -> str:
        """Return `sha256:<hex>` of the canonical record (for the database, never published)."""
        return "sha256:" + hashlib.sha256(self.canonical_bytes).hexdigest()

    def salted_digest(self, salt: bytes) -> bytes:
        """Return the sha256 of salt and record, which a credential may carry without telling anything."""
        return hashlib.sha256(salt + self.canonical_bytes).digest()


@dataclass(frozen=True)
class StatusSlot:
    """A place in a status list: the list's address and the index in it."""

    list_url: str
    index: int


@dataclass(frozen=True)
class Recipient:
    """Who receives: an opaque id per person and issuer, or the holder's DID."""

    subject_id: str


@dataclass(frozen=True, kw_only=True)
class Award:
    """Everything that one version of a credential says.

    Args:
        credential_id: `urn:uuid:…`, the same for every version of the credential.
        attestation: must have been held against the achievement version.
        attestation_id: `urn:uuid:…` under which the frozen record is named.
        attestation_digest: salted sha256 of the record, 32 bytes.
        source: the organisation that judged the work.
        awarded_at: the moment of the award; stays when the credential is issued again.
        valid_from: the moment of this version.
        endorsements: signed EndorsementCredentials about the achievement, carried as they are.
        parts: the component credentials of a micro-endorsement, in the order of its rule.
    """

    credential_id: str
    profile: Profile
    achievement: AchievementVersion
    recipient: Recipient
    attestation: Attestation
    attestation_id: str
    attestation_digest: bytes
    source: Profile
    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    status_slot: StatusSlot
    endorsements: tuple[JsonObject, ...] = ()
    parts: tuple[PartCredential, ...] = ()

    @property
    def hours(self) -> Decimal | None:
        """The hours of the award: those of the achievement, or the sum of its components."""
        offered = self.achievement.hours
        return offered if offered is None or self.achievement.components is None else hours_of(self.parts)
