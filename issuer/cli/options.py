"""Options that many commands share, worded once."""

from typing import Final

import click

AS_JSON: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")
"""One JSON value, or one a line where a command lists things."""
