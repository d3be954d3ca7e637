"""Take the pictures of docs/images/ from a demonstration that was set up before.

    MINTMARK_HOME=somewhere mintmark demo --once
    MINTMARK_HOME=somewhere python docs/make_images.py

Needs Chromium and the packages of the test lock. Serves on loopback for as long as it takes.
"""

import io
import shutil
import sys
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
sys.path.insert(0, str(ROOT))

from issuer import bootstrap  # noqa: E402  (the repository is put on the path first, here and below)
from issuer.cli.session import with_demo_passphrase  # noqa: E402  (after the path, as above)
from issuer.services import credentials  # noqa: E402  (after the path, as above)
from issuer.services.credentials import State  # noqa: E402  (after the path, as above)
from issuer.services.principal import OPERATOR  # noqa: E402  (after the path, as above)
from issuer.services.showing import sharing  # noqa: E402  (after the path, as above)
from issuer.settings import current  # noqa: E402  (after the path, as above)
from issuer.store import Visibility  # noqa: E402  (after the path, as above)
from issuer.web.app import create_app  # noqa: E402  (after the path, as above)

WIDE = {"width": 1280, "height": 1000}
NARROW = {"width": 390, "height": 844}
COLORS = 96


def keep(page: Page, name: str) -> None:
    """Keep what is in the window, in few colors: flat pages need no more."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    print(name, (FOLDER / f"{name}.png").stat().st_size)


def main() -> None:
    """Serve the demonstration of MINTMARK_HOME and look at it."""
    toolkit = bootstrap.build(with_demo_passphrase(current()))
    server = make_server("127.0.0.1", 0, create_app(toolkit), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}"
    found = credentials.page(toolkit, OPERATOR, profile="scsc", states=[State.VALID], limit=1000).items
    shown = next(
        held
        for held in found
        if sharing.of(toolkit, held.credential.id).visibility is Visibility.PUBLIC and held.newest
    )
    path = sharing.path_of(sharing.of(toolkit, shown.credential.id))
    body = (shown.newest.body if shown.newest else None) or b""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        wide = browser.new_page(viewport=WIDE, base_url=site)
        # The first visit loads the faces for headings; the next ones show them.
        wide.goto("/about")
        for name, address in (("home", "/"), ("credential", path)):
            wide.goto(address)
            keep(wide, name)
        wide.goto("/verify")
        forged = body.replace(b'"creditsEarned":1', b'"creditsEarned":3')
        file = {"name": "badge.json", "mimeType": "application/json", "buffer": forged}
        wide.get_by_label("Badge picture, certificate or signed file").set_input_files(file)
        wide.get_by_role("button", name="Check credential").click()
        keep(wide, "not-genuine")
        phone = browser.new_page(viewport=NARROW, base_url=site, color_scheme="dark")
        phone.goto(path)
        keep(phone, "phone-dark")
        browser.close()
    server.shutdown()
    toolkit.database.close()


if __name__ == "__main__":
    main()
