"""What a district's support changes: a coach comes in after three attempts (SEED-17, scenario S03)."""

from collections.abc import Iterator
from typing import Any

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError
from issuer.services import attestations, catalog
from issuer.services.batches import control
from issuer.services.principal import OPERATOR
from issuer.store import BatchState
from issuer.web.app import create_app
from tests.badges import samples
from tests.services.batches import sheets
from tests.services.worlds import World, furnished_world
from tests.web.shown import BROWSER

MET = "2026-03-02T16:00:00Z"
GATE = "after 3 attempts a meeting with a coach comes first"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("support"))
    catalog.publish_version(
        made.toolkit, OPERATOR, "msc", samples.record(version="2.0", coachAfterAttempts=3)
    )
    yield made
    made.toolkit.database.close()


def fourth(**change: Any) -> JsonObject:
    digest = samples.achievement(version="2.0").rubric_digest()
    record: dict[str, Any] = {
        "externalId": "s03",
        "achievementVersion": "2.0",
        "rubricDigest": digest,
        "attempt": 4,
    }
    return samples.attested(**(record | change))


def test_seed_17_s03_the_fourth_attempt_waits_for_a_meeting_with_a_coach(world: World) -> None:
    with pytest.raises(ConformanceError, match=GATE):
        world.issue(attestation=fourth())
    with pytest.raises(ConformanceError, match="coachMetAt lies after decidedAt"):
        world.issue(attestation=fourth(coachMetAt="2026-03-15T16:00:00Z"))
    issued = world.issue(attestation=fourth(coachMetAt=MET))
    assert b"coach" not in (issued.version.body or b"")
    page = create_app(world.toolkit).test_client().get("/a/sel-01", headers=BROWSER).text
    assert "Who has not reached it after 3 attempts meets a coach before the next one." in page


@pytest.mark.parametrize("change", [{"attempt": 3}, {"achievementVersion": "1.0"}])
def test_nobody_else_waits(world: World, change: dict[str, Any]) -> None:
    digest = samples.achievement(version=str(change.get("achievementVersion", "2.0"))).rubric_digest()
    world.issue(attestation=fourth(**change, rubricDigest=digest, externalId=f"free-{len(str(change))}"))


def test_a_file_of_awards_has_a_column_for_it(world: World) -> None:
    sheets.register(world.toolkit, 2)
    columns = (*sheets.COLUMNS, "coach_met_at")
    rows = [sheets.cells(1, attempt="4"), sheets.cells(2, attempt="4", coach_met_at=MET)]
    batch = sheets.submit(world, sheets.sheet(*rows, columns=columns))
    assert batch.state is BatchState.REFUSED
    ((line, place, words),) = sheets.found(world, batch)
    assert (line, place) == (2, "coach_met_at")
    assert words.startswith("After 3 attempts")
    good = sheets.submit(world, sheets.sheet(rows[1], columns=columns))
    control.confirm(world.toolkit, OPERATOR, good.id)
    sheets.work_through(world.toolkit)
    assert sheets.states(world, good) == {"issued": 1}


@pytest.mark.parametrize("value", [0, 101, "3", True])
def test_a_definition_asks_for_a_whole_number_of_attempts(world: World, value: object) -> None:
    record = samples.record(version="3.0", coachAfterAttempts=value)
    with pytest.raises(ConformanceError, match="whole number from 1 to 100"):
        catalog.publish_version(world.toolkit, OPERATOR, "msc", record)


IMPACT = "sha256:" + "c3" * 32


def test_seed_21_a_statement_on_impact_is_bound_to_the_record_and_in_no_credential(world: World) -> None:
    said = {"digest": IMPACT, "deidentified": True}
    issued = world.issue(attestation=samples.attested(externalId="s21", impact=said))
    with world.toolkit.database.reader() as reader:
        frozen = attestations.read(reader.attestations.get(issued.credential.attestation_id))
    assert frozen.document["impact"] == said
    assert b"c3c3c3c3" not in (issued.version.body or b"")
    assert b"impact" not in (issued.version.body or b"")


@pytest.mark.parametrize(
    "said",
    [
        {"digest": IMPACT},
        {"digest": IMPACT, "deidentified": False},
        {"digest": "x", "deidentified": True},
        {"digest": IMPACT, "deidentified": True, "text": "words"},
        "words",
    ],
)
def test_a_statement_on_impact_that_nobody_looked_through_is_refused(world: World, said: object) -> None:
    with pytest.raises(ConformanceError, match="/impact"):
        world.issue(attestation=samples.attested(externalId="s21-refused", impact=said))
