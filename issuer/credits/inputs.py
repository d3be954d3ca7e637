"""Everything that a decision looked at, as JSON and back, so that it can be decided again years later.

The form is ours and versioned by `FORMAT`; what is read back was written here and is not judged again.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, Final

from issuer.credits import equivalency, units
from issuer.credits.equivalency import Basis, Equivalency
from issuer.credits.model import (
    Component,
    Counted,
    Earned,
    Kind,
    PreApproval,
    Request,
    Stack,
    Standing,
    Teacher,
    UniversityEndorsement,
    Use,
)
from issuer.documents.strict_json import Json, JsonObject

FORMAT: Final = "mintmark-lane-inputs/1"


def to_json(request: Request, equivalencies: Iterable[Equivalency]) -> JsonObject:
    """Return a request with the values that were known."""
    teacher = request.teacher
    return {
        "format": FORMAT,
        "on": request.on.isoformat(),
        "credentials": [_earned(item) for item in request.credentials],
        "teacher": {
            "hired": _day(teacher.hire_date),
            "degree": _day(teacher.degree_date),
            "lane": teacher.lane,
            "onFile": None if teacher.on_file is None else units.exact(teacher.on_file),
            "preapprovals": [
                [item.code, _day(item.granted), item.version, item.receipt] for item in teacher.preapprovals
            ],
            "uses": [[u.credit, u.code, u.district, _day(u.on), u.decision] for u in teacher.uses],
            "counted": [[item.on.isoformat(), units.exact(item.amount)] for item in teacher.counted],
            "laneChanges": [item.isoformat() for item in teacher.lane_changes],
        },
        "stacks": [[s.code, list(s.every), list(s.some), s.of_some] for s in request.stacks],
        "equivalencies": [equivalency.to_json(item, value=units.exact(item.value)) for item in equivalencies],
    }


def from_json(content: dict[str, Any]) -> tuple[Request, tuple[Equivalency, ...]]:
    """Return the request and the values that `to_json` wrote."""
    teacher = content["teacher"]
    request = Request(
        on=date.fromisoformat(content["on"]),
        credentials=tuple(_read_earned(item) for item in content["credentials"]),
        teacher=Teacher(
            hire_date=_read_day(teacher["hired"]),
            degree_date=_read_day(teacher["degree"]),
            lane=teacher["lane"],
            on_file=None if teacher["onFile"] is None else units.read_amount(teacher["onFile"]),
            preapprovals=tuple(
                PreApproval(code, _read_day(granted), version, receipt)
                for code, granted, version, receipt in teacher["preapprovals"]
            ),
            uses=tuple(
                Use(credit, code, district, _read_day(on), decision)
                for credit, code, district, on, decision in teacher["uses"]
            ),
            counted=tuple(
                Counted(date.fromisoformat(on), units.read_amount(amount))
                for on, amount in teacher["counted"]
            ),
            lane_changes=tuple(date.fromisoformat(item) for item in teacher["laneChanges"]),
        ),
        stacks=tuple(Stack(code, tuple(every), tuple(some), n) for code, every, some, n in content["stacks"]),
    )
    return request, tuple(read_equivalency(item) for item in content["equivalencies"])


def read_equivalency(item: dict[str, Any]) -> Equivalency:
    """Return a statement that `equivalency.to_json` wrote."""
    return Equivalency(
        recogniser=item["recogniser"],
        achievement=item["achievement"],
        achievement_version=item["achievementVersion"],
        number=item["number"],
        value=units.read_amount(item["value"]),
        unit=item["unit"],
        level=item["level"],
        basis=Basis(item["basis"]),
        valid_from=date.fromisoformat(item["validFrom"]),
        valid_until=_read_day(item["validUntil"]),
        conditions=item["conditions"],
    )


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _read_day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _amount(value: Fraction | None) -> str | None:
    return None if value is None else units.exact(value)


def _earned(item: Earned) -> Json:
    return {
        "id": item.id,
        "code": item.code,
        "kind": item.kind.value,
        "awarded": item.awarded.isoformat(),
        "hours": units.exact(item.hours),
        "unit": item.unit,
        "version": item.version,
        "title": item.title,
        "components": [[part.code, part.id, _amount(part.hours)] for part in item.components],
        "standing": item.standing.value,
        "endorsements": [
            [e.university, e.valid_from.isoformat(), _day(e.valid_until), e.accreditor, e.transcripted]
            for e in item.endorsements
        ],
        "transcript": item.transcript,
    }


def _read_earned(item: dict[str, Any]) -> Earned:
    return Earned(
        id=item["id"],
        code=item["code"],
        kind=Kind(item["kind"]),
        awarded=date.fromisoformat(item["awarded"]),
        hours=units.read_amount(item["hours"]),
        unit=item["unit"],
        version=item["version"],
        title=item["title"],
        components=tuple(
            Component(code, id_, None if hours is None else units.read_amount(hours))
            for code, id_, hours in item["components"]
        ),
        standing=Standing(item["standing"]),
        endorsements=tuple(
            UniversityEndorsement(university, date.fromisoformat(first), _read_day(last), accreditor, posted)
            for university, first, last, accreditor, posted in item["endorsements"]
        ),
        transcript=item["transcript"],
    )
