"""Status lists: what a credential asks, what a list answers, and the list that we publish.

`read_entry` turns an object of `credentialStatus` into a question, `answer` reads a list whose
issuer, proof and dates the verifier has checked. `bitstring_list.build` makes our own unsigned
list, `pick_slots` chooses random slots of it.
"""

from issuer.status.bitstring import Bitstring, spell
from issuer.status.mechanism import StatusAnswer, StatusMechanism, StatusQuestion
from issuer.status.registry import STATUS_MECHANISMS, answer, read_entry
from issuer.status.slots import pick_slots

__all__ = [
    "STATUS_MECHANISMS",
    "Bitstring",
    "StatusAnswer",
    "StatusMechanism",
    "StatusQuestion",
    "answer",
    "pick_slots",
    "read_entry",
    "spell",
]
