"""The job: read what happened from the log, and look at the pathways of everybody concerned.

The numbered event log is the feed, so that issuing pays nothing for this and nothing is missed: a cursor
says how far it was read, and moves in the same commit in which the people concerned are queued. A
person for whom something goes wrong is looked at again later, and later still, and holds up nobody.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from issuer.errors import ConflictError, IssuerError
from issuer.services.pathways import holdings, keeping, minting, upkeep
from issuer.services.pathways.holdings import Stack
from issuer.services.pathways.upkeep import Happened
from issuer.services.principal import SYSTEM
from issuer.services.toolkit import Toolkit
from issuer.store import DueRecord, EventRecord, Unit

log: Final = logging.getLogger(__name__)

CURSOR: Final = "pathways"
EVENTS_AT_ONCE: Final = 500
PEOPLE_AT_ONCE: Final = 100
LONGEST_WAIT: Final = timedelta(hours=12)
_SHORTEST_WAIT: Final = timedelta(minutes=1)
_OF_CREDENTIALS: Final = frozenset({"credential.issued", "credential.suspended", "credential.ended"})
PUBLISHED: Final = "achievement.published"
PARTNERS: Final = "pathway.partners_changed"


@dataclass
class Ran:
    """What one run did.

    Attributes:
        people: whose pathways were looked at.
        problems: (person's row id, code) of everybody for whom something went wrong.
    """

    people: int = 0
    minted: int = 0
    suspended: int = 0
    reissued: int = 0
    ended: int = 0
    problems: tuple[tuple[str, str], ...] = ()

    def count(self, what: Happened) -> None:
        """Count one thing that happened."""
        if what is not Happened.NOTHING:
            setattr(self, what.value, getattr(self, what.value) + 1)


def run(toolkit: Toolkit) -> Ran:
    """Read the log to its end and look at everybody who is due.

    Raises:
        StoreUnavailableError: the database did not answer; the next run goes on from there.
    """
    while _read_log(toolkit):
        pass
    ran = Ran()
    while due := _due(toolkit):
        with toolkit.database.reader() as reader:
            stacks = holdings.stacks(reader)
        done = [item for item in due if _look_at(toolkit, item, stacks, ran)]
        with toolkit.database.unit("pathways.done") as unit:
            for item in done:
                unit.pathway_queue.done(item)
        if len(due) < PEOPLE_AT_ONCE:
            break
    return ran


def settle(
    toolkit: Toolkit, person_id: str, *, stacks: tuple[Stack, ...] | None = None, ran: Ran | None = None
) -> Ran:
    """Look at the pathways of one person now: keep up what they hold, put together what they completed.

    Args:
        toolkit: what to work with.
        person_id: row id.
        stacks: every micro-endorsement that can be awarded, where the caller has read them already.
        ran: where to count; a fresh one by default.

    Raises:
        IssuerError: as `minting.mint` and `upkeep.maintain`; what was done stays done.
    """
    ran = ran or Ran()
    with toolkit.database.reader() as reader:
        stacks = holdings.stacks(reader) if stacks is None else stacks
        held = holdings.of_person(reader, person_id)
        kept = keeping.each(reader, reader.pathways.awards_of(person_id), held, toolkit.clock())
    for one in kept:
        ran.count(upkeep.maintain(toolkit, SYSTEM, one))
    with toolkit.database.reader() as reader:
        ways = [
            minting.ways(reader, reader.profiles.get(profile_id), person_id, stack)
            for stack in stacks
            if minting.is_within_reach(stack, held)
            for profile_id in dict.fromkeys(item.credential.profile_id for item in held)
        ]
    for pathways in ways:
        # The newest version whose rule is met is the one that is awarded.
        for pathway in pathways:
            award = None if pathway.award else minting.intend(toolkit, SYSTEM, pathway, held)
            if award is not None:
                made = minting.finish(toolkit, SYSTEM, award)
                ran.count(Happened.MINTED if made.is_new else Happened.NOTHING)
                break
    return ran


def settle_all(toolkit: Toolkit, credential_ids: Iterable[str]) -> Ran:
    """Look now at everybody whose pathways some credentials move on; a worker would do it a second later.

    What goes wrong is told in the answer and tried again by the next run.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    with toolkit.database.reader() as reader:
        stacks = holdings.stacks(reader)
        people = sorted(_concerned(reader, stacks, credential_ids))
    ran = Ran()
    for person in people:
        ran.people += 1
        try:
            settle(toolkit, person, stacks=stacks, ran=ran)
        except IssuerError as exc:
            ran.problems = (*ran.problems, (person, exc.code))
    return ran


def _read_log(toolkit: Toolkit) -> bool:
    """Queue everybody concerned by one page of events; False when there was none."""
    with toolkit.database.reader() as reader:
        position = reader.pathway_queue.cursor(CURSOR)
        page = reader.events.page(after=position, limit=EVENTS_AT_ONCE)
        people = set(_people(reader, page)) if page else set()
    if not page:
        return False
    last = max(event.number or 0 for event in page)
    try:
        with toolkit.database.unit("pathways.read_log") as unit:
            if unit.pathway_queue.cursor(CURSOR) == position:
                unit.pathway_queue.push(sorted(people), at=toolkit.clock())
                unit.pathway_queue.move_cursor(CURSOR, last)
    except ConflictError:
        # Another process read the same page in this moment.
        return True
    return True


def _people(unit: Unit, page: tuple[EventRecord, ...]) -> Iterator[str]:
    stacks = holdings.stacks(unit)
    if not stacks:
        return
    yield from _concerned(unit, stacks, {event.object for event in page if event.action in _OF_CREDENTIALS})
    names = {achievement.id: achievement.code for achievement in unit.achievements.all()}
    changed = [stack for stack in stacks if _is_told(stack, page)]
    wanted = {
        achievement_id
        for achievement_id, code in names.items()
        if any(
            code in version.components.counting_codes
            for stack in changed
            for _row, version in stack.versions
            if version.components
        )
    }
    yield from unit.pathways.people_with(wanted) if wanted else ()


def _concerned(unit: Unit, stacks: tuple[Stack, ...], credential_ids: Iterable[str]) -> set[str]:
    """Return whose pathways some credentials may move on."""
    codes = _codes(stacks)
    names = {achievement.id: achievement.code for achievement in unit.achievements.all()}
    versions: dict[str, str] = {}
    found = set()
    ids = list(credential_ids)
    for start in range(0, len(ids), EVENTS_AT_ONCE):
        for credential in unit.chunks.credentials(ids[start : start + EVENTS_AT_ONCE]).values():
            version_id = credential.achievement_version_id
            if version_id not in versions:
                versions[version_id] = names[unit.achievements.get_version(version_id).achievement_id]
            if versions[version_id] in codes:
                found.add(credential.person_id)
    return found


def _is_told(stack: Stack, page: Iterable[EventRecord]) -> bool:
    """Say whether a page tells of a new version of a micro-endorsement, or of partners who count for it."""
    by_partners = any(version.components and version.components.partners for _row, version in stack.versions)
    return any(
        (event.action == PUBLISHED and event.object.startswith(f"{stack.achievement.url}/v/"))
        or (event.action == PARTNERS and by_partners)
        for event in page
    )


def _codes(stacks: Iterable[Stack]) -> frozenset[str]:
    """Return every code that takes part in a micro-endorsement, or is one."""
    return frozenset(
        code
        for stack in stacks
        for _row, version in stack.versions
        for code in (
            stack.achievement.code,
            *(version.components.counting_codes if version.components else ()),
        )
    )


def _due(toolkit: Toolkit) -> tuple[DueRecord, ...]:
    with toolkit.database.reader() as reader:
        return reader.pathway_queue.due(now=toolkit.clock(), limit=PEOPLE_AT_ONCE)


def _look_at(toolkit: Toolkit, due: DueRecord, stacks: tuple[Stack, ...], ran: Ran) -> bool:
    """Look at one person; False, and a later try, when something went wrong."""
    ran.people += 1
    try:
        settle(toolkit, due.person_id, stacks=stacks, ran=ran)
    except IssuerError as exc:
        log.warning("pathways: %s", exc.code)
        ran.problems = (*ran.problems, (due.person_id, exc.code))
        wait = min(_SHORTEST_WAIT * 2 ** min(due.tries, 10), LONGEST_WAIT)
        with toolkit.database.unit("pathways.put_off") as unit:
            unit.pathway_queue.put_off(due, until=toolkit.clock() + wait, problem=exc.code)
        return False
    return True
