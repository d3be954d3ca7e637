"""Values of recognisers: what an achievement is worth to a district, a university, a state (CRD-01).

Each is a dated version that never changes, and an EndorsementCredential with the recogniser's key. A newer
statement about the same achievement version takes the place of the one before from its first day on.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

from issuer.credits import Basis, Equivalency, inputs, units
from issuer.credits.equivalency import GRADUATE_EQUIVALENT, TRANSCRIPTED, to_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, InputError
from issuer.services import catalog, endorsements, profiles
from issuer.services.credits import statements
from issuer.services.endorsements import IssuedEndorsement, IssueEndorsement, Subject
from issuer.services.principal import Principal
from issuer.services.recognition.reading import ACCREDITOR
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import EquivalencyRecord, ProfileRecord, SubjectType, Unit

LONGEST_CONDITIONS = 1_000


@dataclass(frozen=True, kw_only=True)
class StateEquivalency:
    """A recogniser says what an achievement is worth to it.

    Attributes:
        recogniser: slug of its profile.
        external_id: the caller's id of the statement; asking again under it gives the same one.
        achievement: code of the achievement.
        version: the version that is meant, None for every version.
        value: how much, exactly.
        unit: a key of `credits.units.UNITS`.
        basis: on what the value rests.
        valid_from: the first day on which it holds.
        valid_until: the last day, None for no end.
        conditions: what else must be so, in words.
    """

    recogniser: str
    external_id: str
    achievement: str
    version: str | None = None
    value: Fraction
    unit: str
    basis: Basis = Basis.EQUIVALENT
    valid_from: date
    valid_until: date | None = None
    conditions: str = ""


@dataclass(frozen=True)
class Stated:
    """One statement with its row and its signed credential."""

    row: EquivalencyRecord
    value: Equivalency
    credential: IssuedEndorsement


def state(toolkit: Toolkit, principal: Principal, command: StateEquivalency) -> Stated:
    """Keep a statement and sign it; asking again finishes what was begun and gives the same one.

    Raises:
        NotAuthorizedError: the principal may not act for the recogniser.
        NotFoundError: there is no such profile, achievement or version.
        InputError: a value has the wrong form.
        ConflictError: the external id was used for another statement.
        KeyUnavailableError: the recogniser has no active key.
        SigningError: the signed statement did not verify; nothing was released.
    """
    principal.require(command.recogniser)
    _require_form(command)
    with toolkit.database.unit("credits.equivalency") as unit:
        profile = unit.profiles.get_by_slug(command.recogniser)
        _require_transcript(unit, profile, command)
        version = catalog.find_version(unit, command.achievement, command.version)
        achievement = unit.achievements.get(version.achievement_id)
        row = unit.credits.find_equivalency(profile.id, command.external_id)
        number = (
            row.number
            if row is not None
            else unit.credits.next_number(profile.id, achievement.id, command.version or "")
        )
        value = _value(command, achievement.code, number)
        document = to_json(value, value=units.exact(value.value))
        if row is None:
            row = EquivalencyRecord(
                id=toolkit.randomness.urn(),
                recogniser_id=profile.id,
                external_id=command.external_id,
                achievement_id=achievement.id,
                achievement_version=command.version or "",
                number=number,
                document=document,
                created_at=toolkit.clock(),
            )
            unit.credits.add_equivalency(row)
            record(
                unit,
                toolkit,
                principal,
                Act(action="credit.value_stated", object=row.id, profile=profile.did),
            )
        elif row.document != document:
            raise ConflictError(
                f"Another value was stated under {command.external_id!r}.",
                hint="Use a new external id; a newer statement takes the place of the older one.",
            )
    return Stated(row, value, _sign(toolkit, principal, profile, row, value))


def of(
    toolkit: Toolkit, *, recogniser: str | None = None, achievement: str | None = None
) -> tuple[Equivalency, ...]:
    """Return statements of one recogniser, about one achievement, or all; oldest first. They are public.

    Raises:
        NotFoundError: there is no such profile or achievement.
    """
    with toolkit.database.reader() as reader:
        owner = None if recogniser is None else reader.profiles.get_by_slug(recogniser).id
        about = None if achievement is None else catalog.find_version(reader, achievement).achievement_id
        rows = reader.credits.equivalencies(recogniser_id=owner, achievement_id=about)
    return tuple(inputs.read_equivalency(row.document) for row in rows)


def exported(toolkit: Toolkit, recogniser: str) -> tuple[bytes, ...]:
    """Return the signed statements of a recogniser, oldest first; one that is not signed yet is left out.

    Raises:
        NotFoundError: there is no such profile.
    """
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(recogniser)
        rows = reader.credits.equivalencies(recogniser_id=profile.id)
        found = [reader.endorsements.find_by_external_id(profile.id, _external_id(row)) for row in rows]
    return tuple(item.body for item in found if item is not None and item.body is not None)


def _require_form(command: StateEquivalency) -> None:
    if command.unit not in units.UNITS:
        raise InputError(f"The unit is one of {', '.join(units.UNITS)}.", pointer="/unit")
    if command.value <= 0:
        raise InputError("A value is more than 0.", pointer="/value")
    if command.valid_until is not None and command.valid_until < command.valid_from:
        raise InputError("The last day comes before the first.", pointer="/validUntil")
    if len(command.conditions) > LONGEST_CONDITIONS:
        raise InputError(f"Conditions have at most {LONGEST_CONDITIONS} characters.", pointer="/conditions")


def _require_transcript(unit: Unit, profile: ProfileRecord, command: StateEquivalency) -> None:
    """Return quietly unless somebody without an accreditor says that it posts credit on a transcript (CRD-03)."""
    accreditor = dict(profiles.value(unit, profile).identifiers).get(ACCREDITOR)
    if command.basis is Basis.TRANSCRIPTED and not accreditor:
        raise InputError(
            "Only a university, a profile that says who accredits it, posts credit on a transcript.",
            pointer="/basis",
            hint="Give the profile the identifier ext:accreditor, or choose another basis.",
        )


def _value(command: StateEquivalency, code: str, number: int) -> Equivalency:
    return Equivalency(
        recogniser=command.recogniser,
        achievement=code,
        achievement_version=command.version,
        number=number,
        value=command.value,
        unit=command.unit,
        level=TRANSCRIPTED if command.basis is Basis.TRANSCRIPTED else GRADUATE_EQUIVALENT,
        basis=command.basis,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
        conditions=command.conditions,
    )


def _external_id(row: EquivalencyRecord) -> str:
    return f"credit-equivalency:{row.id}"


def _sign(
    toolkit: Toolkit,
    principal: Principal,
    profile: ProfileRecord,
    row: EquivalencyRecord,
    value: Equivalency,
) -> IssuedEndorsement:
    with toolkit.database.reader() as reader:
        achievement = reader.achievements.get(row.achievement_id)
        # A day is the recogniser's own, so that its pages tell the day that it stated.
        zone = ZoneInfo(profiles.value(reader, profile).timezone)
    worth = units.in_words(value.value, value.unit)
    facts: JsonObject = {
        **statements.without_nulls(row.document),
        "recogniser": profile.did,
        "achievement": achievement.url,
    }
    return endorsements.issue(
        toolkit,
        principal,
        IssueEndorsement(
            profile=profile.slug,
            external_id=_external_id(row),
            subject=Subject(achievement.url, SubjectType.ACHIEVEMENT, value.achievement_version),
            name=f"Value of {achievement.code}",
            comment=f"{profile.name} counts {achievement.code} as {worth} ({value.basis.value}).",
            statement=statements.statement(statements.EQUIVALENCY, facts),
            valid_from=datetime.combine(value.valid_from, time(0), zone),
            valid_until=None
            if value.valid_until is None
            else datetime.combine(value.valid_until, time(23, 59, 59), zone),
        ),
    )


def end_of(moment: date) -> datetime:
    """Return the last second of a day, UTC."""
    return datetime.combine(moment, time(23, 59, 59), UTC)
