"""The issuers that this installation knows: who is on the list, since when, by whom and why.

`listed` gives the list as the verifier reads it, `history` everything that ever happened to it. Changing it
leaves events, never gaps (`changing`); a list can be handed on signed, and one of others taken over
(`handing_on`). An issuer here that looks like a known one is pointed out (`alike`).
"""

from issuer.services.trust.changing import Known, add, remove
from issuer.services.trust.handing_on import Taken, export, take_over
from issuer.services.trust.listing import alike, history, listed, standing

__all__ = ["Known", "Taken", "add", "alike", "export", "history", "listed", "remove", "standing", "take_over"]
