"""Holding the awards of a chunk against the record: catalogue, people, dates, and what was issued before.

Asks of each award what `issuance.issue` would ask, so that a file that passes can be issued; whatever is
refused later was changed in between. Reads only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from issuer.badges import attestation as rules
from issuer.badges.model import AchievementVersion, Attestation
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import Json
from issuer.documents.times import parse_time
from issuer.errors import ConformanceError, InputError
from issuer.services import attestations, catalog
from issuer.services.batches import history
from issuer.services.batches.columns import place_of
from issuer.services.batches.history import Judged
from issuer.services.batches.rows import Found, Row, sentence
from issuer.services.issuing import awards
from issuer.services.issuing.issuance import EXTERNAL_ID
from issuer.store import AchievementVersionRecord, AttestationRecord, ProfileRecord, Unit

DATES: Final = {"/awardedAt": "awarded_on", "/validUntil": "validUntil"}


@dataclass(frozen=True)
class Checked:
    """One award that was held against the record.

    Attributes:
        award: who gets what, in which attempt; stands once in a file. Empty where that cannot be told.
        found: what is wrong with it, and what is good to know.
    """

    row: Row
    award: str
    found: tuple[Found, ...]


@dataclass
class Catalogue:
    """What a file's awards have in common, read once: versions and assessing organisations."""

    versions: dict[tuple[str, str], tuple[AchievementVersionRecord, AchievementVersion] | None] = field(
        default_factory=dict
    )
    pools: dict[str, ProfileRecord | None] = field(default_factory=dict)

    def version(
        self, unit: Unit, code: str, version: str
    ) -> tuple[AchievementVersionRecord, AchievementVersion] | None:
        """Return row and values of a version, or None."""
        if (code, version) not in self.versions:
            achievement = unit.achievements.find_by_code(code)
            row = unit.achievements.find_version(achievement.id, version) if achievement else None
            self.versions[code, version] = None if row is None else (row, catalog.value(unit, row))
        return self.versions[code, version]

    def pool(self, unit: Unit, name: str) -> ProfileRecord | None:
        """Return the organisation that a record's `pool` names, or None."""
        if name not in self.pools:
            self.pools[name] = attestations.find_source(unit, name)
        return self.pools[name]


class Checker:
    """Checks the chunks of one file, one after the other.

    Args:
        profile: who issues.
        now: the present moment.
        is_csv: whether places are columns; they are JSON pointers otherwise.
    """

    def __init__(self, profile: ProfileRecord, *, now: datetime, is_csv: bool) -> None:
        self._profile = profile
        self._now = now
        self._is_csv = is_csv
        self._catalogue = Catalogue()

    def check(self, unit: Unit, rows: Sequence[Row]) -> list[Checked]:
        """Return every row of a chunk with what was found, in order."""
        frozen = self._frozen(unit, rows)
        notes: dict[int, list[Found]] = {row.line: list(row.found) for row in rows}
        judged = [one for row in rows if (one := self._judge(unit, row, frozen, notes[row.line])) is not None]
        self._people(unit, judged, notes)
        for found in history.find(unit, self._profile, judged, self._found):
            notes[found.line].append(found)
        known = {one.row.line: one for one in judged}
        return [Checked(row, _award(known.get(row.line)), tuple(notes[row.line])) for row in rows]

    def _frozen(self, unit: Unit, rows: Sequence[Row]) -> dict[str, AttestationRecord]:
        """Return the imported records that rows name, by what they call them: id, or the id of the assessing system."""
        names = [name for row in rows if isinstance(name := row.request.get("attestation"), str) and name]
        found = unit.chunks.attestations(self._profile.id, (n for n in names if n.startswith("urn:")))
        others = unit.chunks.attestations_by_external_id(
            self._profile.id, (n for n in names if not n.startswith("urn:"))
        )
        # An id that several attempts share names none of them.
        return found | {name: records[0] for name, records in others.items() if len(records) == 1}

    def _judge(
        self, unit: Unit, row: Row, frozen: dict[str, AttestationRecord], notes: list[Found]
    ) -> Judged | None:
        if not EXTERNAL_ID.fullmatch(row.external_id) and not notes:
            notes.append(self._found(row, "/externalId", "an external id has 1 to 200 visible characters"))
        attestation = row.request.get("attestation")
        if isinstance(attestation, str):
            record = frozen.get(attestation)
            if record is None:
                if attestation:
                    notes.append(
                        self._found(
                            row,
                            "/attestation",
                            "exactly one imported record of this issuer is meant, and none or several have this id",
                        )
                    )
                return None
            row.request["attestation"] = record.id
            document = attestations.read(record).document
        elif isinstance(attestation, dict):
            document = attestation
        else:
            return None
        version = self._version(unit, document.get("achievement"), document.get("achievementVersion"))
        if version is None:
            notes.append(
                self._found(
                    row,
                    "/attestation/achievement",
                    "there is no such achievement and version in the catalogue",
                )
            )
            return None
        gaps = [] if isinstance(attestation, str) else rules.find_gaps(document, version[1])
        notes += self._record_gaps(row, gaps, notes)
        if version[0].retired_at is not None:
            notes.append(
                self._found(
                    row,
                    "/attestation/achievementVersion",
                    "this version is retired; nothing new is awarded under it",
                )
            )
        if gaps:
            return None
        judged = rules.read(document)
        if self._catalogue.pool(unit, judged.pool) is None:
            notes.append(
                self._found(row, "/attestation/pool", "no organisation of this name or slug is known here")
            )
        awarded_at = self._dates(row, judged, version[1], notes)
        return Judged(row, *version, judged, judged.digest(), isinstance(attestation, str), awarded_at)

    def _version(
        self, unit: Unit, code: Json, version: Json
    ) -> tuple[AchievementVersionRecord, AchievementVersion] | None:
        if not isinstance(code, str) or not isinstance(version, str):
            return None
        return self._catalogue.version(unit, code, version)

    def _record_gaps(self, row: Row, gaps: Iterable[Violation], notes: Sequence[Found]) -> list[Found]:
        """Return the gaps of a record that its cells did not tell already."""
        told = {note.place for note in notes}
        found = [self._found(row, f"/attestation{gap.pointer}", gap.message) for gap in gaps]
        if not self._is_csv or not told:
            return found
        # A missing member was told as an empty cell, and a broken cell was told by its column.
        kinds = {place.partition(":")[0] for place in told}
        return [
            one
            for one in found
            if one.place not in told and one.place and one.place not in {"artifacts"} | kinds
        ]

    def _dates(
        self, row: Row, judged: Attestation, achievement: AchievementVersion, notes: list[Found]
    ) -> datetime | None:
        """Return the moment of the award where it is said; say so when it or the end is out of order."""
        try:
            awarded_at = _moment(row.request.get("awardedAt"))
            valid_until = _moment(row.request.get("validUntil"))
        except InputError:
            return None  # Its form was told before.
        try:
            awards.period_of(
                judged, achievement, now=self._now, awarded_at=awarded_at, valid_until=valid_until
            )
        except ConformanceError as exc:
            notes.append(self._found(row, exc.pointer or "", exc.detail))
        return awarded_at

    def _people(self, unit: Unit, judged: Sequence[Judged], notes: dict[int, list[Found]]) -> None:
        known = unit.chunks.people(one.record.person for one in judged)
        for one in judged:
            if one.record.person not in known:
                notes[one.row.line].append(
                    self._found(one.row, "/attestation/person", "nobody is registered under this id")
                )

    def _found(self, row: Row, pointer: str, words: str, *, is_error: bool = True) -> Found:
        if self._is_csv:
            record: Any = row.request.get("attestation")
            inside = pointer.removeprefix("/attestation")
            is_record = isinstance(record, dict)
            place = DATES.get(pointer) or place_of(inside, record if is_record else {})
            place = place or (
                "" if is_record else "attestation_ref" if pointer.startswith("/attestation") else ""
            )
        else:
            place = pointer
        return Found(row.line, place, sentence(words), is_error)


def _award(one: Judged | None) -> str:
    if one is None:
        return ""
    return f"{one.record.person}|{one.achievement.code}|{one.achievement.version}|{one.record.attempt}"


def _moment(value: Json) -> datetime | None:
    return None if value is None else parse_time(value)
