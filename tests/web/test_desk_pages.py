"""The hire desk as a clerk without scripts meets it: bring files, read the list, take the table, forget."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from issuer.errors import StoreUnavailableError
from issuer.verify import Report
from issuer.web.app import create_app
from issuer.web.rate_limits import RateLimiter
from tests.services.worlds import World
from tests.web.reading import read
from tests.web.season import BROWSER, FORMULA, bring, files_of, opened, work_through


@pytest.fixture
def season(world: World) -> dict[str, bytes]:
    return files_of(world)


@pytest.fixture
def path(client: FlaskClient, world: World, season: dict[str, bytes]) -> str:
    """Give the page of a season that was worked through."""
    found = opened(client, season, name="Week of March 14")
    work_through(world)
    return found


def test_the_form_says_what_is_kept(client: FlaskClient) -> None:
    page = read(client.get("/desk", headers=BROWSER).text)
    page.require_inert()
    assert "for 12 hours" in page.text
    assert "link that nobody can guess" in page.text


def test_a_season_becomes_a_list_with_problems_first(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.text
    assert "http-equiv" not in answer.text
    page = read(answer.text)
    page.require_inert()
    assert "Week of March 14 : 6 files" in page.text
    assert "All checked." in page.text
    order = [answer.text.index(f'href="{path}/{number}"') for number in (4, 2, 5, 6, 3, 1)]
    assert order == sorted(order)
    for words in ("Not genuine", "Withdrawn by the issuer", "On hold", "Ask for the original", "Not now"):
        assert words in page.text
    assert "<b>photo</b>" not in answer.text
    assert "Of 6 checked files: 1 genuine and current, 1 needs a look, 4 do not rely on it" in answer.text


def test_while_it_waits_the_page_looks_again_by_itself(
    client: FlaskClient, world: World, season: dict[str, bytes]
) -> None:
    path = opened(client, season)
    waiting = client.get(path, headers=BROWSER).text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waiting
    assert f'data-progress="{path}"' in waiting
    assert "0 of 6 checked." in waiting
    assert "http-equiv" not in client.get(path + "?refresh=off", headers=BROWSER).text
    assert client.get(path + "/progress.json").json == {"done": 0, "total": 6, "words": "0 of 6 checked."}
    assert "It is still waiting" in client.get(path + "/1", headers=BROWSER).text
    work_through(world)
    assert client.get(path + "/progress.json").json == {"done": 6, "total": 6, "words": "All checked."}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("result=good", [1]),
        ("result=look", [3]),
        ("result=refused", [4, 2, 5, 6]),
        ("result=unknown", []),
        ("result=revoked", [2]),
        ("words=FORGED", [4]),
        ("words=100%25", []),
        ("order=file&result=refused", [2, 4, 5, 6]),
        ("order=nonsense&result=nonsense&page=nonsense", [4, 2, 5, 6, 3, 1]),
        ("page=2", []),
        ("page=99999999999999999999", []),
        ("words=%00", [4, 2, 5, 6, 3, 1]),
    ],
)
def test_the_list_can_be_filtered(client: FlaskClient, path: str, query: str, numbers: list[int]) -> None:
    page = client.get(f"{path}?{query}", headers=BROWSER)
    assert page.status_code == 200
    assert [int(n) for n in re.findall(rf'href="{path}/([0-9]+)"', page.text)] == numbers
    assert ("No file of this batch is like that." in page.text) == (not numbers)


def test_each_file_has_the_page_that_a_check_alone_would_show(
    client: FlaskClient, path: str, season: dict[str, bytes]
) -> None:
    alone = client.post(
        "/verify", data={"file": (io.BytesIO(season["ended.json"]), "x.json")}, headers=BROWSER
    ).text
    here = client.get(path + "/2", headers=BROWSER).text
    main = re.compile(r'<section aria-labelledby="verdict">.*?<section aria-labelledby="steps">', re.DOTALL)
    assert main.findall(here) == main.findall(alone) != []
    read(here).require_inert()
    assert f'href="{path}#list"' in here
    unread = read(client.get(path + "/5", headers=BROWSER).text)
    unread.require_inert()
    assert "We could not read this file" in unread.text


def test_a_file_that_was_not_taken_says_why(client: FlaskClient) -> None:
    path = opened(client, {"huge.png": b"\x89PNG\r\n\x1a\n" + b"x" * (8 * 1024 * 1024)})
    page = read(client.get(path + "/1", headers=BROWSER).text)
    assert "at most 8 MB" in page.text
    assert client.post(path + "/1/pack").status_code == 200


def test_a_zip_file_is_opened(client: FlaskClient, world: World, season: dict[str, bytes]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in season.items():
            archive.writestr("Season/" + name, data)
    path = opened(client, {"season.zip": made.getvalue(), "one more.json": season["good.json"]})
    work_through(world)
    page = client.get(path, headers=BROWSER).text
    assert "Your files : 7 files" in read(page).text
    assert "Season/forged.json" in page


def test_the_table_has_one_row_for_each_credential(client: FlaskClient, path: str) -> None:
    answer = client.get(path + "/results.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [row["verdict"] for row in rows] == [
        "valid",
        "revoked",
        "suspended",
        "invalid",
        "malformed",
        "malformed",
    ]
    assert rows[5]["file"] == "'" + FORMULA
    first = rows[0]
    assert (first["genuine"], first["current"], first["known_issuer"]) == ("yes", "yes", "yes")
    assert first["hours"] == "1"
    assert first["unit"].startswith("semester hour, graduate-equivalent")
    assert first["achievement"] == "Relationship-Centered Classroom Routines"
    assert len(first["file_sha256"]) == 64
    assert rows[3]["reason_codes"] == "PROOF_VERIFICATION_ERROR"
    assert rows[1]["next_step"] == "Ask for the present version"


def test_an_evidence_pack_can_be_taken_along(client: FlaskClient, path: str) -> None:
    answer = client.post(path + "/1/pack")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None


def test_what_could_not_be_checked_can_be_checked_again(
    client: FlaskClient, world: World, season: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> Report:
        raise StoreUnavailableError("gone")

    path = opened(client, season)
    with monkeypatch.context() as patch:
        patch.setattr("issuer.services.verification.verify", away)
        work_through(world)
    page = client.get(path, headers=BROWSER).text
    assert "Check again what we could not check (6)" in page
    assert "6 could not be checked." in page
    assert "STORE_UNAVAILABLE" in client.get(path + "/1", headers=BROWSER).text
    assert client.post(path + "/again").headers["Location"] == path
    work_through(world)
    assert "Check again what we could not check" not in client.get(path, headers=BROWSER).text


def test_forget_now_deletes_everything(client: FlaskClient, path: str) -> None:
    answer = client.post(path + "/forget", headers=BROWSER)
    assert answer.headers["Location"] == "/desk?forgotten=1"
    assert "deleted here" in client.get("/desk?forgotten=1", headers=BROWSER).text
    gone = client.get(path, headers=BROWSER)
    assert gone.status_code == 404
    assert "forgotten" in read(gone.text).text
    for method, below in [
        ("GET", "/1"),
        ("GET", "/results.csv"),
        ("GET", "/events"),
        ("GET", "/progress.json"),
        ("POST", "/again"),
        ("POST", "/forget"),
        ("POST", "/1/pack"),
    ]:
        assert client.open(path + below, method=method).status_code == 404, below


def test_a_session_ends_by_itself(client: FlaskClient, world: World, path: str) -> None:
    world.clock.forward(hours=12)
    assert client.get(path, headers=BROWSER).status_code == 404


@pytest.mark.parametrize("below", ["/0", "/7", "/99999999999999999999", "/x", "/1/x"])
def test_there_is_nothing_else(client: FlaskClient, path: str, below: str) -> None:
    assert client.get(path + below, headers=BROWSER).status_code == 404


def test_without_a_file_the_form_says_so_and_keeps_the_name(client: FlaskClient) -> None:
    for answer in (
        bring(client, {}, name="Spring"),
        client.post("/desk", data={"name": "Spring"}, headers=BROWSER),
        client.post("/desk", data=b"broken", content_type="multipart/form-data; boundary=x", headers=BROWSER),
    ):
        assert answer.status_code == 422
        page = read(answer.text)
        page.require_inert()
        assert "We did not take the files" in page.text
    assert 'value="Spring"' in bring(client, {}, name="Spring").text


def test_too_many_files_are_not_taken(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("issuer.services.desk.sessions.MOST_FILES", 3)
    answer = bring(client, {f"{n}.json": b"{}" for n in range(5)})
    assert answer.status_code == 422
    assert "two or more parts" in read(answer.text).text


def test_bringing_files_counts_in_the_rate(world: World, season: dict[str, bytes]) -> None:
    toolkit = replace(world.toolkit, settings=replace(world.toolkit.settings, rate_per_minute=2))
    client = create_app(toolkit, limiter=RateLimiter()).test_client()
    assert bring(client, {"a.json": season["good.json"]}).status_code == 303
    assert bring(client, season).status_code == 429
    with toolkit.database.reader() as reader:
        assert reader.desk.bytes_held() == len(season["good.json"])


def test_no_hours_mean_no_desk_and_no_way_to_it(world: World) -> None:
    toolkit = replace(world.toolkit, settings=replace(world.toolkit.settings, desk_hours=0))
    client = create_app(toolkit).test_client()
    assert client.get("/desk", headers=BROWSER).status_code == 404
    assert bring(client, {"a.json": b"{}"}).status_code == 404
    assert "/desk" not in client.get("/verify", headers=BROWSER).text
