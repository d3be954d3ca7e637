"""What a micro-credential costs is its author's word, on its page and in no credential (SEED-18, SEED-19)."""

from collections.abc import Iterator

import pytest

from issuer.errors import ConformanceError
from issuer.services import catalog
from issuer.services.principal import OPERATOR
from issuer.web.app import create_app
from tests.badges import samples
from tests.services.worlds import World, furnished_world
from tests.web.reading import read
from tests.web.shown import BROWSER

COST = {"amount": "75.00", "currency": "USD"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("costs"))
    yield made
    made.toolkit.database.close()


def test_seed_18_the_cost_stands_in_the_catalog_and_in_no_credential(world: World) -> None:
    client = create_app(world.toolkit).test_client()
    assert "as its author says" not in client.get("/a/sel-01", headers=BROWSER).text
    catalog.publish_version(world.toolkit, OPERATOR, "msc", samples.record(version="2.0", cost=COST))
    assert "Costs 75.00 USD, as its author says" in read(client.get("/a/sel-01", headers=BROWSER).text).text
    digest = samples.achievement(version="2.0").rubric_digest()
    record = samples.attested(externalId="cost", achievementVersion="2.0", rubricDigest=digest)
    issued = world.issue(attestation=record)
    assert b"75.00" not in (issued.version.body or b"")


@pytest.mark.parametrize(
    "cost",
    [
        75,
        "75",
        {"amount": 75, "currency": "USD"},
        {"amount": "-1", "currency": "USD"},
        {"amount": "1", "currency": "usd"},
    ],
)
def test_a_cost_of_another_form_is_refused(world: World, cost: object) -> None:
    record = samples.record(version="3.0", cost=cost)
    with pytest.raises(ConformanceError, match="/cost"):
        catalog.publish_version(world.toolkit, OPERATOR, "msc", record)
