"""A clerk's morning in Chromium: forty files of every kind, the right outcome for each, the table, and forgetting."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from issuer.clock import utc_now
from issuer.documents.times import format_time
from tests.e2e import morning
from tests.e2e.sites import Site, running
from tests.e2e.test_pages import require_accessible
from tests.services.worlds import furnished_world

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]
LABEL = "Transfers, week of March 14"


@dataclass
class Morning:
    """What lies on the clerk's table.

    Attributes:
        files: verdict and bytes by name.
        folder: where half of them lie as files, and the others in a zip file.
        path: the page of the batch once it is checked.
    """

    site: Site
    files: dict[str, tuple[str, bytes]]
    folder: Path
    path: str = ""
    complaints: list[str] = field(default_factory=list)

    def names(self, *verdicts: str) -> set[str]:
        return {name for name, (verdict, _) in self.files.items() if verdict in verdicts}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Morning]:
    now: datetime = utc_now()
    world = furnished_world(tmp_path_factory.mktemp("morning"))
    files = morning.files(world, now)
    morning.know_neighbors(world)
    world.toolkit.database.close()
    folder = tmp_path_factory.mktemp("inbox")
    with zipfile.ZipFile(folder / "from-the-cooperative.zip", "w") as archive:
        for place, (name, (_, data)) in enumerate(sorted(files.items())):
            if place % 2:
                archive.writestr(f"season/{name}", data)
            else:
                (folder / name).write_bytes(data)
    with running(world.home, ["-m", "tests.e2e.morning", format_time(now)]) as site:
        yield Morning(site, files, folder)
        assert site.stop() == 0


@pytest.fixture(params=[1280, 360])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def page(browser: Browser, desk: Morning) -> Iterator[Page]:
    context = browser.new_context(
        base_url=desk.site.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on(
        "request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(desk.site.url) else None
    )
    yield opened
    context.close()
    assert [words for words in wrong if "status of 4" not in words] == []


@pytest.fixture
def checked(page: Page, desk: Morning) -> Page:
    """Give the page of the batch, brought once and checked."""
    if not desk.path:
        page.goto("/")
        page.get_by_role("link", name="Hire desk").click()
        page.get_by_label("A name for this batch").fill(LABEL)
        page.get_by_label("Files").set_input_files(sorted(desk.folder.iterdir()))
        page.get_by_role("button", name="Check the files").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{LABEL}: {len(desk.files)} files")
        # The page shows the results by itself: the script hears of the progress.
        expect(page.get_by_role("heading", name="Summary")).to_be_visible(timeout=90_000)
        expect(page.get_by_role("status")).to_contain_text(
            "All checked. 2 could not be checked.", timeout=90_000
        )
        desk.path = page.url.removeprefix(desk.site.url)
    page.goto(desk.path)
    return page


def table(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    text = Path(started.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def listed(page: Page) -> set[str]:
    return {str(name).split(" · ")[-1] for name in page.locator("tbody[role] th").all_inner_texts()}


def test_every_file_gets_the_outcome_that_it_deserves(checked: Page, desk: Morning) -> None:
    assert len(desk.files) == 40
    rows = table(checked)
    found = {row["file"].removeprefix("season/"): row["verdict"] for row in rows if not row["part"]}
    assert found == {name: verdict for name, (verdict, _) in desk.files.items()}
    by_name = {row["file"].removeprefix("season/"): row for row in rows}
    forged, silent = by_name["forged-0.json"], by_name["no-answer-0.json"]
    assert (forged["genuine"], forged["current"], forged["counts_here"]) == ("no", "not_asked", "not_asked")
    assert forged["reason_codes"] == "PROOF_VERIFICATION_ERROR"
    assert (silent["genuine"], silent["current"]) == ("yes", "could_not_check")
    assert silent["reason_codes"] == "STATUS_RETRIEVAL_ERROR"
    assert by_name["stranger-0.json"]["known_issuer"] == "no"
    assert by_name["neighbor-0.json"]["known_issuer"] == "yes"
    assert by_name["older-hosted.json"]["achievement"] == "Questions that open a lesson"
    assert by_name["good-00.json"]["hours"] == "1"


@pytest.mark.parametrize(
    ("choice", "verdicts"),
    [
        ("Genuine and current", ("valid",)),
        ("Needs a look", ("untrusted", "suspended", "expired")),
        ("Do not rely on it", ("invalid", "revoked", "malformed")),
        ("Could not check", ("indeterminate",)),
        ("Withdrawn by the issuer", ("revoked",)),
    ],
)
def test_the_list_shows_one_outcome_alone(
    checked: Page, desk: Morning, choice: str, verdicts: tuple[str, ...]
) -> None:
    checked.get_by_label("Result", exact=True).select_option(choice)
    checked.get_by_label("Order").select_option("As brought")
    checked.get_by_role("button", name="Show").click()
    wanted = desk.names(*verdicts)
    expect(checked.get_by_text(f"Showing 1 to {min(25, len(wanted))} of {len(wanted)}.")).to_be_visible()
    expect(checked.get_by_role("region", name="Files").locator("tbody[role] tr")).to_have_count(
        min(25, len(wanted))
    )


def test_problems_stand_first_and_each_opens_its_report(checked: Page) -> None:
    first = checked.locator("tbody[role] tr").first
    expect(first).to_contain_text("Not genuine")
    expect(first).to_contain_text("Ask for the original")
    first.get_by_role("link").click()
    expect(checked.get_by_role("heading", level=1)).to_have_text("Not genuine")
    expect(checked.get_by_role("heading", name="What the file claims")).to_be_visible()
    with checked.expect_download() as started:
        checked.get_by_role("button", name="Download evidence pack").click()
    assert zipfile.is_zipfile(started.value.path())
    checked.get_by_role("link", name="Back to all files").click()
    expect(checked.get_by_role("heading", level=1)).to_have_text(f"{LABEL}: 40 files")


def test_the_signed_report_of_the_morning_verifies(checked: Page) -> None:
    with checked.expect_download() as started:
        checked.get_by_role("button", name="Signed report, PDF").click()
    paper = Path(started.value.path())
    checked.goto("/verify")
    checked.get_by_label("Badge picture, certificate or signed file").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": paper.read_bytes()}
    )
    checked.get_by_role("button", name="Check credential").click()
    expect(checked.locator(".answers li").first).to_contain_text("Yes")
    expect(checked.get_by_role("main")).to_contain_text("signed it, and nothing was changed since.")


def test_what_did_not_answer_is_tried_again(checked: Page) -> None:
    checked.get_by_role("button", name="Check again what we could not check (2)").click()
    expect(checked.get_by_role("status")).to_contain_text("All checked. 2 could not be checked.")


def test_axe_finds_nothing_and_nothing_overflows(checked: Page, desk: Morning, width: int) -> None:
    for path in ("/desk", desk.path, f"{desk.path}/1", "/desk?forgotten=1", f"{desk.path}?words=nobody"):
        checked.set_viewport_size({"width": width, "height": 900})
        checked.goto(path)
        assert checked.evaluate("document.documentElement.scrollWidth") <= width
        if width > 360:
            require_accessible(checked)


def test_the_keyboard_alone_is_enough(checked: Page) -> None:
    checked.keyboard.press("Tab")
    expect(checked.get_by_role("link", name="Skip to main content")).to_be_focused()
    checked.get_by_label("Result", exact=True).focus()
    checked.keyboard.type("Could")
    checked.get_by_role("button", name="Show").focus()
    checked.keyboard.press("Enter")
    expect(checked.get_by_text("Showing 1 to 2 of 2, problems first.")).to_be_visible()
    details = checked.locator("summary", has_text="Forget now")
    details.focus()
    checked.keyboard.press("Enter")
    expect(checked.get_by_role("button", name="Delete everything now")).to_be_visible()


def test_without_scripts_the_form_leads_to_a_page_that_looks_again(browser: Browser, desk: Morning) -> None:
    context = browser.new_context(base_url=desk.site.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/desk")
    plain.get_by_label("Files").set_input_files(sorted(desk.folder.glob("good-*.json")))
    plain.get_by_role("button", name="Check the files").click()
    expect(plain.get_by_role("status")).to_have_text("All checked.", timeout=30_000)
    plain.locator("summary", has_text="Forget now").click()
    plain.get_by_role("button", name="Delete everything now").click()
    expect(plain.get_by_text("The files and their results are deleted here.")).to_be_visible()
    context.close()


def test_files_can_be_dropped(page: Page) -> None:
    page.goto("/desk")
    page.evaluate(
        """() => {
          const held = new DataTransfer()
          held.items.add(new File(['{'], 'dropped.json'))
          document.querySelector('form.panel').dispatchEvent(
            new DragEvent('drop', {dataTransfer: held, bubbles: true, cancelable: true}))
        }"""
    )
    page.get_by_role("button", name="Check the files").click()
    expect(page.get_by_role("link", name="dropped.json")).to_be_visible()
    expect(page.get_by_role("cell", name="We could not read this file")).to_be_visible()


def test_the_morning_ends_and_nothing_is_left(checked: Page, desk: Morning) -> None:
    checked.locator("summary", has_text="Forget now").click()
    checked.get_by_role("button", name="Delete everything now").click()
    expect(checked.get_by_text("The files and their results are deleted here.")).to_be_visible()
    gone = checked.goto(desk.path)
    assert gone is not None
    assert gone.status == 404
    desk.path = ""
