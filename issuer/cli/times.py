"""Moments on the command line: `2026-03-01T12:00:00Z`, read as strictly as in a credential."""

from datetime import datetime

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
