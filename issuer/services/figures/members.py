"""What the members of a parent body issued, rolled up: counts, and nobody's name (SEED-11).

For anybody: how much each member issued stands on its own page anyway. How many people hold something is told
for groups that are large enough. The parent body signs for none of its members, and sees no credential here.
"""

from dataclasses import dataclass

from issuer.errors import NotFoundError
from issuer.services import catalog
from issuer.services.figures.small_groups import hide, hide_one
from issuer.services.toolkit import Toolkit
from issuer.store import ProfileRecord, Unit


@dataclass(frozen=True)
class Figures:
    """What one profile issued, or all of them together.

    Attributes:
        micro_credentials: how many were awarded, those that ended included.
        micro_endorsements: how many of those were put together.
        ended: how many of both were withdrawn or are on hold.
        holders: how many people hold at least one; None where the group is too small to be told.
    """

    micro_credentials: int
    micro_endorsements: int
    ended: int
    holders: int | None


@dataclass(frozen=True)
class Member:
    """One member of the parent body."""

    profile: ProfileRecord
    figures: Figures


@dataclass(frozen=True)
class RollUp:
    """All members that issue, by short name.

    Attributes:
        parent: the body above them.
        members: those that issued something or may do so; a member without awards has zeros.
        total: all of them together; who holds badges of two members is one person.
    """

    parent: ProfileRecord
    members: tuple[Member, ...]
    total: Figures


def of_members(toolkit: Toolkit, slug: str) -> RollUp:
    """Return what the members of a profile issued.

    Raises:
        NotFoundError: there is no such profile, or nobody is under it.
    """
    stacks = {
        row.id
        for item in catalog.all_achievements(toolkit)
        if item.newest.components is not None
        for row in item.versions
    }
    with toolkit.database.reader() as reader:
        parent = reader.profiles.get_by_slug(slug)
        under = [profile for profile in reader.profiles.all() if profile.parent_id == parent.id]
        if not under:
            raise NotFoundError(f"No organization is under {parent.name}.")
        counted = [_awards(reader, profile, stacks) for profile in under]
        people = [reader.shares.holders([profile.id]) for profile in under]
        together = reader.shares.holders([profile.id for profile in under])
    members = tuple(
        Member(profile, Figures(*awards, holders))
        for profile, awards, holders in zip(under, counted, hide(people), strict=True)
    )
    sums = [sum(column) for column in zip(*counted, strict=True)]
    return RollUp(parent, members, Figures(sums[0], sums[1], sums[2], hide_one(together)))


def _awards(reader: Unit, profile: ProfileRecord, stacks: set[str]) -> tuple[int, int, int]:
    totals = reader.shares.totals(profile.id)
    stacked = sum(item.awarded for item in totals if item.achievement_version_id in stacks)
    return sum(item.awarded for item in totals) - stacked, stacked, sum(item.ended for item in totals)
