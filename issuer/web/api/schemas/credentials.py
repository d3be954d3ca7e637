"""Shapes of credentials: issuing, reading, ending."""

from marshmallow import fields, validate

from issuer.services.credentials import State
from issuer.services.revocation.endings import REVOKING
from issuer.web.api.schemas.common import MAYBE_MOMENT, MOMENT, Moment, PageQuery, Shape

_LONGEST_DETAILS = 2_000


class OneOf(fields.Field[object]):
    """A value that the service itself reads: a text or an object."""


class IssueSchema(Shape):
    """A request for one credential."""

    externalId = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Your id of this award; the same again gives the same credential."},
    )
    attestation = OneOf(
        required=True,
        metadata={
            "description": "The id of an imported assessment record, or the record itself.",
            "oneOf": [{"type": "string"}, {"type": "object"}],
        },
    )
    awardedAt = Moment(metadata={**MOMENT, "description": "Moment of the award; absent means now."})
    validUntil = Moment(metadata={**MOMENT, "description": "An earlier end than the achievement gives."})


class CredentialVersionSchema(Shape):
    """One version of a credential."""

    number = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": ["prepared", "issued"]})
    validFrom = Moment(required=True, metadata=MOMENT)
    validUntil = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    issuedAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    sha256 = fields.String(required=True, allow_none=True, metadata={"description": "Of the exact bytes."})
    endedAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    endedCategory = fields.String(required=True, allow_none=True)


class CredentialSchema(Shape):
    """One award and where it stands; the signed document is another operation."""

    id = fields.String(required=True, metadata={"description": "`urn:uuid:`, the same in every version."})
    certificateNumber = fields.String(required=True)
    externalId = fields.String(required=True)
    profile = fields.String(required=True)
    achievement = fields.String(required=True)
    achievementVersion = fields.String(required=True)
    person = fields.String(required=True, metadata={"description": "Pseudonymous reference of the holder."})
    state = fields.String(required=True, metadata={"enum": [state.value for state in State]})
    awardedAt = Moment(required=True, metadata=MOMENT)
    versions = fields.List(fields.Nested(CredentialVersionSchema), required=True)


class CredentialQuery(PageQuery):
    """Which credentials are asked for."""

    achievement = fields.String(metadata={"description": "Code of one achievement."})
    person = fields.String(metadata={"description": "Reference of one holder."})
    state = fields.String(validate=validate.OneOf([state.value for state in State]))


class RevokeSchema(Shape):
    """Why a credential ends for good."""

    category = fields.String(
        required=True,
        validate=validate.OneOf(sorted(REVOKING)),
        metadata={"description": "The public reason."},
    )
    details = fields.String(
        validate=validate.Length(max=_LONGEST_DETAILS),
        metadata={"description": "The private reason; erasable, never published."},
    )


class DetailsSchema(Shape):
    """Why, in private."""

    details = fields.String(
        validate=validate.Length(max=_LONGEST_DETAILS),
        metadata={"description": "The private reason; erasable, never published."},
    )


class ReissueSchema(DetailsSchema):
    """Which version to replace."""

    replaces = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1),
        metadata={"description": "Number of the version that is replaced; asked again, what replaced it."},
    )
