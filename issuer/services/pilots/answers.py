"""What a cohort answered to three questions, without names (SEED-08): practice, students, incentive.

Answers come from whichever survey tool the district uses, as rows with an id of its own and three times yes or no. The
report tells percentages when at least ten people answered, and nothing else before.
"""

import csv
import io
import re
from dataclasses import dataclass
from typing import Final

from issuer.errors import InputError
from issuer.services.figures.small_groups import LEAST
from issuer.services.pilots.keeping import Pilot
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import PilotAnswerRecord

COLUMNS: Final = ("id", "practice", "students", "incentive")
QUESTIONS: Final = (
    ("practice", "changed their practice"),
    ("students", "saw a change in their students"),
    ("incentive", "were moved by the incentive"),
)
"""By column: what a person who says yes says of themselves."""
MOST_ANSWERS: Final = 10_000
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_WORDS: Final = {"yes": 1, "no": 0, "1": 1, "0": 0, "true": 1, "false": 0}


@dataclass(frozen=True)
class Told:
    """What was answered.

    Attributes:
        answers: how many people answered; None where they are too few to be told.
        percent: by column, percent of those who said yes, rounded; None where they are too few.
    """

    answers: int | None
    percent: tuple[int, ...] | None


def take_in(toolkit: Toolkit, principal: Principal, pilot: Pilot, data: bytes) -> int:
    """Keep the answers of a CSV file that are not kept yet, and return how many were new.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        InputError: the file is not UTF-8, has other columns, or a cell is neither yes nor no, with its line.
    """
    principal.require(pilot.district.slug)
    given = _read(data)
    now = toolkit.clock()
    with toolkit.database.unit("pilots.answers") as unit:
        kept = {item.external_id: item for item in unit.pilots.answers(pilot.row.id)}
        new = []
        for name, values in given.items():
            before = kept.get(name)
            if before is None:
                new.append(PilotAnswerRecord(pilot.row.id, name, *values, created_at=now))
            elif (before.practice, before.students, before.incentive) != values:
                raise InputError(f"The answer {name} is kept with other words; an answer never changes.")
        if new:
            unit.pilots.add_answers(new)
            act = Act(action="pilot.answered", object=pilot.row.id, profile=pilot.district.did)
            record(unit, toolkit, principal, act)
    return len(new)


def told(toolkit: Toolkit, pilot: Pilot) -> Told:
    """Return what may be told of the answers."""
    with toolkit.database.reader() as reader:
        given = reader.pilots.answers(pilot.row.id)
    if len(given) < LEAST:
        return Told(None if given else 0, None)
    sums = [sum(getattr(item, name) for item in given) for name, _words in QUESTIONS]
    return Told(len(given), tuple(round(100 * one / len(given)) for one in sums))


def _read(data: bytes) -> dict[str, tuple[int, int, int]]:
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as exc:
        raise InputError("This is not a CSV file in UTF-8.") from exc
    if not rows or tuple(cell.strip() for cell in rows[0]) != COLUMNS:
        raise InputError(f"The first line is {','.join(COLUMNS)}.")
    if len(rows) > MOST_ANSWERS + 1:
        raise InputError(f"A file has at most {MOST_ANSWERS} answers.", code="INPUT_TOO_LARGE")
    found: dict[str, tuple[int, int, int]] = {}
    for line, row in enumerate(rows[1:], start=2):
        words = [_WORDS.get(cell.strip().lower()) for cell in row[1:]]
        if len(row) != len(COLUMNS) or not _ID.fullmatch(row[0]) or row[0] in found or None in words:
            raise InputError(f"Line {line}: an id that stands once, and three times yes or no, are expected.")
        found[row[0]] = (words[0] or 0, words[1] or 0, words[2] or 0)
    return found
