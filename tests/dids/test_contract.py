"""What every DID method promises, asked of each one in the registry."""

import pytest

from issuer.dids import DID_METHODS, Resolver, issuer_key, issuer_method
from issuer.errors import IssuerError, ResolutionError
from issuer.fetch import OfflineFetch
from tests.dids.cases import CASES, Case, network


@pytest.fixture(params=sorted(DID_METHODS))
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]()


@pytest.fixture
def resolver(case: Case) -> Resolver:
    return Resolver(network(case.network))


def test_every_method_is_registered_under_its_own_name() -> None:
    assert {name: method.name for name, method in DID_METHODS.items()} == {name: name for name in CASES}


def test_the_document_is_about_the_identifier(resolver: Resolver, case: Case) -> None:
    document = resolver.resolve(case.did)
    assert document.id == case.did
    assert document.method_ids("assertionMethod") == (case.method_id,)


def test_the_key_is_the_one_that_was_published(resolver: Resolver, case: Case) -> None:
    method = resolver.dereference(case.method_id)
    assert (method.id, method.controller, method.public_key) == (case.method_id, case.did, case.public_key)
    assert "assertionMethod" in method.relationships
    assert (method.revoked, method.expires) == (None, None)


def test_the_key_may_speak_for_its_issuer(resolver: Resolver, case: Case) -> None:
    by_id = issuer_method(resolver, issuer=case.did, method_id=case.method_id)
    by_key = issuer_key(resolver, issuer=case.did, public_key=case.public_key)
    assert by_id == by_key


def test_resolving_twice_gives_the_same(resolver: Resolver, case: Case) -> None:
    assert resolver.resolve(case.did) == resolver.resolve(case.did)


@pytest.mark.parametrize(
    "fragment", ["", "#", "#nothing", "#a#b", "?versionId=1#0", "/path#0", "#" + "x" * 3000]
)
def test_what_names_no_method_is_refused(resolver: Resolver, case: Case, fragment: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        resolver.dereference(case.did + fragment)
    assert refused.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize(
    "tail", [":", "%", "%zz", " ", "\n", "\u00e4", "=", "+", "/did.json", ":..", "%2e", "%00"]
)
def test_an_identifier_with_anything_odd_in_it_is_refused(resolver: Resolver, case: Case, tail: str) -> None:
    with pytest.raises(IssuerError):
        resolver.resolve(case.did + tail)


def test_a_method_that_needs_a_network_says_so(case: Case) -> None:
    offline = Resolver(OfflineFetch())
    if not case.network:
        assert offline.dereference(case.method_id).public_key == case.public_key
        return
    with pytest.raises(IssuerError) as refused:
        offline.dereference(case.method_id)
    assert refused.value.code == "KEY_RETRIEVAL_ERROR"


def test_an_unknown_method_is_named_and_says_nothing_about_the_key() -> None:
    with pytest.raises(ResolutionError, match="'example'") as refused:
        Resolver(OfflineFetch()).resolve("did:example:123")
    assert refused.value.code == "DID_METHOD_NOT_SUPPORTED"


@pytest.mark.parametrize(
    "text",
    ["", "did", "did:", "did:web", "did:web:", "DID:web:issuer.example", "did:Web:issuer.example", "did:w-b:x",
     " did:web:issuer.example", "urn:uuid:1", "http://issuer.example", "did:web:" + "a" * 2048],
)  # fmt: skip
def test_what_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        Resolver(OfflineFetch()).resolve(text)
    assert refused.value.code == "INVALID_VERIFICATION_METHOD"
