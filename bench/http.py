"""What a client sees over HTTP: verifying and issuing on one worker process, over loopback.

    .venv/bin/python -m bench.http [--times 300]

Starts `mintmark serve` with one worker of four threads on a home of its own and asks it over one kept
connection, by a bare socket (`bench.wire`): a figure is the time from the first byte of a request to the last of its answer.
`hot` follows one request by the next; `cold` waits 20 ms between them. Issuing is durable
(SQLite, synchronous=FULL), and what was signed is read back and verified before the answer (ADR 20).
"""

import argparse
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.pages import PAUSE_S, milliseconds, percentile
from bench.timing import print_machine, print_table, raw_signature
from bench.wire import Connection, connect
from issuer.clock import utc_now
from issuer.services import api_keys
from issuer.services.api_keys import Scope
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Visibility
from tests.badges import samples
from tests.e2e.sites import Site, running
from tests.services.worlds import empty_world, furnish

BLOCKS: Final = 5
"""How often each kind of request takes its turn, after one that is thrown away."""


@dataclass(frozen=True)
class HttpFigures:
    """What `mintmark bench` asks of a server: hot figures of one worker process, and its memory afterwards."""

    verify_per_s: float
    verify_p50_ms: float
    issue_p50_ms: float
    issue_p99_ms: float
    page_p50_ms: float
    page_p99_ms: float
    rss_mb: float
    u_us: float
    """Microseconds of one raw Ed25519 signature, between the requests."""


@contextmanager
def served() -> Iterator[tuple[Site, dict[str, Callable[[], object]]]]:
    """Start a server with one worker process and give the requests that are asked of it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        world = empty_world(home)
        furnish(world.toolkit)
        world.clock.now = utc_now()
        issued = world.issue()
        body = issued.version.body or b""
        share = sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
        scopes = tuple(scope for scope in Scope if scope is not Scope.AUDIT_READ)
        token = api_keys.new(world.toolkit, OPERATOR, "scsc", label="Bench", scopes=scopes).token
        world.toolkit.database.close()
        with running(home, ["-m", "issuer.cli", "serve", "--port", "0", "--workers", "1"]) as site:
            connection = connect(site.url)
            yield site, questions(connection, token, body, sharing.path_of(share))
            connection.close()
            site.stop()


def figures(times: int) -> HttpFigures:
    """Measure verifying and issuing, hot, and the memory of the worker process afterwards.

    Args:
        times: requests of each kind that count; a p99 of a hundred would be the worst of them all but one.
    """
    with served() as (site, asked):
        taken: dict[str, list[float]] = {name: [] for name in asked}
        yardstick, units = raw_signature(500), list[float]()
        for turn in range(BLOCKS + 1):
            for name, ask in asked.items():
                units.append(yardstick())
                found = milliseconds(ask, times // BLOCKS, 0)
                # The first turn warms the server up, as the first round of every other row does.
                taken[name] += found if turn else []
        rss_mb = max(map(_resident_mb, _children(site.process.pid)))
    verify, issue = taken["POST /api/v1/verifications"], taken["POST /api/v1/credentials"]
    page = taken["GET /c/<uuid>"]
    return HttpFigures(
        verify_per_s=1000 * len(verify) / sum(verify),
        verify_p50_ms=percentile(verify, 0.5),
        issue_p50_ms=percentile(issue, 0.5),
        issue_p99_ms=percentile(issue, 0.99),
        page_p50_ms=percentile(page, 0.5),
        page_p99_ms=percentile(page, 0.99),
        rss_mb=rss_mb,
        u_us=statistics.median(units),
    )


def _children(process: int) -> list[int]:
    """Return a process and everything that it started (Linux)."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _children(int(child))
    return found


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    line = next((line for line in status if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(line.split()[1]) / 1024


def main() -> None:
    """Serve, ask, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=300)
    times = parser.parse_args().times
    rows = []
    with served() as (_site, asked):
        for name, ask in asked.items():
            hot = milliseconds(ask, times, 0)
            cold = milliseconds(ask, max(20, times // 6), PAUSE_S)
            shown = [percentile(values, share) for values in (hot, cold) for share in (0.5, 0.99)]
            rows.append([name, f"{1000 * len(hot) / sum(hot):,.0f}", *(f"{figure:.1f}" for figure in shown)])
    print_machine()
    print(f"One worker, one client, {times} hot requests and {max(20, times // 6)} cold ones")
    print_table(["request", "hot/s", "hot p50 ms", "hot p99 ms", "cold p50 ms", "cold p99 ms"], rows)


def questions(connection: Connection, token: str, body: bytes, page: str) -> dict[str, Callable[[], object]]:
    """Return one request for each row of the table."""
    numbers = itertools.count(int(time.time()))

    def ask(method: str, path: str, data: bytes, headers: dict[str, str], expected: set[int]) -> bytes:
        status, read = connection.ask(method, path, data, headers)
        assert status in expected, (path, status, read[:500])
        return read

    def verify() -> object:
        return ask("POST", "/api/v1/verifications", body, {"Content-Type": "application/vc"}, {200})

    # The client only writes its number into an order, so that making it does not count.
    order = json.dumps(
        {"externalId": "bench-NUMBER", "attestation": samples.attested(externalId="sub-NUMBER")}
    )
    ordered = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}

    def issue() -> object:
        data = order.replace("NUMBER", str(next(numbers))).encode()
        return ask("POST", "/api/v1/credentials", data, ordered, {201})

    def status_list() -> object:
        return ask("GET", "/s/" + list_slug, b"", {}, {200})

    def public_page() -> object:
        return ask("GET", page, b"", {"Accept": "text/html"}, {200})

    status = json.loads(body)["credentialStatus"]["statusListCredential"]
    list_slug = status.rsplit("/", 1)[-1]
    return {
        "POST /api/v1/verifications": verify,
        "POST /api/v1/credentials": issue,
        "GET /s/<list>": status_list,
        "GET /c/<uuid>": public_page,
    }


if __name__ == "__main__":
    main()
