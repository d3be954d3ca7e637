"""Shapes of batches: files of awards on their way."""

from marshmallow import fields, validate

from issuer.services.batches.load import LONGEST_NAME, MOST_UNCHECKED
from issuer.store import BatchState, ItemState
from issuer.web.api.schemas.common import MAYBE_MOMENT, Moment, PageQuery, Shape

_STATES = [state.value for state in BatchState]
_NAME = r"\A[!-~]{1,100}\Z"


class TemplateQuery(Shape):
    """Whose columns are asked for."""

    achievement = fields.String(
        validate=validate.Regexp(_NAME),
        metadata={
            "description": "Code of the achievement; absent for files that name records imported before."
        },
    )
    version = fields.String(
        validate=validate.Regexp(_NAME), metadata={"description": "Its version; the newest without it."}
    )


class SubmitQuery(TemplateQuery):
    """How a file is to be read."""

    name = fields.String(
        load_default="awards",
        validate=validate.Length(min=1, max=LONGEST_NAME),
        metadata={"description": "What the file is called."},
    )
    selfCheckEvery = fields.Integer(
        load_default=1,
        validate=validate.Range(min=1, max=MOST_UNCHECKED),
        metadata={
            "description": "1 verifies every credential before its release; n every n-th. Batch, event and results say so."
        },
    )


class BatchCountsSchema(Shape):
    """How many awards are in each state."""

    waiting = fields.Integer(required=True)
    leased = fields.Integer(required=True, metadata={"description": "In the hands of a worker."})
    issued = fields.Integer(required=True)
    known = fields.Integer(required=True, metadata={"description": "Issued before this batch."})
    failed = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)


class BatchSchema(Shape):
    """A batch and how far it is."""

    id = fields.String(required=True)
    profile = fields.String(required=True)
    name = fields.String(required=True)
    form = fields.String(required=True, metadata={"enum": ["csv", "jsonl"]})
    state = fields.String(
        required=True,
        validate=validate.OneOf(_STATES),
        metadata={
            "description": "`ready` waits for `confirm`; `refused` has errors, and nothing of it is issued."
        },
    )
    total = fields.Integer(required=True, metadata={"description": "Awards in the file."})
    settled = fields.Integer(required=True, metadata={"description": "Awards that have ended, in any way."})
    counts = fields.Nested(BatchCountsSchema, required=True)
    errors = fields.Integer(required=True)
    notes = fields.Integer(required=True)
    selfCheckEvery = fields.Integer(required=True)
    problem = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it is held, where it is."}
    )
    createdAt = Moment(required=True, metadata={"type": "string", "format": "date-time"})
    confirmedAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    endedAt = Moment(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    perSecond = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Awards settled a second since it was confirmed, while it runs."},
    )
    secondsLeft = fields.Float(
        required=True, allow_none=True, metadata={"description": "At that rate, while it runs."}
    )


class FoundSchema(Shape):
    """One thing that was found when the file was read."""

    number = fields.Integer(required=True)
    line = fields.Integer(required=True, metadata={"description": "0 for the file as a whole."})
    place = fields.String(required=True, metadata={"description": "Column, or JSON pointer."})
    sentence = fields.String(required=True)
    isError = fields.Boolean(required=True)


class FoundQuery(PageQuery):
    """Which part of what was found is asked for."""


class ResultSchema(Shape):
    """What became of one line; a line of NDJSON, or a row of CSV with the same names."""

    line = fields.Integer(required=True)
    external_id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in ItemState]))
    credential_id = fields.String(required=True, allow_none=True)
    certificate_number = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    issued_at = fields.String(required=True, allow_none=True)
    self_checked = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)
