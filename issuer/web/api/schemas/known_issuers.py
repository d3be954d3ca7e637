"""Shapes of the list of known issuers."""

import marshmallow as ma
from marshmallow import fields, validate

from issuer.store import TrustAction
from issuer.web.api.schemas.common import MOMENT, Moment, Shape


def _line(longest: int, said: str, *, required: bool = True) -> fields.String:
    return fields.String(
        required=required,
        validate=validate.Length(min=1, max=longest),
        metadata={"description": said},
    )


class PutIssuerSchema(Shape):
    """An issuer that shall be known."""

    issuer = _line(500, "Its identifier: a DID, or an https address. Compared letter for letter.")
    name = _line(200, "The name under which it is known here.")
    reason = _line(500, "Why it is known; public.")
    addedBy = _line(200, "The office that decided it; no person. Absent: the API key.", required=False)


class RemoveIssuerSchema(Shape):
    """An issuer that shall not be known any more."""

    issuer = _line(500, "Its identifier.")
    reason = _line(500, "Why; public.")
    addedBy = _line(200, "The office that decided it; no person. Absent: the API key.", required=False)


class KnownIssuerSchema(ma.Schema):
    """An issuer that is known here."""

    issuer = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    domain = fields.String(
        required=True, allow_none=True, metadata={"description": "Its host name in its own letters."}
    )
    asciiDomain = fields.String(
        required=True, allow_none=True, metadata={"description": "The same in ASCII."}
    )
    addedAt = Moment(required=True, metadata=MOMENT)
    addedBy = fields.String(required=True)
    reason = fields.String(required=True)


class TrustEventSchema(ma.Schema):
    """One change of the list."""

    issuer = fields.String(required=True)
    number = fields.Integer(required=True, metadata={"description": "Which change of this issuer it is."})
    action = fields.String(required=True, metadata={"enum": [word.value for word in TrustAction]})
    name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    addedBy = fields.String(required=True)
    source = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The publisher of the list that it came with."},
    )
    at = Moment(required=True, metadata=MOMENT)
