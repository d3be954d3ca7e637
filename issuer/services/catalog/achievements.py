"""The catalogue: achievements and their versions, which never change once they are published.

A version is published from a catalogue record (JSON, the form of `badges.catalog_record`). Publishing the
same record again changes nothing; another record under the same version is refused.
"""

import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from issuer.badges import catalog_record
from issuer.badges.micro_endorsement import PartName
from issuer.badges.model import AchievementVersion, Profile
from issuer.documents import jcs, schemas
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, NotFoundError
from issuer.services import profiles
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import AchievementRecord, AchievementVersionRecord, ProfileRecord, Unit

MOST_READ: Final = 1_000
"""A catalogue is smaller; beyond this what was kept of it is forgotten and read anew."""
_READ: Final[dict[str, tuple[JsonObject, str, Profile, AchievementVersion]]] = {}


@dataclass(frozen=True)
class Listed:
    """One achievement of the catalogue: its rows, oldest version first, and its newest version's values."""

    achievement: AchievementRecord
    versions: tuple[AchievementVersionRecord, ...]
    newest: AchievementVersion


def publish_version(
    toolkit: Toolkit, principal: Principal, owner_slug: str, document: JsonObject
) -> AchievementVersionRecord:
    """Publish one version of an achievement, for ever.

    Args:
        toolkit: what to work with.
        principal: who asks.
        owner_slug: the profile that wrote it; the `creator` in credentials.
        document: the catalogue record.

    Raises:
        NotAuthorizedError: the principal may not act for the owner.
        NotFoundError: there is no such profile.
        ConformanceError: SCHEMA_VIOLATION naming every gap of the record.
        ConflictError: the version is published with another record, or the code is another profile's.
    """
    principal.require(owner_slug)
    with toolkit.database.reader() as reader:
        owner = reader.profiles.get_by_slug(owner_slug)
        version = catalog_record.read(
            document, base_url=toolkit.base_url, creator=profiles.value(reader, owner)
        )
        _require_components(reader, version)
    with toolkit.database.unit("catalog.publish") as unit:
        achievement = _achievement(unit, toolkit, owner, version)
        known = unit.achievements.find_version(achievement.id, version.version)
        if known is not None:
            return _same(known, document, version)
        row = AchievementVersionRecord(
            id=toolkit.randomness.urn(),
            achievement_id=achievement.id,
            version=version.version,
            document=document,
            rubric_digest=version.rubric_digest(),
            created_at=toolkit.clock(),
        )
        unit.achievements.add_version(row)
        record(unit, toolkit, principal, _act("achievement.published", owner, version))
    return row


def retire_version(toolkit: Toolkit, principal: Principal, code: str, version: str) -> None:
    """Award nothing new under a version; what was awarded stays as it is. Asking again changes nothing.

    Raises:
        NotAuthorizedError: the principal may not act for the owner.
        NotFoundError: there is no such version.
    """
    with toolkit.database.unit("catalog.retire") as unit:
        row = find_version(unit, code, version)
        owner = unit.profiles.get(unit.achievements.get(row.achievement_id).owner_id)
        principal.require(owner.slug)
        if row.retired_at is None:
            unit.achievements.retire_version(row.id, at=toolkit.clock())
            record(unit, toolkit, principal, _act("achievement.retired", owner, value(unit, row)))


def value(unit: Unit, row: AchievementVersionRecord) -> AchievementVersion:
    """Return a version's values, as they were when it was published."""

    def read() -> AchievementVersion:
        owner = unit.profiles.get(unit.achievements.get(row.achievement_id).owner_id)
        return _read(unit, row, _base_url(owner), profiles.value(unit, owner))

    return unit.known(("catalog.value", row.id), read)


def _base_url(owner: ProfileRecord) -> str:
    return profiles.page_url(owner).removesuffix(f"/p/{owner.slug}")


def _read(unit: Unit, row: AchievementVersionRecord, base_url: str, creator: Profile) -> AchievementVersion:
    """Read a published record, once: it never changes, and what is kept is used for the same words alone."""
    kept = _READ.get(row.id)
    if kept is not None and kept[:3] == (row.document, base_url, creator):
        return kept[3]
    read = catalog_record.read(row.document, base_url=base_url, creator=creator)
    read = replace(read, parts=_parts(unit, row, read), earlier=_earlier(unit, row, read))
    if len(_READ) >= MOST_READ:
        _READ.clear()
    _READ[row.id] = (row.document, base_url, creator, read)
    return read


def _parts(unit: Unit, row: AchievementVersionRecord, version: AchievementVersion) -> tuple[PartName, ...]:
    """Return the components by the titles that they had when this version was published: they stay."""
    return tuple(
        replace(part, name=_title(unit, row, version, part.code) or part.name) for part in version.parts
    )


def _title(unit: Unit, row: AchievementVersionRecord, version: AchievementVersion, code: str) -> str | None:
    achievement = unit.achievements.find_by_code(code)
    rule = version.components
    if achievement is None or rule is None:
        return None
    found = [item for item in unit.achievements.versions(achievement.id) if item.created_at <= row.created_at]
    counting = [item for item in found if rule.accepted(code)[0].versions.allows(item.version)]
    chosen = next(reversed(counting or found), None)
    return None if chosen is None else str(chosen.document.get("name"))


def _earlier(
    unit: Unit, row: AchievementVersionRecord, version: AchievementVersion
) -> tuple[str, str] | None:
    rows = unit.achievements.versions(row.achievement_id)
    before = next((old for old, new in pairwise(rows) if new.id == row.id), None)
    return None if before is None else (f"{version.id}/v/{before.version}", before.version)


def find_version(unit: Unit, code: str, version: str | None = None) -> AchievementVersionRecord:
    """Return one version of an achievement, the newest when none is named.

    Raises:
        NotFoundError: there is no such achievement or version.
    """
    achievement = unit.achievements.find_by_code(code.upper())
    if achievement is None:
        raise NotFoundError(f"There is no achievement {code[:60]!r}.")
    if version is None:
        return unit.achievements.versions(achievement.id)[-1]
    found = unit.achievements.find_version(achievement.id, version)
    if found is None:
        raise NotFoundError(f"{achievement.code} has no version {version[:20]!r}.")
    return found


def all_achievements(toolkit: Toolkit) -> tuple[Listed, ...]:
    """Return the catalogue, by code."""
    with toolkit.database.reader() as reader:
        owners: dict[str, tuple[str, Profile]] = {}
        versions: dict[str, list[AchievementVersionRecord]] = {}
        for row in reader.achievements.every_version():
            versions.setdefault(row.achievement_id, []).append(row)
        found = []
        for achievement in reader.achievements.all():
            if achievement.owner_id not in owners:
                owner = reader.profiles.get(achievement.owner_id)
                owners[achievement.owner_id] = (_base_url(owner), profiles.value(reader, owner))
            rows = tuple(versions.get(achievement.id, ()))
            found.append(Listed(achievement, rows, _read(reader, rows[-1], *owners[achievement.owner_id])))
        return tuple(found)


def get(toolkit: Toolkit, code: str) -> Listed:
    """Return one achievement.

    Raises:
        NotFoundError: there is none of this code.
    """
    with toolkit.database.reader() as reader:
        return _listed(reader, reader.achievements.get(find_version(reader, code).achievement_id))


def _listed(unit: Unit, achievement: AchievementRecord) -> Listed:
    versions = unit.achievements.versions(achievement.id)
    return Listed(achievement, versions, value(unit, versions[-1]))


def _achievement(
    unit: Unit, toolkit: Toolkit, owner: ProfileRecord, version: AchievementVersion
) -> AchievementRecord:
    known = unit.achievements.find_by_code(version.code)
    if known is None:
        known = AchievementRecord(
            id=toolkit.randomness.urn(),
            owner_id=owner.id,
            code=version.code,
            url=version.id,
            created_at=toolkit.clock(),
        )
        unit.achievements.add(known)
    if known.owner_id != owner.id:
        raise ConflictError(f"The achievement {version.code} belongs to another profile.")
    return known


def _require_components(unit: Unit, version: AchievementVersion) -> None:
    """Refuse a rule that nobody could meet, or whose hours could be counted twice."""
    if version.components is None:
        return
    gaps = []
    for code in sorted(version.components.counting_codes):
        achievement = unit.achievements.find_by_code(code)
        if achievement is None:
            gaps.append(Violation("/componentRule", f"there is no achievement {code}"))
        elif value(unit, unit.achievements.versions(achievement.id)[-1]).components is not None:
            words = f"{code} is a micro-endorsement; its hours would be counted twice"
            gaps.append(Violation("/componentRule", words))
    if gaps:
        schemas.raise_violations(gaps)


def _same(
    known: AchievementVersionRecord, document: JsonObject, version: AchievementVersion
) -> AchievementVersionRecord:
    if jcs.canonicalize(known.document) != jcs.canonicalize(document):
        raise ConflictError(
            f"{version.code} version {version.version} is published with another record.",
            hint="A published version never changes; give this record a new version.",
        )
    return known


def _act(action: str, owner: ProfileRecord, version: AchievementVersion) -> Act:
    digest = "sha256:" + hashlib.sha256(jcs.canonicalize(version.record)).hexdigest()
    return Act(action=action, object=version.version_url, profile=owner.did, after=digest)
