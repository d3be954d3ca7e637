"""Shapes of achievements and their versions."""

from marshmallow import fields

from issuer.web.api.schemas.common import Moment, Shape


class HoursSchema(Shape):
    """Hours and who says so; not university credit by themselves."""

    value = fields.String(required=True, metadata={"description": "A decimal number as text."})
    unit = fields.String(required=True)
    level = fields.String(required=True)
    basis = fields.String(required=True, metadata={"description": "`suggested`: the issuer's own word."})


class AchievementSchema(Shape):
    """A micro-credential or micro-endorsement."""

    code = fields.String(required=True)
    id = fields.String(required=True, metadata={"description": "Its stable address."})
    name = fields.String(required=True)
    description = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": ["micro-credential", "micro-endorsement"]})
    creator = fields.String(required=True, metadata={"description": "Slug of the profile that wrote it."})
    hours = fields.Nested(HoursSchema, required=True, allow_none=True)
    newestVersion = fields.String(required=True)
    versions = fields.List(fields.String(), required=True, metadata={"description": "Oldest first."})


class VersionSchema(Shape):
    """One version of an achievement; it never changes."""

    code = fields.String(required=True)
    version = fields.String(required=True)
    id = fields.String(required=True)
    url = fields.String(required=True)
    rubricDigest = fields.String(
        required=True, metadata={"description": "sha256 of the rubric's canonical JSON."}
    )
    publishedAt = Moment(required=True, metadata={"type": "string", "format": "date-time"})
    retiredAt = Moment(
        required=True, allow_none=True, metadata={"type": ["string", "null"], "format": "date-time"}
    )
    record = fields.Dict(required=True, metadata={"description": "The catalogue record."})
