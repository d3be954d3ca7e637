"""Status lists: `slots` says which list takes slots, `signed` gives the bytes that the world reads.

`packed` keeps long lists packed in this process; `history` signs a list as it stood at an earlier moment, for one answer.
"""

from issuer.services.status_lists.signed import (
    SCHEMA,
    VALID_FOR,
    find_reason,
    resign_due,
    sign_bits,
    signed_list,
)
from issuer.services.status_lists.slots import address, choose_slot, choose_slots, draw_slot

__all__ = [
    "SCHEMA",
    "VALID_FOR",
    "address",
    "choose_slot",
    "choose_slots",
    "draw_slot",
    "find_reason",
    "resign_due",
    "sign_bits",
    "signed_list",
]
