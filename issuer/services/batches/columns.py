"""The columns of a CSV file: fixed for each achievement version, so that a file cannot mean two things.

Two layouts share `external_id` and `awarded_on`: the record of an assessment spelled out in columns, or
`attestation_ref`, which names a record that was imported before. A cell is taken as it stands; what is empty
is missing, and nothing is filled in but what the achievement version itself says (its code, its version, the
digest of its rubric).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from issuer.badges.model import AchievementVersion
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import Json, JsonObject

REFERENCE: Final = "attestation_ref"
_MEMBERS: Final = {
    "external_id": "externalId",
    "person": "person",
    "attempt": "attempt",
    "decided_at": "decidedAt",
    "assessors": "assessors",
    "pool": "pool",
}
_OPTIONAL: Final = {
    "submitted_at": "submittedAt",
    "period_start": "periodStart",
    "period_end": "periodEnd",
    "method": "method",
    "coach_met_at": "coachMetAt",
}
_PLACES: Final = {member: column for column, member in (_MEMBERS | _OPTIONAL).items()}
_ASSESSOR: Final = re.compile(r"(?P<id>[^\s=]+)=(?P<role>[^\s=]+)")
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,2}")
_DIGEST: Final = re.compile(r"(?:sha256:)?([0-9A-Fa-f]{64})")


@dataclass(frozen=True)
class Columns:
    """The columns that a file of one achievement version has.

    Attributes:
        required: their names, in the order of the template.
        optional: names that a file may leave out.
        said: what the achievement version itself says of every record; None for files of references.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    said: JsonObject | None = None

    @property
    def template(self) -> tuple[str, ...]:
        """Every name, in the order of the template."""
        return (*self.required, *self.optional)

    def find_gaps(self, header: Sequence[str]) -> list[Violation]:
        """Return what is wrong with the first line of a file: pointers are names of columns."""
        given = [name.strip() for name in header]
        known = self.template
        return [
            *(Violation(name, "this column is missing") for name in self.required if name not in given),
            *(
                Violation(name[:80], "there is no such column; the template has them all")
                for name in dict.fromkeys(given)
                if name not in known
            ),
            *(Violation(name, "this column stands twice") for name in known if given.count(name) > 1),
        ]


def of_version(achievement: AchievementVersion) -> Columns:
    """Return the columns of the files that award one achievement version."""
    return Columns(
        required=(
            "external_id",
            "person",
            "awarded_on",
            "attempt",
            "decided_at",
            "assessors",
            "pool",
            *(f"level:{criterion.id}" for criterion in achievement.rubric),
            *(
                f"artifact:{phase.phase}:{part}"
                for phase in achievement.evidence
                for part in ("kind", "sha256")
            ),
        ),
        optional=tuple(_OPTIONAL),
        said={
            "achievement": achievement.code,
            "achievementVersion": achievement.version,
            "rubricDigest": achievement.rubric_digest(),
        },
    )


def of_references() -> Columns:
    """Return the columns of the files that award records which were imported before."""
    return Columns(required=("external_id", REFERENCE, "awarded_on"))


def read_cells(columns: Columns, cells: Mapping[str, str]) -> tuple[JsonObject, list[Violation]]:
    """Return what a line asks for (without the dates of the award), and what is wrong with its cells."""
    if columns.said is None:
        return {"attestation": cells.get(REFERENCE, "")}, _empty(columns, cells)
    gaps = _empty(columns, cells)
    record: JsonObject = {
        **columns.said,
        "levels": {
            name.removeprefix("level:"): cells[name]
            for name in columns.required
            if name.startswith("level:") and cells.get(name)
        },
        "artifacts": list(_artifacts(columns, cells, gaps)),
    }
    for column, member in (_MEMBERS | _OPTIONAL).items():
        if cells.get(column):
            record[member] = cells[column]
    if "attempt" in record:
        record["attempt"] = _attempt(cells["attempt"], gaps)
    if "assessors" in record:
        record["assessors"] = _assessors(cells["assessors"], gaps)
    return {"attestation": record}, gaps


def place_of(pointer: str, record: JsonObject) -> str:
    """Return the column that a JSON pointer into a record means; empty for the whole line."""
    parts = pointer.removeprefix("/").split("/")
    if parts[0] == "levels" and len(parts) > 1:
        return f"level:{'/'.join(parts[1:])}"
    if parts[0] == "artifacts" and len(parts) > 1 and parts[1].isdigit():
        artifacts = record.get("artifacts")
        item = artifacts[int(parts[1])] if isinstance(artifacts, list) else None
        phase = item.get("phase") if isinstance(item, dict) else ""
        return f"artifact:{phase}:{'kind' if parts[2:] == ['kind'] else 'sha256'}"
    return _PLACES.get(parts[0], parts[0])


def _empty(columns: Columns, cells: Mapping[str, str]) -> list[Violation]:
    return [Violation(name, "this cell is empty") for name in columns.required if not cells.get(name)]


def _artifacts(columns: Columns, cells: Mapping[str, str], gaps: list[Violation]) -> Iterator[Json]:
    for phase in _phases(columns.required):
        kind, digest = cells.get(f"artifact:{phase}:kind"), cells.get(f"artifact:{phase}:sha256")
        if not kind or not digest:
            continue
        match = _DIGEST.fullmatch(digest)
        if match is None:
            gaps.append(Violation(f"artifact:{phase}:sha256", "a SHA-256 has 64 hexadecimal digits"))
        else:
            yield {"phase": phase, "kind": kind, "digest": "sha256:" + match[1].lower()}


def _phases(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name.startswith("artifact:") and name.endswith(":kind"):
            yield name.removeprefix("artifact:").removesuffix(":kind")


def _attempt(cell: str, gaps: list[Violation]) -> Json:
    if _WHOLE.fullmatch(cell):
        return int(cell)
    gaps.append(Violation("attempt", "an attempt is a whole number from 1 to 100"))
    return 1


def _assessors(cell: str, gaps: list[Violation]) -> list[Json]:
    named: list[Json] = []
    for part in cell.split():
        match = _ASSESSOR.fullmatch(part)
        if match is None:
            gaps.append(
                Violation("assessors", "assessors stand as id=role, such as r01=assessor r02=approver")
            )
            break
        named.append({"id": match["id"], "role": match["role"]})
    return named
