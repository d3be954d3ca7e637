"""Moments on the command line: `2026-03-01T12:00:00Z`, read as strictly as in a credential."""

from datetime import date, datetime

import click

from issuer.documents.times import parse_time
from issuer.errors import InputError


class Moment(click.ParamType[datetime]):
    """A date with time and zone."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the text, or refuse it as a usage error."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_time(value)
        except InputError as exc:
            self.fail(exc.detail, param, ctx)


MOMENT = Moment()


class Day(click.ParamType[date]):
    """A day without time, such as 2026-09-01."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the text, or refuse it as a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail("a day is expected, like 2026-09-01", param, ctx)


DAY = Day()
