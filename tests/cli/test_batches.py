"""`mintmark batches`: a file is checked, confirmed, issued, followed; and worked on by `mintmark worker`."""

import csv
import io
import itertools
import json
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from issuer.cli import batch_progress, batch_run
from issuer.documents.times import format_time
from issuer.services.batches import work
from tests.badges import samples
from tests.cli.catalog_files import SLUG
from tests.cli.shell import Mintmark
from tests.services.batches.sheets import COLUMNS, cells, sheet

ISSUER = ("--profile", SLUG, "--achievement", "SEL-01")


@pytest.fixture
def people(furnished: Mintmark) -> Mintmark:
    for number in (1, 2, 3):
        furnished("people", "register", f"p{number:05}")
    return furnished


def write(folder: Path, *lines: dict[str, str], name: str = "awards.csv") -> Path:
    path = folder / name
    path.write_text(sheet(*lines), encoding="utf-8")
    return path


def test_a_file_is_issued_and_its_results_are_written(people: Mintmark, tmp_path: Path) -> None:
    path, out = write(tmp_path, cells(1), cells(2)), tmp_path / "results.csv"
    ran = people("batches", "run", path, *ISSUER, "--yes", "--out", out, "--json")
    assert (ran.json["state"], ran.json["counts"]["issued"]) == ("done", 2)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [(row["line"], row["external_id"], row["state"]) for row in rows] == [
        ("2", "row-1", "issued"),
        ("3", "row-2", "issued"),
    ]
    listed = people("credentials", "list", "--json").lines
    assert {row["certificate_number"] for row in rows} == {one["certificateNumber"] for one in listed}
    again = people("batches", "run", path, *ISSUER, "--yes")
    assert "2 known" in again.out
    assert "note: line 2: external_id: This award was issued before" in again.err


def test_one_error_refuses_the_file_with_line_and_column(people: Mintmark, tmp_path: Path) -> None:
    path = write(tmp_path, cells(1), cells(2, pool="Nobody"))
    for command in (("validate", path, *ISSUER), ("run", path, *ISSUER, "--yes")):
        refused = people("batches", *command, code=2)
        assert "line 3: pool: No organisation of this name or slug is known here." in refused.err
        assert "Refused: 1 errors in awards.csv; nothing was issued." in refused.out
    told = people("batches", "validate", path, *ISSUER, "--json", code=2).json
    assert told["found"] == [
        {
            "line": 3,
            "place": "pool",
            "sentence": "No organisation of this name or slug is known here.",
            "isError": True,
        }
    ]
    assert people("credentials", "list", "--json").out == ""
    assert people("batches", "status", "--json").out == ""


def test_a_dry_run_issues_nothing_and_leaves_nothing(people: Mintmark, tmp_path: Path) -> None:
    path = write(tmp_path, cells(1))
    ran = people("batches", "run", path, *ISSUER, "--dry-run")
    assert "1 awards in awards.csv can be issued. Nothing is issued yet." in ran.out
    assert people("batches", "status", "--json").out == ""
    asked = people("batches", "run", path, *ISSUER, code=2)
    assert "Issue 1 credentials as scsc?" in asked.err


def test_the_template_is_the_first_line(people: Mintmark, tmp_path: Path) -> None:
    out = tmp_path / "template.csv"
    people("batches", "template", "SEL-01", "--out", out)
    assert out.read_text(encoding="utf-8").strip().split(",")[: len(COLUMNS)] == list(COLUMNS)
    assert people("batches", "template").out == "external_id,attestation_ref,awarded_on\r\n"


def test_a_batch_is_interrupted_held_goes_on_and_is_worked_on(
    people: Mintmark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, cells(1), cells(2))
    with monkeypatch.context() as interrupted:
        stopped = threading.Event()
        stopped.set()
        interrupted.setattr(batch_run, "stop_on_signals", lambda: stopped)
        ran = people("batches", "run", path, *ISSUER, "--yes", code=3)
    assert "is paused: 2 waiting. Held: Interrupted." in ran.out
    (held,) = people("batches", "status", "--json").lines
    batch = held["id"]
    people("worker", "--batch", batch)
    assert people("credentials", "list", "--json").out == ""
    assert f"{batch} is running: 2 waiting." in people("batches", "resume", batch).out
    assert "is paused: 2 waiting." in people("batches", "pause", batch).out
    assert "is running" in people("batches", "resume", batch).out
    people("worker", "--batch", batch)
    assert f"{batch} is done: 2 issued." in people("batches", "status", batch).out
    assert [one["state"] for one in people("batches", "results", batch, "--json").lines] == ["issued"] * 2


def test_a_run_says_how_far_it_is_how_fast_and_how_long_yet(
    people: Mintmark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chunk is one award here, and the clock goes on by forty seconds whenever it is looked at."""
    moments = itertools.count(step=40)
    monkeypatch.setattr(batch_progress, "monotonic_seconds", lambda: float(next(moments)))
    monkeypatch.setattr(work.work_once, "__kwdefaults__", {"only": None, "limit": 1})
    path = write(tmp_path, cells(1), cells(2), cells(3))
    ran = people("batches", "run", path, *ISSUER, "--yes")
    shown = [line for line in ran.err.splitlines() if " a second, " in line]
    assert shown == [
        "1 of 3, 0.0 a second, 1 min 20 s left",
        "2 of 3, 0.0 a second, 40 s left",
        "3 of 3, 0.0 a second, 0 s left",
    ]


def test_a_batch_that_waits_to_be_confirmed_is_cancelled(people: Mintmark, tmp_path: Path) -> None:
    path = write(tmp_path, cells(1), cells(2))
    asked = people("batches", "run", path, *ISSUER, code=2)
    assert "Nobody can answer" in asked.err
    (ready,) = people("batches", "status", "--json").lines
    batch = ready["id"]
    assert ready["state"] == "ready"
    refused = people("batches", "pause", batch, code=2)
    assert "is not running" in refused.err
    assert "is cancelled: 2 cancelled" in people("batches", "cancel", batch, "--yes").out
    assert people("batches", "results", batch, "--json").lines[0]["state"] == "cancelled"
    assert "is cancelled" in people("batches", "status", batch).out


def test_records_that_were_imported_are_awarded_by_reference(people: Mintmark, tmp_path: Path) -> None:
    record = samples.attested(externalId="lms-9", person="p00001")
    lines = tmp_path / "records.jsonl"
    lines.write_text(json.dumps(record) + "\n", encoding="utf-8")
    people("attestations", "import", lines, "--profile", SLUG)
    decided = datetime.fromisoformat(str(record["decidedAt"]))
    path = tmp_path / "refs.csv"
    path.write_text(
        f"external_id,attestation_ref,awarded_on\nx-1,lms-9,{format_time(decided + timedelta(days=1))}\n",
        encoding="utf-8",
    )
    ran = people("batches", "run", path, "--profile", SLUG, "--yes", "--json")
    assert ran.json["counts"]["issued"] == 1
