"""`mintmark audit`: every row for an auditor, and every change to the chain found."""

import csv
import io
from pathlib import Path

import pytest

from issuer.services.auditing import LISTINGS
from issuer.services.auditing.audit_rows import COLUMNS
from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark
from tests.store.fresh import url_of
from tests.store.shell import tamper


@pytest.fixture
def recorded(furnished: Mintmark, tmp_path: Path) -> Mintmark:
    """Return the shell of an installation with two badges, one withdrawn, its events numbered and signed."""
    path = attested_lines(tmp_path, samples.attested(), samples.attested(externalId="sub-0002"))
    issued = furnished("credentials", "issue", path, "--profile", SLUG, "--json").lines
    furnished(
        "credentials", "revoke", issued[1]["id"], "--reason", "issued_in_error", "--details", "secret words"
    )
    furnished("audit", "checkpoint", "--out", tmp_path / "kept.note")
    return furnished


def test_the_export_has_every_column_in_both_forms_and_no_name(recorded: Mintmark) -> None:
    text = recorded("audit", "export").out
    rows = list(csv.DictReader(io.StringIO(text)))
    lines = recorded("audit", "export", "--format", "jsonl", "--profile", SLUG).lines
    assert tuple(rows[0]) == tuple(lines[0]) == COLUMNS
    assert [row["credential_id"] for row in rows] == [line["credential_id"] for line in lines]
    assert sorted(row["status"] for row in rows) == ["revoked", "valid"]
    assert {row["status_reason_category"] for row in rows} == {"", "issued_in_error"}
    assert "Oona" not in text
    assert "secret words" not in text


def test_the_export_is_written_to_a_file(recorded: Mintmark, tmp_path: Path) -> None:
    recorded("audit", "export", "--out", tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_bytes().decode() == recorded("audit", "export").out
    assert "NOT_FOUND" in recorded("audit", "export", "--profile", "nobody", code=2).err


@pytest.mark.parametrize("kind", LISTINGS)
def test_every_kind_of_rows_is_exported_with_its_own_columns(recorded: Mintmark, kind: str) -> None:
    sign = ("endorsements", "sign", SLUG, "--about", "SEL-01", "--id", "agreement-1")
    recorded(*sign, "--name", "Reviewed", "--comment", "Good.")
    rows = list(csv.reader(io.StringIO(recorded("audit", "export", "--rows", kind).out)))
    assert tuple(rows[0]) == LISTINGS[kind].columns
    assert len(rows) - 1 == {"credentials": 2, "endorsements": 1}.get(kind, 0)


def test_a_whole_chain_is_told_so(recorded: Mintmark, tmp_path: Path) -> None:
    report = recorded("audit", "verify", "events", "--checkpoint", tmp_path / "kept.note", "--json").json
    assert report["intact"] is True
    assert report["pending"] == 0
    assert report["events"] > 5
    assert "the chain is whole" in recorded("audit", "verify", "events").out


TAMPERING = {
    "edited": "UPDATE events SET body = CAST(replace(body, 'operator', 'somebody') AS BLOB) WHERE number = 4",
    "removed": "DELETE FROM events WHERE number = 4",
    "swapped": "UPDATE events SET number = 9 - number + 1000 WHERE number IN (4, 5);"
    "UPDATE events SET number = number - 1000 WHERE number > 1000",
}


@pytest.mark.parametrize("what", TAMPERING)
def test_what_was_done_to_an_event_is_found(recorded: Mintmark, home: Path, what: str) -> None:
    tamper(url_of(home), TAMPERING[what])
    found = recorded("audit", "verify", "events", "--json", code=2).json
    assert found["intact"] is False
    assert {4, 5} & {item["event"] for item in found["findings"]}
    assert "event " in recorded("audit", "verify", "events", code=2).out


def test_a_tail_that_was_cut_off_is_found_by_a_checkpoint_kept_elsewhere(
    recorded: Mintmark, home: Path, tmp_path: Path
) -> None:
    tamper(
        url_of(home),
        "DELETE FROM chain_heads WHERE chain = 'events';"
        "DELETE FROM events WHERE number = (SELECT max(number) FROM events)",
    )
    kept = tmp_path / "kept.note"
    found = recorded("audit", "verify", "events", "--checkpoint", kept, "--json", code=2)
    assert found.err == ""
    assert found.json["findings"]


def test_a_checkpoint_of_another_log_is_refused(recorded: Mintmark, tmp_path: Path) -> None:
    note = tmp_path / "kept.note"
    note.write_text(
        note.read_text(encoding="utf-8").replace("demo.example", "else.example"), encoding="utf-8"
    )
    assert "LOG_PROOF_INVALID" in recorded("audit", "verify", "events", "--checkpoint", note, code=2).err


def test_before_anything_happened_there_is_nothing_to_sign(mintmark: Mintmark) -> None:
    mintmark("db", "upgrade")
    assert "NOT_FOUND" in mintmark("audit", "checkpoint", code=2).err
    assert mintmark("audit", "export", "--format", "jsonl").out == ""
