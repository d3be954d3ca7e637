"""Taking a result along from the page, as a clerk does it in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from issuer.verify.packs import read_pack, repeat
from issuer.workers import InProcess
from tests.e2e.conftest import Shown
from tests.e2e.test_pages import require_accessible

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]


def repeated(page: Page, folder: Path) -> str:
    with page.expect_download() as started:
        page.get_by_role("button", name="Download evidence pack").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    assert path.suffix == ".zip"
    found = repeat(read_pack(path.read_bytes(), workers=InProcess()), workers=InProcess())
    assert not found.differences
    return found.report.verdict.value


def test_the_pack_of_a_link_is_one_click_away(page: Page, shown: Shown, tmp_path: Path) -> None:
    page.goto("/verify")
    page.get_by_label("Link or certificate number").fill(shown.site.url + shown.link)
    page.get_by_role("button", name="Check credential").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine and current")
    assert repeated(page, tmp_path) == "valid"


def test_a_signed_report_is_taken_along_and_checked_at_the_same_page(
    page: Page, shown: Shown, tmp_path: Path
) -> None:
    page.goto("/verify")
    page.get_by_label("Link or certificate number").fill(shown.site.url + shown.link)
    page.get_by_role("button", name="Check credential").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Signed report").click()
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF-")
    page.goto("/verify")
    page.get_by_label("Badge picture, certificate or signed file").set_input_files(path)
    page.get_by_role("button", name="Check credential").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A genuine verification report")
    expect(page.get_by_text("It says what was true then.")).to_be_visible()
    require_accessible(page)


def test_the_pack_of_a_file_asks_for_the_file_again(page: Page, shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes((shown.issued.version.body or b"").replace(b'"creditsEarned":1', b'"creditsEarned":9'))
    page.goto("/verify")
    page.get_by_label("Badge picture, certificate or signed file").set_input_files(file)
    page.get_by_role("button", name="Check credential").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not genuine")
    page.get_by_label("The same file").set_input_files(file)
    assert repeated(page, tmp_path) == "invalid"
