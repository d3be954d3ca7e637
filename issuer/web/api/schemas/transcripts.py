"""Shapes of transcripts: asking for one, what is kept of it, withdrawing it."""

from marshmallow import fields, validate

from issuer.services.status_lists.withdrawing import WITHDRAWING
from issuer.services.transcripts.parts import MOST
from issuer.web.api.schemas.common import MAYBE_MOMENT, MOMENT, Moment, Shape


class IssueTranscriptSchema(Shape):
    """Whose credentials of the key's profile, and which."""

    externalId = fields.String(
        validate=validate.Regexp(r"\A[!-~]{1,200}\Z", error="expected 1 to 200 visible ASCII characters"),
        metadata={"description": "Your id of this transcript; the same again gives the same one."},
    )
    person = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Reference of the holder."},
    )
    credentials = fields.List(
        fields.String(validate=validate.Length(min=1, max=200)),
        load_default=list,
        validate=validate.Length(max=MOST),
        metadata={"description": "Ids or certificate numbers; empty for everything in force."},
    )


class TranscriptSchema(Shape):
    """One transcript, without its bytes."""

    id = fields.String(required=True)
    externalId = fields.String(required=True)
    person = fields.String(required=True, metadata={"description": "Pseudonymous reference of the holder."})
    credentials = fields.List(fields.String(), required=True)
    sha256 = fields.String(required=True)
    validFrom = Moment(required=True, metadata=MOMENT)
    validUntil = Moment(required=True, metadata=MOMENT)
    withdrawnAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    category = fields.String(required=True, allow_none=True)


class WithdrawTranscriptSchema(Shape):
    """Why it is withdrawn."""

    category = fields.String(
        required=True, validate=validate.OneOf(sorted(item.value for item in WITHDRAWING))
    )
    details = fields.String(
        validate=validate.Length(max=2000), metadata={"description": "Why, in private; erasable."}
    )
