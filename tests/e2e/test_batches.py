"""A coordinator in Chromium: sign in, bring a file, mend it, confirm, watch, take the results; with and without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Shown
from tests.e2e.test_pages import require_accessible
from tests.services.batches.sheets import cells, sheet

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]


def enter(page: Page, key: str) -> None:
    page.goto("/batches")
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Batches", exact=True)).to_be_visible()


def bring(page: Page, name: str, text: str) -> None:
    page.goto("/batches")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Check the file").click()


def require_narrow(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_file_is_mended_and_issued(page: Page, shown: Shown) -> None:
    page.goto("/batches")
    page.get_by_label("API key").fill("mm_wrong")
    page.get_by_role("button", name="Sign in").click()
    require_accessible(page)
    enter(page, shown.key)
    require_accessible(page)
    bring(page, "March.csv", sheet(cells(1), cells(2, person="nobody"), cells(3, awarded_on="soon")))
    expect(page.get_by_role("heading", name="2 things need a change")).to_be_visible()
    assert page.title().startswith("Error: ")
    require_accessible(page)
    require_narrow(page)
    bring(page, "March.csv", sheet(*(cells(number) for number in range(1, 31))))
    expect(page.get_by_role("heading", name="Issue 30 credentials?")).to_be_visible()
    require_accessible(page)
    require_narrow(page)
    page.get_by_role("button", name="Issue 30 credentials").press("Enter")
    expect(page.get_by_text("Download results, CSV")).to_be_visible(timeout=60_000)
    assert page.get_by_text("30 of 30 done.").is_visible()
    require_accessible(page)
    require_narrow(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download results, CSV").click()
    assert kept.value.path().read_text(encoding="utf-8-sig").count(",issued,") == 30
    page.goto("/batches")
    require_accessible(page)
    require_narrow(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/batches")
    assert page.url.endswith("/sign-in?next=/batches")


def test_the_same_without_scripts_and_with_the_keyboard(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(base_url=shown.site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("API key").fill(shown.key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Batches", exact=True)).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Download template").press("Enter")
    assert kept.value.path().read_text().startswith("external_id,person,")
    bring(page, "April.csv", sheet(*(cells(number) for number in range(31, 36))))
    page.get_by_role("button", name="Issue 5 credentials").press("Enter")
    # The page asks again by itself, as its head says; nobody presses anything.
    expect(page.get_by_text("5 of 5 done.")).to_be_visible(timeout=60_000)
    context.close()
