"""PostgreSQL's driver, made to wait no longer than `patience` allows.

A connection whose wait was cut is closed at once: nobody knows what the server will still answer on it, so it
never returns to the pool. What the server was doing ends by its own limits (`engines`), and is kept only if it
was a commit.
"""

from functools import cache
from typing import Any, Final

from sqlalchemy import Dialect

from issuer.errors import StoreUnavailableError
from issuer.store import patience

SHORTEST_CONNECT_S: Final = 2
"""The driver allows no shorter patience for a new connection."""


def connect(dialect: Dialect, arguments: list[Any], options: dict[str, Any]) -> Any:  # noqa: ANN401  (of the driver)
    """Open a connection as the engine would, in the time that is left.

    Raises:
        StoreUnavailableError: too little is left to open one.
    """
    left = patience.left_s()
    if left is not None:
        if left < SHORTEST_CONNECT_S:
            raise StoreUnavailableError(patience.TOO_LATE)
        options = options | {"connect_timeout": int(min(left, options["connect_timeout"]))}
    with patience.waiting():
        return _patient(dialect.loaded_dbapi.Connection).connect(*arguments, **options)


@cache
def _patient(plain: Any) -> Any:  # noqa: ANN401  (the driver has no types here)
    """Return the driver's kind of connection with another `wait`, through which it does everything else."""

    def wait(self: Any, steps: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401  (the driver has no types here)
        left = patience.left_s()
        if left is None:
            return plain.wait(self, steps, *args, **options)
        try:
            if left > 0:
                with patience.waiting():
                    return plain.wait(self, steps, *args, **(options | {"timeout": left}))
        except plain.OperationalError:
            if (patience.left_s() or 0) > 0:
                raise
        self.close()
        raise plain.OperationalError(patience.TOO_LATE)

    return type(
        "PatientConnection", (plain,), {"wait": wait, "__doc__": "Waits as long as `patience` allows."}
    )
