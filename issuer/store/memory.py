"""What this process read of what seldom changes, kept as long as its mark stands (`rows.marks`).

A reader looks at the mark once, in its own snapshot, and takes rows of profiles, keys, achievements, API keys
and endorsements of achievements from here while the mark is the one under which they were read: a change by
any process is seen by the next reader. Units that write never use it. What is not there is not remembered,
so that questions about nothing fill no memory. Records are frozen and shared: nobody may change what is
inside them.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Final, TypeVar, cast

T = TypeVar("T")
MOST: Final = 2_000
"""Answers that are kept; beyond it everything is forgotten and read anew."""


class Memory:
    """Answers under one mark. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mark = ""
        self._answers: dict[Hashable, object] = {}

    def under(self, mark: str) -> "Recall":
        """Return what is known under a mark; what is known under another one is forgotten."""
        with self._lock:
            if mark != self._mark or len(self._answers) >= MOST:
                # A new dictionary: a reader of an older moment goes on with the old one.
                self._mark, self._answers = mark, {}
            return Recall(self._answers)


class Recall:
    """What is known at the moment of one reader."""

    def __init__(self, answers: dict[Hashable, object]) -> None:
        self._answers = answers

    def find(self, question: Hashable, ask: Callable[[], T | None]) -> T | None:
        """Return the answer to a question, asked now if it is not known; None is not remembered.

        Args:
            question: names the query and its values; one question has one answer under one mark.
            ask: asks the database.
        """
        known = self._answers.get(question)
        if known is None:
            known = ask()
            if known is not None:
                self._answers[question] = known
        return cast("T | None", known)
