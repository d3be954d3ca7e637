"""Shapes of verifications: what is asked, and the report."""

import marshmallow as ma
from marshmallow import fields, validate

from issuer.badges.names import Likeness
from issuer.badges.names.advice import MOST_NAMES
from issuer.badges.names.folding import LONGEST as LONGEST_NAME
from issuer.verify import AnswerValue, Outcome, Verdict
from issuer.web.api.schemas.common import MOMENT, Moment, Shape
from issuer.web.api.schemas.credentials import OneOf

_MOST_TRUSTED = 1_000


class VerificationSchema(Shape):
    """Which badge to verify, by address or by value, and what else to ask."""

    url = fields.String(
        validate=validate.Length(min=1, max=2048),
        metadata={"description": "https address of a badge; either this or `credential`."},
    )
    credential = OneOf(
        metadata={
            "description": "The signed JSON object, or a compact JWT.",
            "oneOf": [{"type": "string"}, {"type": "object"}],
        }
    )
    recipient = fields.String(
        validate=validate.Length(min=1, max=320),
        metadata={"description": "What you know of the holder, such as a mail address: is it theirs?"},
    )
    trust = fields.List(
        fields.String(validate=validate.Length(min=1, max=2048)),
        validate=validate.Length(max=_MOST_TRUSTED),
        metadata={"description": "Issuer ids that you know; absent: *Known issuer?* is not asked."},
    )
    trustHere = fields.Boolean(
        metadata={"description": "Ask *Known issuer?* with the list that this installation keeps."}
    )
    district = fields.String(
        validate=validate.Regexp(r"[a-z0-9][a-z0-9-]{0,31}\Z"),
        metadata={"description": "Ask *Counts here?* by the rules of this district, by its short name."},
    )
    at = Moment(metadata={**MOMENT, "description": "Was it in force on this date, too?"})
    applicantNames = fields.List(
        fields.String(validate=validate.Length(min=1, max=LONGEST_NAME)),
        validate=validate.Length(min=1, max=MOST_NAMES),
        metadata={
            "description": "The applicant's name, then former names: is it the name that is shown? Changes no "
            "verdict, and is kept nowhere."
        },
    )
    challenge = fields.String(validate=validate.Length(min=1, max=1_000))
    domain = fields.String(validate=validate.Length(min=1, max=1_000))

    @ma.validates_schema
    def names_one(self, data: dict[str, object], **_: object) -> None:
        """Refuse a request that names no badge, or two."""
        if ("url" in data) == ("credential" in data):
            raise ma.ValidationError("name one badge: `url` or `credential`")
        if "trust" in data and data.get("trustHere"):
            raise ma.ValidationError("give `trust`, or `trustHere`, but not both", "trust")
        if "credential" in data and not isinstance(data["credential"], str | dict):
            raise ma.ValidationError("a credential is a JSON object or a compact JWT", "credential")


class AnswerSchema(ma.Schema):
    """One of the four answers."""

    value = fields.String(required=True, metadata={"enum": [value.value for value in AnswerValue]})
    code = fields.String(required=True, allow_none=True)
    sentence = fields.String(required=True)


class AnswersSchema(ma.Schema):
    """Always all four, in this order."""

    genuine = fields.Nested(AnswerSchema, required=True)
    current = fields.Nested(AnswerSchema, required=True)
    knownIssuer = fields.Nested(AnswerSchema, required=True)
    countsHere = fields.Nested(AnswerSchema, required=True)


class CheckSchema(ma.Schema):
    """One rule and what it found."""

    id = fields.String(required=True)
    outcome = fields.String(required=True, metadata={"enum": [outcome.value for outcome in Outcome]})
    code = fields.String(required=True, allow_none=True)
    sentence = fields.String(required=True)
    evidence = fields.Dict(required=True)
    pointer = fields.String(required=True, allow_none=True)


class WarningSchema(ma.Schema):
    """Something to know that does not change the verdict."""

    code = fields.String(required=True)
    sentence = fields.String(required=True)
    pointer = fields.String(required=True, allow_none=True)


class NameSchema(ma.Schema):
    """Advice about a name: nearness and reasons, never a decision."""

    part = fields.String(
        required=True, allow_none=True, metadata={"description": "Which file of several; null for the whole."}
    )
    result = fields.String(required=True, metadata={"enum": [value.value for value in Likeness]})
    heading = fields.String(required=True)
    reasons = fields.List(fields.String(), required=True)
    printed = fields.String(
        required=True, allow_none=True, metadata={"description": "The name that is shown, where one is."}
    )
    given = fields.String(
        required=True, allow_none=True, metadata={"description": "The applicant's name that fits best."}
    )


class ReportSchema(ma.Schema):
    """Everything one verification found."""

    verdict = fields.String(required=True, metadata={"enum": [verdict.value for verdict in Verdict]})
    heading = fields.String(required=True)
    sentence = fields.String(required=True)
    answers = fields.Nested(AnswersSchema, required=True)
    checks = fields.List(fields.Nested(CheckSchema), required=True)
    warnings = fields.List(fields.Nested(WarningSchema), required=True)
    issuer = fields.Dict(required=True, allow_none=True)
    endorsements = fields.List(fields.Dict(), required=True)
    parts = fields.List(fields.Dict(), required=True)
    components = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "Components of a micro-endorsement: id, name, digest, status, sentence."},
    )
    statements = fields.List(fields.Dict(), required=True)
    kind = fields.String(required=True)
    form = fields.String(required=True)
    mediaType = fields.String(required=True)
    sha256 = fields.String(required=True)
    checkedAt = fields.String(required=True, metadata={"format": "date-time"})
    credential = fields.Dict(required=True, allow_none=True)
    names = fields.List(
        fields.Nested(NameSchema), metadata={"description": "Where `applicantNames` were given."}
    )


class SignedReportSchema(ma.Schema):
    """A report that this site signed."""

    id = fields.String(required=True, metadata={"description": "`urn:uuid:…` of the signed credential."})
    verdict = fields.String(required=True, metadata={"enum": [verdict.value for verdict in Verdict]})
    credential = fields.Dict(required=True, metadata={"description": "The EndorsementCredential."})
    statement = fields.Dict(
        required=True, metadata={"description": "What it binds by digest: a `verification-report`."}
    )
    statementUrl = fields.String(required=True, metadata={"format": "uri"})
