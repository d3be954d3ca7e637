"""Shapes of credit: rules, values, approvals, decisions, prospects."""

import re
from datetime import date
from typing import Any, Final

from marshmallow import fields, validate

from issuer.credits import Basis, Kind, units
from issuer.services.credits.equivalencies import LONGEST_CONDITIONS
from issuer.web.api.schemas.common import MOMENT, Moment, PageQuery, Shape

_DAY: Final = {"type": "string", "format": "date"}
_MAYBE_DAY: Final = {"type": ["string", "null"], "format": "date"}
_DAY_FORM: Final = re.compile(r"(19|20|21)\d\d-\d\d-\d\d", re.ASCII)
MOST_CREDENTIALS: Final = 200


class Day(fields.Field[date]):
    """A calendar day of the years 1900 to 2199."""

    default_error_messages = {"invalid": "expected a day, such as 2026-09-01"}  # noqa: RUF012  (marshmallow merges it)

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **_: Any) -> str | None:  # noqa: ANN401  (as marshmallow calls it)
        del attr, obj
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> date:  # noqa: ANN401  (as marshmallow calls it)
        del attr, data
        if not isinstance(value, str) or not _DAY_FORM.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError as exc:
            raise self.make_error("invalid") from exc


def line(
    said: str, *, longest: int = 200, required: bool = True, allow_none: bool | None = None
) -> fields.String:
    """Return the field of one printable line."""
    return fields.String(
        required=required,
        allow_none=allow_none,
        validate=validate.Regexp(
            rf"\A[^\x00-\x1f\x7f]{{1,{longest}}}\Z", error=f"expected 1 to {longest} printable characters"
        ),
        metadata={"description": said},
    )


def person_field() -> fields.String:
    """Return the field that names a person."""
    return line("The pseudonymous id under which assessments name the person.")


def amount(said: str, **options: Any) -> fields.String:  # noqa: ANN401  (options of the field)
    """Return the field of an exact amount, as text."""
    return fields.String(
        validate=validate.Regexp(
            r"\A\d{1,9}(\.\d{1,9}|/[1-9]\d{0,8})?\Z", error="expected a number such as 5, 7.5 or 2/3"
        ),
        metadata={"description": said},
        **options,
    )


class RulesQuery(PageQuery):
    """Whose rules."""

    district = line("Slug of a district; absent for every district.", required=False)


class LaneRulesSchema(Shape):
    """One version of a district's rules."""

    district = fields.String(required=True)
    version = fields.String(required=True)
    keptAt = Moment(required=True, metadata=MOMENT)
    words = fields.List(fields.String(), required=True, metadata={"description": "The rules in words."})
    rules = fields.Dict(required=True, metadata={"description": "The rules as they were given."})


class EquivalencyQuery(PageQuery):
    """Which values."""

    recogniser = line("Slug of whoever states them; absent for all.", required=False)
    achievement = line("Code of an achievement; absent for all.", required=False)


class StateEquivalencySchema(Shape):
    """What an achievement is worth to the key's profile."""

    externalId = line("Your id of this statement; the same again makes no second one.")
    achievement = line("Code of the achievement.", longest=60)
    achievementVersion = line("The version that is meant; absent: every version.", longest=60, required=False)
    value = amount("How much, exactly.", required=True)
    unit = fields.String(required=True, validate=validate.OneOf(list(units.UNITS)))
    basis = fields.String(
        load_default=Basis.EQUIVALENT.value, validate=validate.OneOf([word.value for word in Basis])
    )
    validFrom = Day(required=True, metadata={**_DAY, "description": "The first day on which it holds."})
    validUntil = Day(metadata={**_DAY, "description": "The last day; absent: no end."})
    conditions = fields.String(
        load_default="",
        validate=validate.Regexp(
            rf"\A[^\x00-\x08\x0b-\x1f\x7f]{{0,{LONGEST_CONDITIONS}}}\Z", error="expected printable text"
        ),
        metadata={"description": "What else must be so, in words."},
    )


class EquivalencySchema(Shape):
    """A value as it stands in the record; public."""

    recogniser = fields.String(required=True)
    achievement = fields.String(required=True)
    achievementVersion = fields.String(required=True, allow_none=True)
    number = fields.Integer(required=True, metadata={"description": "Counts the statements about the same."})
    value = fields.String(required=True)
    unit = fields.String(required=True)
    level = fields.String(required=True)
    basis = fields.String(required=True)
    validFrom = fields.String(required=True, metadata=_DAY)
    validUntil = fields.String(required=True, allow_none=True, metadata=_MAYBE_DAY)
    conditions = fields.String(required=True)


class StatedEquivalencySchema(EquivalencySchema):
    """A value with its signed form."""

    id = fields.String(required=True)
    credential = fields.Dict(required=True, metadata={"description": "The signed EndorsementCredential."})


class PersonQuery(PageQuery):
    """Of whom."""

    person = person_field()


class PreApproveSchema(Shape):
    """An approval before the work."""

    externalId = line("Your id of the approval; the same again makes no second one.")
    person = person_field()
    achievement = line("Code of the achievement.", longest=60)
    achievementVersion = line("The version that is approved; absent: the newest.", longest=60, required=False)
    grantedOn = Day(required=True, metadata={**_DAY, "description": "The day of the approval."})
    decider = fields.String(
        load_default="district",
        validate=validate.Regexp(r"\A[^\x00-\x1f\x7f@]{1,80}\Z", error="a role, no mail address"),
        metadata={"description": "Who approved: a role or a pseudonym, never a name."},
    )


class PreApprovalSchema(Shape):
    """An approval with its signed receipt."""

    id = fields.String(required=True)
    externalId = fields.String(required=True)
    grantedOn = fields.String(required=True, metadata=_DAY)
    decider = fields.String(required=True)
    receipt = fields.Dict(required=True, metadata={"description": "The signed EndorsementCredential."})


class LaneRequestSchema(Shape):
    """A request: these credentials of this person, on this day."""

    person = person_field()
    on = Day(required=True, metadata={**_DAY, "description": "The day of the request."})
    credentials = fields.List(
        line("An id or a certificate number."),
        required=True,
        validate=validate.Length(max=MOST_CREDENTIALS),
        metadata={"description": "Ids or certificate numbers that the person handed in."},
    )


class DecideSchema(LaneRequestSchema):
    """A request that is decided and recorded."""

    externalId = line("Your id of the request; the same again is decided once.")


class DecisionSchema(Shape):
    """A recorded decision."""

    id = fields.String(required=True)
    externalId = fields.String(required=True)
    decidedAt = Moment(required=True, metadata=MOMENT)
    decision = fields.Dict(required=True, metadata={"description": "Hours, lane, window, and the trace."})
    credential = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "The signed EndorsementCredential; null where it is about no credential."},
    )


class PreviewSchema(Shape):
    """A decision as it would be recorded."""

    decision = fields.Dict(required=True, metadata={"description": "Hours, lane, window, and the trace."})


class WhatIfSchema(LaneRequestSchema):
    """A request with what would be earned besides."""

    kind = fields.String(
        load_default=Kind.MICRO_ENDORSEMENT.value, validate=validate.OneOf([word.value for word in Kind])
    )
    hours = amount("Hours of one of them.", load_default="5")
    unit = fields.String(load_default="semesterHour", validate=validate.OneOf(list(units.UNITS)))


class ProspectSchema(Shape):
    """What it would take; nothing is promised."""

    more = fields.Integer(
        required=True, allow_none=True, metadata={"description": "How many more; null when none suffices."}
    )
    kind = fields.String(required=True)
    hoursEach = fields.String(required=True)
    unit = fields.String(required=True)
    lane = fields.String(required=True, allow_none=True)
    effective = fields.String(required=True, allow_none=True, metadata=_MAYBE_DAY)
    conditions = fields.List(fields.String(), required=True)
    sentence = fields.String(required=True)
