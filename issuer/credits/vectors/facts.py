"""Read the facts of a vector: credentials, the teacher, approvals, endorsements, earlier uses, values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from issuer.credits import units
from issuer.credits.equivalency import GRADUATE_EQUIVALENT, Basis, Equivalency
from issuer.credits.model import (
    Component,
    Counted,
    Earned,
    Kind,
    PreApproval,
    Stack,
    Standing,
    Teacher,
    UniversityEndorsement,
    Use,
)
from issuer.credits.vectors import names
from issuer.errors import InputError

AWARDED: Final = {Kind.MICRO_ENDORSEMENT: "2026-02-14", Kind.MICRO_CREDENTIAL: "2026-02-01"}
MOST: Final = 200
_KINDS: Final = {
    "me": Kind.MICRO_ENDORSEMENT,
    "microendorsement": Kind.MICRO_ENDORSEMENT,
    "mc": Kind.MICRO_CREDENTIAL,
    "microcredential": Kind.MICRO_CREDENTIAL,
}
_STACK_PREFIX: Final = "ME-"


@dataclass(frozen=True)
class Entry:
    """What a code stands for in a catalog."""

    kind: Kind
    hours: Fraction
    unit: str
    components: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalog:
    """What codes stand for where a vector does not say it."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    stacks: tuple[Stack, ...] = ()


def with_stacks(catalog: Catalog, given: Any, where: str) -> Catalog:  # noqa: ANN401  (any JSON value)
    """Return the catalog with the micro-endorsements that a file names: code to list of codes."""
    if not isinstance(given, dict):
        names.refuse(where, "micro-endorsements with their components are expected")
    added = tuple(Stack(code, _codes(item, f"{where}, {code}")) for code, item in given.items())
    new = {stack.code for stack in added}
    kept = tuple(stack for stack in catalog.stacks if stack.code not in new)
    return replace(catalog, stacks=(*kept, *added))


def day(value: Any, where: str) -> date | None:  # noqa: ANN401  (any JSON value may stand there)
    """Read a day, None for null."""
    if value is None:
        return None
    try:
        return (
            date.fromisoformat(value)
            if isinstance(value, str)
            else names.refuse(where, f"{value!r} is no day")
        )
    except ValueError:
        names.refuse(where, f"{value[:40]!r} is not a day such as 2026-09-01")


def amount(value: Any, where: str) -> Fraction:  # noqa: ANN401  (any JSON value may stand there)
    """Read an amount; words after a number ("7.5 qh") are left out."""
    text = value.split()[0] if isinstance(value, str) and value.split() else value
    try:
        return units.read_amount(text)
    except InputError as exc:
        names.refuse(where, exc.detail)


def credentials(given: Any, endorsed: Any, catalog: Catalog, where: str) -> tuple[Earned, ...]:  # noqa: ANN401  (JSON of a vector)
    """Read the credentials of a vector, with the endorsements that it names by code."""
    if not isinstance(given, list) or len(given) > MOST:
        names.refuse(where, f"a list `credentials` of at most {MOST} is expected")
    found = [
        one
        for place, item in enumerate(given, 1)
        for one in _earned(item, catalog, f"{where}, credential {place}")
    ]
    stated = _endorsed_by_code(endorsed, where)
    return tuple(
        replace(item, endorsements=(*item.endorsements, *stated.get(item.code, ()), *stated.get("*", ())))
        for item in found
    )


def _earned(item: Any, catalog: Catalog, where: str) -> list[Earned]:  # noqa: ANN401  (any JSON value)
    content = {"code": item} if isinstance(item, str) else names.members(item, names.CREDENTIAL, where)
    code = content.get("code", content.get("id"))
    if not isinstance(code, str) or not code:
        names.refuse(where, "the member `code` is missing")
    entry = catalog.entries.get(code)
    kind = _kind(content.get("kind"), code, entry, where)
    hours = content.get("hours", None if entry is None else units.exact(entry.hours))
    if hours is None:
        names.refuse(where, f"the hours of {code} are not known; give `hours`")
    parts = content.get("components", [] if entry is None else list(entry.components))
    awarded = day(content.get("awarded", AWARDED[kind]), where)
    if awarded is None:
        names.refuse(where, "the day of the award cannot be null")
    one = Earned(
        id=str(content.get("id", code)),
        code=code,
        kind=kind,
        awarded=awarded,
        hours=amount(hours, where),
        unit=_unit(content.get("unit", "semesterHour"), where),
        version=content.get("version"),
        components=tuple(Component(part) for part in _codes(parts, where)),
        standing=_standing(content.get("status", "valid"), where),
        endorsements=tuple(_periods(content["endorsed"], where)) if content.get("endorsed") else (),
        transcript=content.get("transcript") is True,
    )
    count = content.get("count", 1)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST:
        names.refuse(where, f"`count` is a whole number from 1 to {MOST}")
    if count == 1:
        return [one]
    return [replace(one, id=f"{one.id}-{n}", code=f"{code}-{n}") for n in range(1, count + 1)]


def _kind(value: Any, code: str, entry: Entry | None, where: str) -> Kind:  # noqa: ANN401  (any JSON value)
    if value is None:
        if entry is not None:
            return entry.kind
        return Kind.MICRO_ENDORSEMENT if code.startswith(_STACK_PREFIX) else Kind.MICRO_CREDENTIAL
    kind = _KINDS.get("".join(letter for letter in str(value).lower() if letter.isalpha()))
    return kind or names.refuse(where, f"{value!r} is neither MC nor ME")


def _standing(value: Any, where: str) -> Standing:  # noqa: ANN401  (any JSON value may stand there)
    text = str(value).lower().replace(" ", "_")
    known = {
        "active": "valid",
        "ok": "valid",
        "unknown": "could_not_check",
        "indeterminate": "could_not_check",
    }
    try:
        return Standing(known.get(text, text))
    except ValueError:
        names.refuse(where, f"the status {value!r} is not known; known are {', '.join(Standing)}")


def _unit(value: Any, where: str) -> str:  # noqa: ANN401  (any JSON value may stand there)
    if value not in units.UNITS:
        names.refuse(where, f"the unit {value!r} is not known; known are {', '.join(units.UNITS)}")
    return str(value)


def _codes(value: Any, where: str) -> tuple[str, ...]:  # noqa: ANN401  (any JSON value may stand there)
    if isinstance(value, dict):
        value = value.get("all", value.get("components"))
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        names.refuse(where, "a list of codes is expected")
    return tuple(value)


def _endorsed_by_code(value: Any, where: str) -> dict[str, list[UniversityEndorsement]]:  # noqa: ANN401  (JSON of a vector)
    """Read {code: period or periods}, or a list of periods that name their code, or none at all."""
    found: dict[str, list[UniversityEndorsement]] = {}
    if isinstance(value, dict) and not {"from", "validFrom", "dated"} & set(value):
        for code, item in value.items():
            found[code] = (
                [] if item in (None, False) else list(_periods(item, f"{where}, endorsement of {code}"))
            )
    elif value:
        for item in value if isinstance(value, list) else [value]:
            content = names.members(item, names.PERIOD, f"{where}, endorsement")
            found.setdefault(str(content.get("code", "*")), []).append(_period(content, where))
    return found


def _periods(value: Any, where: str) -> list[UniversityEndorsement]:  # noqa: ANN401  (any JSON value)
    """Read "2026-01-01", ["2026-01-01", "2027-01-01"], {from, until}, or a list of such objects."""
    if isinstance(value, str):
        return [_period({"from": value}, where)]
    if isinstance(value, list) and value and all(isinstance(item, str | None) for item in value):
        return [_period(dict(zip(("from", "until"), value, strict=False)), where)]
    items = value if isinstance(value, list) else [value]
    return [_period(names.members(item, names.PERIOD, where), where) for item in items]


def _period(content: Mapping[str, Any], where: str) -> UniversityEndorsement:
    first = day(content.get("from"), where)
    return UniversityEndorsement(
        university=str(content.get("university", "A university")),
        valid_from=first or names.refuse(where, "an endorsement needs its first day"),
        valid_until=day(content.get("until"), where),
        accreditor=content.get("accreditor"),
        transcripted=content.get("transcripted") is True,
    )


def teacher(content: Mapping[str, Any], *, district: str, on: date, where: str) -> Teacher:
    """Read what is known about the person."""
    approvals, uses = content.get("preapproved") or [], content.get("ledger") or []
    if not isinstance(approvals, list) or not isinstance(uses, list):
        names.refuse(where, "`preapproved` and `ledger` are lists")
    on_file, lane = content.get("onFile"), content.get("lane")
    return Teacher(
        hire_date=day(content["hired"], where),
        degree_date=day(content["degree"], where),
        lane=None if lane is None else str(lane),
        on_file=None if on_file is None else amount(on_file, where),
        preapprovals=tuple(_approval(item, where) for item in approvals),
        uses=tuple(_use(item, district, where) for item in uses),
        counted=(Counted(on, amount(content["used"], where)),) if content.get("used") else (),
        lane_changes=tuple(
            day(item, where) or names.refuse(where, "a lane change needs its day")
            for item in content.get("laneChanges") or []
        ),
    )


def _approval(item: Any, where: str) -> PreApproval:  # noqa: ANN401  (any JSON value may stand there)
    content = {"code": item} if isinstance(item, str) else names.members(item, names.APPROVAL, where)
    if not isinstance(content.get("code"), str):
        names.refuse(where, "a pre-approval needs its `code`")
    return PreApproval(content["code"], day(content.get("granted"), where), content.get("version"))


def _use(item: Any, district: str, where: str) -> Use:  # noqa: ANN401  (any JSON value may stand there)
    content = {"code": item} if isinstance(item, str) else names.members(item, names.USE, where)
    code = content.get("code")
    if not isinstance(code, str):
        names.refuse(where, "an earlier use needs its `code`")
    return Use(code, code, str(content.get("district", district)), day(content.get("on"), where))


def equivalencies(given: Any, district: str, where: str) -> tuple[Equivalency, ...]:  # noqa: ANN401  (JSON of a vector)
    """Read the values that the district set."""
    if not isinstance(given, list):
        names.refuse(where, "`equivalencies` is a list")
    found = []
    for number, item in enumerate(given, 1):
        content = names.members(item, names.WORTH, f"{where}, equivalency {number}")
        found.append(
            Equivalency(
                recogniser=district,
                achievement=str(content.get("code")),
                achievement_version=content.get("version"),
                number=number,
                value=amount(content.get("value"), where),
                unit=_unit(content.get("unit", "semesterHour"), where),
                level=GRADUATE_EQUIVALENT,
                basis=Basis.LOCAL,
                valid_from=day(content.get("from"), where) or date.min,
                valid_until=day(content.get("until"), where),
            )
        )
    return tuple(found)
