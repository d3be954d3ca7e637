"""Fonts are unmodified, licensed files of ours to serve; each is pinned by its sha256."""

import hashlib

import pytest
from flask.testing import FlaskClient

from issuer.web.static_files import static, version
from tests.places import ROOT

FONTS = ROOT / "issuer" / "web" / "static" / "fonts"
PINNED = {
    "display-latin-ext.woff2": "5898cfd9ad155407a1972fb5015e0c3e8d67f279424075edac4c447e52b7e6d9",
    "display-latin.woff2": "0d75b52d33f184456304219aecad30c2b57f3d2c245b71bdf58610db6ca7e02b",
    "display-vietnamese.woff2": "0c43d5d4026d0198743857c382279cede8e9533e222b893bd73d94f03389061a",
    "text-latin-ext.woff2": "3a00a32f0242b723dcea79935747d6d27dd93675d03ef23f470dfe274e79586a",
    "text-latin.woff2": "5ed4d31c988e73b258894244f209069ebe77dc7e564861954b21198b6de90d68",
    "text-vietnamese.woff2": "94593e69fad0885b2b0b74cd18d036c7e9cd6051b2256ab281a20f5bc9ccb46f",
}


@pytest.mark.parametrize("name", sorted(PINNED))
def test_a_font_is_the_file_that_was_licensed(name: str) -> None:
    assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == PINNED[name]


def test_no_font_is_unpinned_or_without_its_licence() -> None:
    assert {path.name for path in FONTS.glob("*.woff2")} == set(PINNED)
    assert {path.name for path in FONTS.glob("LICENSE-*.txt")} == {
        "LICENSE-PublicSans.txt",
        "LICENSE-SourceSerif4.txt",
    }


def test_a_file_may_be_kept_for_ever_under_the_present_version_alone(client: FlaskClient) -> None:
    address = static("mintmark.css")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    answer.close()
    old = client.get("/static/000000000000/mintmark.css")
    assert old.status_code == 200
    assert "immutable" not in old.headers["Cache-Control"]
    old.close()


@pytest.mark.parametrize("name", ["nothing.css", "../app.py", "%2e%2e/app.py", "fonts", "..%2fapp.py"])
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{version()}/{name}").status_code == 404


def test_crawlers_are_told_what_is_of_no_use(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /verify" in answer.text
    # A preview of a shared page needs the page; it says `noindex` itself.
    assert "/c/" not in answer.text


def test_styles_and_scripts_stay_in_their_budget() -> None:
    static_folder = FONTS.parent
    assert (static_folder / "mintmark.css").stat().st_size < 31_000
    assert (static_folder / "mintmark.js").stat().st_size < 3_000
    assert (static_folder / "camera.js").stat().st_size < 2_000
    assert sum((FONTS / f"{name}-latin.woff2").stat().st_size for name in ("text", "display")) < 50_000
