"""Our own addresses are answered here; nothing else changes."""

import pytest

from issuer.errors import FetchError, NotFoundError
from issuer.fetch import MappedFetch
from issuer.services.local import LocalFetch, Published

BASE = "https://badges.example"
LIST = Published("/s/1", "application/vc", b"{}")


def publish(path: str) -> Published:
    if path != LIST.path:
        raise NotFoundError(f"nothing at {path}")
    return LIST


@pytest.fixture
def fetch() -> LocalFetch:
    elsewhere = MappedFetch(
        {
            "https://other.example/x": ("text/plain", b"x"),
            "https://badges.example.other.example/s/1": ("text/plain", b"not ours"),
        }
    )
    return LocalFetch(base_url=BASE, publish=publish, elsewhere=elsewhere)


def test_an_own_address_is_answered_from_the_store(fetch: LocalFetch) -> None:
    fetched = fetch.get("https://badges.example/s/1")
    assert (fetched.media_type, fetched.body) == ("application/vc", b"{}")


@pytest.mark.parametrize("url", ["https://badges.example/s/2", "https://badges.example/"])
def test_what_is_not_published_is_not_looked_for_elsewhere(fetch: LocalFetch, url: str) -> None:
    with pytest.raises(FetchError, match="Nothing is published"):
        fetch.get(url)


def test_a_name_that_only_begins_like_ours_is_another_host(fetch: LocalFetch) -> None:
    assert fetch.get("https://badges.example.other.example/s/1").body == b"not ours"


def test_other_addresses_go_through(fetch: LocalFetch) -> None:
    assert fetch.get("https://other.example/x").body == b"x"


def test_the_limit_holds_for_our_own_documents(fetch: LocalFetch) -> None:
    with pytest.raises(FetchError, match="longer"):
        fetch.get("https://badges.example/s/1", max_bytes=1)
