"""Batches as a coordinator without scripts meets them: bring, check, confirm, watch, pause, cancel, take results."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from issuer.services.batches import work
from tests.services.batches.sheets import COLUMNS, cells, register, sheet, work_through
from tests.services.worlds import World
from tests.web.coordinator import BROWSER, HOST, bring, brought, enter, get, key_of, press
from tests.web.reading import read


@pytest.fixture
def signed_in(client: FlaskClient, world: World) -> FlaskClient:
    register(world.toolkit, 6)
    enter(client, key_of(world))
    return client


def awards(*numbers: int) -> str:
    return sheet(*(cells(number) for number in numbers))


def words_of(client: FlaskClient, path: str) -> str:
    answer = get(client, path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    page = read(answer.text)
    page.require_inert()
    return page.text


def test_a_template_has_the_columns_of_the_version(signed_in: FlaskClient) -> None:
    answer = get(signed_in, "/batches/template.csv?achievement=SEL-01+1.0")
    assert 'filename="awards-sel-01-1.0.csv"' in answer.headers["Content-Disposition"]
    assert set(COLUMNS) <= set(answer.text.strip().split(","))
    assert "attestation_ref" in get(signed_in, "/batches/template.csv?achievement=").text
    assert get(signed_in, "/batches/template.csv?achievement=NONE+1.0").status_code == 404
    page = get(signed_in, "/batches").text
    assert '<option value="SEL-01 1.0"' in page


def test_a_file_is_checked_confirmed_issued_and_its_results_taken(
    signed_in: FlaskClient, world: World
) -> None:
    path = brought(signed_in, awards(1, 2, 3), name="C:\\Lists\\March.csv")
    assert "March.csv" in words_of(signed_in, "/batches")
    ready = words_of(signed_in, path)
    assert "Issue 3 credentials?" in ready
    assert "you cannot unsign it" in ready
    with world.toolkit.database.reader() as reader:
        assert reader.fsck.counts().credentials == 0
    assert press(signed_in, path, "confirm").headers["Location"] == path
    running = get(signed_in, path).text
    assert f'data-progress="{path}"' in running
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in running
    assert "http-equiv" not in get(signed_in, path + "?refresh=off").text
    world.clock.forward(seconds=2)
    work.work_once(world.toolkit, holder="w", limit=1)
    assert signed_in.get(path + "/progress.json", base_url=HOST).json == {
        "done": 1,
        "total": 3,
        "words": "1 of 3 done, 0.5 a second, about 4 seconds left.",
    }
    work_through(world.toolkit)
    done = words_of(signed_in, path)
    assert "3 of 3 done." in done
    assert "Issued 3" in done
    answer = get(signed_in, path + "/results.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [row["state"] for row in rows] == ["issued"] * 3
    assert all(row["certificate_number"] for row in rows)
    again = brought(signed_in, awards(1, 2, 3))
    press(signed_in, again, "confirm")
    work_through(world.toolkit)
    assert "Issued before 3" in words_of(signed_in, again)


def test_every_error_is_told_with_line_and_column_and_nothing_is_issued(
    signed_in: FlaskClient, world: World
) -> None:
    wrong = sheet(cells(1), cells(2, person="nobody"), cells(3, awarded_on="soon"))
    path = brought(signed_in, wrong)
    page = words_of(signed_in, path)
    assert "2 things need a change" in page
    assert "3 person" in page
    assert "4 awarded_on" in page
    assert press(signed_in, path, "confirm").status_code == 409
    assert press(signed_in, path, "forget").headers["Location"] == "/batches"
    assert get(signed_in, path).status_code == 404
    with world.toolkit.database.reader() as reader:
        assert reader.fsck.counts().credentials == 0


def test_many_errors_come_a_page_at_a_time(signed_in: FlaskClient) -> None:
    path = brought(signed_in, sheet(*(cells(n, person="nobody") for n in range(1, 131))))
    first = get(signed_in, path).text
    assert first.count('class="bad"') == 100
    assert f'href="{path}?after=100#found"' in first
    rest = get(signed_in, path + "?after=100").text
    assert rest.count('class="bad"') == 30
    assert "Show the next ones" not in rest
    assert get(signed_in, path + "?after=99999999999999999999").status_code == 200
    assert get(signed_in, path + "?after=x").text.count('class="bad"') == 100


def test_a_batch_is_paused_goes_on_and_is_cancelled(signed_in: FlaskClient, world: World) -> None:
    path = brought(signed_in, awards(1, 2, 3, 4))
    press(signed_in, path, "confirm")
    work.work_once(world.toolkit, holder="w", limit=1)
    press(signed_in, path, "pause")
    held = words_of(signed_in, path)
    assert "1 of 4 done. Paused." in held
    assert "Go on" in held
    assert work_through(world.toolkit) == 0
    assert press(signed_in, path, "pause").status_code == 409
    press(signed_in, path, "resume")
    work.work_once(world.toolkit, holder="w", limit=1)
    press(signed_in, path, "cancel")
    assert work_through(world.toolkit) == 0
    page = words_of(signed_in, path)
    assert "Cancelled 2" in page
    assert "Issued 2" in page
    assert "Download results, CSV" in page


def test_what_stopped_a_batch_is_said(signed_in: FlaskClient, world: World) -> None:
    path = brought(signed_in, awards(1))
    press(signed_in, path, "confirm")
    for key in (world.home / "keys").rglob("*.key"):
        key.unlink()
    with world.toolkit.database.unit() as unit:
        batch = unit.batches.running()[0]
        unit.batches.move(batch.id, old=["running"], new="paused", problem="No key can sign.")  # type: ignore[arg-type,list-item]
    assert "We stopped this batch. No key can sign." in words_of(signed_in, path)


def test_events_tell_how_far_it_is(signed_in: FlaskClient, world: World) -> None:
    path = brought(signed_in, awards(1))
    press(signed_in, path, "confirm")
    work_through(world.toolkit)
    with signed_in.get(path + "/events", base_url=HOST) as answer:
        assert answer.mimetype == "text/event-stream"
        assert b'"done": 1, "total": 1' in answer.get_data()
    stranger = signed_in.application.test_client()
    for below in ("/events", "/progress.json"):
        assert stranger.get(path + below, base_url=HOST).status_code == 401
        assert get(stranger, path + "/results.csv").status_code == 303


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("", b"x", "There is no file."),
        ("awards.xlsx", b"PK\x03\x04", "This is no CSV file"),
        ("awards", b"x", "This is no CSV file"),
        ("awards.csv", b"PK\x03\x04", "a workbook"),
        ("awards.csv", b"\xff\xfe\x00", "not"),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    signed_in: FlaskClient, name: str, data: bytes, words: str
) -> None:
    answer = bring(signed_in, data, name=name)
    if answer.status_code == 303:
        page = read(get(signed_in, answer.headers["Location"]).text)
        assert "Nothing was issued." in page.text
    else:
        assert answer.status_code == 422
        page = read(answer.text)
        assert '<option value="SEL-01 1.0" selected' in answer.text
    page.require_inert()
    assert words in page.text


def test_what_is_no_form_is_refused(signed_in: FlaskClient) -> None:
    for kind, body in (("text/csv", b"x"), ("multipart/form-data; boundary=x", b"broken")):
        answer = signed_in.post("/batches", data=body, content_type=kind, headers=BROWSER, base_url=HOST)
        assert answer.status_code == 422, answer.text


def test_json_lines_are_read_too(signed_in: FlaskClient) -> None:
    path = brought(signed_in, b'{"externalId": "a"}\n', name="awards.jsonl")
    assert "What to change" in words_of(signed_in, path)


def test_words_of_a_file_are_words_and_nothing_else(signed_in: FlaskClient) -> None:
    path = brought(signed_in, sheet(cells(1, person="<script>alert(1)</script>")), name="<b>x.csv")
    assert "<b>x.csv" in words_of(signed_in, path)
    assert "<script>alert" not in get(signed_in, path).text


def test_another_organization_sees_none_of_it(signed_in: FlaskClient, world: World) -> None:
    path = brought(signed_in, awards(1))
    other = signed_in.application.test_client()
    enter(other, key_of(world, "nesc"))
    assert "There is no batch yet." in words_of(other, "/batches")
    for below in ("", "/results.csv", "/progress.json"):
        assert get(other, path + below).status_code == 404
    token = get(other, "/batches").text.split('name="form_token" value="')[1][:64]
    for step in ("confirm", "cancel", "forget"):
        answer = other.post(f"{path}/{step}", data={"form_token": token}, headers=BROWSER, base_url=HOST)
        assert answer.status_code == 404
    assert "Issue 1 credential?" in words_of(signed_in, path)
