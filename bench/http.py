"""What a client sees over HTTP: verifying and issuing on one worker process, over loopback.

    .venv/bin/python -m bench.http [--times 300]

Starts `mintmark serve` with one worker of four threads on a home of its own and asks it over one kept
connection. `hot` follows one request by the next; `cold` waits 20 ms between them. Issuing is durable
(SQLite, synchronous=FULL) and self-checked by the whole verifier before the answer.
"""

import argparse
import http.client
import itertools
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.pages import PAUSE_S, milliseconds, percentile
from bench.timing import print_machine, print_table
from issuer.clock import utc_now
from issuer.services import api_keys
from issuer.services.api_keys import Scope
from issuer.services.principal import OPERATOR
from tests.badges import samples
from tests.e2e.sites import running
from tests.services.worlds import empty_world, furnish


def main() -> None:
    """Serve, ask, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=300)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        world = empty_world(home)
        furnish(world.toolkit)
        world.clock.now = utc_now()
        body = world.issue().version.body or b""
        token = api_keys.new(world.toolkit, OPERATOR, "scsc", label="Bench", scopes=tuple(Scope)).token
        world.toolkit.database.close()
        command = ["-m", "issuer.cli", "serve", "--port", "0", "--workers", "1"]
        with running(home, command) as site:
            connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=30)
            rows = []
            for name, ask in questions(connection, token, body).items():
                hot = milliseconds(ask, times, 0)
                cold = milliseconds(ask, max(20, times // 6), PAUSE_S)
                figures = [percentile(values, share) for values in (hot, cold) for share in (0.5, 0.99)]
                rows.append(
                    [name, f"{1000 * len(hot) / sum(hot):,.0f}", *(f"{figure:.1f}" for figure in figures)]
                )
            connection.close()
            site.stop()
    print_machine()
    print(f"One worker, one client, {times} hot requests and {max(20, times // 6)} cold ones")
    print_table(["request", "hot/s", "hot p50 ms", "hot p99 ms", "cold p50 ms", "cold p99 ms"], rows)


def questions(
    connection: http.client.HTTPConnection, token: str, body: bytes
) -> dict[str, Callable[[], object]]:
    """Return one request for each row of the table."""
    numbers = itertools.count(int(time.time()))

    def ask(method: str, path: str, data: bytes, headers: dict[str, str], expected: set[int]) -> bytes:
        connection.request(method, path, body=data, headers=headers)
        answer = connection.getresponse()
        read = answer.read()
        assert answer.status in expected, (path, answer.status, read[:500])
        return read

    def verify() -> object:
        return ask("POST", "/api/v1/verifications", body, {"Content-Type": "application/vc"}, {200})

    def issue() -> object:
        number = next(numbers)
        order = {"externalId": f"bench-{number}", "attestation": samples.attested(externalId=f"sub-{number}")}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        return ask("POST", "/api/v1/credentials", json.dumps(order).encode(), headers, {201})

    def status_list() -> object:
        return ask("GET", "/s/" + list_slug, b"", {}, {200})

    status = json.loads(body)["credentialStatus"]["statusListCredential"]
    list_slug = status.rsplit("/", 1)[-1]
    return {
        "POST /api/v1/verifications": verify,
        "POST /api/v1/credentials": issue,
        "GET /s/<list>": status_list,
    }


if __name__ == "__main__":
    main()
