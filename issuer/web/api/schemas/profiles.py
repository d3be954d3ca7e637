"""Shapes of profiles."""

from marshmallow import fields

from issuer.web.api.schemas.common import Shape


class IdentifierSchema(Shape):
    """A number by which an organization is known."""

    type = fields.String(required=True)
    value = fields.String(required=True)


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
