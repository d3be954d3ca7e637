"""Why a credit was not counted, or counts later: every reason code, once, in one table.

A code is stable: signed decisions carry it. `docs/credits.md` explains each (a house test compares).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Reason:
    """One reason.

    Attributes:
        title: the reason in a few words, for a teacher.
        fixable: whether the teacher or the district can still do something about it for this credential.
        advice: what to do, or why nothing can be done.
    """

    title: str
    fixable: bool
    advice: str


REASONS: Final[dict[str, Reason]] = {
    "suspended": Reason("On hold", True, "Check it again when the issuer has ended its review."),
    "revoked": Reason("Withdrawn", False, "Ask the issuer why; a new award counts by itself."),
    "expired": Reason("Expired", False, "Renew it with the issuer; the renewed credential counts by itself."),
    "not_yet_valid": Reason("Not valid yet", True, "Ask again when its period has begun."),
    "could_not_check": Reason("Could not be checked", True, "Check it again later; nothing is known yet."),
    "already_used": Reason(
        "Used before in this district", False, "A credit moves a lane once in a district."
    ),
    "component_already_used": Reason(
        "Its parts were used before", False, "A part that moved a lane before does not count again."
    ),
    "same_achievement_twice": Reason("The same achievement twice", False, "An achievement counts once."),
    "counted_in_endorsement": Reason(
        "Counted inside the micro-endorsement", False, "Its hours are part of the micro-endorsement."
    ),
    "recognises_endorsement_only": Reason(
        "Only micro-endorsements count here", True, "Complete the micro-endorsement that it belongs to."
    ),
    "before_hire": Reason("Earned before hire", False, "This district counts what was earned after hire."),
    "before_degree": Reason(
        "Earned before the degree", False, "This district counts what was earned after the degree."
    ),
    "hire_date_unknown": Reason("Hire date not on file", True, "Ask the district to enter the hire date."),
    "degree_date_unknown": Reason(
        "Degree date not on file", True, "Ask the district to enter the degree date."
    ),
    "too_old": Reason("Too old", False, "It was awarded too long before the request."),
    "preapproval_missing": Reason(
        "No pre-approval", False, "This district asks for approval before the work; it cannot be given after."
    ),
    "preapproval_late": Reason(
        "Pre-approval came after the award", False, "Approval had to be given before the award."
    ),
    "preapproval_other_version": Reason(
        "Another version was pre-approved", False, "The receipt names another version of the achievement."
    ),
    "equivalency_missing": Reason(
        "The district has not decided its value", True, "Ask the district to set a value for it."
    ),
    "university_endorsement_required": Reason(
        "Needs a university's endorsement", True, "A university must endorse it for the day of the award."
    ),
    "accreditation_missing": Reason(
        "The university's accreditation is not accepted",
        True,
        "A university with an accepted accreditor must endorse it.",
    ),
    "transcript_required": Reason(
        "Needs a transcript", True, "Add an official transcript or a university's endorsement."
    ),
    "unit_not_convertible": Reason(
        "Its unit has no conversion here", True, "Ask the district for a conversion table or a value."
    ),
    "other_kind": Reason(
        "Another kind of achievement", True, "The rules are about micro-credentials and micro-endorsements."
    ),
    "no_hours": Reason(
        "It carries no hours", False, "The issuer suggests no hours and the district set none."
    ),
    "career_cap": Reason("Over the career limit", False, "The district counts no more hours of this kind."),
    "year_cap": Reason("Over the yearly limit", True, "Ask again next school year for what is left."),
    "deferred": Reason("Outside the window", True, "It is taken up when the next window opens."),
    "lane_change_limit": Reason(
        "No more lane changes this school year", True, "The hours stay on file for next school year."
    ),
    "one_lane": Reason("One lane at a time", True, "The hours stay on file for the next change."),
    "endorsement_due": Reason(
        "A micro-endorsement is due", True, "All its parts are earned; the issuer can award it."
    ),
    "used_elsewhere": Reason(
        "Used before in another district", False, "For information: each district keeps its own record."
    ),
}
