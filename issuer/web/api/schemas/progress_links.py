"""Shapes of links to somebody's progress."""

from marshmallow import fields, validate

from issuer.web.api.schemas.common import MAYBE_MOMENT, MOMENT, Moment, Shape


class MakeProgressLinkSchema(Shape):
    """A request for one link."""

    externalId = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Your id of this link; the same again makes no second one."},
    )
    person = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Reference of the holder, to whom you give the link."},
    )
    expiresAt = Moment(metadata={**MOMENT, "description": "When the link ends; absent: in 180 days."})


class ProgressLinkSchema(Shape):
    """One link, as its maker sees it."""

    id = fields.String(required=True)
    externalId = fields.String(required=True)
    person = fields.String(required=True, metadata={"description": "Pseudonymous reference of the holder."})
    profile = fields.String(
        required=True, allow_none=True, metadata={"description": "Issuer whose micro-endorsements it shows."}
    )
    createdAt = Moment(required=True, metadata=MOMENT)
    expiresAt = Moment(required=True, metadata=MOMENT)
    revokedAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)


class MadeProgressLinkSchema(ProgressLinkSchema):
    """A link with its address, which is told once."""

    url = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The address, when the link was made just now; it is kept nowhere."},
    )
