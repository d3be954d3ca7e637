"""What a code tells a person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a code tells a person: a short title and what to do about it."""

    title: str
    advice: str
