"""Shapes of assessment records."""

from marshmallow import fields

from issuer.web.api.schemas.common import Moment, Shape


class AttestationSchema(Shape):
    """A frozen assessment record, by its name here."""

    id = fields.String(required=True, metadata={"description": "`urn:uuid:`; name it when issuing."})
    externalId = fields.String(required=True)
    receivedAt = Moment(required=True, metadata={"type": "string", "format": "date-time"})
