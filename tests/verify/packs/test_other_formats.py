"""Packs of badges of 2.0 and of photos repeat to the letter, also where a host said that a badge is gone."""

import pytest

from issuer.documents import strict_json
from issuer.verify.packs import read_pack, repeat
from issuer.workers import InProcess
from tests.badges import photos
from tests.verify.open_badges_2.town import ASSERTION, Town, assertion, signed
from tests.verify.packs.makers import badge, made

HOSTED = strict_json.encode(assertion())
SIGNED = signed().encode()
PAGE = "https://badges.example/c/1"


@pytest.mark.parametrize(
    ("data", "down", "verdict"),
    [
        (HOSTED, {}, "valid"),
        (HOSTED, {ASSERTION: "FETCH_GONE"}, "revoked"),
        (HOSTED, {ASSERTION: "FETCH_FAILED"}, "indeterminate"),
        (SIGNED, {}, "valid"),
        (photos.jpeg(photos.code(PAGE)), {}, "valid"),
        (photos.jpeg(photos.code(PAGE)), {PAGE: "FETCH_BLOCKED"}, "indeterminate"),
        (b"<!DOCTYPE html><html></html>", {}, "malformed"),
    ],
)
def test_a_pack_repeats_to_the_letter(data: bytes, down: dict[str, str], verdict: str) -> None:
    town = Town()
    town.publish_list("https://badges.example/s/1")
    town.publish(PAGE, badge(town), "application/vc")
    town.down |= down
    done = made(town, data)
    assert done.report.verdict == verdict
    again = repeat(read_pack(done.pack, workers=InProcess()), workers=InProcess())
    assert again.report.to_json() == done.report.to_json()
    assert again.differences == ()
