"""Shapes of profiles."""

from marshmallow import fields

from issuer.web.api.schemas.common import Shape


class IdentifierSchema(Shape):
    """A number by which an organization is known."""

    type = fields.String(required=True)
    value = fields.String(required=True)


class FiguresSchema(Shape):
    """What an organization issued, or several together."""

    microCredentials = fields.Integer(required=True)
    microEndorsements = fields.Integer(required=True)
    ended = fields.Integer(required=True, metadata={"description": "Withdrawn or on hold, of both kinds."})
    holders = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "People who hold at least one; null where the group is too small to be told."
        },
    )


class MemberSchema(FiguresSchema):
    """What one member issued."""

    slug = fields.String(required=True)
    name = fields.String(required=True)


class RollUpSchema(Shape):
    """What the members of a parent body issued."""

    parent = fields.String(required=True, metadata={"description": "Slug of the parent body."})
    members = fields.List(fields.Nested(MemberSchema), required=True)
    total = fields.Nested(FiguresSchema, required=True)


class ProfileSchema(Shape):
    """An organization that issues, assesses, or stands above those that do."""

    slug = fields.String(required=True, metadata={"description": "Short name, part of its address."})
    id = fields.String(required=True, metadata={"description": "Issuer id, did:web."})
    name = fields.String(required=True)
    url = fields.String(
        required=True, metadata={"description": "Its page, and its Open Badges profile as JSON."}
    )
    description = fields.String(required=True)
    timezone = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True, metadata={"description": "Slug of the one above."})
    identifiers = fields.List(fields.Nested(IdentifierSchema), required=True)
    demonstration = fields.Boolean(required=True, metadata={"description": "Nothing it issues is real."})
