"""What lies behind a link to somebody's progress: how far they are, and what reaches the next lane.

Nothing is kept of an opening, not even a count. The answer names no person: whoever finds a link learns what was
earned, and not by whom. What-if is told where the link is made for a district.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from issuer.credits import Decision, Kind, units
from issuer.credits.whatif import Prospect
from issuer.errors import NotFoundError
from issuer.services.credits import decisions
from issuer.services.credits.decisions import Ask
from issuer.services.handed_out import links
from issuer.services.handed_out.links import Words
from issuer.services.pathways import reading
from issuer.services.pathways.reading import Standing
from issuer.services.principal import SYSTEM
from issuer.services.recognition.reading import unit_of
from issuer.services.toolkit import Toolkit
from issuer.store import ProfileRecord, ProgressLinkRecord

NOTHING: Final = "There is nothing at this address."
_WORDS: Final = Words(
    never=NOTHING,
    closed="This link was closed on {day}. It shows nothing any more.",
    ended="This link ended on {day}. Ask for a new one.",
)


@dataclass(frozen=True)
class LaneProspect:
    """What a district's rules say today.

    Attributes:
        decision: what would be decided of a request today; nothing is kept of it.
        prospects: what further awards would reach, the nearest first.
    """

    district: ProfileRecord
    decision: Decision
    prospects: tuple[Prospect, ...]


@dataclass(frozen=True)
class OpenProgress:
    """What a link shows.

    Attributes:
        standings: every micro-endorsement on which the person has begun.
        lane: None where the link is for no district, or no rules of it hold today.
    """

    link: ProgressLinkRecord
    standings: tuple[Standing, ...]
    lane: LaneProspect | None


def open_link(toolkit: Toolkit, token: str) -> OpenProgress:
    """Return what is behind a link.

    Raises:
        NotFoundError: NOT_FOUND for a link that never was; LINK_ENDED, with the day, for one that ended.
    """
    with toolkit.database.reader() as reader:
        link = links.find_open(toolkit.clock(), reader.progress_links, token, _WORDS)
        reference = reader.people.get(link.person_id).reference
        profile = None if link.profile_id is None else reader.profiles.get(link.profile_id).slug
        district = None if link.district_id is None else reader.profiles.get(link.district_id)
    standings = reading.progress(toolkit, SYSTEM, reference, profile)
    return OpenProgress(
        link, standings, None if district is None else _lane(toolkit, reference, district, standings)
    )


def _lane(
    toolkit: Toolkit, reference: str, district: ProfileRecord, standings: tuple[Standing, ...]
) -> LaneProspect | None:
    ask = Ask(district=district.slug, person=reference, on=toolkit.clock().date())
    try:
        decision = decisions.preview(toolkit, SYSTEM, ask)
    except NotFoundError:
        # No rules of the district hold today.
        return None
    found = [
        decisions.what_if(toolkit, SYSTEM, ask, kind=kind, each=units.exact(each), unit=unit)
        for kind, each, unit in _each(standings)
    ]
    reached = [item for item in found if item.more is not None]
    return LaneProspect(district, decision, tuple(reached or found[:1]))


def _each(standings: tuple[Standing, ...]) -> list[tuple[Kind, Fraction, str]]:
    """Return what to count with: the usual hours of a part, and of a whole, of what the person works on."""
    found: list[tuple[Kind, Fraction, str]] = []
    for standing in standings:
        version, needed = standing.version, standing.progress.needed
        if version.hours is None or not needed:
            continue
        whole, unit = Fraction(version.hours), unit_of(version)
        found += [(Kind.MICRO_CREDENTIAL, whole / needed, unit), (Kind.MICRO_ENDORSEMENT, whole, unit)]
    kinds = {kind: (kind, each, unit) for kind, each, unit in reversed(found) if each > 0}
    return [kinds[kind] for kind in (Kind.MICRO_CREDENTIAL, Kind.MICRO_ENDORSEMENT) if kind in kinds]
