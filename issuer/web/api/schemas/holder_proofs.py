"""Shapes of holder proofs: the question, and what became of it."""

from marshmallow import fields, validate

from issuer.services.holder_proofs.answering import HolderAnswer
from issuer.store import ProofMethod
from issuer.web.api.schemas.common import MAYBE_MOMENT, MOMENT, Moment, Shape

_METHODS = [method.value for method in ProofMethod]


class AskSchema(Shape):
    """Which credential's holder to ask, and how the holder shall answer."""

    credential = fields.String(
        required=True,
        validate=validate.Length(min=1, max=2048),
        metadata={"description": "Its id, its certificate number, or the address of its page here."},
    )
    method = fields.String(
        required=True,
        validate=validate.OneOf(_METHODS),
        metadata={
            "description": "`did`: a presentation signed by the DID that the credential names; `code`: a code "
            "that is sent to an address of the holder."
        },
    )


class CodeSchema(Shape):
    """The code that the holder told."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=64))


class HolderProofSchema(Shape):
    """A question to a holder, and what became of it."""

    id = fields.String(required=True)
    credential = fields.String(required=True)
    method = fields.String(required=True, metadata={"enum": _METHODS})
    challenge = fields.String(
        required=True, allow_none=True, metadata={"description": "`challenge` of the presentation's proof."}
    )
    domain = fields.String(
        required=True, allow_none=True, metadata={"description": "`domain` of the presentation's proof."}
    )
    expiresAt = Moment(required=True, metadata=MOMENT)
    answer = fields.String(required=True, metadata={"enum": [answer.value for answer in HolderAnswer]})
    sentence = fields.String(required=True)
    provenAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    provenBy = fields.String(
        required=True, allow_none=True, metadata={"description": 'The DID that signed, or "code".'}
    )
    triesLeft = fields.Integer(required=True)
