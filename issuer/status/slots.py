"""Choosing random free slots of a status list (Bitstring Status List 1.0, section 5.2 on herd privacy).

Slots are drawn at random, so that an index says nothing about when or for whom a credential was
made. What keeps a slot from being used twice is the database's UNIQUE rule, not this file.
"""

from collections.abc import Callable, Collection
from typing import Final

from issuer.errors import ConflictError
from issuer.terms.status import MIN_ENTRIES

_CROWDED: Final = 0.75
"""Above this load, listing what is free costs less than drawing until something is."""


def pick_slots(
    taken: Collection[int], *, count: int, random_below: Callable[[int], int], length: int = MIN_ENTRIES
) -> list[int]:
    """Draw `count` distinct slots that are not in `taken`, each with equal chance.

    Args:
        taken: slots in use; a set, where there are many.
        count: how many are needed.
        random_below: gives a number from 0 to below its argument; `secrets.randbelow` in production.
        length: number of slots of the list.

    Raises:
        ConflictError: fewer than `count` slots are free; begin another list.
    """
    used = {slot for slot in taken if 0 <= slot < length}
    if count > length - len(used):
        raise ConflictError(
            f"The status list has {length - len(used)} free slots; {count} are needed.",
            hint="Begin another list.",
        )
    if len(used) + count > _CROWDED * length:
        free = [slot for slot in range(length) if slot not in used]
        return [free.pop(random_below(len(free))) for _ in range(count)]
    picked: list[int] = []
    while len(picked) < count:
        slot = random_below(length)
        if slot not in used:
            used.add(slot)
            picked.append(slot)
    return picked
