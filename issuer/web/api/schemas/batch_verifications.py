"""Shapes of a batch: one line in, one line out, and the last line."""

import marshmallow as ma
from marshmallow import fields

from issuer.services.batch_verification.inputs import MOST_TRUSTED
from issuer.verify import Verdict
from issuer.web.api.schemas.common import Moment
from issuer.web.api.schemas.credentials import OneOf
from issuer.web.api.schemas.verifications import AnswersSchema, ReportSchema

_VERDICTS = [verdict.value for verdict in Verdict]


class BatchLineSchema(ma.Schema):
    """A line that names a badge by one of `credential`, `jwt`, `url` or `data`; or it is the badge itself."""

    credential = OneOf(
        metadata={
            "description": "The signed JSON object, or a compact JWT.",
            "oneOf": [{"type": "string"}, {"type": "object"}],
        }
    )
    jwt = fields.String(metadata={"description": "A compact JWT."})
    url = fields.String(metadata={"description": "https address of a badge."})
    data = fields.String(metadata={"description": "A file (PNG, SVG, PDF, JSON, JWT) in base64."})
    name = fields.String(metadata={"description": "A label of yours, given back with the answer."})
    mediaType = fields.String(metadata={"description": "What you know about the type of `data`."})
    recipient = fields.String(metadata={"description": "What you know of the holder: is it theirs?"})
    trust = fields.List(
        fields.String(),
        validate=ma.validate.Length(max=MOST_TRUSTED),
        metadata={"description": "Issuer ids that you know."},
    )
    trustHere = fields.Boolean(
        metadata={"description": "Ask *Known issuer?* by the list of this installation, in place of `trust`."}
    )
    at = Moment(
        metadata={"type": "string", "format": "date-time", "description": "Was it in force then, too?"}
    )


class BatchFormSchema(ma.Schema):
    """A form with files, and addresses."""

    file = fields.List(
        fields.Raw(metadata={"type": "string", "format": "binary"}),
        metadata={"description": "Badges, or zip files of badges; the names of the fields do not matter."},
    )
    url = fields.List(fields.String(), metadata={"description": "https addresses of badges."})


class SummarySchema(ma.Schema):
    """The facts of a row; claims unless *Genuine?* is yes."""

    holder = fields.String(
        required=True, metadata={"description": "The name as printed, else the identifier."}
    )
    holderIsNamed = fields.Boolean(required=True)
    achievement = fields.String(required=True)
    hours = fields.String(required=True)
    unit = fields.String(required=True)
    issuer = fields.String(required=True)
    issuerId = fields.String(required=True)
    awarded = fields.String(required=True)
    validFrom = fields.String(required=True)
    validUntil = fields.String(required=True)
    credentialId = fields.String(required=True)
    codes = fields.List(fields.String(), required=True)


class BatchProblemSchema(ma.Schema):
    """Why a badge has no report, or why a batch ended early; `/problems/CODE` explains each code."""

    code = fields.String(required=True)
    detail = fields.String(required=True)
    pointer = fields.String(required=True, allow_none=True)


class BatchRowSchema(ma.Schema):
    """One answer. The last line of a batch has `end`, `count` and `verdicts` in place of the others."""

    number = fields.Integer(
        metadata={"description": "The line of NDJSON, else the place of the file, from 1."}
    )
    name = fields.String()
    verdict = fields.String(metadata={"enum": _VERDICTS})
    sentence = fields.String(allow_none=True)
    answers = fields.Nested(AnswersSchema, allow_none=True)
    summary = fields.Nested(SummarySchema, allow_none=True)
    kind = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)
    checkedAt = fields.String(allow_none=True, metadata={"format": "date-time"})
    problem = fields.Nested(BatchProblemSchema, allow_none=True)
    report = fields.Nested(ReportSchema, allow_none=True, metadata={"description": "With `report=full`."})
    end = fields.Boolean(metadata={"description": "This is the last line: the batch was read to its end."})
    count = fields.Integer(metadata={"description": "How many answers stand before the last line."})
    verdicts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "How many of each verdict."}
    )
