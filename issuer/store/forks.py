"""Forks: what a child may use nothing of begins anew in it, before any of its own lines run.

Of all threads of its parent a child has the one that forked: a turn that another had is never passed on there, and SQLite
(https://www.sqlite.org/howtocorrupt.html, section 2.6) allows no connection on both sides of a fork. At that moment
nobody else can be asking, so that two threads of a child never both begin anew; and who asks later need not look
whose child it is.
"""

import os
import weakref
from typing import Final, Protocol


class BeginsAnew(Protocol):
    """What holds something of this process alone."""

    def begin_anew(self) -> None:
        """Let go of what belongs to the parent, without ending it. Called in a child, while it has one thread."""


def note(one: BeginsAnew) -> None:
    """Let one begin anew in every child from now on, for as long as anybody uses it."""
    _NOTED.add(one)


def _in_child() -> None:
    for one in _NOTED:
        one.begin_anew()


_NOTED: Final[weakref.WeakSet[BeginsAnew]] = weakref.WeakSet()
os.register_at_fork(after_in_child=_in_child)
