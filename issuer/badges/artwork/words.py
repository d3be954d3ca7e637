"""The few phrases of the artwork in one place, ready for translation.

Hours are always called suggested: what they are worth is for the recogniser to say.
"""

from decimal import Decimal
from typing import Final

from issuer.badges.achievement_document import plain_number

DEMONSTRATION: Final = "Demonstration"
CHECK_IT_AT: Final = "Check it at"


def hours_phrase(hours: Decimal | None, unit: str) -> str:
    """Return "1.5 suggested semester hours", and nothing where no hours are suggested."""
    if not hours:
        return ""
    return f"{plain_number(hours)} suggested {unit if hours == 1 else unit + 's'}"
