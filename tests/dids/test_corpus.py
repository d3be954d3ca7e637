"""The key documents of the attack corpus: each is refused by the rule that it breaks, and no other."""

import json

import pytest

from issuer.dids import Resolver, issuer_method
from issuer.errors import ResolutionError
from issuer.fetch import FileFetch, read_network
from issuer.signing.keys import KeyType
from tests.places import shared

pytestmark = pytest.mark.foreign

ISSUER = "did:web:issuer.example"


def resolver(case_id: str | None = None) -> Resolver:
    """Return a resolver over the network of one case of the corpus."""
    catalog = json.loads(shared("attack-corpus", "catalog.json").read_text(encoding="utf-8"))
    entries = dict(catalog["baseNetwork"])
    for case in catalog["cases"]:
        entries |= case["networkOverrides"] if case["id"] == case_id else {}
    return Resolver(FileFetch(read_network(entries, base=shared("attack-corpus", "net"))))


@pytest.mark.parametrize(
    ("name", "key_type"),
    [
        ("key-1", KeyType.ED25519),
        ("old", KeyType.ED25519),
        ("comp", KeyType.ED25519),
        ("ec", KeyType.P256),
        ("ec384", KeyType.P384),
        ("rsa", KeyType.RSA),
    ],
)
def test_the_keys_of_the_issuer_are_read(name: str, key_type: KeyType) -> None:
    method = issuer_method(resolver(), issuer=ISSUER, method_id=f"{ISSUER}#{name}")
    assert method.public_key.key_type is key_type
    assert (method.expires is not None, method.revoked is not None) == (name == "old", name == "comp")


def test_the_key_for_logging_in_does_not_sign_credentials() -> None:
    with pytest.raises(ResolutionError) as refused:
        issuer_method(resolver(), issuer=ISSUER, method_id=f"{ISSUER}#auth")
    assert refused.value.code == "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"


@pytest.mark.parametrize(
    ("case_id", "name", "code"),
    [
        (None, "rsa1024", "KEY_TOO_WEAK"),
        ("KEY-09", "key-1", "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID"),
        ("KEY-11", "key-1", "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"),
        ("KEY-18", "key-1", "INVALID_VERIFICATION_METHOD"),
        ("KEY-19", "key-1", "KEY_COMPROMISED"),
        ("KEY-24", "key-1", "KEY_TOO_WEAK"),
        ("JOSE-54", "ec", "INVALID_VERIFICATION_METHOD"),
    ],
)
def test_a_bad_document_is_refused_by_the_rule_it_breaks(case_id: str | None, name: str, code: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        issuer_method(resolver(case_id), issuer=ISSUER, method_id=f"{ISSUER}#{name}")
    assert refused.value.code == code


def test_what_another_issuer_says_about_this_one_is_not_asked() -> None:
    method = issuer_method(resolver(), issuer=ISSUER, method_id=f"{ISSUER}#key-1")
    assert method.public_key.multibase() == "z6MkjuNN2KsTsNgAstuT5LvX6tMbXyJkXkZew3Trm88GBf3F"
