"""What `mintmark bench` measures: one figure for each row of the table of targets, in one run with the peer.

Each part opens what it needs and notes figures by key; None where the peer or a database is not there.
What a row includes and should reach stands in `rows`.
"""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from bench import canonical as roads
from bench.bulk import LongList, Road
from bench.bulk_core import CoreRoad
from bench.http import figures
from bench.issue_verify import Bench, node_peer
from bench.rows import BESIDE, ROWS
from bench.timing import Timed, interleave, microseconds, raw_signature
from bench.verify_core import Cores
from issuer import store
from issuer.clock import utc_now
from issuer.services.batches import work
from tests.postgresql import running
from tests.services.worlds import World, empty_world, furnish
from tests.store.fresh import fresh_url

CORE_AWARDS: Final = 1_000
"""Awards of one commit of the core road, as the figures that it is compared with were made."""
VERIFYING_ROUNDS: Final = 15
"""Rounds of what takes a millisecond, in quick runs too: a few of them would tell of the moment in which they ran."""
SIGNATURES: Final = 500
"""Raw signatures of one round of the yardstick."""
Found = dict[str, float | None]


@dataclass(frozen=True)
class Measured:
    """What one run found.

    Attributes:
        figures: by key; None where the peer or a database was not there.
        in_u: the figures that are times, in raw signatures of the same rounds.
    """

    figures: Found
    in_u: dict[str, float]

    def take_rate(self, key: str, timed: Timed, unit: Timed) -> None:
        """Take how many a second, and what one is in U."""
        self.figures[key] = 1e6 / timed.median
        self.in_u[key] = timed.times(unit)

    def take_ms(self, key: str, timed: Timed, unit: Timed) -> None:
        """Take milliseconds, and what they are in U."""
        self.figures[key] = timed.median / 1000
        self.in_u[key] = timed.times(unit)


def measure(*, quick: bool, say: Callable[[str], None]) -> Measured:
    """Measure every row, in the order of `ROWS`, those of `BESIDE` after them.

    Args:
        quick: three rounds of what takes long and fewer requests; within a minute on a machine that does nothing else.
        say: told what is being measured, for a person who waits.
    """
    rounds, times = (3, 10) if quick else (11, 20)
    found = Measured(dict.fromkeys((*ROWS, *BESIDE)), {})
    say("issuing and verifying beside the peer")
    _roads_beside_peer(found, rounds, times)
    say("documents of a thousand items, and entangled ones")
    _documents(found, rounds)
    say("PostgreSQL")
    _whole_on_postgresql(found, rounds)
    say("a server over HTTP")
    _served(found, 400 if quick else 1_000)
    return found


def _roads_beside_peer(found: Measured, rounds: int, times: int) -> None:
    """Measure what is compared with the peer, round by round with it."""
    with tempfile.TemporaryDirectory() as home, node_peer() as peer:
        world = _world(Path(home) / "one", None)
        bench = Bench(world, peer, times)
        road = Road(_world(Path(home) / "bulk", None), work.CHUNK)
        core = CoreRoad(road, CORE_AWARDS)
        cores = Cores(world, times)
        long_list = LongList(road.world)
        operations: dict[str, Callable[[], float]] = {
            "U": raw_signature(SIGNATURES),
            "core": core.issue,
            "whole": road.issue,
            "list": long_list.revoke,
        }
        verifying: dict[str, Callable[[], float]] = {
            "first": cores.first,
            "seen": cores.seen,
            "verify": bench.verify,
            "verify others": bench.verify_others,
        }
        if peer is not None:
            reading = bench.peer_times()
            operations["vc issue"] = reading("issue")
            verifying["vc verify"] = reading("verify")
        timed = interleave(operations, rounds=rounds) | interleave(verifying, rounds=VERIFYING_ROUNDS)
        world.toolkit.database.close()
        road.world.toolkit.database.close()
    found.take_rate("bulk_core_per_s", timed["core"], timed["U"])
    found.take_rate("bulk_whole_per_s", timed["whole"], timed["U"])
    found.take_ms("statuslist_1m_ms", timed["list"], timed["U"])
    if peer is not None:
        found.figures.update(
            {
                "bulk_core_x_db": timed["vc issue"].times(timed["core"]),
                "verify_core_first_x_db": timed["vc verify"].times(timed["first"]),
                "verify_core_seen_x_db": timed["vc verify"].times(timed["seen"]),
                "verify_whole_x_db": timed["vc verify"].times(timed["verify"]),
                "verify_others_x_db": timed["vc verify"].times(timed["verify others"]),
            }
        )


def _documents(found: Measured, rounds: int) -> None:
    evidence = roads.items()["1,000 evidence items"]
    timed = interleave(
        {
            "U": raw_signature(SIGNATURES),
            "evidence": lambda: microseconds(lambda: roads.first_seen(evidence), 3),
            "poison": lambda: microseconds(roads.refused, 3),
        },
        rounds=rounds,
    )
    found.take_ms("evidence_1000_ms", timed["evidence"], timed["U"])
    found.take_ms("poison_ms", timed["poison"], timed["U"])


def _whole_on_postgresql(found: Measured, rounds: int) -> None:
    """Measure on a PostgreSQL of this machine; nothing where there is none."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except pytest.skip.Exception:  # The test helper says so where there is no server to start.
            return
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = store.open_database(server.fresh())
        road = Road(_world(home / "bulk", database), work.CHUNK)
        timed = interleave({"U": raw_signature(SIGNATURES), "whole": road.issue}, rounds=rounds)
        database.close()
    found.take_rate("bulk_whole_pg_per_s", timed["whole"], timed["U"])


def _served(found: Measured, times: int) -> None:
    """Measure a server, and what its figures are in signatures of the same seconds."""
    served = figures(times)
    found.figures.update(
        {
            "http_verify_per_s": served.verify_per_s,
            "http_verify_p50_ms": served.verify_p50_ms,
            "http_issue_p50_ms": served.issue_p50_ms,
            "http_issue_p99_ms": served.issue_p99_ms,
            "web_rss_mb": served.rss_mb,
            "page_p50_ms": served.page_p50_ms,
            "page_p99_ms": served.page_p99_ms,
        }
    )
    for key, row in (ROWS | BESIDE).items():
        figure = found.figures[key]
        if row.is_time and figure is not None and key not in found.in_u:
            found.in_u[key] = row.in_u(figure, served.u_us)


def _world(home: Path, database: store.Database | None) -> World:
    home.mkdir()
    world = empty_world(home, database=database or store.open_database(fresh_url(home)))
    furnish(world.toolkit)
    world.clock.now = utc_now()
    return world
