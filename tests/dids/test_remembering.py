"""A resolver for many signatures of one moment: it looks a key up once, and remembers no failure."""

import pytest

from issuer.dids import RememberingResolver, issuer_method
from issuer.dids.documents import PublishedKey, method_id
from issuer.errors import ResolutionError
from issuer.fetch import MAX_BYTES, Fetched
from tests.dids.cases import ISSUER, ISSUER_URL, issuer_document, key, network

OURS = PublishedKey(key())
NAME = method_id(ISSUER, OURS)


class Counting:
    """Counts what is fetched."""

    def __init__(self) -> None:
        self.inner = network({ISSUER_URL: issuer_document(OURS)})
        self.urls: list[str] = []

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        self.urls.append(url)
        return self.inner.get(url, accept=accept, max_bytes=max_bytes)


def test_a_key_is_looked_up_once() -> None:
    fetch = Counting()
    resolver = RememberingResolver(fetch)
    for _ in range(3):
        assert issuer_method(resolver, issuer=ISSUER, method_id=NAME).public_key == OURS.public_key
    assert fetch.urls == [ISSUER_URL]


def test_a_key_that_is_not_there_is_asked_for_again() -> None:
    fetch = Counting()
    resolver = RememberingResolver(fetch)
    for _ in range(2):
        with pytest.raises(ResolutionError):
            resolver.dereference(f"{ISSUER}#none")
    assert fetch.urls == [ISSUER_URL, ISSUER_URL]


def test_the_rule_that_a_key_is_the_issuers_is_asked_every_time() -> None:
    resolver = RememberingResolver(Counting())
    issuer_method(resolver, issuer=ISSUER, method_id=NAME)
    with pytest.raises(ResolutionError):
        issuer_method(resolver, issuer="did:web:other.example", method_id=NAME)
