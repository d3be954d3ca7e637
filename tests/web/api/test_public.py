"""What needs no key: profiles, achievements, the specification; and the limit on how often."""

import pytest
from flask import Flask

from issuer.services.api_keys import Scope
from tests.badges import samples
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for


def test_profiles_are_listed_and_shown(nobody: Caller) -> None:
    listed = nobody.get("/profiles?limit=3").json
    assert listed is not None
    assert [item["slug"] for item in listed["items"]] == ["msc", "nesc", "rcouncil"]
    rest = nobody.get(f"/profiles?cursor={listed['next']}").json
    assert rest is not None
    assert ([item["slug"] for item in rest["items"]], rest["next"]) == (["scsc"], None)
    shown = nobody.get("/profiles/scsc").json
    assert shown is not None
    assert shown["id"] == "did:web:badges.demo.example:p:scsc"
    assert (shown["parent"], shown["demonstration"]) == ("msc", True)
    assert nobody.get("/profiles/none").status_code == 404


def test_the_catalogue_is_listed_and_its_versions_never_change(
    app: Flask, world: World, nobody: Caller
) -> None:
    listed = nobody.get("/achievements").json
    assert listed is not None
    assert [item["code"] for item in listed["items"]] == ["SEL-01"]
    assert listed["items"][0]["hours"] == {
        "value": "1.0", "unit": "semester hour", "level": "graduate-equivalent", "basis": "suggested",
    }  # fmt: skip
    shown = nobody.get("/achievements/sel-01/versions/1.0").json
    assert shown is not None
    assert shown["record"] == samples.record()
    owner = Caller(app, key_for(world, "msc", Scope.ACHIEVEMENTS_WRITE))
    second = samples.record(version="1.1")
    made = owner.post("/achievements/SEL-01/versions", second)
    assert made.status_code == 201, made.text
    assert nobody.get(made.headers["Location"].removeprefix("/api/v1")).json == made.json
    assert owner.post("/achievements/SEL-01/versions", second).status_code == 201
    changed = samples.record(version="1.1", name="Another name")
    assert owner.post("/achievements/SEL-01/versions", changed).status_code == 409
    assert owner.post("/achievements/ELL-01/versions", second).status_code == 400
    assert owner.post("/achievements/SEL-01/versions", []).status_code == 400
    thief = Caller(app, key_for(world, "scsc", Scope.ACHIEVEMENTS_WRITE))
    assert thief.post("/achievements/SEL-01/versions", samples.record(version="2.0")).status_code in {
        403,
        409,
    }


def test_an_attestation_is_frozen_once(caller: Caller) -> None:
    document = samples.attested(externalId="sub-7")
    first, again = caller.post("/attestations", document), caller.post("/attestations", document)
    assert (first.status_code, again.json) == (201, first.json)
    assert set(first.json or {}) == {"id", "externalId", "receivedAt"}
    order = {"externalId": "lms-7", "attestation": (first.json or {})["id"]}
    assert caller.post("/credentials", order).status_code == 201
    document["attempt"] = "two"
    refused = caller.post("/attestations", document)
    assert (refused.status_code, (refused.json or {})["pointer"]) == (422, "/attempt")


def test_the_specification_is_served(nobody: Caller) -> None:
    spec = nobody.get("/openapi.json").json
    assert spec is not None
    assert spec["openapi"] == "3.1.0"
    assert set(spec["paths"]["/api/v1/credentials"]) == {"get", "post"}
    issue = spec["paths"]["/api/v1/credentials"]["post"]
    assert issue["security"] == [{"apiKey": []}]
    assert issue["x-scope"] == "credentials:issue"
    assert "Idempotency-Key" in {item.get("name") for item in issue["parameters"]}
    assert "security" not in spec["paths"]["/api/v1/profiles"]["get"]


ITS_OWN_REPEATS = {
    # The caller's own id makes it the same, and ending one twice changes nothing.
    "/api/v1/bundles",
    "/api/v1/bundles/{name}/revoke",
    "/api/v1/progress-links",
    "/api/v1/progress-links/{name}/revoke",
    "/api/v1/endorsements",
    "/api/v1/endorsements/{name}/withdraw",
    # The answer holds a secret, which is kept nowhere; a second invitation harms nobody and ends.
    "/api/v1/endorsements/invitations",
    # The caller's own id makes it the same, without keeping a large answer twice.
    "/api/v1/transcripts",
    # A file that is read issues nothing, and its awards have ids, so that one read twice issues them once.
    "/api/v1/batches",
}
OPEN = {"/api/v1/verifications", "/api/v1/holder-proofs", "/api/v1/endorsements/uploads"}


def test_every_write_names_its_scope_and_may_be_repeated(nobody: Caller) -> None:
    paths = (nobody.get("/openapi.json").json or {})["paths"]
    writes = {path: operations["post"] for path, operations in paths.items() if "post" in operations}
    assert len(writes) > 10
    for path, operation in writes.items():
        if path.startswith(tuple(OPEN)):
            assert "security" not in operation, path
            continue
        assert operation["x-scope"] in {scope.value for scope in Scope}, path
        names = {item.get("name") for item in operation.get("parameters", [])}
        assert ("Idempotency-Key" in names) != (path in ITS_OWN_REPEATS), path


def test_an_unknown_path_or_method_is_a_problem(nobody: Caller) -> None:
    missing = nobody.get("/nothing")
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")
    refused = nobody.post("/profiles", {})
    assert (refused.status_code, (refused.json or {})["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "GET" in refused.headers["Allow"]


def test_a_caller_that_asks_too_often_is_told_when_to_come_back(limited: Flask) -> None:
    caller = Caller(limited, None)
    answers = [caller.get("/profiles") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["Retry-After"]) in range(1, 61)
    assert (answers[-1].json or {})["code"] == "RATE_LIMITED"


def test_guessing_keys_is_charged_to_the_address(limited: Flask) -> None:
    answers = [Caller(limited, f"mm_{'0' * 12}_{n:043}").get("/credentials").status_code for n in range(5)]
    assert answers == [401, 401, 401, 429, 429]


@pytest.mark.parametrize("header", ["Basic abc", "Bearer", "bearer  x", ""])
def test_what_is_no_key_opens_nothing(app: Flask, header: str) -> None:
    response = app.test_client().get("/api/v1/credentials", headers={"Authorization": header})
    assert response.status_code == 401
