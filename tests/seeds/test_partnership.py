"""The parent body above the cooperatives: it sees counts and signs for nobody (SEED-11)."""

from collections.abc import Iterator

import pytest

from issuer.errors import NotAuthorizedError, NotFoundError
from issuer.services import people
from issuer.services.figures import members
from issuer.services.principal import OPERATOR, Principal
from issuer.services.revocation import revoke
from issuer.store import Category
from issuer.web.app import create_app
from tests.badges import samples
from tests.cli.shell import Mintmark, live_in, shell
from tests.services.worlds import PASSPHRASE, World, furnished_world
from tests.store.fresh import url_of
from tests.web.api.conftest import Caller, key_for
from tests.web.reading import read
from tests.web.shown import BROWSER

HOLDERS = {"scsc": 12, "nesc": 3}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("partnership"))
    for slug, count in HOLDERS.items():
        for number in range(count):
            # The first educator holds badges of both.
            person = "p-0" if number == 0 else f"p-{slug}-{number}"
            people.register(made.toolkit, OPERATOR, person)
            record = samples.attested(person=person, externalId=f"{slug}-{number}")
            issued = made.issue(profile=slug, attestation=record)
    revoke(made.toolkit, OPERATOR, issued.credential.id, Category.ISSUED_IN_ERROR)
    yield made
    made.toolkit.database.close()


def test_seed_11_the_parent_body_sees_counts_and_no_small_group(world: World) -> None:
    found = members.of_members(world.toolkit, "msc")
    told = {item.profile.slug: (item.figures.micro_credentials, item.figures.ended) for item in found.members}
    assert told == {"nesc": (3, 1), "scsc": (12, 0)}
    # Three people alone are not told, nor the twelve, from whom they could be computed.
    assert [item.figures.holders for item in found.members] == [None, None]
    assert (found.total.micro_credentials, found.total.holders) == (15, 14)
    with pytest.raises(NotFoundError, match="No organization is under"):
        members.of_members(world.toolkit, "scsc")


def test_seed_11_it_cannot_act_for_a_cooperative(world: World) -> None:
    parent = Principal("msc-director", frozenset({"msc"}))
    with world.toolkit.database.reader() as reader:
        awarded = reader.credentials.page(limit=1)[0].id
    with pytest.raises(NotAuthorizedError):
        revoke(world.toolkit, parent, awarded, Category.FRAUD)
    app = create_app(world.toolkit)
    caller = Caller(app, key_for(world, "msc"))
    answer = caller.post(
        "/credentials", {"externalId": "x-1", "attestation": samples.attested(externalId="x-1")}
    )
    assert answer.status_code >= 400
    assert caller.get("/profiles/msc/members").get_json()["total"]["holders"] == 14


def test_the_page_and_the_api_say_the_same(world: World) -> None:
    client = create_app(world.toolkit).test_client()
    page = read(client.get("/p/msc", headers=BROWSER).text)
    page.require_inert()
    assert "What its members have issued" in page.text
    assert "Together 15 0 1 14" in page.text
    assert "What its members" not in client.get("/p/scsc", headers=BROWSER).text
    answer = client.get("/api/v1/profiles/msc/members").get_json()
    assert answer["members"][0] == {
        "slug": "nesc",
        "name": "Northeast Service Cooperative (demonstration)",
        "microCredentials": 3,
        "microEndorsements": 0,
        "ended": 1,
        "holders": None,
    }
    assert client.get("/api/v1/profiles/nesc/members").status_code == 404


@pytest.fixture
def mintmark(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mintmark:
    live_in(world.home, monkeypatch, url=url_of(world.home))
    monkeypatch.setenv("MINTMARK_KEY_PASSPHRASE", PASSPHRASE)
    return shell(capsys)


def test_the_command_prints_a_table_json_and_csv(mintmark: Mintmark) -> None:
    assert "hidden" in mintmark("profiles", "members", "msc").out
    assert mintmark("profiles", "members", "msc", "--json").json["total"]["microCredentials"] == 15
    lines = mintmark("profiles", "members", "msc", "--csv").out.splitlines()
    assert lines[-1] == "msc,together,15,0,1,14"
