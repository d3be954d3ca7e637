"""Is the name on a credential the applicant's? Advice with its reasons, never a decision (domain.md VER-05).

Three answers: the same, may be the same because ..., differs. Order, accents, apostrophes, hyphens, initials,
missing parts, titles and suffixes are each said in words; short forms such as Bob for Robert are never guessed.
Where the credential holds no name, that is the answer. No verdict about a credential depends on any of this.
"""

from issuer.badges.names.advice import FORMER, Advice, advise, no_name
from issuer.badges.names.comparing import Comparison, Likeness, compare

__all__ = ["FORMER", "Advice", "Comparison", "Likeness", "advise", "compare", "no_name"]
