"""Importing assessment records: held against their achievement, frozen as canonical bytes, never changed.

A record is refused with every gap named: what the schema and the rubric say, an achievement, a person or
an assessing organisation that is not known here. `pool` names the organisation that judged (the `source`
of the credential), by slug or public name. The same record again gives the same row; another record under
the same external id and attempt is a conflict.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from issuer.badges import attestation as rules
from issuer.badges import composition
from issuer.badges.model import DEMONSTRATION, Attestation
from issuer.documents import schemas, strict_json
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, InputError
from issuer.services import catalog, people
from issuer.services.principal import Principal
from issuer.services.recording import SALT_BYTES, Act, AlikeActs, record
from issuer.services.toolkit import Toolkit
from issuer.store import (
    AchievementVersionRecord,
    AttestationRecord,
    PersonRecord,
    ProfileRecord,
    Unit,
)

MOST_LINES: Final = 100_000
PER_UNIT: Final = 500
CLASH: Final = "another record is frozen already"
IMPORTED: Final = "attestation.imported"


@dataclass(frozen=True)
class LineGap:
    """What is wrong with one line of an import; lines count from 1."""

    line: int
    pointer: str
    words: str


@dataclass(frozen=True)
class ImportResult:
    """What an import of lines did: all of it, or nothing when there are gaps.

    Attributes:
        records: the row of every line, in order; empty when there are gaps.
        new: how many of them were not known before.
        gaps: everything that is wrong, by line.
    """

    records: tuple[AttestationRecord, ...]
    new: int
    gaps: tuple[LineGap, ...]


def import_record(
    toolkit: Toolkit, principal: Principal, profile_slug: str, document: JsonObject
) -> AttestationRecord:
    """Freeze one assessment record for a profile, or return the row that is there.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
        ConformanceError: SCHEMA_VIOLATION naming every gap, with the first pointer.
        ConflictError: another record has the same external id and attempt.
    """
    principal.require(profile_slug)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(profile_slug)
        found = find_gaps(reader, document)
    if found:
        schemas.raise_violations(found)
    value = rules.read(document)
    with toolkit.database.unit("attestations.import") as unit:
        return _keep(unit, toolkit, principal, profile, value)[0]


def import_lines(
    toolkit: Toolkit, principal: Principal, profile_slug: str, lines: Iterable[bytes]
) -> ImportResult:
    """Freeze every record of a JSON Lines file, or none of them when one has a gap. Empty lines are passed over.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
        InputError: INPUT_TOO_LARGE for more than MOST_LINES lines.
        ConflictError: somebody froze another record under the same id while this was read; what was kept
            before it stays, and the same file may be imported again.
    """
    principal.require(profile_slug)
    documents, gaps = _read_lines(lines)
    values: list[Attestation] = []
    earlier: dict[tuple[str, int], str] = {}
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(profile_slug)
        for line, document in documents:
            found = find_gaps(reader, document)
            if not found:
                values.append(rules.read(document))
                found = _clashes(reader, profile, values[-1], earlier)
            gaps += [LineGap(line, gap.pointer, gap.message) for gap in found]
    if gaps:
        return ImportResult((), 0, tuple(sorted(gaps, key=lambda gap: gap.line)))
    kept: list[tuple[AttestationRecord, bool]] = []
    for start in range(0, len(values), PER_UNIT):
        with toolkit.database.unit("attestations.import_lines") as unit:
            part = values[start : start + PER_UNIT]
            kept += [_keep(unit, toolkit, principal, profile, value) for value in part]
    return ImportResult(tuple(row for row, _new in kept), sum(new for _row, new in kept), ())


def read(row: AttestationRecord) -> Attestation:
    """Return the values of a frozen record, of an assessment or of how components were put together."""
    document = strict_json.parse_object(row.body)
    if composition.is_composition(document):
        return composition.as_attestation(document)
    return rules.read(document)


def find_source(unit: Unit, pool: str) -> ProfileRecord | None:
    """Return the organisation that a record's `pool` names, by slug or public name, or None."""
    everybody = unit.profiles.all()
    by_slug = next((profile for profile in everybody if profile.slug == pool), None)
    if by_slug is not None:
        return by_slug
    names = {pool.casefold(), (pool + DEMONSTRATION).casefold()}
    return next((profile for profile in everybody if profile.name.casefold() in names), None)


@dataclass(frozen=True)
class Looked:
    """What was found of a record that was handed in.

    Attributes:
        gaps: everything that keeps it from being imported; empty when it can be.
        version: what it judged, where that is known here.
        person: whom it is about, where that is known here.
    """

    gaps: list[Violation]
    version: AchievementVersionRecord | None
    person: PersonRecord | None


def find_gaps(unit: Unit, document: JsonObject) -> list[Violation]:
    """Return everything that keeps a record from being imported; empty when it can be."""
    return look(unit, document).gaps


def look(unit: Unit, document: JsonObject) -> Looked:
    """Hold a record against the catalogue and against who is known here."""
    version = _find_version(unit, document)
    if version is None:
        unknown = Violation("/achievement", "there is no such achievement and version in the catalogue")
        found = [*schemas.find_violations(document, rules.SCHEMA), unknown]
    else:
        found = rules.find_gaps(document, catalog.value(unit, version))
    reference, pool = document.get("person"), document.get("pool")
    person = unit.people.find_by_reference(reference) if isinstance(reference, str) else None
    if isinstance(reference, str) and person is None:
        found.append(Violation("/person", "nobody is registered under this id"))
    if isinstance(pool, str) and find_source(unit, pool) is None:
        found.append(Violation("/pool", "no organisation of this name or slug is known here"))
    return Looked(found, version, person)


def _find_version(unit: Unit, document: JsonObject) -> AchievementVersionRecord | None:
    code, version = document.get("achievement"), document.get("achievementVersion")
    if not isinstance(code, str) or not isinstance(version, str):
        return None
    achievement = unit.achievements.find_by_code(code)
    return unit.achievements.find_version(achievement.id, version) if achievement else None


def _read_lines(lines: Iterable[bytes]) -> tuple[list[tuple[int, JsonObject]], list[LineGap]]:
    documents: list[tuple[int, JsonObject]] = []
    gaps: list[LineGap] = []
    for line, text in enumerate(lines, start=1):
        if line > MOST_LINES:
            raise InputError(f"A file has at most {MOST_LINES} lines.", code="INPUT_TOO_LARGE")
        if not text.strip():
            continue
        try:
            documents.append((line, strict_json.parse_object(text.rstrip(b"\r\n"))))
        except InputError as exc:
            gaps.append(LineGap(line, exc.pointer or "", exc.detail))
    return documents, gaps


def _clashes(
    unit: Unit, profile: ProfileRecord, value: Attestation, earlier: dict[tuple[str, int], str]
) -> list[Violation]:
    """Find that another record, here or on an earlier line, has the external id and attempt of this one."""
    digest = value.digest()
    first = earlier.setdefault((value.external_id, value.attempt), digest)
    known = unit.attestations.by_external_id(profile.id, value.external_id)
    is_clash = first != digest or _has_clash(value, digest, known)
    return [Violation("/externalId", CLASH)] if is_clash else []


def _has_clash(value: Attestation, digest: str, known: Iterable[AttestationRecord]) -> bool:
    return any(row.digest != digest and read(row).attempt == value.attempt for row in known)


def require_no_clash(value: Attestation, digest: str, known: Iterable[AttestationRecord]) -> None:
    """Return quietly when no other record of these has the attempt of this one.

    Raises:
        ConflictError: one has.
    """
    if _has_clash(value, digest, known):
        raise ConflictError(
            f"Under {value.external_id} attempt {value.attempt}, {CLASH}.",
            hint="A frozen record never changes; a new judgment is a new attempt.",
        )


def _keep(
    unit: Unit, toolkit: Toolkit, principal: Principal, profile: ProfileRecord, value: Attestation
) -> tuple[AttestationRecord, bool]:
    """Freeze a record without gaps; say whether it was new."""
    digest = value.digest()
    known = unit.attestations.find_by_digest(profile.id, digest)
    if known is not None:
        return known, False
    require_no_clash(value, digest, unit.attestations.by_external_id(profile.id, value.external_id))
    person = people.get_by_reference(unit, value.person)
    people.ensure_subject(unit, toolkit, person, profile)
    version = catalog.find_version(unit, value.achievement_code, value.achievement_version)
    row = freeze(toolkit, profile, value, person_id=person.id, version_id=version.id)
    unit.attestations.add(row)
    record(unit, toolkit, principal, imported_act(profile, row))
    return row, True


def freeze(
    toolkit: Toolkit, profile: ProfileRecord, value: Attestation, *, person_id: str, version_id: str
) -> AttestationRecord:
    """Return the row of a record without gaps, under a fresh id and salt; nothing is kept yet."""
    body = value.canonical_bytes
    salt = toolkit.randomness.token(SALT_BYTES)
    return AttestationRecord(
        id=toolkit.randomness.urn(),
        profile_id=profile.id,
        external_id=value.external_id,
        person_id=person_id,
        achievement_version_id=version_id,
        body=body,
        digest=value.digest(),
        salt=salt,
        salted_digest=hashlib.sha256(salt + body).digest(),
        received_at=toolkit.clock(),
    )


def imported_act(profile: ProfileRecord, row: AttestationRecord) -> Act:
    """Return what happens when a record is kept."""
    return Act(action=IMPORTED, object=row.id, profile=profile.did, after=_told(row))


def imported_acts(profile: ProfileRecord, rows: Sequence[AttestationRecord]) -> AlikeActs:
    """Return what happens when several records are kept."""
    return AlikeActs(
        action=IMPORTED,
        profile=profile.did,
        objects=[row.id for row in rows],
        afters=[_told(row) for row in rows],
    )


def _told(row: AttestationRecord) -> str:
    return "sha256:" + row.salted_digest.hex()
