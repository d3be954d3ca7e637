"""A printed code in Chromium: a photo of it without scripts, and the camera where the browser reads codes."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.badges import photos
from tests.e2e.conftest import Shown

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]

READER = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ['qr_code'] }
  async detect() { return [{ rawValue: %r }] }
}
navigator.mediaDevices.getUserMedia = async () => document.createElement('canvas').captureStream()
HTMLMediaElement.prototype.play = async () => {}
"""
"""Stands in for the camera and the reader of codes, which the Chromium of tests has not."""


def test_a_photo_is_checked_without_scripts(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(base_url=shown.site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/verify")
    assert page.get_by_role("button", name="Scan with the camera").count() == 0
    photo = photos.jpeg(photos.turned(photos.on_table(photos.code(shown.site.url + shown.link)), 12))
    page.get_by_label("Photo of the QR code on a paper").set_input_files(
        {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    page.get_by_role("button", name="Check credential").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine and current")
    expect(page.get_by_text("Relationship-Centered Classroom Routines").first).to_be_visible()
    context.close()


def test_the_camera_fills_the_field_and_asks(page: Page, shown: Shown) -> None:
    page.add_init_script(READER % (shown.site.url + shown.link))
    page.goto("/verify")
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine and current")


def test_a_camera_that_is_refused_leaves_the_photo(page: Page) -> None:
    page.add_init_script(
        READER % "x" + "navigator.mediaDevices.getUserMedia = async () => { throw new Error('no') }"
    )
    page.goto("/verify")
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_role("button", name="The camera cannot be used here")).to_be_disabled()
    expect(page.get_by_label("Photo of the QR code on a paper")).to_be_enabled()


def test_without_a_reader_of_codes_there_is_no_camera(page: Page) -> None:
    page.add_init_script("delete window.BarcodeDetector")
    page.goto("/verify")
    expect(page.get_by_role("button", name="Check credential")).to_be_visible()
    assert page.get_by_role("button", name="Scan with the camera").count() == 0
