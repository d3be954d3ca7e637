"""Shapes of what an auditor reads."""

from typing import Any

from marshmallow import Schema, fields, validate

from issuer.services.auditing import LISTINGS
from issuer.services.auditing.reading import MOST_ROWS
from issuer.web.api.schemas.common import PageQuery, Shape

_SLUG = validate.Regexp(r"\A[a-z0-9-]{1,64}\Z", error="this is no slug")
_WHOSE = "Slug of the issuer: the key's own profile or one under it; absent for the key's own."


class RowsQuery(PageQuery):
    """Whose rows."""

    profile = fields.String(validate=_SLUG, metadata={"description": _WHOSE})


class SampleQuery(Shape):
    """Which sample."""

    profile = fields.String(validate=_SLUG, metadata={"description": _WHOSE})
    seed = fields.String(
        required=True,
        validate=validate.Regexp(r"\A[A-Za-z0-9._-]{1,64}\Z", error="1 to 64 letters, digits and . _ -"),
        metadata={"description": "The auditor's number or word: the same one draws the same sample."},
    )
    size = fields.Integer(
        load_default=25,
        validate=validate.Range(min=1, max=MOST_ROWS, error=f"a sample has 1 to {MOST_ROWS} rows"),
        metadata={"description": "How many rows."},
    )


def _rows(listing: str, name: str) -> type[Schema]:
    cells: dict[str, fields.Field[Any]] = {
        column: fields.Raw(
            required=True, allow_none=True, metadata={"description": "A text, a number or null."}
        )
        for column in LISTINGS[listing].columns
    }
    return Shape.from_dict(cells, name=name)


RowSchema = _rows("credentials", "AuditRowSchema")
"""One credential: who issued what, when, on what evidence, judged by whom, how it stands; no names."""

EndorsementRowSchema = _rows("endorsements", "AuditEndorsementSchema")
"""One endorsement of a profile: who said what about what, by whose hand, under which key, how it stands."""

TakenRowSchema = _rows("taken-endorsements", "AuditTakenEndorsementSchema")
"""One endorsement that was signed elsewhere: who handed it in, what its newest check said."""

TranscriptRowSchema = _rows("transcripts", "AuditTranscriptSchema")
"""One transcript: who signed it, what is inside, how it stands."""

ReviewRowSchema = _rows("reviews", "AuditReviewSchema")
"""One review of a micro-endorsement: which component opened it, and how it ended by whom."""

DecisionRowSchema = _rows("decisions", "AuditDecisionSchema")
"""One lane decision: what counted, by which rules, which credits it used up, by whom."""


class SampleSchema(Shape):
    """A sample, in the order in which the seed draws it."""

    items = fields.List(fields.Nested(RowSchema), required=True)


class FindingSchema(Shape):
    """One thing that was done to the record."""

    event = fields.Integer(required=True)
    what = fields.String(required=True)
    sentence = fields.String(required=True)


class LogSchema(Shape):
    """Whether the record is what it was."""

    intact = fields.Boolean(required=True)
    events = fields.Integer(required=True, metadata={"description": "How many events are numbered."})
    pending = fields.Integer(required=True, metadata={"description": "How many are not, and so not covered."})
    findings = fields.List(fields.Nested(FindingSchema), required=True)
    checkpoint = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The newest signed note, to be kept elsewhere."},
    )
    verifierKey = fields.String(
        required=True, allow_none=True, metadata={"description": "The log's key, to be noted down once."}
    )
