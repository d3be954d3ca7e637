"""`mintmark profiles` and `mintmark keys`: an organization and the keys that sign for it."""

from pathlib import Path

import pytest

from tests.cli.shell import Mintmark

DID = "did:web:badges.demo.example:p:lakes"


@pytest.fixture
def lakes(mintmark: Mintmark) -> Mintmark:
    """Return the shell of an installation with one profile and no key."""
    mintmark("db", "upgrade")
    mintmark("profiles", "create", "lakes", "--name", "Lakes Service Cooperative")
    return mintmark


def test_a_profile_is_created_once_and_asking_again_changes_nothing(lakes: Mintmark) -> None:
    first = lakes("profiles", "show", "lakes", "--json").json
    again = lakes("profiles", "create", "lakes", "--name", "Lakes Service Cooperative", "--json").json
    assert first == again
    assert first["id"] == DID


def test_another_profile_under_the_same_name_is_refused(lakes: Mintmark) -> None:
    assert "CONFLICT" in lakes("profiles", "create", "lakes", "--name", "Somebody else", code=2).err


def test_a_profile_has_a_parent_and_identifiers(lakes: Mintmark) -> None:
    made = lakes(
        "profiles", "create", "north", "--name", "North District", "--parent", "lakes",
        "--identifier", "ext:ncesLeaId=0100005", "--timezone", "America/Chicago", "--json",
    ).json  # fmt: skip
    assert made["identifiers"] == [["ext:ncesLeaId", "0100005"]]
    assert made["timezone"] == "America/Chicago"
    listed = lakes("profiles", "list", "--json").lines
    assert [profile["slug"] for profile in listed] == ["lakes", "north"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["north", "--name", "North", "--identifier", "2741880"], "TYPE=VALUE"),
        (["north", "--name", "North", "--parent", "nobody"], "NOT_FOUND"),
        (["North!", "--name", "North"], "slug"),
        (["north", "--name", "North", "--timezone", "Mars/Olympus"], "time zone"),
    ],
)
def test_a_wrong_profile_is_refused_in_words(lakes: Mintmark, arguments: list[str], words: str) -> None:
    assert words in lakes("profiles", "create", *arguments, code=2).err
    assert len(lakes("profiles", "list", "--json").lines) == 1


def test_before_the_tables_are_made_the_command_says_what_to_do(mintmark: Mintmark) -> None:
    assert "mintmark db upgrade" in mintmark("profiles", "list", code=2).err


def test_a_key_is_made_rotated_and_revoked(lakes: Mintmark, home: Path) -> None:
    made = lakes("keys", "new", "lakes", "--json").json
    assert made["id"].startswith(f"{DID}#z6Mk")
    assert made["state"] == "active"
    assert all(path.stat().st_mode & 0o077 == 0 for path in (home / "keys").iterdir())
    newer = lakes("keys", "rotate", "lakes", "--json").json
    states = {key["id"]: key["state"] for key in lakes("keys", "list", "lakes", "--json").lines}
    assert states == {made["id"]: "retired", newer["id"]: "active"}
    revoked = lakes(
        "keys", "revoke", made["id"], "--compromised-since", "2026-03-01T00:00:00Z", "--yes", "--json"
    ).json
    assert (revoked["state"], revoked["compromisedSince"]) == ("revoked", "2026-03-01T00:00:00Z")


def test_a_second_key_of_a_purpose_is_refused_and_another_purpose_is_not(lakes: Mintmark) -> None:
    lakes("keys", "new", "lakes")
    assert "mintmark keys rotate" in lakes("keys", "new", "lakes", code=2).err
    assert lakes("keys", "new", "lakes", "--purpose", "jwt", "--json").json["type"] == "P-256"
    assert len(lakes("keys", "list", "--json").lines) == 2


def test_a_revocation_that_nobody_can_confirm_is_not_made(lakes: Mintmark) -> None:
    key = lakes("keys", "new", "lakes", "--json").json["id"]
    assert "--yes" in lakes("keys", "revoke", key, code=2).err
    assert lakes("keys", "list", "--json").json["state"] == "active"


def test_a_wrong_passphrase_stops_what_signs_and_nothing_that_reads(
    lakes: Mintmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    lakes("keys", "new", "lakes")
    monkeypatch.setenv("MINTMARK_KEY_PASSPHRASE", "another passphrase")
    assert "passphrase" in lakes("keys", "rotate", "lakes", code=2).err
    assert len(lakes("keys", "list", "lakes", "--json").lines) == 1
    assert "lakes" in lakes("profiles", "list").out


def test_without_a_passphrase_no_key_is_made(lakes: Mintmark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINTMARK_KEY_PASSPHRASE")
    assert "passphrase" in lakes("keys", "new", "lakes", code=2).err.lower()
    assert lakes("keys", "list", "--json").out == ""


def test_the_service_profile_is_made_once_and_keeps_its_name(mintmark: Mintmark) -> None:
    mintmark("db", "upgrade")
    made = mintmark("profiles", "service", "--name", "Verification desk").out
    assert "Verification desk: did:web:badges.demo.example:p:verifier" in made
    assert mintmark("profiles", "service", "--json").json["name"] == "Verification desk"
    assert "CONFLICT" in mintmark("profiles", "service", "--name", "Another", code=2).err
    assert len(mintmark("keys", "list", "verifier", "--json").lines) == 1
