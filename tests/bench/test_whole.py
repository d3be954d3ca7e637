import json
import subprocess
import sys

import pytest

from bench.__main__ import rounded
from bench.rows import BESIDE, ROWS, TARGETS_U_US, Kind
from bench.timing import Timed
from bench.whole import Measured
from tests.places import ROOT

KEYS = [
    "bulk_core_per_s",
    "bulk_core_x_db",
    "bulk_whole_per_s",
    "bulk_whole_pg_per_s",
    "verify_core_first_x_db",
    "verify_core_seen_x_db",
    "verify_whole_x_db",
    "http_verify_per_s",
    "http_verify_p50_ms",
    "http_issue_p50_ms",
    "http_issue_p99_ms",
    "statuslist_1m_ms",
    "evidence_1000_ms",
    "poison_ms",
    "web_rss_mb",
]
MAY_BE_ABSENT = {key for key in KEYS if key.endswith("_x_db") or key == "bulk_whole_pg_per_s"}


def test_every_row_has_a_name_and_says_what_it_includes() -> None:
    assert list(ROWS) == KEYS
    assert all(row.name and row.includes for row in (ROWS | BESIDE).values())
    assert not BESIDE.keys() & ROWS.keys()
    assert rounded(None) is None
    assert (rounded(1234.56), rounded(1.23456)) == (1234.6, 1.235)


def test_a_machine_of_half_the_speed_moves_a_figure_and_not_what_it_is_in_signatures() -> None:
    quick, slow = Measured({}, {}), Measured({}, {})
    quick.take_rate("core", Timed("core", (200.0, 210.0, 190.0)), Timed("U", (30.0, 30.0, 30.0)))
    slow.take_rate("core", Timed("core", (400.0, 420.0, 380.0)), Timed("U", (60.0, 60.0, 60.0)))
    assert (quick.figures["core"], slow.figures["core"]) == (5_000, 2_500)
    assert quick.in_u == slow.in_u
    row = ROWS["http_verify_p50_ms"]
    assert row.in_u(2, TARGETS_U_US) == row.target_in_u == ROWS["http_verify_per_s"].in_u(500, TARGETS_U_US)
    assert row.in_u(4, 2 * TARGETS_U_US) == row.target_in_u


def test_what_is_no_time_is_not_told_in_signatures() -> None:
    for row in (ROWS | BESIDE).values():
        assert row.is_time == (row.kind in {Kind.PER_S, Kind.MS})
        assert (row.target_in_u is not None) == (row.is_time and row.target is not None)


@pytest.mark.slow
@pytest.mark.e2e
def test_a_quick_run_gives_one_object_with_a_figure_for_every_row() -> None:
    command = [sys.executable, "-m", "issuer.cli", "bench", "--quick", "--json"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert list(found) == KEYS
    for key, figure in found.items():
        assert (figure is None and key in MAY_BE_ABSENT) or figure > 0, (key, figure)
