import json
import subprocess
import sys

import pytest

from bench.__main__ import rounded
from bench.whole import BESIDE, ROWS
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
    assert all(name and includes for name, includes in (ROWS | BESIDE).values())
    assert not BESIDE.keys() & ROWS.keys()
    assert rounded(None) is None
    assert (rounded(1234.56), rounded(1.23456)) == (1234.6, 1.235)


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
