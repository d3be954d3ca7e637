"""Runs functions in this very process, without limits: only where that is asked for by name.

`MINTMARK_WORKERS=0` chooses it, for machines that cannot start processes. A hostile file can then
hold or crash the process that reads it.
"""

from issuer.errors import InputError
from issuer.workers.frames import pack
from issuer.workers.protocol import find


class InProcess:
    """Keeps the promises of `Workers` but for the limits."""

    def run(self, target: str, *args: object) -> object:
        """Run a function here; raises as `Workers.run`."""
        pack(args)
        try:
            return find(target)(*args)
        except (MemoryError, RecursionError) as exc:
            raise InputError("Reading this took more memory than it may.", code="WORK_LIMIT") from exc

    def close(self) -> None:
        """Do nothing: there is nothing to end."""
