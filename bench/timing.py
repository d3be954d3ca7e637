"""Interleaved timing: every round times each operation once, so that a slow moment of the machine hits all.

What is printed is the median over the rounds; ratios are taken inside each round and their median printed.
"""

import gc
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ed25519


@dataclass(frozen=True)
class Timed:
    """Microseconds of one operation, one value for each round."""

    name: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.rounds)

    def times(self, other: "Timed") -> float:
        """How many of `other` fit into one of these: the median of the ratio of each round."""
        return statistics.median(a / b for a, b in zip(self.rounds, other.rounds, strict=True))


def microseconds(work: Callable[[], object], times: int) -> float:
    """Return microseconds for each of `times` calls, without the collector coming between."""
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter_ns()
        for _ in range(times):
            work()
        return (time.perf_counter_ns() - began) / 1000 / times
    finally:
        gc.enable()


def raw_signature(times: int = 2_000) -> Callable[[], float]:
    """Return the yardstick U as an operation: microseconds of one Ed25519 signature by OpenSSL."""
    key = ed25519.Ed25519PrivateKey.generate()
    return lambda: microseconds(lambda: key.sign(b"x" * 64), times)


def interleave(operations: Mapping[str, Callable[[], float]], *, rounds: int = 11) -> dict[str, Timed]:
    """Run every operation once a round; each returns its own microseconds."""
    found: dict[str, list[float]] = {name: [] for name in operations}
    for number in range(rounds + 1):
        for name, operation in operations.items():
            took = operation()
            if number:  # The first round warms up.
                found[name].append(took)
    return {name: Timed(name, tuple(values)) for name, values in found.items()}


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns, the first to the left and the others to the right."""
    widths = [max(len(row[place]) for row in (headings, *rows)) for place in range(len(headings))]
    for row in (headings, ["-" * width for width in widths], *rows):
        cells = [
            cell.ljust(w) if place == 0 else cell.rjust(w)
            for place, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def print_machine() -> None:
    """Say where and with what this ran; no name of the machine."""
    print(
        f"Python {platform.python_version()} on {platform.machine()}, {platform.system()}; medians; us = microseconds"
    )
