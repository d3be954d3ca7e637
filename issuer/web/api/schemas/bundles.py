"""Shapes of transfer bundles: making, reading, how often they were opened."""

from marshmallow import fields, validate

from issuer.services.bundles.making import LONGEST_RECIPIENT, MOST_CREDENTIALS
from issuer.store import OpeningKind
from issuer.web.api.schemas.common import MAYBE_MOMENT, MOMENT, Moment, Shape


class MakeBundleSchema(Shape):
    """A request for one bundle."""

    externalId = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Your id of this bundle; the same again makes no second one."},
    )
    credentials = fields.List(
        fields.String(validate=validate.Length(min=1, max=200)),
        required=True,
        validate=validate.Length(min=1, max=MOST_CREDENTIALS),
        metadata={"description": "Ids or certificate numbers of one person, in the order to be shown."},
    )
    recipient = fields.String(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_RECIPIENT),
        metadata={"description": "For whom: the name of a district. No person, no mail address."},
    )
    expiresAt = Moment(metadata={**MOMENT, "description": "When the link ends; absent: in 90 days."})


class BundleSchema(Shape):
    """One bundle, as its maker sees it."""

    id = fields.String(required=True)
    externalId = fields.String(required=True)
    person = fields.String(required=True, metadata={"description": "Pseudonymous reference of the holder."})
    recipient = fields.String(required=True)
    credentials = fields.List(fields.String(), required=True)
    createdAt = Moment(required=True, metadata=MOMENT)
    expiresAt = Moment(required=True, metadata=MOMENT)
    revokedAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)


class MadeBundleSchema(BundleSchema):
    """A bundle with its link, which is told once."""

    url = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The link, when the bundle was made just now; it is kept nowhere."},
    )


class OpeningSchema(Shape):
    """How often the link was used for one thing within one hour; never by whom."""

    hour = Moment(required=True, metadata={**MOMENT, "description": "Beginning of the hour, UTC."})
    what = fields.String(required=True, metadata={"enum": [kind.value for kind in OpeningKind]})
    times = fields.Integer(required=True)


class OpeningsSchema(Shape):
    """Every hour in which the link was used, oldest first."""

    items = fields.List(fields.Nested(OpeningSchema), required=True)
