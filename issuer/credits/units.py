"""Units of credit and exact conversion between them (domain.md CRD-04).

One semester hour is one and a half quarter hours, always. Every other relation (clock hours, continuing
education units, credits of a state) is a table that a rule set brings along, because it differs from place
to place. Numbers come in as Decimal or text, are exact fractions inside, so that one quarter hour stays two
thirds of a semester hour, and are rounded only where a person reads them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Final

from issuer.errors import InputError

UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "semesterHour": ("semester hour", "semester hours"),
    "quarterHour": ("quarter hour", "quarter hours"),
    "clockHour": ("clock hour", "clock hours"),
    "inServiceHour": ("in-service hour", "in-service hours"),
    "CEU": ("continuing education unit", "continuing education units"),
    "USBE": ("USBE credit", "USBE credits"),
}
"""Every unit that is known, with its words for one and for many."""

ALWAYS: Final = {("semesterHour", "quarterHour"): Fraction(3, 2)}
"""Relations that hold everywhere; a table that says something else is refused."""

MOST: Final = Fraction(100_000)
DECIMALS_SHOWN: Final = 4
KEPT: Final = 4_096
"""Amounts repeat from teacher to teacher; so many are kept in words."""
_NUMBER: Final = re.compile(r"(\d{1,9})(\.\d{1,9})?", re.ASCII)
_RATIO: Final = re.compile(r"(\d{1,9})/([1-9]\d{0,8})", re.ASCII)
_PAIR: Final = re.compile(r"\s*([A-Za-z]+)\s*->\s*([A-Za-z]+)\s*", re.ASCII)


def read_amount(value: object, pointer: str = "") -> Fraction:
    """Read an amount of credit.

    Args:
        value: a JSON number, a Decimal, or text such as "7.5" or "2/3".
        pointer: where it stands, for the error.

    Raises:
        InputError: MALFORMED_VALUE_ERROR: not a number from 0 to 100,000 with at most nine decimals.
    """
    text = format(value, "f") if isinstance(value, Decimal) and value.is_finite() else str(value)
    if not isinstance(value, bool):
        if _NUMBER.fullmatch(text) and Fraction(text) <= MOST:
            return Fraction(text)
        ratio = _RATIO.fullmatch(text)
        if ratio and Fraction(int(ratio[1]), int(ratio[2])) <= MOST:
            return Fraction(int(ratio[1]), int(ratio[2]))
    raise InputError(
        f"{text[:40]!r} is not an amount of credit; write a number such as 5, 7.5 or 2/3", pointer=pointer
    )


@lru_cache(KEPT)
def exact(amount: Fraction) -> str:
    """Return an amount exactly: a decimal where one exists, else a fraction such as "2/3"."""
    rest = amount.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{amount.numerator}/{amount.denominator}"
    return _with_a_decimal(_decimal(amount))


@lru_cache(KEPT)
def shown(amount: Fraction) -> str:
    """Return an amount for a person: at most four decimals, rounded half up, at least one."""
    step = Decimal(1).scaleb(-DECIMALS_SHOWN)
    return _with_a_decimal(_decimal(amount).quantize(step, rounding=ROUND_HALF_UP))


@lru_cache(KEPT)
def in_words(amount: Fraction, unit: str) -> str:
    """Return "7.5 quarter hours", "1.0 semester hour"."""
    one, many = UNITS.get(unit, (unit, unit))
    return f"{shown(amount)} {one if amount == 1 else many}"


def _decimal(amount: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return Decimal(amount.numerator) / Decimal(amount.denominator)


def _with_a_decimal(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text if "." in text else f"{text}.0"


@dataclass(frozen=True)
class Conversions:
    """A table of conversions, closed: whatever follows from its rows is in it.

    Attributes:
        factors: by source and target unit; an amount times the factor is the amount in the target unit.
    """

    factors: Mapping[tuple[str, str], Fraction]

    def factor(self, source: str, target: str) -> Fraction | None:
        """Return what to multiply by, None where no row leads from one unit to the other."""
        return Fraction(1) if source == target else self.factors.get((source, target))

    def convert(self, amount: Fraction, source: str, target: str) -> Fraction | None:
        """Return the amount in another unit, exactly; None where no row leads there."""
        factor = self.factor(source, target)
        return None if factor is None else amount * factor


def read_conversions(table: Mapping[str, object], pointer: str = "") -> Conversions:
    """Read a table such as {"semesterHour->clockHour": 24}; semester and quarter hours are always in it.

    Raises:
        InputError: MALFORMED_VALUE_ERROR: an unknown unit, not a number, or rows that contradict each other.
    """
    factors: dict[tuple[str, str], Fraction] = {}
    for pair, factor in ALWAYS.items():
        _add(factors, pair, factor, pointer)
    for name, value in table.items():
        match = _PAIR.fullmatch(name)
        if match is None or match[1] not in UNITS or match[2] not in UNITS or match[1] == match[2]:
            raise InputError(
                f"{name[:60]!r} is not a conversion; write UNIT->UNIT with units of {', '.join(UNITS)}",
                pointer=pointer,
            )
        factor = read_amount(value, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
        if factor == 0:
            raise InputError(f"the conversion {name} cannot be 0", pointer=pointer)
        _add(factors, (match[1], match[2]), factor, pointer)
    _close(factors, pointer)
    return Conversions(factors)


def _add(
    factors: dict[tuple[str, str], Fraction], pair: tuple[str, str], factor: Fraction, pointer: str
) -> None:
    """Put one row and its way back into the table."""
    for (source, target), value in ((pair, factor), (pair[::-1], 1 / factor)):
        if factors.setdefault((source, target), value) != value:
            known = exact(factors[source, target])
            raise InputError(
                f"1 {UNITS[source][0]} is {known} {UNITS[target][1]} and cannot also be {exact(value)}",
                pointer=pointer,
            )


def _close(factors: dict[tuple[str, str], Fraction], pointer: str) -> None:
    """Add whatever follows from two rows, until nothing more does."""
    while True:
        size = len(factors)
        for (source, middle), first in list(factors.items()):
            for (begin, target), second in list(factors.items()):
                if begin == middle and target != source:
                    _add(factors, (source, target), first * second, pointer)
        if len(factors) == size:
            return


STANDARD: Final = read_conversions({})
"""What holds everywhere, and nothing else."""
