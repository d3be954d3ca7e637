"""`mintmark pathways`: list, progress, run, review and partners, as an operator types them."""

import json
from pathlib import Path

import pytest

from issuer.documents.strict_json import JsonObject
from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark


@pytest.fixture
def stacked(furnished: Mintmark, tmp_path: Path) -> Mintmark:
    """Return the shell of an installation with a micro-endorsement over SEL-01 and SEL-02."""
    path = tmp_path / "catalog"
    path.mkdir()
    records = [
        samples.record(code="SEL-02"),
        samples.stack_record(
            code="ME-SEL",
            name="Micro-endorsement: Social Emotional Learning",
            componentRule={"all": ["SEL-01", "SEL-02"]},
            creditsAvailable=2.0,
        ),
    ]
    for record in records:
        (path / f"{record['code']}.json").write_text(json.dumps(record), encoding="utf-8")
        furnished("achievements", "publish", path / f"{record['code']}.json", "--owner", SLUG)
    return furnished


def second() -> JsonObject:
    digest = samples.achievement(code="SEL-02").rubric_digest()
    return samples.attested(externalId="sub-0002", achievement="SEL-02", rubricDigest=digest)


def test_the_last_badge_completes_it_and_progress_is_told(stacked: Mintmark, tmp_path: Path) -> None:
    stacked("credentials", "issue", attested_lines(tmp_path, samples.attested()), "--profile", SLUG)
    found = stacked("pathways", "progress", "t01", "--json").json
    assert (found["needed"], found["sentence"]) == (2, "1 of 2. Left: SEL-02.")
    assert found["left"] == [{"count": 1, "codes": ["SEL-02"], "words": "SEL-02"}]
    issued = stacked("credentials", "issue", attested_lines(tmp_path, second()), "--profile", SLUG, "--json")
    assert "1 micro-endorsements were completed" in issued.err
    done = stacked("pathways", "progress", "t01", "--profile", SLUG, "--json").json
    assert (done["hours"], done["left"], done["underReview"]) == ("2.0", [], False)
    assert done["credential"].startswith("urn:uuid:")
    assert "Nothing is left" in stacked("pathways", "progress", "t01").out
    assert stacked("pathways", "run", "--json").json["minted"] == 0


def test_rules_are_listed_in_words(stacked: Mintmark) -> None:
    assert "SEL-01, SEL-02" in stacked("pathways", "list").out
    (listed,) = stacked("pathways", "list", "--json").lines
    assert listed["rule"] == {"all": ["SEL-01", "SEL-02"]}


def test_a_review_is_listed_and_decided(stacked: Mintmark, tmp_path: Path) -> None:
    path = attested_lines(tmp_path, samples.attested(), second())
    first, _other = stacked("credentials", "issue", path, "--profile", SLUG, "--json").lines
    stacked("credentials", "revoke", first["id"], "--reason", "fraud")
    assert stacked("pathways", "run", "--json").json["suspended"] == 1
    listed = stacked("pathways", "review", "--profile", SLUG, "--json").json
    assert [review["category"] for review in listed["reviews"]] == ["fraud"]
    badge = listed["certificateNumber"]
    assert "Left: SEL-01" in stacked("pathways", "review", badge, "--reissue", code=2).err
    assert "withdrawn: fraud" in stacked("pathways", "review", badge).out
    decided = stacked("pathways", "review", badge, "--revoke", "--json").json
    assert decided["reviews"][0]["outcome"] == "revoked"
    assert stacked("pathways", "review", "--json").out == ""
    assert "Name one BADGE" in stacked("pathways", "review", "--revoke", code=2).err


def test_partners_are_kept(stacked: Mintmark) -> None:
    assert stacked("pathways", "partners", SLUG, "--accept", "rcouncil", "--json").json["partners"] == [
        "rcouncil"
    ]
    assert "rcouncil" in stacked("pathways", "partners", SLUG).out
    assert stacked("pathways", "partners", SLUG, "--remove", "rcouncil", "--json").json["partners"] == []
    assert "anyway" in stacked("pathways", "partners", SLUG, "--accept", SLUG, code=2).err


def test_the_catalog_is_linted_and_a_district_chooses(stacked: Mintmark) -> None:
    ran = stacked("achievements", "lint", "SEL-01", code=2)
    assert "SEL-01 version 1.0: supporting research and rationale is missing (/research)" in ran.out
    (told,) = stacked("achievements", "lint", "ME-SEL", "--json").lines
    assert told["missing"] == []
    goal = "W1=Every learner feels known"
    chosen = stacked("achievements", "offered", SLUG, "--choose", "ME-SEL", "--goal", goal, "--json").json
    assert chosen == {"district": SLUG, "code": "ME-SEL", "goals": {"W1": "Every learner feels known"}}
    assert "W1: Every learner" in stacked("achievements", "offered", SLUG).out
    assert stacked("achievements", "offered", SLUG, "--drop", "ME-SEL", "--json").out == ""


def test_notices_wait_for_an_address_and_are_mailed_once(stacked: Mintmark, tmp_path: Path) -> None:
    path = attested_lines(tmp_path, samples.attested(), second())
    first, _other = stacked("credentials", "issue", path, "--profile", SLUG, "--json").lines
    stacked("credentials", "revoke", first["id"], "--reason", "fraud")
    stacked("pathways", "run")
    assert stacked("pathways", "notices", "--send", "--json").json == {"sent": 0, "handedOver": 0}
    assert "none yet" in stacked("pathways", "notices").out
    stacked("people", "register", "t01", "--detail", "email=oona@home.example")
    assert stacked("pathways", "notices", "--json").json["hasAddress"] is True
    assert "1 notice put into the outbox, 0 handed over." in stacked("pathways", "notices", "--send").out
    assert stacked("pathways", "notices", "--json").out == ""
    (mail,) = tmp_path.rglob("outbox/*.eml")
    assert "oona@home.example" in mail.read_text(encoding="utf-8")


def test_a_link_to_progress_is_told_once_and_closed(stacked: Mintmark, tmp_path: Path) -> None:
    path = attested_lines(tmp_path, samples.attested())
    stacked("credentials", "issue", path, "--profile", SLUG)
    made = stacked("pathways", "links", "create", "t01", "--external-id", "hr-1", "--json").json
    assert "/progress/" in made["url"]
    assert "was made before" in stacked("pathways", "links", "create", "t01", "--external-id", "hr-1").out
    assert "/progress/" in stacked("pathways", "links", "create", "t01", "--profile", SLUG).out
    assert len(stacked("pathways", "links", "list", "--json").lines) == 2
    assert "shows nothing" in stacked("pathways", "links", "revoke", made["id"]).out
    assert "closed on" in stacked("pathways", "links", "list", "--person", "t01").out
