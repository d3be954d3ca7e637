"""Put a request together from the record: credentials as they stood on a day, and the teacher's facts.

A component of a micro-endorsement is named by the id that the signed document binds, where that is a
credential of the same person, and by the codes of the rule else. A university is a profile that says who
accredits it (identifier `ext:accreditor`); its endorsements of an achievement are read from the record.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from issuer.credits import (
    Component,
    Counted,
    Earned,
    Kind,
    PreApproval,
    Request,
    Stack,
    Standing,
    Teacher,
    Use,
    units,
)
from issuer.documents import strict_json
from issuer.services import catalog, credentials
from issuer.services.credentials import Held
from issuer.services.credits import preapprovals
from issuer.services.credits.equivalencies import end_of
from issuer.services.principal import SYSTEM
from issuer.services.recognition.reading import unit_of, university_endorsements
from issuer.services.toolkit import Toolkit
from issuer.store import Category, PersonRecord, ProfileRecord, Unit, VersionRecord, VersionState

MOST_CREDENTIALS: Final = 1_000
_URN: Final = re.compile(r"urn:uuid:[0-9a-f-]{36}")


@dataclass(frozen=True)
class Wanted:
    """Whose credentials, of which day; `only` names ids or numbers of credentials, None means all."""

    district: ProfileRecord
    person: PersonRecord
    on: date
    only: tuple[str, ...] | None = None


def gather(toolkit: Toolkit, wanted: Wanted) -> Request:
    """Return the request of one person on one day.

    Raises:
        NotFoundError: one of the named credentials is not this person's.
    """
    held = _held(toolkit, wanted)
    now = toolkit.clock()
    moment = now if wanted.on == now.date() else end_of(wanted.on)
    mine = {item.credential.id: item for item in held}
    asked = [item for item in held if _awarded(item) <= wanted.on or wanted.only is not None]
    if wanted.only is not None:
        names = set(wanted.only)
        asked = [item for item in asked if {item.credential.id, item.credential.certificate_number} & names]
    with toolkit.database.reader() as reader:
        made = tuple(
            _earned(reader, item, mine, moment, wanted.on)
            for item in sorted(asked, key=lambda item: (item.credential.awarded_at, item.credential.id))
            if item.newest is not None
        )
        return Request(wanted.on, made, _teacher(reader, wanted), _stacks(toolkit, made))


def _held(toolkit: Toolkit, wanted: Wanted) -> tuple[Held, ...]:
    if wanted.only is not None:
        for name in wanted.only:
            found = credentials.get(toolkit, SYSTEM, name)
            if found.person != wanted.person.reference:
                raise credentials.missing(name)
    page = credentials.page(toolkit, SYSTEM, person=wanted.person.reference, limit=MOST_CREDENTIALS)
    return page.items


def _awarded(item: Held) -> date:
    return item.credential.awarded_at.astimezone(ZoneInfo(item.profile.timezone)).date()


def _earned(reader: Unit, item: Held, mine: dict[str, Held], moment: datetime, on: date) -> Earned:
    achievement, awarded = item.achievement, _awarded(item)
    is_set = achievement.components is not None
    return Earned(
        id=item.credential.id,
        code=achievement.code,
        kind=Kind.MICRO_ENDORSEMENT if is_set else Kind.MICRO_CREDENTIAL,
        awarded=awarded,
        hours=Fraction(0) if achievement.hours is None else Fraction(achievement.hours),
        unit=unit_of(achievement),
        version=achievement.version,
        title=achievement.name,
        components=_components(item, mine) if is_set else (),
        standing=Standing.NOT_YET_VALID if awarded > on else _standing(item.versions, moment),
        endorsements=university_endorsements(reader, achievement),
    )


def _standing(versions: Iterable[VersionRecord], moment: datetime) -> Standing:
    """Return where a credential stood at a moment: by the newest version that had begun then."""
    begun = [item for item in versions if item.state is VersionState.ISSUED and item.valid_from <= moment]
    if not begun:
        return Standing.NOT_YET_VALID
    newest = begun[-1]
    if newest.ended_at is not None and newest.ended_at <= moment:
        on_hold = newest.ended_category is Category.SUSPENDED_PENDING_REVIEW
        return Standing.SUSPENDED if on_hold else Standing.REVOKED
    if newest.valid_until is not None and newest.valid_until <= moment:
        return Standing.EXPIRED
    return Standing.VALID


def _components(item: Held, mine: dict[str, Held]) -> tuple[Component, ...]:
    """Return the components that the signed document binds, else those that the rule names."""
    body = None if item.newest is None else item.newest.body
    document: dict[str, Any] = {} if body is None else strict_json.parse_object(body)
    bound = [entry for entry in document.get("relatedResource", []) if isinstance(entry, dict)]
    ids = [found[0] for entry in bound if (found := _URN.match(str(entry.get("id"))))]
    parts = [mine[id_] for id_ in ids if id_ in mine and id_ != item.credential.id]
    if parts:
        return tuple(
            Component(
                part.achievement.code,
                part.credential.id,
                None if part.achievement.hours is None else Fraction(part.achievement.hours),
            )
            for part in parts
        )
    rule = item.achievement.components
    codes = () if rule is None else rule.codes
    return tuple(Component(code) for code in codes)


def _teacher(reader: Unit, wanted: Wanted) -> Teacher:
    district, person = wanted.district, wanted.person
    known = reader.credits.find_employment(district.id, person.id)
    decided = [
        row
        for row in reader.credits.decisions(district_id=district.id, person_id=person.id)
        if row.requested_on <= wanted.on.isoformat()
    ]
    return Teacher(
        hire_date=_day(known.hired_on if known else None),
        degree_date=_day(known.degree_on if known else None),
        lane=known.lane if known else None,
        on_file=None if known is None or known.on_file is None else units.read_amount(known.on_file),
        preapprovals=_preapprovals(reader, wanted),
        uses=tuple(
            Use(
                use.credential_id,
                use.code,
                reader.profiles.get(use.district_id).slug,
                date.fromisoformat(use.used_on),
                use.decision_id,
            )
            for use in reader.credits.uses_of(person.id)
        ),
        counted=tuple(
            Counted(date.fromisoformat(row.effective_on), units.read_amount(row.hours)) for row in decided
        ),
        lane_changes=tuple(date.fromisoformat(row.effective_on) for row in decided if row.lane_changed),
    )


def _preapprovals(reader: Unit, wanted: Wanted) -> tuple[PreApproval, ...]:
    found = []
    for row in reader.credits.preapprovals(wanted.district.id, wanted.person.id):
        version = reader.achievements.get_version(row.achievement_version_id)
        code = reader.achievements.get(version.achievement_id).code
        receipt = preapprovals.receipt_id(row)
        found.append(PreApproval(code, _day(row.granted_on), version.version, receipt))
    return tuple(found)


def _stacks(toolkit: Toolkit, made: tuple[Earned, ...]) -> tuple[Stack, ...]:
    """Return the micro-endorsements that the earned micro-credentials may complete."""
    codes = {item.code for item in made}
    found = []
    for listed in catalog.all_achievements(toolkit):
        rule = listed.newest.components
        if rule is not None and codes & set(rule.codes):
            found.append(Stack(listed.newest.code, rule.all, rule.options, rule.choose))
    return tuple(found)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
