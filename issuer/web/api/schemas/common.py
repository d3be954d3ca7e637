"""Shapes that every operation shares: problems, pages, moments."""

from datetime import datetime
from typing import Any, Final

import marshmallow as ma
from marshmallow import fields, validate

from issuer.documents.times import format_time, parse_time
from issuer.errors import InputError

MOST_ITEMS: Final = 200
USUAL_ITEMS: Final = 50


MOMENT: Final = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Final = {"type": ["string", "null"], "format": "date-time"}
"""How the specification describes a moment, and one that may be absent."""


class Shape(ma.Schema):
    """A JSON object whose unknown members are refused and whose members keep their order."""

    class Meta:
        """Unknown members are errors: a misspelt one must not be passed over."""

        unknown = ma.RAISE


class Moment(fields.Field[datetime]):
    """A moment with its zone, read as strictly as in a credential."""

    default_error_messages = {"invalid": "expected a date with time and zone, such as 2026-03-01T12:00:00Z"}  # noqa: RUF012  (marshmallow merges it)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **_: Any) -> str | None:  # noqa: ANN401  (as marshmallow calls it)
        del attr, obj
        return None if value is None else format_time(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> datetime:  # noqa: ANN401  (as marshmallow calls it)
        del attr, data
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return parse_time(value)
        except InputError as exc:
            raise self.make_error("invalid") from exc


class ProblemSchema(Shape):
    """An RFC 9457 problem document."""

    type = fields.String(required=True, metadata={"description": "Address of the problem's explanation."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "What was wrong with this request."})
    code = fields.String(required=True, metadata={"description": "Stable word for the kind of problem."})
    advice = fields.String(required=True, metadata={"description": "What to do about it."})
    pointer = fields.String(metadata={"description": "RFC 6901 pointer of the member at fault."})
    reference = fields.String(metadata={"description": "Quote it to the operator."})


class PageQuery(Shape):
    """Which part of a list is asked for."""

    cursor = fields.String(
        validate=validate.Regexp(r"\A[A-Za-z0-9_-]{1,400}\Z", error="this is not a cursor of ours"),
        metadata={"description": "`next` of the page before; absent for the first page."},
    )
    limit = fields.Integer(
        load_default=USUAL_ITEMS,
        validate=validate.Range(min=1, max=MOST_ITEMS, error=f"a page has 1 to {MOST_ITEMS} items"),
        metadata={"description": "Most items of the page."},
    )


class HolderQuery(PageQuery):
    """Which part of a list is asked for, of one holder or of all."""

    person = fields.String(metadata={"description": "Reference of one holder."})


def page_of(item: type[ma.Schema]) -> ma.Schema:
    """Return the shape of one page of a list."""
    name = item.__name__.removesuffix("Schema")
    members = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(
            required=True,
            allow_none=True,
            metadata={"description": "Send it as `cursor`; null on the last page."},
        ),
    }
    made: type[ma.Schema] = type(f"{name}PageSchema", (Shape,), members)
    return made()
