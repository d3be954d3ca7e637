"""Anything anywhere in a badge of 2.0 and in what its addresses answer: a report comes out, and never a false yes."""

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import Verdict
from tests.signing.makers import signer_for
from tests.verify.open_badges_2.town import (
    ASSERTION,
    SIGNED_ID,
    Town,
    assertion,
    badge_class,
    jws,
    key,
    profile,
    revocation_list,
    signed,
)

ODD: Final[tuple[Json, ...]] = (
    None, True, 0, -1, 1.5, "", " ", "x" * 5000, "\u202e", "https://", "https://badges.example/none", "urn:x:\u00e9",
    [], [[]], [None], {}, {"id": 1}, {"id": "https://badges.example/i/1"}, {"type": []}, [{"id": ASSERTION}, 7],
)  # fmt: skip
MAKERS: Final[dict[str, Callable[[], JsonObject]]] = {
    "Assertion": assertion,
    "BadgeClass": badge_class,
    "Issuer": profile,
    "CryptographicKey": key,
    "RevocationList": revocation_list,
}
PLACES: Final = [(kind, name) for kind, make in MAKERS.items() for name in make()]
FREE: Final = frozenset({"description", "image", "criteria", "url", "email"})
"""Members that are only shown: whatever they are, the badge is judged the same."""
json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def judged(kind: str, name: str, value: Json) -> list[Verdict]:
    """Return the verdicts of the hosted and the signed badge in a town where one member is another value."""
    town = Town()
    changed: JsonObject = {**MAKERS[kind](), name: value}
    town.lay(changed, at=str(MAKERS[kind]()["id"]))
    copy = changed if kind == "Assertion" else assertion()
    token = signed()
    if kind == "Assertion":
        way: Json = {"type": "SignedBadge"}
        payload: JsonObject = {**assertion(id=SIGNED_ID, verification=way), name: value}
        token = jws(payload, signer_for(KeyType.RSA), {"alg": "RS256"})
    return [town.verify(copy).verdict, town.verify(token).verdict]


@pytest.mark.parametrize(("kind", "name"), PLACES)
def test_an_odd_value_in_any_place_is_a_verdict(kind: str, name: str) -> None:
    for value in ODD:
        hosted, _ = judged(kind, name, value)
        if name in FREE:
            assert hosted is Verdict.VALID
        elif kind in {"BadgeClass", "Issuer"} and name in {"id", "type", "@context"}:
            assert hosted is not Verdict.VALID, value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), json)
def test_any_value_in_any_place_is_a_verdict(place: tuple[str, str], value: Json) -> None:
    assert all(isinstance(verdict, Verdict) for verdict in judged(*place, value))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([ASSERTION, str(badge_class()["id"]), str(profile()["id"])]))
def test_any_bytes_at_any_address_are_never_a_yes(body: bytes, address: str) -> None:
    town = Town()
    town.publish(address, body)
    assert town.verify(assertion()).verdict in {Verdict.INDETERMINATE, Verdict.INVALID}
