from pathlib import Path

import pytest

from issuer.errors import NotFoundError
from issuer.services.showing import pictures
from tests.services.worlds import World

PNG = b"\x89PNG\r\n\x1a\n"


def kept(world: World) -> list[Path]:
    return sorted(path for path in (world.home / pictures.FOLDER).rglob("*") if path.is_file())


def test_a_picture_is_drawn_once_and_then_read(world: World) -> None:
    first = pictures.badge_of(world.toolkit, "sel-01", "1.0", "scsc", "svg")
    assert first.startswith(b"<svg")
    (path,) = kept(world)
    path.write_bytes(b"as it was kept")
    assert pictures.badge_of(world.toolkit, "sel-01", "1.0", "scsc", "svg") == b"as it was kept"


def test_forms_and_issuers_have_pictures_of_their_own(world: World) -> None:
    svg = pictures.badge_of(world.toolkit, "sel-01", "1.0", "scsc", "svg")
    png = pictures.badge_of(world.toolkit, "sel-01", "1.0", "scsc", "png")
    assert png.startswith(PNG)
    assert pictures.badge_of(world.toolkit, "sel-01", "1.0", "nesc", "svg") != svg
    assert len(kept(world)) == 3


def test_a_folder_that_cannot_be_written_makes_pictures_slow_and_not_wrong(world: World) -> None:
    (world.home / pictures.FOLDER).write_bytes(b"a file stands where the folder should")
    assert pictures.badge_of(world.toolkit, "sel-01", "1.0", "scsc", "svg").startswith(b"<svg")


@pytest.mark.parametrize(
    ("code", "version", "slug"), [("x", "1.0", "scsc"), ("sel-01", "9", "scsc"), ("sel-01", "1.0", "x")]
)
def test_what_is_not_there_is_not_drawn(world: World, code: str, version: str, slug: str) -> None:
    with pytest.raises(NotFoundError):
        pictures.badge_of(world.toolkit, code, version, slug, "svg")
    assert kept(world) == []


def test_a_mint_mark_and_a_qr_code_are_drawn(world: World) -> None:
    assert b"Mint mark" in pictures.mint_mark(world.toolkit, "scsc")
    svg = pictures.qr_code(world.toolkit, "https://badges.demo.example/c/x", "svg")
    assert pictures.QR_LABEL.encode().replace(b"'", b"&#39;") in svg or b"<title>QR code" in svg
    assert pictures.qr_code(world.toolkit, "https://badges.demo.example/c/x", "png").startswith(PNG)
