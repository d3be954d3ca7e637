"""`mintmark trust`, as a person types it."""

import json
from pathlib import Path

from tests.cli.catalog_files import SLUG
from tests.cli.shell import Mintmark
from tests.strangers import badge_of_stranger

STATE = "did:web:state.example"


def test_the_list_is_kept_by_command(furnished: Mintmark) -> None:
    made = furnished(
        "trust",
        "add",
        STATE,
        "--name",
        "State Board",
        "--reason",
        "Licenses",
        "--by",
        "Data office",
        "--json",
    ).json
    assert (made["action"], made["addedBy"]) == ("added", "Data office")
    assert furnished("trust", "list", "--json").json["issuer"] == STATE
    assert "State Board" in furnished("trust", "list").out
    near = furnished("trust", "add", "did:web:stafe.example", "--name", "Other", "--reason", "x")
    assert "Look twice: Its address stafe.example looks like state.example" in near.err
    assert "removed" in furnished("trust", "remove", STATE, "--reason", "It closed").out
    assert [line["action"] for line in furnished("trust", "history", "--json").lines] == [
        "added",
        "added",
        "removed",
    ]
    assert "It closed" in furnished("trust", "history").out
    refused = furnished("trust", "add", "state.example", "--name", "x", "--reason", "x", code=2)
    assert "no identifier of an issuer" in refused.err


def test_a_list_is_handed_on_and_taken_over(furnished: Mintmark, tmp_path: Path) -> None:
    furnished("trust", "add", STATE, "--name", "State Board", "--reason", "Licenses")
    path = tmp_path / "known.json"
    furnished("trust", "export", SLUG, "--out", path)
    taken = furnished("trust", "import", path, "--json").json
    assert (taken["added"], taken["same"]) == ([], 1)
    assert "1 left as they were" in furnished("trust", "import", path).out
    refused = furnished("trust", "import", path, "--from", "did:web:other.example", code=2)
    assert "another one" in refused.err


def test_a_badge_is_checked_with_the_list(furnished: Mintmark, tmp_path: Path) -> None:
    badge = badge_of_stranger()
    file = tmp_path / "badge.json"
    file.write_text(json.dumps(badge), encoding="utf-8")
    assert furnished("verify", file, "--offline", "--trust-here", "--json").json["verdict"] == "valid"
    furnished("trust", "add", STATE, "--name", "State Board", "--reason", "Licenses")
    ran = furnished("verify", file, "--offline", "--trust-here", "--json", code=4).json
    assert ran["verdict"] == "untrusted"
    words = furnished("verify", file, "--offline", "--trust-here", code=4).out
    assert "Known issuer?  not known here" in words
    assert "not known  known_issuer" in words
    assert "FAILED" not in words
    assert furnished("verify", file, "--offline", "--json").json["verdict"] == "valid"
    furnished("trust", "add", badge["issuer"]["id"], "--name", "Stranger", "--reason", "We met")  # type: ignore[index,call-overload]  # of a badge
    ran = furnished("verify", file, "--offline", "--trust-here", "--json").json
    assert "on the list of known issuers, added on" in ran["answers"]["knownIssuer"]["sentence"]
    both = furnished("verify", file, "--trust-here", "--trust", file, code=2)
    assert "not both" in both.err
