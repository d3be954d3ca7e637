"""`mintmark worker`: a process that issues what batches ask for, until a signal ends it."""

import signal
import threading
from types import FrameType

import click

from issuer import bootstrap
from issuer.cli.session import session
from issuer.services.desk.runner import DeskWorker
from issuer.services.worker import Worker


@click.command()
@click.option("--batch", "only", metavar="ID", help="Work on this batch alone and end with it.")
def worker(*, only: str | None) -> None:
    """Work on confirmed batches and on the hire desk, and keep the log numbered and the status lists signed.

    Start as many as there are processors, on as many machines as there are; they share the work through
    the database. SIGTERM ends a worker after the chunk in hand. A worker that is killed loses nothing:
    another one goes on a minute later.

    \b
    Examples:
      mintmark worker
      mintmark worker --batch urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11
    """
    stop = stop_on_signals()
    with session() as toolkit, bootstrap.kept_for_good():

        def wait(seconds: float) -> None:
            void(stop.wait(seconds))

        desk = threading.Thread(target=DeskWorker(toolkit, stop.is_set, wait).run, daemon=True)
        if only is None:
            desk.start()
        Worker(toolkit, stop.is_set, wait, only=only).run()
        if only is None:
            desk.join()


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set, so that the work in hand is finished."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return stop


def void(_value: object) -> None:
    """Take a value and give nothing."""
