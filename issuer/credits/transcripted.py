"""The one place with the words "graduate credit" (domain.md CRD-03).

They are said only of an achievement for which a university of this installation states, in an endorsement
that is in force, that it posts the credit on a transcript. Everything else is graduate-equivalent.
`tests/house/test_wording.py` refuses these words in every other file.
"""

from collections.abc import Iterable
from datetime import date

from issuer.credits.model import UniversityEndorsement


def sentences(endorsements: Iterable[UniversityEndorsement], *, on: date) -> tuple[str, ...]:
    """Return what universities post on a transcript, one sentence each; nothing where none does.

    Args:
        endorsements: what universities say about the achievement.
        on: the day for which it shall be true.
    """
    newest: dict[str, UniversityEndorsement] = {}
    for item in sorted(endorsements, key=lambda item: item.valid_from):
        if item.transcripted and item.worth and item.covers(on):
            newest[item.university] = item
    return tuple(
        f"{item.university} posts it on a transcript as {item.worth} of graduate credit, for whoever registers there{_end(item)}."
        for item in newest.values()
    )


def _end(item: UniversityEndorsement) -> str:
    if item.valid_until is None:
        return ""
    return f", until {item.valid_until:%B} {item.valid_until.day}, {item.valid_until.year}"
