"""Transcripts by the API: signed on request, for the key's own profile alone."""

from issuer.services.api_keys import Scope
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for


def test_a_transcript_is_signed_and_verifies(caller: Caller, nobody: Caller, world: World) -> None:
    number = world.issue().credential.certificate_number
    world.issue()
    made = caller.post("/transcripts", {"person": "t01"})
    assert (made.status_code, made.content_type) == (201, "application/vc")
    assert made.headers["Cache-Control"] == "no-store"
    report = nobody.send("/verifications", made.data, "application/vc").get_json()
    assert (report["verdict"], report["kind"]) == ("valid", "transcript")
    assert [part["report"]["verdict"] for part in report["parts"]] == ["valid", "valid"]
    part = caller.post("/transcripts", {"person": "t01", "credentials": [number]})
    assert part.get_json(force=True)["partial"] is True
    assert part.get_json(force=True)["id"] != made.get_json(force=True)["id"]


def test_another_cooperative_gets_nothing(
    caller: Caller, stranger: Caller, nobody: Caller, world: World
) -> None:
    name = world.issue().credential.id
    for wanted in ({"person": "t01"}, {"person": "t01", "credentials": [name]}, {"person": "unknown"}):
        answer = stranger.post("/transcripts", wanted)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "NOT_FOUND")
    assert nobody.post("/transcripts", {"person": "t01"}).status_code == 401
    assert caller.post("/transcripts", {"person": ""}).status_code == 422
    assert caller.post("/transcripts", {"person": "t01", "credentials": [""]}).status_code == 422


def test_a_key_needs_the_scope(caller: Caller, world: World) -> None:
    world.issue()
    reader = Caller(caller._client.application, key_for(world, "scsc", Scope.CREDENTIALS_READ))
    answer = reader.post("/transcripts", {"person": "t01"})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "NOT_AUTHORIZED")
    assert "credentials:share" in answer.get_json()["detail"]


def test_it_is_kept_and_can_be_withdrawn(
    caller: Caller, stranger: Caller, nobody: Caller, world: World
) -> None:
    number = world.issue().credential.id
    wanted = {"person": "t01", "externalId": "request-1"}
    made, again = caller.post("/transcripts", wanted), caller.post("/transcripts", wanted)
    assert (made.status_code, again.status_code, again.data) == (201, 200, made.data)
    assert caller.post("/transcripts", {**wanted, "credentials": [number]}).status_code == 409
    path = made.headers["Location"].removeprefix("/api/v1")
    assert caller.get(path).data == made.data
    (kept,) = caller.get("/transcripts?person=t01").get_json()["items"]
    assert (kept["externalId"], kept["credentials"], kept["withdrawnAt"]) == ("request-1", [number], None)
    body = {"category": "issued_in_error"}
    for other in (stranger.get(path), stranger.post(f"{path}/revoke", body)):
        assert other.status_code == 404
    assert stranger.get("/transcripts").get_json()["items"] == []
    ended = caller.post(f"{path}/revoke", body)
    assert (ended.status_code, ended.get_json()["category"]) == (200, "issued_in_error")
    assert caller.post(f"{path}/revoke", {"category": "fraud"}).status_code == 409
    assert caller.post(f"{path}/revoke", {"category": "suspended_pending_review"}).status_code == 422
    report = nobody.send("/verifications", made.data, "application/vc").get_json()
    assert report["verdict"] == "revoked"
