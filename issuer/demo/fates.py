"""What becomes of each award: the status mix of the plan, told stories first.

The mix is percent of all awards, by largest remainder, so that the numbers add up exactly. Only an
achievement with a period of validity can expire, and nothing that belongs to a complete set is chosen to.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import cycle
from typing import Final

from issuer.demo import chance
from issuer.demo.claims import Claim, Fate

REVOKED_FOR: Final = (
    "issued_in_error",
    "assessment_invalid",
    "holder_request",
    "evidence_misattributed",
    "fraud",
)
"""Categories that revocations take in turn; their meanings are the record's (`store.Category`)."""

_WHOLE: Final = 100


def counts_of(total: int, percent: Mapping[str, int]) -> dict[Fate, int]:
    """Return how many of `total` have each fate: the largest remainders take what rounding leaves.

    Raises:
        ValueError: the percentages do not add up to 100, or name an unknown fate.
    """
    if sum(percent.values()) != _WHOLE:
        raise ValueError("the status mix does not add up to 100 percent")
    shares = {Fate(name): divmod(total * share, _WHOLE) for name, share in percent.items()}
    counts = {fate: whole for fate, (whole, _rest) in shares.items()}
    left = total - sum(counts.values())
    for fate in sorted(shares, key=lambda fate: -shares[fate][1])[:left]:
        counts[fate] += 1
    return counts


def assign(claims: list[Claim], *, percent: Mapping[str, int], expiring: Collection[str]) -> list[Claim]:
    """Return the claims, each with its fate, in their order.

    Args:
        claims: every award; a told fate stays.
        percent: the status mix.
        expiring: codes of achievements with a period of validity.

    Raises:
        ValueError: the mix cannot be reached with these claims.
    """
    missing = Counter(counts_of(len(claims), percent))
    missing.subtract(claim.fate for claim in claims if claim.fate)
    missing.pop(Fate.VALID)
    fates: dict[tuple[str, str], Fate] = {}
    free = [claim for claim in claims if not claim.is_told]
    # Expiry comes first, because it has the fewest candidates.
    for fate in sorted(missing, key=lambda fate: fate is not Fate.EXPIRED):
        candidates = [claim for claim in free if (claim.person, claim.code) not in fates]
        if fate is Fate.EXPIRED:
            candidates = [claim for claim in candidates if claim.code in expiring and not claim.in_set]
        if not 0 <= missing[fate] <= len(candidates):
            raise ValueError(f"the plan cannot have {missing[fate]} more awards that are {fate}")
        chosen = chance.shuffled(candidates, fate, key="{0.person} {0.code}")[: missing[fate]]
        fates |= {(claim.person, claim.code): fate for claim in chosen}
    return _categorised(
        [
            replace(claim, fate=claim.fate or fates.get((claim.person, claim.code), Fate.VALID))
            for claim in claims
        ]
    )


def _categorised(claims: list[Claim]) -> list[Claim]:
    turns = cycle(REVOKED_FOR)
    return [
        replace(claim, category=next(turns))
        if claim.fate is Fate.REVOKED and claim.category is None
        else claim
        for claim in claims
    ]
