"""What runs a function on hostile bytes: the promise, and how a function is named.

A function is named as text, `issuer.room.module:function`, so that a worker can find it. It takes
and gives plain values: None, numbers, text, bytes, lists, tuples, sets and dictionaries.
"""

import importlib
import re
from collections.abc import Callable
from typing import Final, Protocol

_TARGET: Final = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*):([a-z][a-z0-9_]*)", re.ASCII)


class Workers(Protocol):
    """Runs functions; may be called from several threads at once."""

    def run(self, target: str, *args: object) -> object:
        """Run a function and return what it returns.

        Args:
            target: the function, as `issuer.room.module:function`.
            args: plain values.

        Raises:
            IssuerError: what the function raised, of the same class and with the same parts.
            InputError: WORK_LIMIT when it took more time or memory than it may.
            WorkersUnavailableError: the system starts no process; nothing is known about the arguments.
            RuntimeError: the function has a mistake; the message holds its traceback.
        """
        ...

    def close(self) -> None:
        """End every worker; nothing runs afterwards."""
        ...


def split_target(target: str) -> tuple[str, str]:
    """Return module and function name of a target.

    Raises:
        ValueError: the text names no public function of a module.
    """
    match = _TARGET.fullmatch(target)
    if match is None:
        raise ValueError(f"{target!r} is not of the form package.module:function")
    return match[1], match[2]


def find(target: str) -> Callable[..., object]:
    """Return the function that a target names.

    Raises:
        ValueError: the text names no public function of a module.
        TypeError: the module has no function of this name.
    """
    module_name, name = split_target(target)
    function = getattr(importlib.import_module(module_name), name, None)
    if not callable(function):
        raise TypeError(f"{target!r} names no function")
    found: Callable[..., object] = function
    return found
