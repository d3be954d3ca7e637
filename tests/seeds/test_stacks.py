"""Micro-endorsements over the whole road: put together, chosen by a teacher, chosen by a district (SEED-03, 06, 14)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from issuer.badges.digests import hex_to_multibase
from issuer.errors import ConformanceError, NotAuthorizedError
from issuer.services import verification
from issuer.services.catalog import programs
from issuer.services.credits import decisions
from issuer.services.pathways import minting
from issuer.services.principal import OPERATOR, Principal
from issuer.web.app import create_app
from tests.services.credits import asking
from tests.services.pathways.worlds import (
    ME,
    SEL,
    cycle,
    document,
    earn,
    endorsements,
    furnish_pathways,
)
from tests.services.worlds import World, furnished_world

HTML = {"Accept": "text/html"}
GOAL = "Every learner feels known and safe"


@pytest.fixture
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnish_pathways(furnished_world(tmp_path_factory.mktemp("stacks")))
    asking.furnish(made)
    yield made
    made.toolkit.database.close()


def test_seed_03_the_last_part_brings_the_micro_endorsement_and_a_missing_part_brings_none(
    school: World,
) -> None:
    parts = [earn(school, code) for code in SEL[:2]]
    assert cycle(school).minted == 0
    with pytest.raises(ConformanceError, match=r"2 of 3\. Left: SEL-03"):
        minting.mint(school.toolkit, OPERATOR, "scsc", "t01", ME)
    parts.append(earn(school, SEL[2]))
    assert cycle(school).minted == 1
    ((_credential, newest),) = endorsements(school)
    bound = {item["id"]: item["digestMultibase"] for item in document(newest)["relatedResource"]}
    assert [bound.get(part.credential.id) for part in parts] == [
        hex_to_multibase(str(part.version.sha256)) for part in parts
    ]
    assert verification.check(school.toolkit, newest.body or b"").verdict == "valid"


def test_seed_06_a_district_chooses_and_tags_and_no_credential_changes(school: World) -> None:
    before = earn(school, "SEL-01")
    programs.choose(school.toolkit, OPERATOR, "north", ME, {"W1": GOAL})
    client = create_app(school.toolkit).test_client()
    chosen = client.get("/achievements?district=north", headers=HTML).text
    assert "Social Emotional Learning" in chosen
    assert "Title of PRL-01" not in chosen
    assert "Title of PRL-01" in client.get("/achievements", headers=HTML).text
    assert GOAL in client.get(f"/a/{ME.lower()}", headers=HTML).text
    after = [earn(school, code) for code in SEL[1:]]
    cycle(school)
    ((_credential, minted),) = endorsements(school)
    for version in (school.again(before).version, *(item.version for item in after), minted):
        assert GOAL.encode() not in (version.body or b"")
    assert school.again(before).version == before.version
    clerk = Principal("clerk", frozenset({"south"}))
    with pytest.raises(NotAuthorizedError):
        programs.choose(school.toolkit, clerk, "north", ME, {})


@pytest.mark.parametrize("elective", ["PRL-05", "PRL-06"])
def test_seed_14_a_teacher_chooses_the_elective_and_the_district_counts_it_all_the_same(
    school: World, elective: str
) -> None:
    client = create_app(school.toolkit).test_client()
    assert "PRL-05" in (page := client.get("/a/me-prl", headers=HTML).text)
    assert "PRL-06" in page
    chosen = ("PRL-01", "PRL-02", elective)
    for code in chosen:
        assert cycle(school).minted == 0
        earn(school, code)
    assert cycle(school).minted == 1
    ((credential, newest),) = endorsements(school, "ME-PRL")
    evidence: list[dict[str, Any]] = document(newest)["evidence"]
    assert [item["name"][:6] for item in evidence] == list(chosen)
    ask = asking.ask(on=date(2026, 4, 1), credentials=(credential.id,))
    assert float(decisions.preview(school.toolkit, OPERATOR, ask).hours) == 4.5
