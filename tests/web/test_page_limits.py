"""Who asks too often is told so in words, and for how long to wait."""

from dataclasses import replace

from issuer.web.app import create_app
from issuer.web.rate_limits import RateLimiter
from tests.services.worlds import World
from tests.web.reading import read


def test_checking_too_often_is_429_in_words(empty: World) -> None:
    toolkit = replace(empty.toolkit, settings=replace(empty.toolkit.settings, rate_per_minute=2))
    client = create_app(toolkit, limiter=RateLimiter()).test_client()
    asked = {"data": {"text": "{"}, "headers": {"Accept": "text/html"}}
    assert [client.post("/verify", **asked).status_code for _ in range(2)] == [200, 200]
    answer = client.post("/verify", **asked)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    page = read(answer.text)
    page.require_inert()
    assert "Too many requests" in page.text
    assert "It says nothing about whether a credential is genuine" in page.text
    assert client.get("/verify", headers={"Accept": "text/html"}).status_code == 200
