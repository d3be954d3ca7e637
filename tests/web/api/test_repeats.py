from concurrent.futures import ThreadPoolExecutor

from tests.badges import samples
from tests.services.worlds import World
from tests.web.api.conftest import Caller
from tests.web.api.test_credentials import order


def test_a_repeated_request_gets_the_same_answer(caller: Caller) -> None:
    first = caller.post("/credentials", order(), Idempotency_Key="a")
    again = caller.post("/credentials", order(), Idempotency_Key="a")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data == again.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers


def test_another_request_under_the_key_is_a_conflict(caller: Caller) -> None:
    caller.post("/credentials", order(), Idempotency_Key="a")
    other = caller.post("/credentials", order(2), Idempotency_Key="a")
    elsewhere = caller.post("/attestations", samples.attested(externalId="sub-3"), Idempotency_Key="a")
    assert (other.status_code, elsewhere.status_code) == (409, 409)
    assert len((caller.get("/credentials").json or {})["items"]) == 1


def test_a_refusal_repeats_too(caller: Caller) -> None:
    first = caller.post("/credentials", order(externalId=""), Idempotency_Key="a")
    again = caller.post("/credentials", order(externalId=""), Idempotency_Key="a")
    assert (first.status_code, again.status_code) == (422, 422)
    assert first.data == again.data


def test_keys_of_two_callers_do_not_meet(caller: Caller, stranger: Caller) -> None:
    assert caller.post("/credentials", order(), Idempotency_Key="a").status_code == 201
    theirs = stranger.post("/credentials", order(), Idempotency_Key="a")
    assert "Idempotency-Replayed" not in theirs.headers


def test_a_key_of_another_form_is_refused(caller: Caller) -> None:
    for key in ("", "a b", "x" * 201):
        assert caller.post("/credentials", order(), Idempotency_Key=key).status_code == 400


def test_parallel_repetitions_issue_one_credential(caller: Caller, world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: caller.post("/credentials", order(), Idempotency_Key="a"), range(16))
        )
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.data for answer in answers if answer.status_code == 201}) == 1
    assert len((caller.get("/credentials").json or {})["items"]) == 1
    world.require_whole()
