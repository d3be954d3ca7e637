"""A steady load of requests on a server, each on a connection of its own, and what became of each."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

OK = 200
SERVER_ERROR = 500


@dataclass(frozen=True)
class Ask:
    """One kind of request.

    Attributes:
        wants: what an answer with 200 must hold; another one is counted by itself.
    """

    name: str
    method: str
    path: str
    body: Callable[[], bytes] = bytes
    headers: dict[str, str] = field(default_factory=dict)
    wants: bytes = b""


@dataclass(frozen=True)
class Outcome:
    """What became of one request.

    Attributes:
        what: a status, with what it says from 500 on; `refused` where no connection was made, `broken` where it ended before its answer.
        began: when it was sent, by the clock of this process.
        seconds: how long the answer took.
    """

    name: str
    what: str
    began: float
    seconds: float


class Load:
    """What became of every request so far; threads may add to it."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def between(self, begin: float, end: float, name: str | None = None) -> list[Outcome]:
        """Return the requests that were sent in a span of time."""
        return [one for one in self.outcomes if begin <= one.began < end and name in {None, one.name}]


def counted(outcomes: list[Outcome]) -> str:
    """Return how often each thing happened, in words."""
    found = Counter(f"{one.name} {one.what}" for one in outcomes)
    return ", ".join(f"{count} x {what}" for what, count in sorted(found.items())) or "none"


def send(site: str, ask: Ask, *, patience_s: float = 60.0) -> Outcome:
    """Send one request and say what became of it."""
    began = time.monotonic()
    connection = http.client.HTTPConnection(site, timeout=patience_s)
    try:
        connection.connect()
    except OSError:
        return Outcome(ask.name, "refused", began, time.monotonic() - began)
    try:
        connection.request(ask.method, ask.path, body=ask.body(), headers=ask.headers)
        answer = connection.getresponse()
        body = answer.read()
        what = str(answer.status)
        if answer.status == OK and ask.wants not in body:
            what += f" without {ask.wants.decode()}"
        if answer.status >= SERVER_ERROR:
            is_problem = answer.headers.get_content_type() == "application/problem+json"
            what += " " + str(json.loads(body)["code"] if is_problem else body[:60])
    except (OSError, http.client.HTTPException):
        what = "broken"
    finally:
        connection.close()
    return Outcome(ask.name, what, began, time.monotonic() - began)


@contextmanager
def loaded(site: str, asks: list[Ask], *, per_second: float, ready: str | None = None) -> Iterator[Load]:
    """Send requests of every kind in turn, so many a second, whether answers come or not, until the block ends.

    Args:
        site: host and port.
        asks: what to send.
        per_second: how many.
        ready: a path that is asked twice a second, as a balancer does; what it answers otherwise than with 200 ends the load.
    """
    load = Load()
    stopped = threading.Event()
    threads: list[threading.Thread] = []

    def one(ask: Ask) -> None:
        load.outcomes.append(send(site, ask))

    def run() -> None:
        began, number = time.monotonic(), 0
        while not stopped.wait(max(0.0, began + number / per_second - time.monotonic())):
            thread = threading.Thread(target=one, args=(asks[number % len(asks)],), daemon=True)
            thread.start()
            threads.append(thread)
            number += 1

    def watch(path: str) -> None:
        while not stopped.wait(0.5):
            load.outcomes.append(looked := send(site, Ask("ready", "GET", path)))
            if looked.what != "200":
                stopped.set()

    runners = [threading.Thread(target=run, daemon=True)]
    if ready is not None:
        runners.append(threading.Thread(target=watch, args=(ready,), daemon=True))
    for runner in runners:
        runner.start()
    try:
        yield load
    finally:
        stopped.set()
        for runner in runners:
            runner.join()
        for thread in threads:
            thread.join(70)
