"""What people do, in Chromium: find, read, share, check; with a keyboard alone, and without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import Shown

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]


def check_heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def upload(page: Page, name: str, data: bytes) -> None:
    page.goto("/verify")
    page.get_by_label("Badge picture, certificate or signed file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Check credential").click()


def journey(page: Page) -> None:
    """Home, issuers, issuer, achievement, credential, verify."""
    page.goto("/")
    page.get_by_role("link", name="Issuers", exact=True).click()
    page.get_by_role("link", name="South Central Service Cooperative (demonstration)").click()
    check_heading(page, "South Central Service Cooperative (demonstration)")
    awarded = page.get_by_role("region", name="What it awards")
    awarded.get_by_role("link", name="Relationship-Centered Classroom Routines").click()
    check_heading(page, "Relationship-Centered Classroom Routines")
    page.get_by_role("link", name="Marigold Quillfeather").click()
    expect(page.get_by_role("heading", name="Genuine and current")).to_be_visible()
    number = page.locator(".cert").first.inner_text()
    page.get_by_role("link", name="Check", exact=True).click()
    page.get_by_label("Link or certificate number").fill(number)
    page.get_by_role("button", name="Check credential").click()
    check_heading(page, "Genuine and current")
    expect(page.locator(".answers li")).to_have_count(4)


def test_from_the_first_page_to_a_checked_credential(page: Page, shown: Shown) -> None:
    assert shown.public
    journey(page)


def test_everything_works_without_scripts(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(base_url=shown.site.url, java_script_enabled=False)
    context.set_default_timeout(20_000)
    page = context.new_page()
    journey(page)
    page.goto(shown.link)
    assert page.get_by_role("button", name=re.compile("Copy")).count() == 0
    page.get_by_text("Copy the text yourself").click()
    expect(page.get_by_role("textbox", name="Credential URL")).to_have_value(
        re.compile(re.escape(shown.link) + "$")
    )
    context.close()


@pytest.mark.parametrize("end", [".json", ".jwt", ".png", ".svg", ".pdf"])
def test_every_form_of_a_credential_is_genuine_when_uploaded(page: Page, shown: Shown, end: str) -> None:
    upload(page, f"badge{end}", shown.site.get(shown.link + end)[2])
    check_heading(page, "Genuine and current")
    expect(page.get_by_role("heading", name="What it says")).to_be_visible()


def test_a_download_is_the_file_that_verifies(page: Page, shown: Shown, tmp_path: Path) -> None:
    page.goto(shown.link)
    with page.expect_download() as started:
        page.get_by_role("link", name="Certificate, PDF").click()
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)
    assert path.name == f"{shown.issued.credential.certificate_number}.pdf"
    upload(page, path.name, path.read_bytes())
    check_heading(page, "Genuine and current")


def test_a_tampered_file_is_not_genuine_in_words(page: Page, shown: Shown) -> None:
    body = shown.issued.version.body or b""
    upload(page, "badge.json", body.replace(b'"creditsEarned":1', b'"creditsEarned":3'))
    check_heading(page, "Not genuine")
    expect(page.get_by_role("heading", name="What the file claims")).to_be_visible()
    expect(page.get_by_text("Do not rely on this file.")).to_be_visible()


def test_a_withdrawn_and_a_held_credential_say_so(page: Page, shown: Shown) -> None:
    page.goto(shown.revoked)
    expect(page.get_by_role("heading", name="Withdrawn by the issuer")).to_be_visible()
    page.goto(shown.suspended)
    expect(page.get_by_role("heading", name="On hold")).to_be_visible()


def test_the_share_panel_copies_what_it_shows(context: BrowserContext, page: Page, shown: Shown) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(shown.link)
    link = page.get_by_role("link", name="Open LinkedIn").get_attribute("href") or ""
    assert link.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&")
    page.get_by_text("Copy the text yourself").click()
    page.get_by_role("button", name="Copy credential id").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == shown.issued.credential.certificate_number


def test_a_check_needs_no_mouse(page: Page, shown: Shown) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    field = page.get_by_label("Link or certificate number")
    expect(field).to_be_focused()
    page.keyboard.type(shown.issued.credential.certificate_number)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check credential")).to_be_focused()
    page.keyboard.press("Enter")
    check_heading(page, "Genuine and current")


@pytest.mark.parametrize("name", ["home", "verify", "link", "achievement"])
def test_every_stop_of_the_keyboard_shows_where_it_is(page: Page, shown: Shown, name: str) -> None:
    page.goto({"home": "/", "verify": "/verify", "link": shown.link, "achievement": "/a/sel-01"}[name])
    stops = page.locator("a[href], button:not([hidden]), input, summary, textarea, pre[tabindex]").count()
    seen = 0
    for _ in range(stops + 5):
        page.keyboard.press("Tab")
        look = page.evaluate(
            "(() => { const e = document.activeElement; if (!e || e === document.body) return null;"
            " const s = getComputedStyle(e); return [e.outerHTML.slice(0, 80), s.outlineStyle, s.outlineWidth] })()"
        )
        if look is not None:
            seen += 1
            assert look[1] == "solid", look
            assert look[2] == "2px", look
    assert seen > 10


def test_a_mistake_is_told_where_it_was_made_and_keeps_what_was_typed(page: Page, shown: Shown) -> None:
    assert shown.site.url
    page.goto("/verify")
    page.get_by_label("Link or certificate number").fill("hello")
    page.get_by_role("button", name="Check credential").click()
    expect(page.get_by_role("alert")).to_contain_text("neither a link")
    field = page.get_by_label("Link or certificate number")
    expect(field).to_have_value("hello")
    expect(field).to_have_attribute("aria-invalid", "true")
    page.get_by_role("alert").get_by_role("link").click()
    expect(field).to_be_focused()
