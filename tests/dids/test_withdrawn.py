"""A key that the issuer withdrew is found only by those who ask for withdrawn keys, to say so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from issuer.dids import Resolver, issuer_key, issuer_method, token_key
from issuer.dids.documents import KeyForm, PublishedKey, bare_jwk, method_id
from issuer.documents.strict_json import JsonObject
from issuer.errors import FetchError, ResolutionError
from issuer.signing.keys import KeyType
from tests.dids.cases import ISSUER, ISSUER_URL, issuer_document, key, network

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
OURS = PublishedKey(key(), revoked=WHEN)
TOKEN = PublishedKey(key(KeyType.P256), form=KeyForm.JSON_WEB_KEY, revoked=WHEN)
GOOD = PublishedKey(key(KeyType.P256, 1), form=KeyForm.JSON_WEB_KEY)


def kid_url(published: PublishedKey) -> str:
    return f"https://issuer.example/p/lakes/keys/{published.public_key.thumbprint()}"


def world(*keys: PublishedKey, **more: JsonObject) -> Resolver:
    return Resolver(network({ISSUER_URL: issuer_document(*(keys or (OURS, TOKEN, GOOD))), **more}))


def test_a_withdrawn_key_is_not_the_issuers_for_those_who_do_not_ask() -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: issuer_method(world(), issuer=ISSUER, method_id=method_id(ISSUER, OURS)),
        lambda: issuer_key(world(), issuer=ISSUER, public_key=OURS.public_key),
        lambda: token_key(world(), issuer=ISSUER, kid=method_id(ISSUER, TOKEN)),
        lambda: token_key(world(), issuer=ISSUER, jwk=TOKEN.public_key.jwk()),
    )
    for call in calls:
        with pytest.raises(ResolutionError):
            call()
    with pytest.raises(FetchError):
        token_key(world(), issuer=ISSUER, kid=kid_url(TOKEN))


def test_who_asks_for_it_finds_it_marked() -> None:
    for found in (
        issuer_method(world(), issuer=ISSUER, method_id=method_id(ISSUER, OURS), or_withdrawn=True),
        issuer_key(world(), issuer=ISSUER, public_key=OURS.public_key, or_withdrawn=True),
        token_key(world(), issuer=ISSUER, kid=method_id(ISSUER, TOKEN), or_withdrawn=True),
        token_key(world(), issuer=ISSUER, jwk=TOKEN.public_key.jwk(), or_withdrawn=True),
        token_key(world(), issuer=ISSUER, kid=kid_url(TOKEN), or_withdrawn=True),
    ):
        assert found.is_withdrawn
        assert found.revoked == WHEN


def test_an_address_that_does_not_answer_says_nothing_about_a_good_key() -> None:
    with pytest.raises(FetchError):
        token_key(world(), issuer=ISSUER, kid=kid_url(GOOD), or_withdrawn=True)
    answered = {kid_url(GOOD): bare_jwk(ISSUER, GOOD, kid=kid_url(GOOD))}
    found = token_key(world(**answered), issuer=ISSUER, kid=kid_url(GOOD), or_withdrawn=True)
    assert not found.is_withdrawn


def test_an_address_that_ends_in_anything_else_says_nothing() -> None:
    for kid in (kid_url(TOKEN) + "x", "https://issuer.example/p/lakes/keys/1"):
        with pytest.raises(FetchError):
            token_key(world(), issuer=ISSUER, kid=kid, or_withdrawn=True)


def test_a_key_that_is_merely_published_for_nothing_stays_refused() -> None:
    document = issuer_document(replace(OURS, revoked=None))
    document["assertionMethod"] = []
    resolver = Resolver(network({ISSUER_URL: document}))
    with pytest.raises(ResolutionError) as refused:
        issuer_method(resolver, issuer=ISSUER, method_id=method_id(ISSUER, OURS), or_withdrawn=True)
    assert refused.value.code == "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"
