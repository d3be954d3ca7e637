"""What `mintmark bench` measures: one figure for each row of the table of targets, in one run with the peer.

Each class opens what it needs and returns figures by key; None where the peer or a database is not there.
What a row includes stands beside it in `ROWS`, for figures without it mislead.
"""

import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from bench import canonical as roads
from bench.bulk import LongList, Road
from bench.bulk_core import CoreRoad
from bench.http import HttpFigures, figures
from bench.issue_verify import Bench, node_peer
from bench.timing import interleave, microseconds
from bench.verify_core import Cores
from issuer import store
from issuer.clock import utc_now
from issuer.services.batches import work
from tests.postgresql import running
from tests.services.worlds import World, empty_world, furnish
from tests.store.fresh import fresh_url

CORE_AWARDS: Final = 1_000
"""Awards of one commit of the core road, as the figures that it is compared with were made."""
Found = dict[str, float | None]
Row = tuple[str, str]

ROWS: Final[dict[str, Row]] = {
    "bulk_core_per_s": (
        "core road of bulk issuing, awards a second",
        "document, lint, canonical form, signature, exact bytes in one durable commit of 1,000; no intents, log, self-check",
    ),
    "bulk_core_x_db": ("the same, times @digitalbazaar/vc issuing", "the peer signs alone and keeps nothing"),
    "bulk_whole_per_s": (
        "whole road of bulk issuing, awards a second",
        "intents, slots, document, lint, signature, self-check of each, bytes, events, leaves, job; SQLite, synchronous=FULL",
    ),
    "bulk_whole_pg_per_s": ("the same on PostgreSQL", "a server of this machine with durable commits"),
    "verify_core_first_x_db": (
        "checking a proof, achievement never seen, times the peer",
        "canonical form and signature; nothing remembered",
    ),
    "verify_core_seen_x_db": (
        "checking a proof, achievement seen before, times the peer",
        "another award each time",
    ),
    "verify_whole_x_db": (
        "the whole verifier, times the peer",
        "parse, contexts, schema, proof, key, status list, dates, report; warm; the peer checks no status",
    ),
    "http_verify_per_s": ("POST /api/v1/verifications, a second", "one worker process, one client, hot"),
    "http_verify_p50_ms": ("the same, p50 in ms", "hot"),
    "http_issue_p50_ms": (
        "POST /api/v1/credentials, p50 in ms",
        "durable, self-checked by the whole verifier",
    ),
    "http_issue_p99_ms": ("the same, p99 in ms", "hot"),
    "statuslist_1m_ms": (
        "one revocation in a list of a million, 1 % set, in ms",
        "packed, linted and signed; the process has signed the list before",
    ),
    "evidence_1000_ms": ("1,000 evidence items to canonical form, in ms", "nothing remembered"),
    "poison_ms": ("an entangled document refused, in ms", "made to cost all of the work limit"),
    "web_rss_mb": ("memory of a web worker after the load, in MB", "resident, shared pages included"),
}

BESIDE: Final[dict[str, Row]] = {
    "verify_others_x_db": (
        "the whole verifier on an award never seen, times the peer",
        "another award each time; achievement, issuer and status list were seen before",
    ),
    "page_p50_ms": (
        "the public page of a credential, p50 in ms",
        "GET /c/<uuid> as HTML, one worker process, one client, hot, the way over loopback included",
    ),
    "page_p99_ms": ("the same, p99 in ms", "hot"),
}
"""Rows of the table that have no key in the JSON object."""


def measure(*, quick: bool, say: Callable[[str], None]) -> Found:
    """Measure every row and return the figures by key, in the order of `ROWS`, those of `BESIDE` after them.

    Args:
        quick: three rounds and fewer requests; within a minute on a machine that does nothing else.
        say: told what is being measured, for a person who waits.
    """
    rounds, times = (3, 10) if quick else (11, 20)
    found: Found = dict.fromkeys((*ROWS, *BESIDE))
    say("issuing and verifying beside the peer")
    found |= _roads_beside_peer(rounds, times)
    say("documents of a thousand items, and entangled ones")
    found |= _documents(rounds)
    say("PostgreSQL")
    found["bulk_whole_pg_per_s"] = _whole_on_postgresql(rounds)
    say("a server over HTTP")
    served: HttpFigures = figures(100 if quick else 400)
    found |= {
        "http_verify_per_s": served.verify_per_s,
        "http_verify_p50_ms": served.verify_p50_ms,
        "http_issue_p50_ms": served.issue_p50_ms,
        "http_issue_p99_ms": served.issue_p99_ms,
        "web_rss_mb": served.rss_mb,
        "page_p50_ms": served.page_p50_ms,
        "page_p99_ms": served.page_p99_ms,
    }
    return found


def _roads_beside_peer(rounds: int, times: int) -> Found:
    """Measure what is compared with the peer, round by round with it."""
    with tempfile.TemporaryDirectory() as home, node_peer() as peer:
        world = _world(Path(home) / "one", None)
        bench = Bench(world, peer, times)
        road = Road(_world(Path(home) / "bulk", None), work.CHUNK)
        core = CoreRoad(road, CORE_AWARDS)
        cores = Cores(world, times)
        long_list = LongList(road.world)
        operations: dict[str, Callable[[], float]] = {
            "core": core.issue,
            "whole": road.issue,
            "first": cores.first,
            "seen": cores.seen,
            "verify": bench.verify,
            "verify others": bench.verify_others,
            "list": long_list.revoke,
        }
        if peer is not None:
            reading = bench.peer_times()
            operations |= {"vc issue": reading("issue"), "vc verify": reading("verify")}
        timed = interleave(operations, rounds=rounds)
        world.toolkit.database.close()
        road.world.toolkit.database.close()
    found: Found = {
        "bulk_core_per_s": 1e6 / timed["core"].median,
        "bulk_whole_per_s": 1e6 / timed["whole"].median,
        "statuslist_1m_ms": timed["list"].median / 1000,
    }
    if peer is not None:
        found |= {
            "bulk_core_x_db": timed["vc issue"].times(timed["core"]),
            "verify_core_first_x_db": timed["vc verify"].times(timed["first"]),
            "verify_core_seen_x_db": timed["vc verify"].times(timed["seen"]),
            "verify_whole_x_db": timed["vc verify"].times(timed["verify"]),
            "verify_others_x_db": timed["vc verify"].times(timed["verify others"]),
        }
    return found


def _documents(rounds: int) -> Found:
    evidence = roads.items()["1,000 evidence items"]
    timed = interleave(
        {
            "evidence": lambda: microseconds(lambda: roads.first_seen(evidence), 3),
            "poison": lambda: microseconds(roads.refused, 3),
        },
        rounds=rounds,
    )
    return {
        "evidence_1000_ms": timed["evidence"].median / 1000,
        "poison_ms": timed["poison"].median / 1000,
    }


def _whole_on_postgresql(rounds: int) -> float | None:
    """Measure on a PostgreSQL of this machine; None where there is none."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except pytest.skip.Exception:  # The test helper says so where there is no server to start.
            return None
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = store.open_database(server.fresh())
        road = Road(_world(home / "bulk", database), work.CHUNK)
        road.issue()
        taken = [road.issue() for _ in range(rounds)]
        database.close()
    return 1e6 / statistics.median(taken)


def _world(home: Path, database: store.Database | None) -> World:
    home.mkdir()
    world = empty_world(home, database=database or store.open_database(fresh_url(home)))
    furnish(world.toolkit)
    world.clock.now = utc_now()
    return world
