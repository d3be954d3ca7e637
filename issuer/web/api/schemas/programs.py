"""Shapes of what districts chose from the catalog."""

from marshmallow import fields, validate

from issuer.services.catalog.programs import MOST_GOALS
from issuer.web.api.schemas.common import PageQuery, Shape


class ProgramQuery(PageQuery):
    """Whose set."""

    district = fields.String(
        validate=validate.Regexp(r"\A[a-z0-9-]{1,64}\Z", error="this is no slug"),
        metadata={"description": "Slug of a district; absent for every district."},
    )


class OfferSchema(Shape):
    """One achievement in a district's set."""

    district = fields.String(required=True)
    districtName = fields.String(required=True)
    achievement = fields.String(required=True)
    goals = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Goals of the district's plan that it serves; in no credential."},
    )


class ChooseSchema(Shape):
    """What is put into the set of the key's profile."""

    achievement = fields.String(required=True, validate=validate.Length(min=1, max=60))
    goals = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        validate=validate.Length(max=MOST_GOALS),
    )


class DropSchema(Shape):
    """What is taken out of the set of the key's profile."""

    achievement = fields.String(required=True, validate=validate.Length(min=1, max=60))


class SetSchema(Shape):
    """The whole set of one district."""

    items = fields.List(fields.Nested(OfferSchema), required=True)
