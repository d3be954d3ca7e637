"""Which educators of the demonstration made the page of an award public: about one in eight.

Every issuer has one at least, so that a visitor can walk from it to a credential. All people are invented.
"""

from typing import Final

from issuer.demo import chance
from issuer.demo.claims import Fate
from issuer.demo.plan import PlannedAward
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import Principal
from issuer.services.showing import sharing
from issuer.services.toolkit import Toolkit
from issuer.store import Visibility

ONE_IN: Final = 8


def chosen(awards: tuple[PlannedAward, ...]) -> frozenset[str]:
    """Return the external ids of the awards whose page is public; the same on every machine."""
    first_valid = {award.issuer: award.external_id for award in reversed(awards) if award.fate is Fate.VALID}
    by_chance = {
        award.external_id for award in awards if chance.below(ONE_IN, "public", award.external_id) == 0
    }
    return frozenset(first_valid.values()) | by_chance


def publish(toolkit: Toolkit, principal: Principal, issued: IssuedCredential) -> None:
    """Make the page of a credential public; one that its owner has changed since stays as it is."""
    if issued.is_new:
        sharing.change(toolkit, principal, issued.credential.id, visibility=Visibility.PUBLIC)
