"""The list of known issuers by API: public to read, one scope to change, and a verification that asks with it."""

from typing import Any

from issuer.services import trust
from issuer.services.api_keys import Scope
from issuer.services.principal import OPERATOR
from issuer.services.trust import Known
from tests.services.worlds import World
from tests.strangers import badge_of_stranger
from tests.web.api.conftest import Caller, key_for

STATE: dict[str, Any] = {
    "issuer": "did:web:state.example",
    "name": "State Board (demonstration)",
    "reason": "It licenses teachers.",
    "addedBy": "Data office",
}


def test_whoever_may_change_it_and_everybody_may_read_it(caller: Caller, nobody: Caller) -> None:
    made = caller.post("/known-issuers", STATE)
    assert made.status_code == 200
    assert made.get_json() == {
        **STATE,
        "number": 1,
        "action": "added",
        "source": None,
        "at": "2026-03-16T12:00:00Z",
    }
    assert caller.post("/known-issuers", STATE).get_json() == made.get_json()
    changed = caller.post("/known-issuers", {**STATE, "name": "Board of Teaching"}).get_json()
    assert (changed["number"], changed["action"]) == (2, "changed")
    (entry,) = nobody.get("/known-issuers").get_json()["items"]
    assert (entry["name"], entry["domain"], entry["addedBy"]) == (
        "Board of Teaching",
        "state.example",
        "Data office",
    )
    gone = caller.post("/known-issuers/removals", {"issuer": STATE["issuer"], "reason": "It closed."})
    assert (gone.status_code, gone.get_json()["action"]) == (200, "removed")
    assert nobody.get("/known-issuers").get_json() == {"items": [], "next": None}
    first = nobody.get("/known-issuers/history?limit=2").get_json()
    rest = nobody.get(f"/known-issuers/history?limit=2&cursor={first['next']}").get_json()
    assert [item["action"] for item in (*first["items"], *rest["items"])] == ["added", "changed", "removed"]
    assert rest["next"] is None


def test_other_keys_may_not_change_it(caller: Caller, nobody: Caller, world: World) -> None:
    del caller
    app = nobody._client.application
    others = tuple(scope for scope in Scope if scope is not Scope.TRUST_WRITE)
    weak = Caller(app, key_for(world, "scsc", *others))
    assert weak.post("/known-issuers", STATE).status_code == 403
    assert nobody.post("/known-issuers", STATE).status_code == 401
    assert trust.history(world.toolkit) == ()


def test_what_is_no_issuer_is_refused(caller: Caller) -> None:
    refused = caller.post("/known-issuers", {**STATE, "issuer": "javascript:alert(1)"})
    assert (refused.status_code, refused.get_json()["pointer"]) == (400, "/issuer")
    assert caller.post("/known-issuers", {**STATE, "more": 1}).status_code == 422
    missing = caller.post("/known-issuers/removals", {"issuer": STATE["issuer"], "reason": "No."})
    assert missing.status_code == 404


def test_a_verification_asks_with_the_list_when_told_to(nobody: Caller, world: World) -> None:
    trust.add(
        world.toolkit, OPERATOR, Known(issuer=STATE["issuer"], name=STATE["name"], reason=STATE["reason"])
    )
    asked = {"credential": badge_of_stranger()}
    assert nobody.post("/verifications", asked).get_json()["verdict"] == "valid"
    assert nobody.post("/verifications", {**asked, "trustHere": False}).get_json()["verdict"] == "valid"
    assert nobody.post("/verifications", {**asked, "trustHere": True}).get_json()["verdict"] == "untrusted"
    both = nobody.post("/verifications", {**asked, "trustHere": True, "trust": ["did:web:a.example"]})
    assert both.status_code == 422
