"""Shapes of what a district knows of its people."""

from typing import Final

from marshmallow import fields, validate

from issuer.web.api.schemas.common import Shape
from issuer.web.api.schemas.credit import Day, amount, line, person_field

MOST_AT_ONCE: Final = 500
_DAY: Final = {"type": ["string", "null"], "format": "date"}


class EmploymentSchema(Shape):
    """What is known of one person; what is absent or null is not known."""

    person = person_field()
    hiredOn = Day(allow_none=True, metadata={**_DAY, "description": "The day of hire."})
    degreeOn = Day(
        allow_none=True, metadata={**_DAY, "description": "The day of the degree of the current lane."}
    )
    lane = line("The lane the person is on, such as BA+15.", longest=60, required=False, allow_none=True)
    onFile = amount("Hours beyond the degree on file, in the district's unit.", allow_none=True)


class KeepEmploymentsSchema(Shape):
    """Facts of up to 500 people, each in place of what was known of that person."""

    employments = fields.List(
        fields.Nested(EmploymentSchema),
        required=True,
        validate=validate.Length(min=1, max=MOST_AT_ONCE),
        metadata={"description": "All of them are kept, or none."},
    )


class KeptEmploymentsSchema(Shape):
    """How many people the district knows facts of now, of those that were named."""

    kept = fields.Integer(required=True)


class EmploymentQuery(Shape):
    """Of whom."""

    person = person_field()
