import hashlib
from typing import Any

import pytest
from flask import Flask

from issuer.services.api_keys import Scope
from tests.badges import samples
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for


def order(number: int = 1, **change: Any) -> dict[str, Any]:
    values = {"externalId": f"lms-{number}", "attestation": samples.attested(externalId=f"sub-{number:04}")}
    return {**values, **change}


def issued(caller: Caller, number: int = 1) -> dict[str, Any]:
    response = caller.post("/credentials", order(number))
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json  # type: ignore[assignment]
    return found


def test_a_credential_is_issued_once_however_often_it_is_asked_for(caller: Caller) -> None:
    first = caller.post("/credentials", order())
    again = caller.post("/credentials", order())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json is not None
    assert first.headers["Location"] == f"/api/v1/credentials/{first.json['id']}"
    assert first.json["state"] == "valid"
    assert [version["state"] for version in first.json["versions"]] == ["issued"]


def test_what_a_write_answers_is_what_the_schema_writes(caller: Caller) -> None:
    made = issued(caller)
    # Reading goes through the schema.
    assert caller.get(f"/credentials/{made['id']}").json == made
    ended = caller.post(f"/credentials/{made['id']}/revoke", {"category": "fraud"})
    assert ended.status_code == 200
    assert ended.mimetype == "application/json"
    read = caller.get(f"/credentials/{made['id']}")
    assert read.json == ended.json
    assert read.data == ended.data
    assert ended.json is not None
    assert ended.json["versions"][0]["endedCategory"] == "fraud"


def test_the_signed_bytes_are_given_out_as_they_are(caller: Caller) -> None:
    made = issued(caller)
    response = caller.get(f"/credentials/{made['id']}/versions/1/document")
    assert response.mimetype == "application/vc"
    assert hashlib.sha256(response.data).hexdigest() == made["versions"][0]["sha256"]
    assert caller.get(f"/credentials/{made['id']}/versions/2/document").status_code == 404


def test_a_refusal_names_every_gap_and_issues_nothing(caller: Caller) -> None:
    document = samples.attested(externalId="sub-1")
    document.pop("levels")
    document["assessors"] = []
    response = caller.post("/credentials", order(attestation=document))
    assert response.status_code == 422
    assert response.mimetype == "application/problem+json"
    problem = response.json
    assert problem is not None
    assert problem["code"] == "SCHEMA_VIOLATION"
    assert "levels" in problem["detail"]
    assert "assessors" in problem["detail"]
    listed = caller.get("/credentials").json
    assert listed == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"externalId": ""}, 422, "/externalId"),
        ({"externalId": 7}, 422, "/externalId"),
        ({"awardedAt": "2026-03-01"}, 422, "/awardedAt"),
        ({"awardedAt": None}, 422, "/awardedAt"),
        ({"attestation": 7}, 400, "/attestation"),
        ({"attestation": "urn:uuid:00000000-0000-4000-8000-000000000000"}, 404, None),
        ({"issuer": "did:web:other.example"}, 422, "/issuer"),
    ],
)
def test_a_wrong_order_is_refused_in_its_place(
    caller: Caller, change: dict[str, Any], status: int, pointer: str | None
) -> None:
    response = caller.post("/credentials", order(**change))
    assert (response.status_code, (response.json or {}).get("pointer")) == (status, pointer), response.text


def test_another_order_under_the_same_id_is_a_conflict(caller: Caller) -> None:
    issued(caller)
    other = order(1, attestation=samples.attested(externalId="sub-other"))
    assert caller.post("/credentials", other).status_code == 409


@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"a": 1, "a": 2}', "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"[" * 100_000, "application/json", 400),
    ],
)
def test_a_body_that_is_no_order_is_a_problem(
    caller: Caller, data: bytes, media_type: str, status: int
) -> None:
    response = caller.send("/credentials", data, media_type)
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"


def test_revoking_suspending_resuming_and_replacing(caller: Caller) -> None:
    made = issued(caller)
    path = f"/credentials/{made['id']}"
    held = caller.post(f"{path}/suspend", {"details": "A parent called."})
    assert (held.status_code, (held.json or {})["state"]) == (200, "suspended")
    resumed = caller.post(f"{path}/resume", {})
    assert (resumed.status_code, (resumed.json or {})["state"]) == (201, "valid")
    replaced = caller.post(f"{path}/reissue", {"replaces": 2})
    again = caller.post(f"{path}/reissue", {"replaces": 2})
    assert (replaced.status_code, again.json) == (201, replaced.json)
    ended = caller.post(f"{path}/revoke", {"category": "fraud"})
    assert (ended.status_code, (ended.json or {})["state"]) == (200, "revoked")
    versions = (ended.json or {})["versions"]
    assert [version["endedCategory"] for version in versions] == [
        "superseded",
        "superseded",
        "fraud",
    ]
    assert caller.post(f"{path}/revoke", {"category": "holder_request"}).status_code == 409
    assert caller.post(f"{path}/resume", {}).status_code == 409
    assert caller.post(f"{path}/revoke", {"category": "superseded"}).status_code == 422


def test_a_list_is_read_page_by_page(caller: Caller) -> None:
    made = sorted(issued(caller, number)["id"] for number in range(1, 6))
    found, cursor = [], ""
    while cursor is not None:
        page = caller.get(f"/credentials?limit=2{cursor and '&cursor=' + cursor}").json
        assert page is not None
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert sorted(found) == made
    assert (caller.get("/credentials?state=revoked").json or {})["items"] == []
    for query in ("limit=0", "limit=x", "limit=1&limit=2", "cursor=!", "colour=red", "state=green"):
        response = caller.get(f"/credentials?{query}")
        assert response.status_code in {400, 422}, query


def test_to_another_cooperative_nothing_of_it_exists(caller: Caller, stranger: Caller) -> None:
    made = issued(caller)
    path = f"/credentials/{made['id']}"
    tried = [
        stranger.get(path),
        stranger.get(f"/credentials/{made['certificateNumber']}"),
        stranger.get(f"{path}/versions/1/document"),
        stranger.post(f"{path}/revoke", {"category": "fraud"}),
        stranger.post(f"{path}/suspend", {}),
        stranger.post(f"{path}/resume", {}),
        stranger.post(f"{path}/reissue", {"replaces": 1}),
    ]
    assert [response.status_code for response in tried] == [404] * len(tried)
    assert all("scsc" not in response.text for response in tried)
    assert (stranger.get("/credentials").json or {})["items"] == []
    assert (caller.get(path).json or {})["state"] == "valid"


def test_a_key_does_what_its_scopes_say(app: Flask, world: World, caller: Caller, nobody: Caller) -> None:
    made = issued(caller)
    path = f"/credentials/{made['id']}"
    attempts: list[tuple[Scope, str, Any]] = [
        (Scope.CREDENTIALS_ISSUE, "/credentials", order(2)),
        (Scope.CREDENTIALS_STATUS, f"{path}/suspend", {}),
        (Scope.ATTESTATIONS_WRITE, "/attestations", samples.attested(externalId="sub-9")),
        (Scope.CREDENTIALS_READ, path, None),
    ]
    for scope, target, body in attempts:
        others = [other for other in Scope if other is not scope]
        weak, strong = (
            Caller(app, key_for(world, "scsc", *others)),
            Caller(app, key_for(world, "scsc", scope)),
        )

        def ask(who: Caller, target: str = target, body: Any = body) -> int:
            return (who.get(target) if body is None else who.post(target, body)).status_code

        assert ask(nobody) == 401
        assert ask(weak) == 403
        assert ask(strong) in {200, 201}
    refused = nobody.get(path)
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert (refused.json or {})["code"] == "NOT_AUTHENTICATED"
