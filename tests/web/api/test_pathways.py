"""`/api/v1/pathways`: rules for everyone; progress and reviews for the profile's own key."""

from flask import Flask

from issuer.services import revocation
from issuer.services.api_keys import Scope
from issuer.services.principal import OPERATOR
from issuer.store import Category
from tests.services.pathways.worlds import ME, SEL, cycle, earn, endorsements, furnish_pathways
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for


def calling(app: Flask, world: World, slug: str = "scsc", *scopes: Scope) -> Caller:
    return Caller(app, key_for(world, slug, *scopes))


def test_rules_are_public(app: Flask, world: World) -> None:
    furnish_pathways(world)
    page = Caller(app, None).get("/pathways").get_json()
    assert [item["code"] for item in page["items"]] == ["ME-PRL", ME]
    assert page["items"][0]["words"] == "PRL-01, PRL-02 and 1 of PRL-05, PRL-06"
    assert page["items"][1]["rule"] == {"all": list(SEL)}


def test_progress_says_what_counts_and_what_is_left(app: Flask, world: World) -> None:
    furnish_pathways(world)
    earn(world, SEL[0])
    (item,) = calling(app, world).get("/pathways/progress?person=t01").get_json()["items"]
    assert (item["sentence"], item["hours"]) == ("1 of 3. Left: SEL-02, SEL-03.", "1.0")
    assert calling(app, world, "nesc").get("/pathways/progress?person=t01").get_json()["items"] == []
    assert Caller(app, None).get("/pathways/progress?person=t01").status_code == 401
    assert calling(app, world).get("/pathways/progress").status_code == 422
    assert calling(app, world).get("/pathways/progress?person=nobody").status_code == 404


def test_a_review_is_read_and_decided(app: Flask, world: World) -> None:
    furnish_pathways(world)
    first, *_others = [earn(world, code) for code in SEL]
    cycle(world)
    revocation.revoke(world.toolkit, OPERATOR, first.credential.id, Category.FRAUD)
    cycle(world)
    ((credential, _newest),) = endorsements(world)
    caller = calling(app, world)
    (item,) = caller.get("/pathways/reviews").get_json()["items"]
    assert (item["credential"], item["reviews"][0]["category"]) == (credential.id, "fraud")
    path = f"/pathways/reviews/{credential.certificate_number}"
    assert caller.post(f"{path}/reissue", {}).status_code == 422
    world.clock.forward(days=1)
    earn(world, SEL[0])
    decided = caller.post(f"{path}/reissue", {})
    assert (decided.status_code, decided.get_json()["version"]) == (200, 2)
    assert caller.post(f"{path}/revoke", {}).status_code == 409
    assert caller.get("/pathways/reviews").get_json()["items"] == []
    assert calling(app, world, "nesc").get(path).status_code in {403, 404}
    assert calling(app, world, "scsc", Scope.CREDENTIALS_READ).post(f"{path}/revoke", {}).status_code == 403


def test_a_district_chooses_and_anybody_may_read_it(app: Flask, world: World) -> None:
    district = calling(app, world, "nesc")
    body = {"achievement": "SEL-01", "goals": {"W1": "Known and safe"}}
    chosen = district.post("/programs", body).get_json()["items"]
    assert [(item["achievement"], item["goals"]) for item in chosen] == [("SEL-01", {"W1": "Known and safe"})]
    nobody = Caller(app, None)
    assert nobody.get("/programs?district=nesc").get_json()["items"] == chosen
    assert nobody.get("/programs?district=scsc").get_json()["items"] == []
    assert district.post("/programs", body | {"goals": {"not one": "x"}}).status_code == 400
    assert district.post("/programs", {"achievement": "SEL-99"}).status_code == 404
    assert nobody.post("/programs", body).status_code == 401
    assert district.post("/programs/drop", {"achievement": "SEL-01"}).get_json()["items"] == []
