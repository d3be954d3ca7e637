"""How much memory something holds, as Python's own allocator tells it."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def traced() -> Iterator[None]:
    """Note every allocation of the block; what was made before is not known."""
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def freed_by(let_go: Callable[[], object]) -> int:
    """Return how many bytes that were allocated in `traced` are free after something was let go."""
    gc.collect()
    before, _most = tracemalloc.get_traced_memory()
    let_go()
    gc.collect()
    return before - tracemalloc.get_traced_memory()[0]
