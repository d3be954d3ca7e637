"""`mintmark verify` of one thing: words, JSON and exit codes, outside any installation."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from issuer.documents import strict_json
from tests.cli.shell import Mintmark, shell
from tests.papers import credential, later, status_entry
from tests.worlds import World, sign, token

LIST = "https://badges.example/s/1"
NOW = "2026-11-01T12:00:00Z"


@pytest.fixture
def mintmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mintmark:
    """Return the shell of a machine on which nothing is installed."""
    monkeypatch.setenv("MINTMARK_HOME", str(tmp_path / "nothing"))
    return shell(capsys)


def write_network(world: World, folder: Path) -> Path:
    """Write what lies in a world as the folder that `--network` reads."""
    folder.mkdir(exist_ok=True)
    entries = {}
    for number, (url, (media_type, body)) in enumerate({**world._did_documents(), **world.documents}.items()):
        (folder / f"{number}").write_bytes(body)
        entries[url] = [media_type, f"{number}"]
    (folder / "network.json").write_text(json.dumps(entries))
    return folder


@pytest.fixture
def world() -> World:
    made = World()
    made.publish_list(LIST, 7)
    return made


def badge(world: World, folder: Path, index: str = "94567") -> Path:
    path = folder / "badge.json"
    document = credential(world.issuer, credentialStatus=status_entry(LIST, index))
    path.write_bytes(strict_json.encode(sign(document, world.issuer.key())))
    return path


def test_a_good_badge_is_told_in_words(mintmark: Mintmark, world: World, tmp_path: Path) -> None:
    network = write_network(world, tmp_path / "net")
    ran = mintmark("verify", badge(world, tmp_path), "--network", network, "--now", NOW)
    for words in ("Genuine and current", "Genuine?", "Current?", "Known issuer?", "Counts here?"):
        assert words in ran.out
    assert "Lakes Cooperative signed it" in ran.out
    assert "did:web:badges.example:p:lakes" in ran.out


def test_every_verdict_has_its_exit_code(mintmark: Mintmark, world: World, tmp_path: Path) -> None:
    network = write_network(world, tmp_path / "net")
    good, revoked = badge(world, tmp_path), badge(world, tmp_path, "7").rename(tmp_path / "revoked.json")
    good = badge(world, tmp_path)
    forged = tmp_path / "forged.json"
    forged.write_bytes(good.read_bytes().replace(b"Formative", b"Normative"))
    early = tmp_path / "early.json"
    early.write_bytes(
        strict_json.encode(sign(credential(world.issuer, validFrom=later(days=1)), world.issuer.key()))
    )
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"{")
    trust = tmp_path / "trust.json"
    trust.write_text('["did:web:other.example"]')
    given = ("--network", network, "--json")
    verdicts = [
        (0, "valid", (good, *given, "--now", NOW)),
        (1, "invalid", (forged, *given, "--now", NOW)),
        (1, "revoked", (revoked, *given, "--now", NOW)),
        (1, "expired", (good, *given, "--now", "2033-01-01T00:00:00Z")),
        (1, "not_yet_valid", (early, *given, "--now", NOW)),
        (2, "indeterminate", (good, "--offline", "--json", "--now", NOW)),
        (3, "malformed", (broken, *given)),
        (4, "untrusted", (good, *given, "--now", NOW, "--trust", trust)),
    ]
    for code, verdict, arguments in verdicts:
        assert mintmark("verify", *arguments, code=code).json["verdict"] == verdict


def test_the_list_of_known_issuers_is_asked(mintmark: Mintmark, world: World, tmp_path: Path) -> None:
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps({"issuers": [{"id": world.issuer.id, "name": "Lakes", "addedAt": NOW}]}))
    network = write_network(world, tmp_path / "net")
    arguments = (badge(world, tmp_path), "--network", network, "--now", NOW, "--trust", trust, "--json")
    assert mintmark("verify", *arguments).json["answers"]["knownIssuer"]["value"] == "yes"


def test_a_date_and_a_person_are_asked(mintmark: Mintmark, world: World, tmp_path: Path) -> None:
    network = write_network(world, tmp_path / "net")
    given = (badge(world, tmp_path), "--network", network, "--now", NOW, "--json")
    found = mintmark("verify", *given, "--at", "2026-10-01T00:00:00Z", "--recipient", "urn:uuid:0").json
    outcomes = {check["id"]: check["outcome"] for check in found["checks"]}
    assert (outcomes["on_date"], outcomes["recipient"]) == ("passed", "failed")
    assert found["verdict"] == "valid"


def test_standard_input_is_read(
    mintmark: Mintmark, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = write_network(world, tmp_path / "net")
    key = world.issuer.key()
    text = token(credential(world.issuer), key).encode()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text + b"\n")))
    assert mintmark("verify", "-", "--network", network, "--now", NOW, "--json").json["form"] == "jwt"


def test_an_address_is_fetched_through_the_given_network(
    mintmark: Mintmark, world: World, tmp_path: Path
) -> None:
    world.publish("https://badges.example/c/1.json", sign(credential(world.issuer), world.issuer.key()))
    network = write_network(world, tmp_path / "net")
    given = ("--network", network, "--now", NOW)
    mintmark("verify", "https://badges.example/c/1.json", *given)
    ran = mintmark("verify", "https://badges.example/c/2.json", *given, code=2)
    assert "FETCH_FAILED" in ran.err


def test_hostile_names_cannot_write_to_the_screen(mintmark: Mintmark, world: World, tmp_path: Path) -> None:
    path = tmp_path / "badge.json"
    document = credential(world.issuer, name="a\u202eb\u2066c", validUntil=later(days=1))
    path.write_bytes(strict_json.encode(sign(document, world.issuer.key())))
    ran = mintmark("verify", path, "--network", write_network(world, tmp_path / "net"), "--now", NOW)
    assert "\u202e" not in ran.out
    assert "\u2066" not in ran.out


@pytest.mark.parametrize("arguments", [(), ("a.json", "--out", "x"), ("a.json", "--batch", __file__)])
def test_a_wrong_way_to_call_it_is_explained(mintmark: Mintmark, arguments: tuple[str, ...]) -> None:
    assert "Usage" in mintmark("verify", *arguments, code=2).err


def test_a_file_that_is_not_there_is_said(mintmark: Mintmark, tmp_path: Path) -> None:
    assert "FILE_ERROR" in mintmark("verify", tmp_path / "none.json", "--offline", code=2).err
