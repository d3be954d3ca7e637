"""Which status list takes slots, and which slots of it are free (design.md section 6).

Issuing burns a slot and changes no bit, so that it cannot be seen in a list. A slot is used once, for ever.
"""

import math
from typing import Final

from issuer.errors import ConflictError, StoreUnavailableError
from issuer.services.principal import SYSTEM
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import Carries, OpenList, ProfileRecord, StatusListRecord, Unit
from issuer.terms.status import MIN_ENTRIES, PURPOSE_REVOCATION

CAPACITY: Final = MIN_ENTRIES * 3 // 4
"""A list is full when three quarters of its slots are burned: a random draw then still finds a free one at once."""
CANDIDATES: Final = 64
_SURELY: Final = 8
"""Of how many nines: one draw in 10**8 finds too few free slots, and another list is opened for nothing."""
_TRIES: Final = 5


def address(toolkit: Toolkit, status_list: StatusListRecord | OpenList) -> str:
    """Return the public address of a list, which is its id."""
    return toolkit.url(f"/s/{status_list.slug}")


def choose_slot(
    toolkit: Toolkit, profile: ProfileRecord, carries: Carries = Carries.CREDENTIALS
) -> tuple[OpenList, int]:
    """Return the open list of a profile and a random free slot of it; as `choose_slots` for one."""
    status_list, indexes = choose_slots(toolkit, profile, 1, carries)
    return status_list, indexes[0]


def choose_slots(
    toolkit: Toolkit, profile: ProfileRecord, count: int, carries: Carries = Carries.CREDENTIALS
) -> tuple[OpenList, tuple[int, ...]]:
    """Return the open list of a profile and `count` random free slots of it, opening a list if need be.

    The slots are not taken yet: `prepare` of credentials or endorsements burns them, and refuses one that is.

    Raises:
        StoreUnavailableError: other processes kept taking what was drawn; ask again.
    """
    for _ in range(_TRIES):
        with toolkit.database.reader() as reader:
            open_list, free = _draw(toolkit, reader, profile, count, carries)
        if open_list is not None and free:
            return open_list, free
        _open_next(toolkit, profile, carries, full=open_list)
    raise StoreUnavailableError("No free status slot was found; ask again.")


def draw_slot(toolkit: Toolkit, reader: Unit, profile: ProfileRecord) -> tuple[OpenList, int] | None:
    """Return the open list for credentials and a random free slot of it, in a reader; None when one must be opened."""
    open_list, free = _draw(toolkit, reader, profile, 1, Carries.CREDENTIALS)
    return None if open_list is None or not free else (open_list, free[0])


def _draw(
    toolkit: Toolkit, reader: Unit, profile: ProfileRecord, count: int, carries: Carries
) -> tuple[OpenList | None, tuple[int, ...]]:
    """Return the open list, and `count` random free slots of it or none."""
    open_list = reader.status_lists.find_open(profile.id, carries)
    if open_list is None or open_list.used + count > CAPACITY:
        return open_list, ()
    if count == 1:
        # For one the first draw mostly does.
        first = toolkit.randomness.below(open_list.length)
        if reader.status_lists.is_free(open_list, first):
            return open_list, (first,)
    # The emptier the list, the fewer draws find a free slot as surely as CANDIDATES do in a full one.
    share = max(open_list.used, 1) / open_list.length
    spare = min(CANDIDATES, math.ceil(_SURELY / -math.log10(share)))
    drawn = [toolkit.randomness.below(open_list.length) for _ in range(2 * count + spare)]
    free = reader.status_lists.free_of(open_list, drawn)[:count]
    return open_list, free if len(free) == count else ()


def _open_next(toolkit: Toolkit, profile: ProfileRecord, carries: Carries, *, full: OpenList | None) -> None:
    """Close the full list, if there is one, and open the next; another process may have done it."""
    now = toolkit.clock()
    with toolkit.database.reader() as reader:
        # The number first: whoever opened a list after it is seen below, or took the same number.
        number = max((known.number for known in reader.status_lists.of_profile(profile.id)), default=0) + 1
        newest = reader.status_lists.find_open(profile.id, carries)
    if (newest and newest.id) != (full and full.id):
        return
    new = StatusListRecord(
        id=toolkit.randomness.urn(),
        profile_id=profile.id,
        number=number,
        slug=f"{profile.slug}-{number}",
        purpose=PURPOSE_REVOCATION,
        length=MIN_ENTRIES,
        created_at=now,
        carries=carries,
    )
    try:
        with toolkit.database.unit("status_lists.open") as unit:
            if full is not None:
                unit.status_lists.close(full.id, at=now)
            unit.status_lists.add(new)
            act = Act(action="status_list.opened", object=address(toolkit, new), profile=profile.did)
            record(unit, toolkit, SYSTEM, act)
    except ConflictError:
        return
