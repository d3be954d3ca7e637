"""Open Badges 2.0, hosted and signed, and the editions before it, judged with honest limits.

A room of its own, because 2.0 has no credential: an assertion, a badge class and a profile lie at addresses,
and what they say is read by a term table of ours. JSON-LD is never executed on any of it. The road is in
`judge`; `is_older` says which documents take it.
"""

from issuer.verify.open_badges_2.edition import is_older
from issuer.verify.open_badges_2.findings import Means
from issuer.verify.open_badges_2.judge import judge

__all__ = ["Means", "is_older", "judge"]
