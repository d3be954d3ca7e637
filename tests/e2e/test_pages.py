"""Every page in Chromium: axe finds nothing, nothing overflows, paper gets two pages at most."""

import io
from typing import Final

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import DISTRICTS, Shown
from tests.e2e.test_journeys import upload

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]

TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE: Final = {"runOnly": {"type": "tag", "values": TAGS}}
RULES_OF_COLOR: Final = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What can differ in the dark: its colors alone; the document is the same."""
OPEN_DETAILS: Final = "document.querySelectorAll('details').forEach(item => item.open = true)"
SPACING: Final = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    " p { margin-bottom: 2em !important; }"
)
KINDS: Final = 41


def require_accessible(page: Page) -> None:
    """Run axe in light and dark, wide and narrow, with everything folded open."""
    page.evaluate(OPEN_DETAILS)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", EVERY_RULE), ("dark", RULES_OF_COLOR)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
            found = Axe().run(page, options=rules)
            assert found.violations_count == 0, f"{page.url} {width} {scheme}\n{found.generate_report()}"


@pytest.mark.parametrize("place", range(KINDS))
def test_axe_finds_nothing(page: Page, shown: Shown, place: int) -> None:
    assert len(shown.paths) == KINDS
    page.goto(shown.paths[place])
    require_accessible(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_long_list_folds_open_by_the_keyboard_and_stays_accessible(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/a/sel-01")
    hidden = DISTRICTS - 8
    summary = page.locator("summary", has_text=f"Show {hidden} more")
    rest = page.locator("details", has=summary).get_by_role("listitem")
    # What is folded away has no role yet, so that none of it is read out.
    expect(rest).to_have_count(0)
    summary.focus()
    page.keyboard.press("Enter")
    expect(rest).to_have_count(hidden)
    expect(rest.last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    require_accessible(page)


OLDER: Final = b'{"uid":"1","recipient":{},"badge":"https://x.example/b","verify":{"type":"hosted"}}'


@pytest.mark.parametrize("kind", ["valid", "tampered", "unreadable", "mistake", "older"])
def test_axe_finds_nothing_on_results(page: Page, shown: Shown, kind: str) -> None:
    body = shown.issued.version.body or b""
    if kind == "mistake":
        page.goto("/verify")
        page.get_by_role("button", name="Check credential").click()
    else:
        data = {
            "valid": body,
            "tampered": body.replace(b"Routines", b"Routine5"),
            "unreadable": b"{",
            "older": OLDER,
        }[kind]
        upload(page, "badge.json", data)
    require_accessible(page)


@pytest.mark.parametrize("place", range(KINDS))
def test_nothing_overflows_a_narrow_screen(page: Page, shown: Shown, place: int) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(shown.paths[place])
    page.evaluate(OPEN_DETAILS)
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 320
    # The strict policy of the page forbids a style element, so that the sheet is changed by the browser itself.
    page.evaluate(
        "text => { const s = new CSSStyleSheet(); s.replaceSync(text); document.adoptedStyleSheets = [s] }",
        SPACING,
    )
    assert page.evaluate(wide) <= 320
    page.evaluate("document.adoptedStyleSheets = []; document.documentElement.dir = 'rtl'")
    assert page.evaluate(wide) <= 320


def test_a_printed_credential_is_a_certificate_of_two_pages(page: Page, shown: Shown) -> None:
    page.goto(shown.link)
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(format="Letter", print_background=False)))
    assert len(pdf.pages) <= 2
    first = pdf.pages[0].extract_text()
    assert "Marigold Quillfeather" in first
    assert "Genuine and current" in first
    everything = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert "Open LinkedIn" not in everything
    assert shown.link in everything.replace("\n", "")


def test_a_bundle_with_a_name_beside_it_is_accessible_and_printed_whole(page: Page, shown: Shown) -> None:
    page.goto(shown.bundle)
    page.get_by_label("Applicant").fill("Oona Vale; Marigold Quillfeather")
    page.get_by_role("button", name="Compare names").click()
    assert page.get_by_text("The names may be the same.").is_visible()
    require_accessible(page)
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(format="Letter", print_background=False)))
    everything = " ".join("".join(sheet.extract_text() for sheet in pdf.pages).split())
    assert "Marigold Quillfeather" in everything
    assert everything.count("Genuine?") == 4
    assert "Download all files" not in everything


def test_a_bundle_is_whole_without_scripts(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(base_url=shown.site.url, java_script_enabled=False)
    opened = context.new_page()
    opened.goto("/verify")
    opened.get_by_label("Link or certificate number").fill(shown.site.url + shown.bundle)
    opened.get_by_role("button", name="Check credential").click()
    assert opened.get_by_role("heading", name="All of them").is_visible()
    with opened.expect_download() as kept:
        opened.get_by_role("link", name="Download all files").click()
    assert kept.value.suggested_filename == "bundle.zip"
    context.close()
