"""`mintmark endorsements`, as a person types it."""

import json
from pathlib import Path

from tests.cli.catalog_files import SLUG
from tests.cli.shell import Mintmark


def test_an_endorsement_from_its_signing_to_its_end(furnished: Mintmark) -> None:
    sign = ("endorsements", "sign", SLUG, "--about", "SEL-01", "--id", "agreement-1", "--carry")
    words = ("--name", "Accepted", "--comment", "Accepted for our program.")
    made = furnished(*sign, *words, "--json").json
    assert (made["isNew"], made["carried"], made["inForce"]) == (True, True, True)
    assert furnished(*sign, *words, "--json").json["isNew"] is False
    assert "in force" in furnished("endorsements", "list", "--about", "SEL-01").out
    assert furnished("endorsements", "list", "--endorser", SLUG, "--json").json["id"] == made["id"]
    ended = furnished("endorsements", "withdraw", made["id"], "--reason", "superseded")
    assert "withdrawn on" in ended.out
    refused = furnished("endorsements", "withdraw", made["id"], "--reason", "fraud", code=2)
    assert "CONFLICT" in refused.err


def test_facts_come_from_a_file_of_a_known_kind(furnished: Mintmark, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    facts = {"authority": "did:example:board", "issuer": "did:example:i", "number": "1", "purpose": "other"}
    path.write_text(json.dumps(facts))
    sign = (
        "endorsements",
        "sign",
        SLUG,
        "--about",
        f"profile:{SLUG}",
        "--id",
        "a",
        "--name",
        "n",
        "--comment",
        "c",
    )
    assert furnished(*sign, "--statement", str(path), code=2).err
    made = furnished(*sign, "--statement", str(path), "--kind", "issuer-approval").out.strip()
    assert made.startswith("urn:uuid:")


def test_an_invitation_is_told_once_and_needs_an_open_thing(furnished: Mintmark, tmp_path: Path) -> None:
    made = furnished("endorsements", "invite", "--about", "SEL-01", "--endorser", "University")
    assert "shown once" in made.err
    path = tmp_path / "no.json"
    path.write_text("{}")
    refused = furnished("endorsements", "import", str(path), "--invitation", made.out.strip(), code=2)
    assert "no endorsement" in refused.err
    assert furnished("endorsements", "recheck").out == "0 changed.\n"
