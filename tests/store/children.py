"""Children of this process, as a fork makes them."""

import multiprocessing
from collections.abc import Callable


def require_in_child(work: Callable[[], None]) -> None:
    """Return when a child has done its work; a child that fails tells why on stderr."""
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join(60)
    try:
        assert child.exitcode == 0
    finally:
        child.kill()
