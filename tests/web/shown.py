"""Credentials of a test installation and their pages, for the tests of pages, files and previews."""

from typing import Final

from flask.testing import FlaskClient

from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Visibility
from tests.services.worlds import World
from tests.web.reading import Page, read

BASE: Final = "https://badges.demo.example"
BROWSER: Final = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
FILES: Final = {
    ".json": "application/vc",
    ".jwt": "application/vc+jwt",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    "/qr.svg": "image/svg+xml",
    "/qr.png": "image/png",
}


def share(world: World, issued: IssuedCredential, visibility: Visibility = Visibility.LINK) -> str:
    """Return the path that the owner hands out."""
    return sharing.path_of(
        sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=visibility)
    )


def by_id(issued: IssuedCredential) -> str:
    return "/c/" + issued.credential.id.removeprefix("urn:uuid:")


def visit(client: FlaskClient, path: str, status: int = 200) -> Page:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["X-Robots-Tag"] == "noindex"
    page = read(answer.text)
    page.require_inert()
    return page
