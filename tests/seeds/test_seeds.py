"""The capabilities that the programme named, each by its number: a test here or elsewhere, or a line in the roadmap.

Each test is the shortest whole one; the rooms' own tests go further.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from issuer.badges import share
from issuer.badges.share import SharedCredential
from issuer.documents import jcs, schemas, strict_json
from issuer.errors import ConformanceError, NotAuthorizedError
from issuer.services import attestations, profiles, verification
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR, Principal
from issuer.web.app import create_app
from tests.badges import samples
from tests.places import ROOT
from tests.services.worlds import START, World, furnished_world

SEEDS = [f"SEED-{number:02}" for number in range(1, 29)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("seeds"))
    yield made
    made.toolkit.database.close()


@pytest.fixture(scope="module")
def issued(world: World) -> IssuedCredential:
    return world.issue()


def document(issued: IssuedCredential) -> dict[str, Any]:
    return strict_json.parse_object(issued.version.body or b"")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_seed_is_tested_by_name_or_on_the_roadmap(seed: str) -> None:
    name = re.compile(rf"def test_\w*{seed.lower().replace('-', '_')}_")
    tested = any(
        name.search(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("test_*.py")
    )
    told = f"\n| {seed} |" in (ROOT / "docs/roadmap.md").read_text(encoding="utf-8")
    assert tested or told, f"{seed} has neither a test of its name nor a line in docs/roadmap.md"


@pytest.mark.parametrize("change", [{"artifacts": []}, {"levels": {"SEL-01.A": "demonstrated"}}])
def test_seed_01_nothing_is_awarded_without_evidence_and_every_level(
    world: World, change: dict[str, Any]
) -> None:
    record = samples.attested(externalId="seed-01", **change)
    with pytest.raises(ConformanceError):
        attestations.import_record(world.toolkit, OPERATOR, "scsc", record)


def test_seed_02_a_micro_credential_is_the_unit_of_recognition(
    world: World, issued: IssuedCredential
) -> None:
    badge = document(issued)
    assert badge["credentialSubject"]["achievement"]["achievementType"] == "MicroCredential"
    assert schemas.find_violations(badge, "published/credential") == []
    assert verification.check(world.toolkit, issued.version.body or b"").verdict == "valid"


def test_seed_10_an_agency_cannot_act_for_another(world: World) -> None:
    found = [profiles.get(world.toolkit, slug) for slug in ("scsc", "nesc")]
    assert len({profile.did for profile in found}) == 2
    parent = profiles.get(world.toolkit, "msc")
    assert all(profile.parent_id == parent.id for profile in found)
    record = samples.attested(externalId="seed-10")
    with pytest.raises(NotAuthorizedError):
        attestations.import_record(
            world.toolkit, Principal("nesc-admin", frozenset({"nesc"})), "scsc", record
        )


def test_seed_13_the_public_page_shows_competency_evidence_and_rubric(world: World) -> None:
    page = create_app(world.toolkit).test_client().get("/a/sel-01", headers={"Accept": "text/html"})
    text = page.get_data(as_text=True)
    for words in ("builds belonging", "What you send in", "How it is judged", "graduate-equivalent"):
        assert words in text


def test_seed_16_the_assessment_has_two_readers_who_stay_unnamed_in_the_badge(
    issued: IssuedCredential,
) -> None:
    record: Any = samples.attested()
    assert len({reader["id"] for reader in record["assessors"]}) == 2
    text = jcs.canonicalize(document(issued)).decode()
    assert not any(f'"{reader["id"]}"' in text for reader in record["assessors"])


def test_seed_24_teachers_share_with_a_link_that_holds_every_letter() -> None:
    name = 'Family & Community: "SEL" 100% \u2013 Grade 3+ / 4'
    shared = SharedCredential(
        name,
        "South Central",
        "https://h.example",
        START,
        None,
        "America/Chicago",
        "https://h.example/c/1",
        "N-1",
        "",
    )
    link = share.linkedin_add_url(shared)
    assert (
        "name=Family%20%26%20Community%3A%20%22SEL%22%20100%25%20%E2%80%93%20Grade%203%2B%20%2F%204" in link
    )
    assert "issueYear=2026&issueMonth=3" in link


def test_seed_27_profile_did_document_and_page_agree(world: World) -> None:
    client = create_app(world.toolkit).test_client()
    profile = client.get("/p/scsc", headers={"Accept": "application/json"})
    did = client.get("/p/scsc/did.json")
    page = client.get("/p/scsc", headers={"Accept": "text/html"})
    assert profile.json is not None
    assert did.json is not None
    assert profile.json["id"] == did.json["id"] == "did:web:badges.demo.example:p:scsc"
    assert profile.json["name"] in page.get_data(as_text=True)
    assert profile.headers["Access-Control-Allow-Origin"] == "*"


def test_seed_28_anybody_verifies_by_file_without_an_account(world: World, issued: IssuedCredential) -> None:
    client = create_app(world.toolkit).test_client()
    answer = client.post("/api/v1/verifications", data=issued.version.body, content_type="application/vc")
    assert answer.json is not None
    assert (answer.status_code, answer.json["verdict"]) == (200, "valid")
    status = client.get(
        f"/c/{issued.credential.id.removeprefix('urn:uuid:')}", headers={"Accept": "text/html"}
    )
    assert status.status_code == 200
