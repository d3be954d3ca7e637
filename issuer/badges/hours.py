"""Hours in words: how we write them into a credential, read back from any credential.

The standard has a number (`creditsEarned`) and no term for its unit, so that the unit stands in the sentence
of the narrative. Of a file that somebody else issued only the number is known.
"""

import re
from dataclasses import dataclass
from typing import Final

_OWN: Final = re.compile(r"Hours: ([0-9.]{1,12}) ([a-z ]{1,40}), ([a-z -]{1,40}), suggested by the issuer\.")
UNNAMED: Final = "credits"


@dataclass(frozen=True)
class Hours:
    """Hours as a file gives them: the number, their unit in words, and who says so."""

    number: str
    unit: str
    basis: str


def read_hours(earned: str, narrative: str) -> Hours | None:
    """Return the hours of an award.

    Args:
        earned: the number in digits, "" where the file has none.
        narrative: the narrative of the subject, which may name the unit.
    """
    if not earned:
        return None
    own = _OWN.match(narrative)
    if own and own[1] == earned:
        return Hours(earned, own[2], f"{own[3]}, suggested by the issuer")
    return Hours(earned, UNNAMED, "of a kind that the file does not name")
