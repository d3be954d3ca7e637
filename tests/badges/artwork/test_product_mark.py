"""The product's own mark: the files of the pages are what the drawing gives."""

from collections.abc import Callable

import pytest

from issuer.badges.artwork import product_mark, render
from tests.badges.artwork.pieces import opened
from tests.badges.artwork.sanitiser import read, title_of
from tests.places import ROOT

STATIC = ROOT / "issuer" / "web" / "static"
FILES: dict[str, Callable[[], bytes]] = {
    "mark.svg": product_mark.mark_svg,
    "mark-mono.svg": lambda: product_mark.mark_svg(mono="#111111"),
    "favicon.svg": product_mark.favicon_svg,
}


@pytest.mark.parametrize("name", FILES)
def test_the_file_of_the_pages_is_the_drawing(name: str) -> None:
    assert (STATIC / name).read_bytes() == FILES[name]()
    assert title_of(read(FILES[name]())) == "Mintmark"
    assert len(FILES[name]()) < 600


@pytest.mark.parametrize("pixels", [16, 32, 48])
def test_the_smallest_mark_keeps_letter_and_pellet(pixels: int) -> None:
    picture = opened(render.png(product_mark.favicon_svg().decode(), pixels)).convert("RGB")
    colors = picture.getcolors(pixels * pixels) or []
    light = sum(count for count, color in colors if isinstance(color, tuple) and min(color) > 200)
    gold = sum(
        count
        for count, color in colors
        if isinstance(color, tuple) and color[0] > color[2] + 40 and color[0] > 150
    )
    assert light > 0.1 * pixels * pixels
    assert gold >= pixels * pixels // 100
