"""A file is held against the record, line by line, and nothing of it is issued."""

import codecs
import io
import json
import tracemalloc
from pathlib import Path

import pytest

from issuer.errors import InputError, NotAuthorizedError, NotFoundError
from issuer.services import catalog
from issuer.services.batches import control, load
from issuer.services.principal import OPERATOR, Principal
from issuer.store import BatchState, ItemState
from tests.badges import samples
from tests.services.batches import sheets
from tests.services.batches.sheets import COLUMNS, HASH, cells, found, register, sheet, submit
from tests.services.worlds import World, imported


@pytest.fixture
def ready(world: World) -> World:
    register(world.toolkit, 5)
    return world


def require_nothing_issued(world: World) -> None:
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.credentials, counts.slots) == (0, 0)


def test_a_good_file_is_ready_and_issues_nothing(ready: World) -> None:
    batch = submit(ready, sheet(*(cells(number) for number in range(1, 6))))
    assert (batch.state, batch.total, batch.self_check_every) == (BatchState.READY, 5, 1)
    assert found(ready, batch) == []
    progress = control.progress(ready.toolkit, OPERATOR, batch.id)
    assert progress.counts[ItemState.WAITING] == 5
    assert progress.settled == 0
    require_nothing_issued(ready)


def test_the_template_is_what_a_file_needs(ready: World) -> None:
    template = load.template(ready.toolkit, "SEL-01")
    assert template == (*COLUMNS, "submitted_at", "period_start", "period_end", "method", "coach_met_at")
    full = cells(1) | {
        "submitted_at": "2026-03-07T02:30:00Z",
        "period_start": "2026-01-12T15:00:00Z",
        "period_end": "2026-03-06T21:00:00Z",
        "method": "blind-double",
        "coach_met_at": "2026-03-01T21:00:00Z",
    }
    assert found(ready, submit(ready, sheet(full, columns=template))) == []
    assert load.template(ready.toolkit, None) == ("external_id", "attestation_ref", "awarded_on")
    with pytest.raises(NotFoundError):
        load.template(ready.toolkit, "NONE-01")


CELLS = [
    ({"external_id": ""}, "external_id", "This cell is empty."),
    ({"external_id": "with space"}, "external_id", "Expected an identifier of letters"),
    ({"person": "p99999"}, "person", "Nobody is registered under this id."),
    ({"person": ""}, "person", "This cell is empty."),
    ({"awarded_on": "15.03.2026"}, "awarded_on", "This is neither a date like"),
    ({"awarded_on": "2026-02-30"}, "awarded_on", "This is neither a date like"),
    ({"awarded_on": "2026-03-13"}, "awarded_on", "An award is made at or after the decision"),
    ({"awarded_on": "2027-01-01"}, "awarded_on", "An award is made at or after the decision"),
    ({"attempt": "one"}, "attempt", "An attempt is a whole number"),
    ({"attempt": "101"}, "attempt", "Expected a whole number from 1 to 100"),
    ({"decided_at": "yesterday"}, "decided_at", ""),
    ({"assessors": "r01"}, "assessors", "Assessors stand as id=role"),
    ({"assessors": "r01=assessor"}, "assessors", ""),
    ({"assessors": "r01=assessor r01=approver"}, "assessors", "Two different assessors are needed."),
    ({"assessors": "r01=assessor p00001=approver"}, "assessors", "Nobody assesses their own work."),
    ({"assessors": "r01=judge r02=approver"}, "assessors", ""),
    ({"pool": "Unknown Council"}, "pool", "No organisation of this name"),
    ({"level:SEL-01.A": ""}, "level:SEL-01.A", "This cell is empty."),
    ({"level:SEL-01.A": "superb"}, "level:SEL-01.A", "Criterion SEL-01.A"),
    ({"artifact:A:kind": ""}, "artifact:A:kind", "This cell is empty."),
    ({"artifact:I:sha256": "abc"}, "artifact:I:sha256", "A SHA-256 has 64"),
]


@pytest.mark.parametrize(("change", "place", "words"), CELLS, ids=[str(case[0]) for case in CELLS])
def test_a_wrong_cell_is_told_by_line_and_column(
    ready: World, change: dict[str, str], place: str, words: str
) -> None:
    batch = submit(ready, sheet(cells(1) | change, cells(2)))
    gaps = found(ready, batch)
    assert batch.state is BatchState.REFUSED
    assert {(line, where) for line, where, _said in gaps} == {(2, place)}
    assert any(said.startswith(words) for _line, _place, said in gaps)
    assert control.progress(ready.toolkit, OPERATOR, batch.id).counts[ItemState.WAITING] == 0
    require_nothing_issued(ready)


def test_every_error_of_a_file_is_told_at_once(ready: World) -> None:
    batch = submit(ready, sheet(cells(1, person="x1"), cells(2), cells(3, pool="x", attempt="0")))
    assert [(line, place) for line, place, _words in found(ready, batch)] == [
        (2, "person"),
        (4, "attempt"),
        (4, "pool"),
    ]
    assert control.progress(ready.toolkit, OPERATOR, batch.id).errors == 3


WHOLE = [
    ("", 0, "", "The file is empty."),
    (sheet(), 0, "", "The file holds no award."),
    (sheet(cells(1), columns=COLUMNS[1:]), 1, "external_id", "This column is missing."),
    (sheet(cells(1), columns=(*COLUMNS, "salary")), 1, "salary", "There is no such column"),
    (sheet(cells(1), columns=(*COLUMNS, "person")), 1, "person", "This column stands twice."),
    (sheet(cells(1)) + "one,two\r\n", 3, "", "This line has 2 cells"),
    (sheet(cells(1)) + 'a,"open', 3, "", "The rest of the file cannot be read"),
    (sheet(cells(1)) + "a\rb\r\n", 3, "", ""),
]


@pytest.mark.parametrize(("text", "line", "place", "words"), WHOLE)
def test_a_wrong_file_is_told(ready: World, text: str, line: int, place: str, words: str) -> None:
    batch = submit(ready, text)
    assert batch.state is BatchState.REFUSED
    gaps = found(ready, batch)
    assert any(gap[:2] == (line, place) and gap[2].startswith(words) for gap in gaps), gaps


def test_a_workbook_is_refused_in_words(ready: World) -> None:
    batch = submit(ready, b"PK\x03\x04 and so on")
    assert batch.state is BatchState.REFUSED
    assert "workbook" in found(ready, batch)[0][2]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_spreadsheets_of_every_country_are_read(ready: World, separator: str, encoding: str) -> None:
    line = cells(1, pool="rcouncil", **{"artifact:A:kind": "Aufsatz, geprüft; zweifach\n"})
    batch = submit(ready, sheet(line, cells(2), separator=separator).encode(encoding))
    assert found(ready, batch) == []
    assert batch.total == 2
    with ready.toolkit.database.reader() as reader:
        assert [item.line for item in reader.batches.items(batch.id)] == [2, 4]


def test_a_broken_byte_far_in_the_file_is_told_by_line(ready: World) -> None:
    data = sheet(*(cells(number) for number in range(1, 4))).encode() + b"\xff"
    assert found(ready, submit(ready, codecs.BOM_UTF8 + data))[0][2].startswith("Line 5 is not UTF-8")


def test_what_stands_twice_in_a_file_is_told(ready: World) -> None:
    again = cells(3, person="p00001")
    batch = submit(ready, sheet(cells(1), cells(2), cells(4, external_id="row-1"), again))
    assert found(ready, batch) == [
        (4, "external_id", "Line 2 has this id already."),
        (5, "person", "Line 2 awards the same to this person already."),
    ]


def test_a_day_begins_where_the_issuer_is_and_not_before_the_decision(ready: World) -> None:
    batch = submit(
        ready,
        sheet(
            cells(1, awarded_on="2026-03-15"),
            cells(2, awarded_on="2026-03-14"),
            cells(3, awarded_on="2026-03-15T20:00:00Z"),
        ),
    )
    with ready.toolkit.database.reader() as reader:
        moments = [item.request["awardedAt"] for item in reader.batches.items(batch.id)]
    assert moments == ["2026-03-15T05:00:00Z", "2026-03-14T15:09:26Z", "2026-03-15T20:00:00Z"]


def test_what_was_issued_before_is_told_and_is_no_error(ready: World) -> None:
    first = submit(ready, sheet(cells(1)))
    control.confirm(ready.toolkit, OPERATOR, first.id)
    sheets.work_through(ready.toolkit)
    other = cells(9, person="p00001", decided_at="2026-03-14T16:00:00Z", attempt="2")
    batch = submit(ready, sheet(cells(1), other, cells(2)))
    assert batch.state is BatchState.READY
    gaps = found(ready, batch)
    assert [(line, place) for line, place, _words in gaps] == [(2, "external_id"), (3, "person")]
    assert "was issued before, as SCSC-" in gaps[0][2]
    assert "holds it already, as SCSC-" in gaps[1][2]
    assert control.progress(ready.toolkit, OPERATOR, batch.id).notes == 2


def test_another_award_under_an_id_that_was_used_is_refused(ready: World) -> None:
    control.confirm(ready.toolkit, OPERATOR, submit(ready, sheet(cells(1))).id)
    sheets.work_through(ready.toolkit)
    batch = submit(ready, sheet(cells(1, person="p00002"), cells(1, awarded_on="2026-03-16")))
    gaps = found(ready, batch)
    assert batch.state is BatchState.REFUSED
    assert any("another award was issued under this id".capitalize() in words for _l, _p, words in gaps)
    assert any("with another date" in words for _l, _p, words in gaps)


def test_a_retired_version_is_refused(ready: World) -> None:
    catalog.retire_version(ready.toolkit, OPERATOR, "SEL-01", "1.0")
    assert found(ready, submit(ready, sheet(cells(1))))[0][2].startswith("This version is retired")


def test_json_lines_ask_for_the_same(ready: World) -> None:
    record = samples.attested(externalId="row-1", person="p00001")
    good = {"externalId": "row-1", "attestation": record, "awardedAt": "2026-03-15T05:00:00Z"}
    bad = {"externalId": 7, "attestation": [], "awardedAt": "now", "color": "red"}
    low = good | {"externalId": "row-2", "attestation": record | {"person": "nobody"}}
    text = "\n".join([json.dumps(good), "", "{broken", json.dumps(bad), json.dumps(low)])
    batch = submit(ready, text, form="jsonl", achievement=None)
    assert [(line, place) for line, place, _words in found(ready, batch)] == [
        (3, ""),
        (4, "/color"),
        (4, "/externalId"),
        (4, "/attestation"),
        (4, "/awardedAt"),
        (5, "/attestation/person"),
    ]
    assert submit(ready, json.dumps(good), form="jsonl", achievement=None).total == 1


def test_a_file_may_name_records_that_were_imported_and_nothing_is_filled_in(ready: World) -> None:
    record = imported(ready, samples.attested())
    head = "external_id,attestation_ref,awarded_on\n"
    lines = f"r1,{record},2026-03-15\nr2,none,2026-03-15\nr3,{record},\nr4,,2026-03-15\n"
    gaps = found(ready, submit(ready, head + lines, achievement=None))
    assert [(line, place, words.partition(",")[0]) for line, place, words in gaps] == [
        (3, "attestation_ref", "Exactly one imported record of this issuer is meant"),
        (4, "awarded_on", "This cell is empty."),
        (5, "attestation_ref", "This cell is empty."),
    ]
    good = submit(ready, head + lines.partition("\n")[0], achievement=None)
    assert found(ready, good) == []
    control.confirm(ready.toolkit, OPERATOR, good.id)
    sheets.work_through(ready.toolkit)
    with ready.toolkit.database.reader() as reader:
        (credential,) = reader.credentials.page()
    assert (credential.external_id, credential.attestation_id) == ("r1", record)


def test_only_who_may_issue_may_submit(ready: World) -> None:
    command = load.SubmitBatch(profile="scsc", name="a", form="csv")
    with pytest.raises(NotAuthorizedError):
        load.submit(ready.toolkit, Principal("other", frozenset({"nesc"})), command, io.BytesIO())
    with pytest.raises(InputError, match="name of a file"):
        submit(ready, "", name="")
    with pytest.raises(InputError, match="every n-th"):
        submit(ready, "", self_check_every=0)


def test_a_hash_with_its_name_is_the_same(ready: World) -> None:
    batch = submit(ready, sheet(cells(1, **{"artifact:A:sha256": "sha256:" + HASH.upper()})))
    assert found(ready, batch) == []


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(ready: World, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = sheets.write(tmp_path / f"{count}.csv", count)
        tracemalloc.start()
        with path.open("rb") as file:
            load.submit(
                ready.toolkit,
                OPERATOR,
                load.SubmitBatch(profile="scsc", name="a.csv", form="csv", achievement="SEL-01"),
                file,
            )
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(600)
    assert peak(6000) < 1.5 * peak(1500)
