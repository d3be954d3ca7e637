"""Shapes of pathways: rules, progress, reviews."""

from marshmallow import fields, validate

from issuer.services.revocation.endings import REVOKING
from issuer.store import Cause, ReviewOutcome
from issuer.web.api.schemas.common import MAYBE_MOMENT, MOMENT, PageQuery, Shape


class PathwaySchema(Shape):
    """A micro-endorsement that can be completed."""

    code = fields.String(required=True)
    version = fields.String(required=True)
    name = fields.String(required=True)
    id = fields.String(required=True)
    words = fields.String(required=True, metadata={"description": "The rule in words."})
    rule = fields.Dict(
        required=True, metadata={"description": "The rule as data: `componentRule` of its record."}
    )
    ruleDigest = fields.String(required=True)


class ProgressQuery(PageQuery):
    """Whose progress."""

    person = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "The pseudonymous id under which assessments name the person."},
    )


class ProgressSchema(Shape):
    """How far somebody is with one micro-endorsement."""

    profile = fields.String(required=True)
    achievement = fields.String(required=True)
    version = fields.String(required=True)
    needed = fields.Integer(required=True)
    hours = fields.String(required=True, metadata={"description": "Sum of what counts, a decimal number."})
    counted = fields.List(fields.Dict(), required=True)
    left = fields.List(fields.Dict(), required=True, metadata={"description": "What is still to be earned."})
    passedOver = fields.List(
        fields.Dict(), required=True, metadata={"description": "What does not count, and why."}
    )
    sentence = fields.String(required=True)
    credential = fields.String(required=True, allow_none=True)
    underReview = fields.Boolean(required=True)


class OneReviewSchema(Shape):
    """One review: why a micro-endorsement is or was on hold."""

    component = fields.String(required=True)
    cause = fields.String(required=True, metadata={"enum": [word.value for word in Cause]})
    category = fields.String(required=True)
    openedAt = fields.String(required=True, metadata=MOMENT)
    answerBy = fields.String(required=True, metadata=MOMENT)
    closedAt = fields.String(required=True, allow_none=True, metadata=MAYBE_MOMENT)
    outcome = fields.String(
        required=True,
        allow_none=True,
        metadata={"enum": [*(word.value for word in ReviewOutcome), None]},
    )
    decidedBy = fields.String(required=True, allow_none=True)


class ReviewSchema(Shape):
    """A micro-endorsement and its reviews, oldest first."""

    credential = fields.String(required=True)
    certificateNumber = fields.String(required=True)
    version = fields.Integer(required=True)
    reviews = fields.List(fields.Nested(OneReviewSchema), required=True)


class EmptySchema(Shape):
    """Nothing to say."""


class RevokeReviewedSchema(Shape):
    """Why a micro-endorsement under review is withdrawn."""

    category = fields.String(
        validate=validate.OneOf(sorted(category.value for category in REVOKING)),
        metadata={"description": "In public; absent takes the category of the component."},
    )
    details = fields.String(
        validate=validate.Length(max=2_000),
        metadata={"description": "In private; erasable, never published."},
    )
