"""Shapes of endorsements: signing, inviting, handing in, reading."""

from marshmallow import fields, validate

from issuer.services.status_lists.withdrawing import WITHDRAWING
from issuer.store import SubjectType
from issuer.web.api.schemas.common import MAYBE_MOMENT, MOMENT, Moment, PageQuery, Shape

_THING = {
    "description": "Code or id of an achievement, `profile:` and a slug or a profile's id, or a badge's id."
}


class StatementSchema(Shape):
    """The same as facts for machines; `/schemas/statements/KIND-VERSION.json` describes each kind."""

    kind = fields.String(required=True, validate=validate.Length(min=1, max=64))
    version = fields.String(load_default="1", validate=validate.Length(min=1, max=16))
    facts = fields.Dict(required=True)


class SignEndorsementSchema(Shape):
    """A request for one endorsement, signed with the key of the API key's profile."""

    externalId = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Your id of this endorsement; the same again signs no second one."},
    )
    about = fields.String(required=True, validate=validate.Length(min=1, max=400), metadata=_THING)
    version = fields.String(
        validate=validate.Length(min=1, max=16), metadata={"description": "Version of the achievement."}
    )
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    comment = fields.String(
        required=True,
        validate=validate.Length(min=1, max=10_000),
        metadata={"description": "What the endorser says, in Markdown."},
    )
    validFrom = Moment(metadata={**MOMENT, "description": "Absent: now."})
    validUntil = Moment(metadata={**MOMENT, "description": "Absent: no end."})
    carried = fields.Boolean(
        load_default=False, metadata={"description": "Badges issued later carry it inside."}
    )
    statement = fields.Nested(StatementSchema)


class EndorsementSchema(Shape):
    """One endorsement."""

    id = fields.String(required=True)
    endorser = fields.String(required=True)
    endorserId = fields.String(required=True)
    subject = fields.String(required=True)
    subjectType = fields.String(required=True, metadata={"enum": [kind.value for kind in SubjectType]})
    version = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    comment = fields.String(required=True)
    validFrom = Moment(required=True, metadata=MOMENT)
    validUntil = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    withdrawnAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    category = fields.String(required=True, allow_none=True)
    carried = fields.Boolean(required=True)
    inForce = fields.Boolean(required=True, allow_none=True)
    document = fields.String(required=True, metadata={"description": "The signed file, exactly, as text."})


class WithdrawSchema(Shape):
    """Why an endorsement is withdrawn."""

    category = fields.String(
        required=True, validate=validate.OneOf(sorted(category.value for category in WITHDRAWING))
    )
    details = fields.String(
        validate=validate.Length(min=1, max=2000), metadata={"description": "Private, erasable."}
    )


class InviteSchema(Shape):
    """A request for one invitation."""

    about = fields.String(required=True, validate=validate.Length(min=1, max=400), metadata=_THING)
    version = fields.String(validate=validate.Length(min=1, max=16))
    endorser = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Who is asked, by name; no person and no mail address."},
    )
    expiresAt = Moment(metadata={**MOMENT, "description": "Absent: in 90 days."})


class InvitationSchema(Shape):
    """An invitation that was made just now; its secret is told once."""

    id = fields.String(required=True)
    token = fields.String(required=True)
    expiresAt = Moment(required=True, metadata=MOMENT)


class UploadSchema(Shape):
    """An endorsement that was signed elsewhere."""

    invitation = fields.String(
        required=True,
        validate=validate.Length(min=16, max=100),
        metadata={"description": "The secret of the invitation."},
    )
    endorsement = fields.String(
        required=True,
        validate=validate.Length(min=2, max=262_144),
        metadata={"description": "The signed file, exactly, as text: JSON or a compact JWT."},
    )


class EndorsementQuery(PageQuery):
    """Which endorsements are asked for."""
