"""Importing a library without something that it would take along, where it does without.

For libraries that load another one for a thing that we never ask of them: a network, a reader of HTML, a painter.
That saves the memory and keeps the thing out of the process. Nobody else notices: whatever was imported before is still
there afterwards, and what was withheld can be imported by others.
"""

import importlib
import sys
from types import ModuleType
from typing import Any


def imported_without(
    withheld: tuple[str, ...], *names: str, stand_ins: tuple[str, ...] = ()
) -> list[ModuleType]:
    """Import modules as if some others were not installed.

    Args:
        withheld: modules that the imported ones try to import and can do without.
        names: what to import.
        stand_ins: modules that the imported ones insist on and never use for us; they get empty ones.

    Raises:
        ImportError: one of `names` is not there.
    """
    known: dict[str, Any] = sys.modules
    hidden = (*withheld, *stand_ins)
    there: dict[str, Any] = {name: known[name] for name in hidden if name in known}
    # Python's own word for "not to be had" (import system, section 5.3.1).
    known.update(dict.fromkeys(withheld))
    for name in stand_ins:
        known[name] = ModuleType(name, "An empty module in the place of one that is not needed.")
    try:
        return [importlib.import_module(name) for name in names]
    finally:
        for name in hidden:
            del known[name]
        known.update(there)
