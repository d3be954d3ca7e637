"""The kinds of rules that a district can state: one registry literal, one file per family.

To add one: write its row (and its `judge`, when it is about single credentials) in the file of its family,
add a member to `schemas/lane-rules.schema.json`, a row to `docs/credits.md` and vectors to
`tests/credits/`. A name that is not in the registry is refused by name; it never passes in silence.
"""

from typing import Final

from issuer.credits.predicates import limits, recognition, timing
from issuer.credits.predicates.socket import Case, Predicate, Stage

PREDICATES: Final[dict[str, Predicate]] = {
    row.name: row
    for row in (
        *recognition.PREDICATES[:1],
        *timing.PREDICATES,
        *recognition.PREDICATES[1:],
        *limits.PREDICATES,
    )
}
"""By member name; this order is the order in which rules are asked and told."""

__all__ = ["PREDICATES", "Case", "Predicate", "Stage"]
