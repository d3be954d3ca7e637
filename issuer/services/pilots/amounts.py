"""Amounts of money: read, kept exactly, and told with two decimals."""

import re
from fractions import Fraction
from typing import Final

from issuer.errors import InputError

_FORM: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,2})?", re.ASCII)


def read(text: str, pointer: str = "") -> Fraction:
    """Read an amount such as "250", "99.5" or "-1200.00".

    Raises:
        InputError: not a number of at most nine digits and two decimals.
    """
    if not _FORM.fullmatch(text):
        raise InputError(
            f"{text[:40]!r} is no amount of money; write a number such as 250 or 99.50", pointer=pointer
        )
    return Fraction(text)


def in_words(amount: Fraction) -> str:
    """Return an amount with two decimals, rounded half up; what was read comes out as it was."""
    cents = (abs(amount) * 200 + 1) // 2
    return f"{'-' if amount < 0 else ''}{cents // 100}.{cents % 100:02}"
