"""`mintmark pins` and `mintmark verify --offline`: what was saved on purpose answers, with its age."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import Mintmark
from tests.cli.test_verify import LIST, badge, mintmark, write_network
from tests.papers import later
from tests.verify.packs.makers import files_of
from tests.worlds import World

__all__ = ["mintmark"]

DID_URL = "https://badges.example/p/lakes/did.json"
SAVED = "2026-11-01T12:00:00Z"


@pytest.fixture
def world() -> World:
    made = World()
    made.publish_list(LIST, 7, validUntil=later(days=30))
    return made


@pytest.fixture
def network(world: World, tmp_path: Path) -> Path:
    return write_network(world, tmp_path / "net")


@pytest.fixture
def pins(mintmark: Mintmark, world: World, network: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "pins"
    ran = mintmark(
        "pins", "add", badge(world, tmp_path), "--network", network, "--pins", folder, "--now", SAVED
    )
    assert "Saved 2 documents" in ran.out
    return folder


def offline(
    mintmark: Mintmark, file: Path, pins: Path, now: str, code: int, *more: object
) -> dict[str, object]:
    given = ("verify", file, "--offline", "--pins", pins, "--now", now, "--json", *more)
    found: dict[str, object] = mintmark(*given, code=code).json
    return found


def test_a_badge_verifies_from_what_was_saved_with_its_age(
    mintmark: Mintmark, world: World, pins: Path, tmp_path: Path
) -> None:
    file = badge(world, tmp_path)
    found = offline(mintmark, file, pins, "2026-11-04T13:00:00Z", 0)
    assert found["verdict"] == "valid"
    assert "Status as of 3 days ago" in str(found["sentence"])
    words = mintmark("verify", file, "--offline", "--pins", pins, "--now", "2026-11-04T13:00:00Z").out
    assert words.count("3 days ago") >= 3
    assert (
        offline(mintmark, badge(world, tmp_path, "7"), pins, "2026-11-04T13:00:00Z", 1)["verdict"]
        == "revoked"
    )


def test_too_old_is_could_not_check_and_never_valid(
    mintmark: Mintmark, world: World, pins: Path, tmp_path: Path
) -> None:
    file = badge(world, tmp_path)
    assert offline(mintmark, file, pins, "2026-11-09T12:00:00Z", 2)["verdict"] == "indeterminate"
    assert offline(mintmark, file, pins, "2026-11-09T12:00:00Z", 0, "--max-age", "10")["verdict"] == "valid"
    assert (
        offline(mintmark, file, pins, "2026-11-02T12:00:00Z", 2, "--max-age", "0.5")["verdict"]
        == "indeterminate"
    )


def test_what_is_not_saved_cannot_be_checked(
    mintmark: Mintmark, world: World, pins: Path, tmp_path: Path
) -> None:
    file = badge(world, tmp_path)
    mintmark("pins", "remove", LIST, "--pins", pins)
    found = offline(mintmark, file, pins, SAVED, 2)
    assert (found["verdict"], "not pinned" in json.dumps(found)) == ("indeterminate", True)
    mintmark("pins", "remove", world.issuer.id, "--pins", pins)
    assert list((pins / "documents").iterdir()) == []
    assert "NOT_FOUND" in mintmark("pins", "remove", world.issuer.id, "--pins", pins, code=2).err


def test_a_copy_that_was_changed_is_not_answered(
    mintmark: Mintmark, world: World, pins: Path, tmp_path: Path
) -> None:
    for path in (pins / "documents").iterdir():
        path.write_bytes(path.read_bytes() + b" ")
    found = offline(mintmark, badge(world, tmp_path), pins, SAVED, 2)
    assert (found["verdict"], "was changed since" in json.dumps(found)) == ("indeterminate", True)


def test_the_folder_of_the_installation_is_the_usual_one(
    mintmark: Mintmark, world: World, network: Path, tmp_path: Path
) -> None:
    mintmark("pins", "add", badge(world, tmp_path), "--network", network, "--now", SAVED)
    ran = mintmark("verify", badge(world, tmp_path), "--offline", "--now", SAVED, "--json")
    assert ran.json["verdict"] == "valid"


def test_an_issuer_s_keys_alone_leave_the_status_open(
    mintmark: Mintmark, world: World, network: Path, tmp_path: Path
) -> None:
    mintmark("pins", "add", world.issuer.id, "--network", network, "--now", SAVED)
    ran = mintmark("verify", badge(world, tmp_path), "--offline", "--now", SAVED, "--json", code=2).json
    assert (ran["answers"]["genuine"]["value"], ran["verdict"]) == ("yes", "indeterminate")


def test_a_list_is_saved_by_its_address(mintmark: Mintmark, network: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    mintmark("pins", "add", LIST, "--network", network, "--pins", folder, "--now", SAVED)
    listed = mintmark("pins", "list", "--pins", folder, "--json").lines
    assert [item["url"] for item in listed] == [DID_URL, LIST]
    assert {item["savedAt"] for item in listed} == {SAVED}
    assert (
        "ago" in mintmark("pins", "list", "--pins", folder).out
        or "just now" in mintmark("pins", "list", "--pins", folder).out
    )


def test_what_is_not_genuine_saves_nothing(
    mintmark: Mintmark, world: World, network: Path, tmp_path: Path
) -> None:
    forged = badge(world, tmp_path)
    forged.write_bytes(forged.read_bytes().replace(b"Formative", b"Normative"))
    folder = tmp_path / "none"
    refused = mintmark("pins", "add", forged, "--network", network, "--pins", folder, code=2)
    assert "Nothing was saved" in refused.err
    assert not folder.exists()
    assert "carries its key" in mintmark("pins", "add", "did:key:z6Mk", "--pins", folder, code=2).err


def test_refreshing_renews_what_can_be_had(
    mintmark: Mintmark, world: World, pins: Path, network: Path, tmp_path: Path
) -> None:
    index = json.loads((network / "network.json").read_text())
    later_list = index.pop(LIST)
    (network / "network.json").write_text(json.dumps(index))
    then = "2026-11-20T12:00:00Z"
    ran = mintmark("pins", "refresh", "--pins", pins, "--network", network, "--now", then, code=1)
    assert "Renewed 1 documents; 1 stay" in ran.out
    saved = {
        item["url"]: item["savedAt"] for item in mintmark("pins", "list", "--pins", pins, "--json").lines
    }
    assert saved == {LIST: SAVED, DID_URL: then}
    (network / "network.json").write_text(json.dumps({**index, LIST: later_list}))
    mintmark("pins", "refresh", "--pins", pins, "--network", network, "--now", then)
    assert offline(mintmark, badge(world, tmp_path), pins, then, 0)["verdict"] == "valid"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"pins":[1]}',
        '{"pins":[{"url":"u","mediaType":"m","sha256":"../../x","savedAt":"2026-11-01T12:00:00Z"}]}',
    ],
)
def test_a_damaged_index_is_named(
    mintmark: Mintmark, world: World, pins: Path, tmp_path: Path, text: str
) -> None:
    (pins / "pins.json").write_text(text)
    refused = mintmark("verify", badge(world, tmp_path), "--offline", "--pins", pins, code=2)
    assert "CONFIGURATION_ERROR" in refused.err


def test_pins_go_with_offline_only(mintmark: Mintmark, pins: Path) -> None:
    assert "with --offline only" in mintmark("verify", "a.json", "--pins", pins, code=2).err


def test_the_age_travels_in_an_evidence_pack(
    mintmark: Mintmark, world: World, pins: Path, tmp_path: Path
) -> None:
    made = tmp_path / "evidence.zip"
    now = "2026-11-09T12:00:00Z"
    there = offline(mintmark, badge(world, tmp_path), pins, now, 2, "--pack", made)
    found = mintmark("verify", "--network", made, "--json", code=2).json
    assert found.pop("pack")["same"] is True
    assert found == there
    assert json.loads(files_of(made.read_bytes())["policy.json"])["statusMaxAgeSeconds"] == 7 * 86_400
