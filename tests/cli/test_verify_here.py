"""`mintmark verify` inside an installation: what was issued here is verified without any network."""

import json
from pathlib import Path
from typing import Any

import pytest

from issuer.signing import multikey
from issuer.signing.key_types import KeyType
from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark
from tests.verify.packs.makers import files_of, rewritten


@pytest.fixture
def badge(furnished: Mintmark, tmp_path: Path) -> dict[str, Any]:
    path = attested_lines(tmp_path, samples.attested())
    printed: dict[str, Any] = furnished("credentials", "issue", path, "--profile", SLUG, "--json").json
    return printed


@pytest.fixture
def file(furnished: Mintmark, badge: dict[str, Any], tmp_path: Path) -> Path:
    path = tmp_path / "badge.json"
    furnished("credentials", "export", badge["id"], "--out", path)
    return path


def test_what_was_issued_here_is_known_without_a_network(furnished: Mintmark, file: Path) -> None:
    ran = furnished("verify", file, "--offline", "--json").json
    assert ran["verdict"] == "valid"
    assert ran["answers"]["knownIssuer"] == {"value": "yes", "code": None, "sentence": "It was issued here."}
    assert "Genuine and current" in furnished("verify", file, "--offline").out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["suspend"], ("suspended", "on hold")),
        (["revoke", "--reason", "fraud"], ("revoked", "fraud")),
        (["reissue"], ("revoked", "replaced by a newer version")),
    ],
)
def test_the_record_says_why_it_is_out_of_force(
    furnished: Mintmark,
    badge: dict[str, Any],
    file: Path,
    arguments: list[str],
    expected: tuple[str, str],
) -> None:
    verdict, words = expected
    name, *more = arguments
    furnished("credentials", name, badge["id"], *more)
    ran = furnished("verify", file, "--offline", "--json", code=1).json
    assert ran["verdict"] == verdict
    assert words in ran["answers"]["current"]["sentence"]


def test_a_network_that_is_given_leaves_the_record_out(
    furnished: Mintmark, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "network.json").write_text("{}")
    ran = furnished("verify", file, "--network", tmp_path / "net", "--json", code=2).json
    assert ran["verdict"] == "indeterminate"
    assert ran["answers"]["knownIssuer"]["value"] == "not_asked"


def test_an_address_of_nobody_here_is_not_fetched(furnished: Mintmark) -> None:
    refused = furnished("verify", "https://badges.demo.example/c/none.json", "--offline", code=2)
    assert "NOT_FOUND" in refused.err


def test_what_the_record_of_an_installation_knows_travels_along(
    furnished: Mintmark, badge: dict[str, Any], file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list alone says that it is withdrawn; only the issuer's record knows that it is on hold."""
    made = tmp_path / "evidence.zip"
    furnished("credentials", "suspend", badge["id"])
    here = furnished("verify", file, "--pack", made, "--json", code=1).json
    assert here["verdict"] == "suspended"
    monkeypatch.setenv("MINTMARK_HOME", str(tmp_path / "nowhere"))
    there = furnished("verify", "--network", made, "--json", code=1).json
    assert there.pop("pack")["same"] is True
    assert there == here
    assert json.loads(files_of(made.read_bytes())["record.json"])["record"]["withdrawals"]


def test_an_applicants_name_is_compared_where_the_page_shows_one(
    furnished: Mintmark, badge: dict[str, Any], file: Path
) -> None:
    furnished("people", "register", "t01", "--detail", "name=Oona Larkspur-Vale")
    url = furnished("credentials", "share", badge["id"], "--json").json["url"]
    asked = ("--name", "Oona Vale", "--json")
    shown = furnished("verify", url, *asked).json
    assert [(item["result"], item["printed"]) for item in shown["names"]] == [
        ("may_be_same", "Oona Larkspur-Vale")
    ]
    assert furnished("verify", file, *asked).json["names"][0]["result"] == "not_compared"
    printed = furnished("verify", url, "--name", "Oona Vale").out
    assert "The names may be the same." in printed
    assert "Only one of them has larkspur." in printed
    assert "changes no answer" in printed
    bundle = furnished("bundles", "create", badge["id"], "--recipient", "North Tamarack", "--json").json
    opened = furnished("verify", bundle["url"], "--name", "Oona Larkspur-Vale", "--json").json
    assert [item["result"] for item in opened["names"]] == ["same"]


def test_a_signed_report_is_written_and_verifies(furnished: Mintmark, file: Path, tmp_path: Path) -> None:
    paper, data = tmp_path / "report.pdf", tmp_path / "report.json"
    furnished("verify", file, "--signed-report", paper)
    furnished("verify", file, "--signed-report", data, "--pack", tmp_path / "pack.zip")
    for path in (paper, data):
        found = furnished("verify", path, "--json").json
        assert (found["verdict"], found["kind"]) == ("valid", "endorsement")
        (bound,) = found["statements"]
        assert bound["statement"]["items"][0]["verdict"] == "valid"
    assert "verifier" in furnished("profiles", "list").out


def test_a_report_needs_an_installation(furnished: Mintmark, file: Path, tmp_path: Path) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "network.json").write_text("{}")
    ran = furnished("verify", file, "--signed-report", "x.pdf", "--network", tmp_path / "net", code=2)
    assert "signed by an installation" in ran.err


@pytest.fixture
def signed_pack(furnished: Mintmark, file: Path, tmp_path: Path) -> Path:
    """Return a pack of an installation that has a service profile."""
    furnished("verify", file, "--signed-report", tmp_path / "report.pdf")
    furnished("verify", file, "--pack", tmp_path / "signed.zip")
    return tmp_path / "signed.zip"


def pinned(furnished: Mintmark, document: bytes, folder: Path) -> Path:
    net = folder / "signer-net"
    net.mkdir()
    (net / "did.json").write_bytes(document)
    index = {"https://badges.demo.example/p/verifier/did.json": ["application/did+json", "did.json"]}
    (net / "network.json").write_text(json.dumps(index))
    pins = folder / "signer-pins"
    furnished("pins", "add", "did:web:badges.demo.example:p:verifier", "--network", net, "--pins", pins)
    return pins


def test_a_pack_is_signed_by_the_service_profile(
    furnished: Mintmark, signed_pack: Path, tmp_path: Path
) -> None:
    ran = furnished("verify", "--network", signed_pack)
    assert "Signed by did:web:badges.demo.example:p:verifier, with a key that came with the pack" in ran.out
    signer = files_of(signed_pack.read_bytes())["signer.json"]
    pins = pinned(furnished, signer, tmp_path)
    assert "whose keys you pinned" in furnished("verify", "--network", signed_pack, "--pins", pins).out
    told = furnished("verify", "--network", signed_pack, "--pins", pins, "--json").json["pack"]
    assert (told["signerKnown"], told["same"]) == (True, True)


def test_a_signed_pack_cannot_be_rewritten(furnished: Mintmark, signed_pack: Path) -> None:
    good = signed_pack.read_bytes()
    signed_pack.write_bytes(rewritten(good, "README.txt", b"Other words."))
    refused = furnished("verify", "--network", signed_pack, code=2).err
    assert "PACK_CHANGED" in refused
    assert "is not what did:web:badges.demo.example:p:verifier signed" in refused


def test_a_pack_by_another_key_is_refused_where_the_maker_is_known(
    furnished: Mintmark, signed_pack: Path, tmp_path: Path
) -> None:
    signer = json.loads(files_of(signed_pack.read_bytes())["signer.json"])
    other = multikey.encode(KeyType.ED25519, bytes(range(1, 33)))
    text = json.dumps(signer).replace(signer["verificationMethod"][0]["publicKeyMultibase"], other)
    pins = pinned(furnished, text.encode(), tmp_path)
    assert "PACK_CHANGED" in furnished("verify", "--network", signed_pack, "--pins", pins, code=2).err


def test_without_a_service_profile_nobody_signs(furnished: Mintmark, file: Path, tmp_path: Path) -> None:
    furnished("verify", file, "--pack", tmp_path / "plain.zip")
    assert "Nobody signed it." in furnished("verify", "--network", tmp_path / "plain.zip").out
