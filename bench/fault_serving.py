"""Faults of a server that people wait for: its database becomes slow or goes away, or it is told to stop.

    .venv/bin/python -m bench.fault_serving [--only slow-database|shutdown]

- slow-database (F-12, PostgreSQL): every answer of the database comes two seconds late, then the wire is cut for half a
  minute. Requests must fail in words within five seconds, a credential that somebody else issued must still verify
  while the wire is cut, nothing good may be called anything else, and everything must go on by itself afterwards.
- shutdown (F-15): SIGTERM under fifty requests a second. What was sent must be answered; `/readyz` must
  say no before connections are refused, so that a balancer in front sends nothing into the void.
"""

import argparse
import itertools
import json
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.fault_load import Ask, Load, counted, loaded, send
from bench.fault_proxy import wired
from bench.timing import print_machine
from issuer import store
from issuer.clock import utc_now
from issuer.documents import strict_json
from issuer.services import api_keys
from issuer.services.api_keys import Scope
from issuer.services.principal import OPERATOR
from tests.badges import samples
from tests.e2e.sites import running
from tests.postgresql import running as postgresql
from tests.services.worlds import World, empty_world, furnish
from tests.strangers import badge_of_stranger

SERVE: Final = ["-m", "issuer.cli", "serve", "--port", "0", "--workers", "2", "--threads", "8"]
LONGEST_S: Final = 5.0
EXIT_S: Final = 30.0
DRAIN_S: Final = 3
UNDER_WAY_S: Final = 0.5
VALID: Final = b'"verdict":"valid"'


@dataclass
class Told:
    """What was seen, and what of it was not as it must be."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Note what was seen."""
        self.lines.append(line)
        print(f"- {line}", flush=True)

    def require(self, holds: bool, sentence: str) -> None:  # noqa: FBT001  (a claim and its sentence)
        """Note what must hold and does not."""
        if not holds:
            self.faults.append(sentence)
            print(f"- NOT SO: {sentence}", flush=True)


def asks_of(world: World) -> dict[str, Ask]:
    """Return the requests of the load: verifying what was issued here and what was not, issuing, reading a page, being ready, being alive."""
    body = world.issue().version.body or b""
    # A key that audits changes nothing, so it is not one of those.
    scopes = tuple(scope for scope in Scope if scope is not Scope.AUDIT_READ)
    token = api_keys.new(world.toolkit, OPERATOR, "scsc", label="Bench", scopes=scopes).token
    numbers = itertools.count(1)

    def order() -> bytes:
        number = next(numbers)
        record = samples.attested(externalId=f"load-{number}")
        return json.dumps({"externalId": f"load-{number}", "attestation": record}).encode()

    verifying = {"Content-Type": "application/vc"}
    stranger = strict_json.encode(badge_of_stranger())
    issuing = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    found = [
        Ask("verify", "POST", "/api/v1/verifications", lambda: body, verifying, VALID),
        Ask("elsewhere", "POST", "/api/v1/verifications", lambda: stranger, verifying, VALID),
        Ask("issue", "POST", "/api/v1/credentials", order, issuing),
        Ask("page", "GET", "/p/scsc", headers={"Accept": "text/html"}),
        Ask("ready", "GET", "/readyz"),
        Ask("alive", "GET", "/healthz", wants=b"alive"),
    ]
    return {ask.name: ask for ask in found}


def shutdown(told: Told) -> None:
    """End a server under load and hold what became of every request against what was promised."""
    with tempfile.TemporaryDirectory() as folder:
        world = empty_world(Path(folder))
        furnish(world.toolkit)
        world.clock.now = utc_now()
        asks = asks_of(world)
        world.toolkit.database.close()
        with running(Path(folder), SERVE, settings={"MINTMARK_DRAIN_SECONDS": str(DRAIN_S)}) as site:
            host = site.url.removeprefix("http://")
            # Seventeen writes a second are more than a busy machine takes on SQLite; this is about ending.
            asked = [*[asks["verify"], asks["page"]] * 4, asks["issue"]]
            for ask in asked:
                send(host, ask)
            with loaded(host, asked, per_second=50, ready="/readyz") as load:
                time.sleep(4)
                began = time.monotonic()
                site.process.send_signal(signal.SIGTERM)
                code = site.process.wait(EXIT_S + 10)
                took = time.monotonic() - began
                time.sleep(0.5)
            _judge_shutdown(told, load, began, took, code)


def _judge_shutdown(told: Told, load: Load, began: float, took: float, code: int) -> None:
    told.say(f"before the signal: {counted(load.between(0, began))}")
    told.say(f"after the signal: {counted(load.between(began, began + 60))}")
    unready = [one.began for one in load.outcomes if one.name == "ready" and one.what.startswith("503")]
    if unready:
        told.say(f"/readyz says no {min(unready) - began:.2f} s after the signal; then nothing more is sent")
    told.say(f"exit code {code}, {took:.1f} s after the signal")
    for what in ("broken", "refused"):
        count = sum(one.what == what for one in load.outcomes)
        told.require(count == 0, f"{count} requests were {what}")
    wrong = [one for one in load.outcomes if one.what.startswith("5") and one.name != "ready"]
    told.require(not wrong, f"5xx: {counted(wrong)}")
    told.require(bool(unready) and min(unready) >= began, "/readyz did not say no after the signal")
    told.require(code == 0 and took <= EXIT_S, f"the server ended with {code} after {took:.0f} s")


def slow_database(told: Told) -> None:
    """Make the wire to PostgreSQL slow, then cut it, then mend it."""
    with tempfile.TemporaryDirectory() as folder, postgresql() as server:
        url = server.fresh()
        world = empty_world(Path(folder), database=store.open_database(url))
        furnish(world.toolkit)
        world.clock.now = utc_now()
        asks = asks_of(world)
        world.toolkit.database.close()
        with wired(url) as (wire, through):
            settings = {"MINTMARK_DATABASE_URL": through}
            with running(Path(folder), SERVE, settings=settings) as site:
                host = site.url.removeprefix("http://")
                for ask in asks.values():
                    send(host, ask)
                with loaded(host, list(asks.values()), per_second=4) as load:
                    time.sleep(5)
                    slow = time.monotonic()
                    wire.delay_s = 2.0
                    time.sleep(20)
                    wire.delay_s = 0.0
                    after_slow = time.monotonic()
                    time.sleep(15)
                    cut = time.monotonic()
                    wire.cut()
                    time.sleep(30)
                    wire.mend()
                    mended = time.monotonic()
                    time.sleep(15)
                _judge_database(told, load, (slow, after_slow, cut, mended))
                told.require(site.stop() == 0, "the server did not end well")


def _judge_database(told: Told, load: Load, moments: tuple[float, float, float, float]) -> None:
    slow, after_slow, cut, mended = moments
    # A request that was under way when the wire changed belongs to neither span.
    spans = {
        "before": (0.0, slow - UNDER_WAY_S),
        "2 s late": (slow, after_slow),
        "in time again": (after_slow + 5, cut - UNDER_WAY_S),
        "cut": (cut, mended),
        "mended": (mended + 5, mended + 60),
    }
    for span, (begin, end) in spans.items():
        for name in ("verify", "elsewhere", "issue", "page", "ready", "alive"):
            found = load.between(begin, end, name)
            longest = max((one.seconds for one in found), default=0.0)
            told.say(f"{span}, {name}: {counted(found)}; the longest took {longest:.1f} s")
            told.require(longest <= LONGEST_S, f"{span}: {name} took {longest:.1f} s")
            odd = {one.what for one in found if not one.what.startswith("503")} - {"200", "201"}
            told.require(not odd, f"{span}: {name} was answered with {', '.join(sorted(odd))}")
            if span not in {"2 s late", "cut"} or name == "alive" or (span, name) == ("cut", "elsewhere"):
                told.require({one.what for one in found} <= {"200", "201"}, f"{span}: {name} failed")
    again = [one.began for one in load.outcomes if one.began >= mended and one.what == "201"]
    told.require(bool(again), "nothing was issued after the wire was mended")
    if again:
        told.say(f"the first credential was issued {min(again) - mended:.1f} s after the wire was mended")


FAULTS: Final = {"shutdown": shutdown, "slow-database": slow_database}


def main() -> None:
    """Break a server in both ways and say what was seen; exit code 1 when something was not as it must be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=FAULTS)
    only = parser.parse_args().only
    print_machine()
    told = Told()
    for name, fault in FAULTS.items():
        if only in {None, name}:
            fault(told)
    if told.faults:
        sys.exit(1)


if __name__ == "__main__":
    main()
