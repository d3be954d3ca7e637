"""did:web: one identifier, one address, and nothing that could be read as two."""

import pytest

from issuer.dids import Resolver, did_web_base, did_web_url
from issuer.errors import FetchError, IssuerError, ResolutionError
from issuer.fetch import MappedFetch
from tests.dids.cases import ISSUER, ISSUER_URL, issuer_document, network


@pytest.mark.parametrize(
    ("did", "url", "base"),
    [
        ("did:web:issuer.example", "https://issuer.example/.well-known/did.json", "https://issuer.example/"),
        ("did:web:issuer.example:p:a-b_c.1", "https://issuer.example/p/a-b_c.1/did.json",
         "https://issuer.example/p/a-b_c.1/"),
        ("did:web:issuer.example%3A443", "https://issuer.example:443/.well-known/did.json",
         "https://issuer.example:443/"),
        ("did:web:issuer.example%3a8443:p", "https://issuer.example:8443/p/did.json",
         "https://issuer.example:8443/p/"),
    ],
)  # fmt: skip
def test_the_address_is_spelled_by_the_identifier(did: str, url: str, base: str) -> None:
    assert did_web_url(did) == url
    assert did_web_base(did) == base


@pytest.mark.parametrize(
    "rest",
    [
        "issuer.example%2Fadmin", "issuer.example%2fadmin", "issuer.example%5Cadmin", "issuer.example%3A",
        "issuer.example%3A99999999", "issuer.example%40other.example", "issuer.example%00", "%69ssuer.example",
        "issuer_x.example", "issuer.example::a", ":issuer.example", "issuer.example:..", "issuer.example:a:..:b", "issuer.example:.",
        "issuer.example:a%2Fb", "issuer.example:a%20b", "issuer.example:%2e%2e",
    ],
)  # fmt: skip
def test_an_identifier_that_spells_no_plain_address_is_refused(rest: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        did_web_url(f"did:web:{rest}")
    assert refused.value.code == "FETCH_BLOCKED"


@pytest.mark.parametrize("rest", ["issuer.example:", "a/b", "a#b", "a?b"])
def test_what_is_no_identifier_is_refused(rest: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        did_web_url(f"did:web:{rest}")
    assert refused.value.code == "INVALID_VERIFICATION_METHOD"


def test_another_method_has_no_address() -> None:
    with pytest.raises(ResolutionError):
        did_web_url("did:key:z6Mk")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "issuer.example%3A8443", "2130706433", "a.internal"]
)
def test_an_address_that_may_not_be_fetched_says_nothing_about_the_key(host: str) -> None:
    with pytest.raises(FetchError) as refused:
        Resolver(network({})).resolve(f"did:web:{host}")
    assert refused.value.code == "FETCH_BLOCKED"


@pytest.mark.parametrize(
    "body",
    [b"", b"<!doctype html>", b"[]", b"{", b'{"id":1,"id":2}', b"\xff", b'{"a":' * 40 + b"1" + b"}" * 40, b" " * 300_000],
    ids=["empty", "html", "array", "cut", "duplicate", "not utf-8", "deep", "long"],
)  # fmt: skip
def test_an_answer_that_is_no_json_object_says_nothing_about_the_key(body: bytes) -> None:
    good = Resolver(network({ISSUER_URL: issuer_document()}))
    assert good.resolve(ISSUER).id == ISSUER
    with pytest.raises(IssuerError) as refused:
        Resolver(MappedFetch({ISSUER_URL: ("application/did+json", body)})).resolve(ISSUER)
    assert isinstance(refused.value, FetchError)
    assert refused.value.code == "KEY_RETRIEVAL_ERROR"
