"""One printed name against every name that an applicant gave: the present one first, then former ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from issuer.badges.names.comparing import Comparison, Likeness, compare

MOST_NAMES: Final = 8
HEADINGS: Final = {
    Likeness.SAME: "The names are the same.",
    Likeness.MAY_BE: "The names may be the same.",
    Likeness.DIFFERS: "The names differ.",
    Likeness.NOT_COMPARED: "The names could not be compared.",
}
FORMER: Final = "It is a former name that was given. Ask for the record of the change."
ADVISES: Final = (
    "This helps you to look. It changes no answer about the credential, and the decision is yours."
)
_ORDER: Final = list(Likeness)


@dataclass(frozen=True)
class Advice:
    """What is said about a name.

    Attributes:
        likeness: the answer.
        heading: the same for a person.
        reasons: every reason as a sentence.
        printed: the name on the credential or in the record, None where there is none to show.
        given: the applicant's name that fits best, None where none was compared.
    """

    likeness: Likeness
    heading: str
    reasons: tuple[str, ...]
    printed: str | None = None
    given: str | None = None


def advise(printed: str, applicant: Sequence[str]) -> Advice:
    """Compare the printed name with the applicant's.

    Args:
        printed: the name on the credential.
        applicant: the present name first, then former ones; at most MOST_NAMES are looked at.
    """
    found = [
        (_as_former(compare(printed, name)) if place else compare(printed, name), name)
        for place, name in enumerate(applicant[:MOST_NAMES])
    ]
    if not found:
        return no_name("No name was given to compare with.", printed=printed)
    best, given = min(found, key=lambda pair: _ORDER.index(pair[0].likeness))
    return Advice(best.likeness, HEADINGS[best.likeness], best.reasons, printed, given)


def no_name(why: str, *, printed: str | None = None) -> Advice:
    """Return the advice where there is nothing to compare."""
    return Advice(Likeness.NOT_COMPARED, HEADINGS[Likeness.NOT_COMPARED], (why,), printed)


def _as_former(found: Comparison) -> Comparison:
    """Let a former name be at most "may be the same": it was the applicant's word that it was theirs."""
    if found.likeness is Likeness.SAME:
        return Comparison(Likeness.MAY_BE, (FORMER, *found.reasons))
    if found.likeness is Likeness.MAY_BE:
        return Comparison(Likeness.MAY_BE, (*found.reasons, FORMER))
    return found
