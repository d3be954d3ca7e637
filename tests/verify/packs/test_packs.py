"""A pack repeats every verdict without anybody's help, byte for byte the same, and tells when it cannot."""

import io
import json
import zipfile

import pytest

from issuer.documents import strict_json
from issuer.verify import Report, Verdict
from issuer.verify.packs import Repeated, read_pack, repeat
from issuer.workers import InProcess
from tests.papers import NOW
from tests.verify.packs.makers import CASES, LIST, archive, badge, files_of, made, rewritten, world
from tests.worlds import World

__all__ = ["world"]


@pytest.fixture
def here() -> World:
    return world()


def repeated(pack: bytes) -> Repeated:
    return repeat(read_pack(pack, workers=InProcess()), workers=InProcess())


def test_there_is_a_case_for_every_verdict() -> None:
    assert set(CASES) == {verdict.value for verdict in Verdict}


@pytest.mark.parametrize("verdict", CASES)
def test_the_repeated_report_is_the_recorded_one_to_the_letter(here: World, verdict: str) -> None:
    done = CASES[verdict](here)
    assert done.report.verdict == verdict
    asked = len(here.asked)
    again = repeated(done.pack)
    assert again.report.to_json() == done.report.to_json() == again.pack.report
    assert again.differences == ()
    assert len(here.asked) == asked


@pytest.mark.parametrize("verdict", CASES)
def test_the_same_verification_gives_the_same_bytes(verdict: str) -> None:
    assert CASES[verdict](world()).pack == CASES[verdict](world()).pack


def test_a_zip_of_credentials_is_packed_unopened(here: World) -> None:
    done = archive(here)
    assert done.report.verdict is Verdict.REVOKED
    assert repeated(done.pack).report.to_json() == done.report.to_json()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xff\xd8\xff\xe0 a photo", "input.jpg"),
        (b"<!doctype html><title>x</title>", "input.html"),
        (b"RIFF\0\0\0\0WEBP", "input.json"),
        (b"", "input.json"),
        (b"%PDF-1.7", "input.pdf"),
    ],
)
def test_whatever_was_handed_in_is_packed(here: World, data: bytes, name: str) -> None:
    done = made(here, data)
    assert files_of(done.pack)[name] == data
    assert repeated(done.pack).report.to_json() == done.report.to_json()


def test_what_was_asked_about_date_and_person_is_asked_again(here: World) -> None:
    done = made(here, badge(here), at=NOW, recipient="urn:uuid:0")
    report = repeated(done.pack).report
    assert [check.outcome for check in report.checks] == [check.outcome for check in done.report.checks]
    assert report.check("recipient") == done.report.check("recipient")


def test_every_document_lies_there_with_its_address_time_and_digest(here: World) -> None:
    files = files_of(CASES["valid"](here).pack)
    fetches = json.loads(files["fetches.json"])
    assert {item["url"] for item in fetches} == {
        "https://badges.example/p/lakes/did.json",
        LIST,
    }
    for item in fetches:
        assert item["answeredAt"] == "2026-11-01T13:30:00Z"
        assert len(item["sha256"]) == 64
        assert files[item["file"]] == here.get(item["url"]).body
    assert json.loads(files["network.json"])[LIST] == ["application/vc", fetches[1]["file"]]
    manifest = json.loads(files["evidence-pack.json"])
    assert set(manifest["files"]) == set(files) - {"evidence-pack.json"}
    assert "https://www.w3.org/ns/credentials/v2" in manifest["contexts"]


def test_the_read_me_says_what_it_shows_and_what_not(here: World) -> None:
    text = files_of(CASES["indeterminate"](here).pack)["README.txt"].decode()
    for words in ("indeterminate", "mintmark verify --network", "the word of whoever made", "COULD NOT BE"):
        assert words in text
    hostile = {**badge(here), "name": "\u202eevil\x1b[2J"}
    assert "\x1b" not in files_of(made(here, hostile).pack)["README.txt"].decode()


def test_a_report_that_was_made_nicer_is_found_out_by_repeating(here: World) -> None:
    done = CASES["revoked"](here)
    nicer = files_of(done.pack)["report.json"].replace(b'"revoked"', b'"valid"')
    found = repeated(rewritten(done.pack, "report.json", nicer))
    assert found.report.verdict is Verdict.REVOKED
    assert any("verdict" in words for words in found.differences)


@pytest.mark.parametrize(
    ("member", "value"),
    [("checkedAt", "2020-01-01T00:00:00Z"), ("sha256", "0" * 64), ("answers", {}), ("checks", [])],
)
def test_every_part_of_a_report_that_decides_is_compared(here: World, member: str, value: object) -> None:
    done = CASES["valid"](here)
    report = {**json.loads(files_of(done.pack)["report.json"]), member: value}
    assert repeated(rewritten(done.pack, "report.json", strict_json.encode(report))).differences


def test_other_words_of_another_edition_are_no_difference(here: World) -> None:
    done = CASES["revoked"](here)
    report = json.loads(files_of(done.pack)["report.json"])
    report["checks"][0]["sentence"] = report["heading"] = "Worded otherwise."
    assert not repeated(rewritten(done.pack, "report.json", strict_json.encode(report))).differences


def checked_at_the_page(here: World, pack: bytes) -> Report:
    return here.verify(pack)


def test_a_pack_that_is_handed_in_is_judged_by_the_file_in_it_as_of_now(here: World) -> None:
    done = CASES["valid"](here)
    here.publish_list(LIST, 7, 94567)
    report = checked_at_the_page(here, done.pack)
    assert report.verdict is Verdict.REVOKED
    assert [part.name for part in report.parts] == ["input.json"]
    assert [item.code for item in report.warnings] == ["PACK_NOT_REPEATED"]


def test_a_zip_that_only_looks_like_a_pack_is_judged_as_a_whole(here: World) -> None:
    out = io.BytesIO(CASES["valid"](here).pack)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("forged.json", strict_json.encode({**badge(here), "name": "Another"}))
    report = checked_at_the_page(here, out.getvalue())
    assert "forged.json" in [part.name for part in report.parts]
    assert report.verdict is Verdict.MALFORMED
