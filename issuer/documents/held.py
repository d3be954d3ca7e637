"""How many bytes of memory a value holds: for what is kept, and may not grow beyond a number of bytes.

Text is counted as it lies in memory: where a single character needs four bytes, all of a string's do. It takes a millisecond for a
document, so that it is asked when something is made and not when it is used. What the whole process shares anyway (classes,
modules, functions) is not counted; what two values share is counted for both.
"""

import gc
import sys
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Final

_SHARED: Final = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType)
_ALLOCATED: Final = 16
"""Bytes that lie between two objects at most, for each of them: memory is given out in steps."""


def held_by(value: object) -> int:
    """Return how many bytes a value and all that it holds take."""
    seen: dict[int, object] = {}
    waiting, size = [value], 0
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, _SHARED):
            # Kept until the end, so that no other object gets its identity.
            seen[id(one)] = one
            size += sys.getsizeof(one) + _ALLOCATED
            waiting += gc.get_referents(one)
    return size
