"""Server time and size of the pages that strangers open, in one process and without a socket.

    .venv/bin/python -m bench.pages [--times 200]

`hot` follows one request by the next; `cold` waits 20 ms between them, as a lone visitor does, so that
caches of the processor have gone cold. Nothing is cached between requests but what the product caches.
"""

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.timing import print_machine, print_table
from issuer.clock import utc_now
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Visibility
from issuer.web import guard
from issuer.web.app import create_app
from tests.services.worlds import empty_world, furnish

PAUSE_S = 0.02
PUBLIC_HTML_LIMIT = 20 * 1024


def milliseconds(work: Callable[[], object], times: int, pause_s: float) -> list[float]:
    """Return how long each call took."""
    found = []
    work()
    gc.collect()
    for _ in range(times):
        if pause_s:
            time.sleep(pause_s)
        began = time.perf_counter_ns()
        work()
        found.append((time.perf_counter_ns() - began) / 1e6)
    return found


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def main() -> None:
    """Measure every page and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=200)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as home:
        world = empty_world(Path(home))
        furnish(world.toolkit)
        world.clock.now = utc_now()
        issued = world.issue()
        body = issued.version.body or b""
        share = sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
        app = create_app(world.toolkit)
        guard.keep(app, None, per_minute=0)
        client = app.test_client()
        rows = []
        for name, ask in questions(client, sharing.path_of(share), body).items():
            size = len(ask().get_data())
            hot, cold = milliseconds(ask, times, 0), milliseconds(ask, max(20, times // 4), PAUSE_S)
            rows.append(
                [
                    name,
                    f"{size / 1024:.1f}",
                    *(f"{percentile(v, s):.1f}" for v in (hot, cold) for s in (0.5, 0.99)),
                ]
            )
        world.toolkit.database.close()
    print_machine()
    print(
        f"{times} hot requests, {max(20, times // 4)} cold ones; HTML limit of a public page {PUBLIC_HTML_LIMIT // 1024} KB"
    )
    print_table(["page", "KB", "hot p50 ms", "hot p99 ms", "cold p50 ms", "cold p99 ms"], rows)


def questions(client: FlaskClient, page: str, body: bytes) -> dict[str, Callable[[], TestResponse]]:
    """Return one request for each row of the table; each must be answered with 200."""

    def get(path: str) -> Callable[[], TestResponse]:
        def ask() -> TestResponse:
            answer = client.get(path, headers={"Accept": "text/html"})
            assert answer.status_code == 200, (path, answer.status_code)
            return answer

        return ask

    def check() -> TestResponse:
        answer = client.post("/verify", data={"text": body.decode()}, headers={"Accept": "text/html"})
        assert answer.status_code == 200, answer.status_code
        return answer

    def verify() -> TestResponse:
        answer = client.post("/api/v1/verifications", data=body, content_type="application/vc")
        assert answer.status_code == 200, answer.status_code
        return answer

    return {
        "home": get("/"),
        "issuer": get("/p/scsc"),
        "achievement": get("/a/sel-01"),
        "credential": get(page),
        "embed": get(f"{page}/embed"),
        "verify, the form": get("/verify"),
        "verify, the result": check,
        "POST /api/v1/verifications": verify,
    }


if __name__ == "__main__":
    main()
