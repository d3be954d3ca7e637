"""Figures as JSON and as rows: the same for the command line, the API and pages."""

from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.services.figures.members import Figures, RollUp
from issuer.services.spreadsheet import Cell

COLUMNS: Final = ("profile", "name", "micro_credentials", "micro_endorsements", "ended", "holders")
HEADINGS: Final = ("profile", "name", "micro-credentials", "micro-endorsements", "ended", "holders")
TOGETHER: Final = "together"


def roll_up_json(found: RollUp) -> JsonObject:
    """Return a roll-up as JSON; a hidden count is null."""
    members: list[Json] = [
        {"slug": item.profile.slug, "name": item.profile.name, **_figures(item.figures)}
        for item in found.members
    ]
    return {"parent": found.parent.slug, "members": members, "total": _figures(found.total)}


def roll_up_rows(found: RollUp) -> list[list[Cell]]:
    """Return a row for each member and one for all together; a hidden count is None."""
    rows = [[item.profile.slug, item.profile.name, *_cells(item.figures)] for item in found.members]
    return [*rows, [found.parent.slug, TOGETHER, *_cells(found.total)]]


def _figures(figures: Figures) -> JsonObject:
    names = ("microCredentials", "microEndorsements", "ended", "holders")
    return {name: value for name, value in zip(names, _cells(figures), strict=True)}  # noqa: C416  (of JSON values)


def _cells(figures: Figures) -> list[Cell]:
    return [figures.micro_credentials, figures.micro_endorsements, figures.ended, figures.holders]
