"""What begins alike has the digest that it has alone."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.documents.beginnings import LEAST, MOST, Beginnings, _common
from issuer.documents.rdfc import HashName

ALIKE = b"<https://a.example/1> " * 400


@pytest.mark.parametrize("hash_name", ["sha256", "sha384"])
def test_digests_are_those_of_the_whole(hash_name: HashName) -> None:
    found = Beginnings(hash_name)
    texts = [ALIKE + b"%d" % number for number in (17, 18, 170, 2, 17)]
    texts += [ALIKE, ALIKE[:-1], b"", b"short", ALIKE[:LEAST] + b"other", ALIKE + b"x" * 20_000]
    for data in [*texts, *texts]:
        assert found.digest(data) == hashlib.new(hash_name, data).digest()


def test_what_two_have_in_common_by_chance_gives_way_to_less() -> None:
    found = Beginnings("sha256")
    for number in (40, 41, 50, 42, 43):
        found.digest(ALIKE + b"%d" % number)
    assert [beginning for beginning, _state in found._known] == [ALIKE]


def test_a_few_beginnings_are_kept() -> None:
    found = Beginnings("sha256")
    for number in range(3 * MOST):
        for last in (b"a", b"b"):
            data = b"%d" % number * 1000 + ALIKE + last
            assert found.digest(data) == hashlib.sha256(data).digest()
    assert len(found._known) == MOST


def test_short_beginnings_are_not_worth_it() -> None:
    found = Beginnings("sha256")
    for last in (b"a", b"b", b"c"):
        found.digest(ALIKE[: LEAST - 1] + last)
    assert found._known == ()


@given(st.lists(st.tuples(st.integers(0, 9000), st.binary(max_size=9)), max_size=12))
def test_any_strings_in_any_order(drawn: list[tuple[int, bytes]]) -> None:
    found = Beginnings("sha256")
    for length, rest in drawn:
        data = ALIKE[:length] + rest
        assert found.digest(data) == hashlib.sha256(data).digest()


@given(st.binary(max_size=9), st.binary(max_size=4), st.binary(max_size=4))
def test_what_two_begin_with(common: bytes, one: bytes, other: bytes) -> None:
    found = _common(common + one, common + other)
    assert (common + one)[:found] == (common + other)[:found]
    assert (common + one)[found : found + 1] != (common + other)[found : found + 1] or found == len(
        common + min(one, other, key=len)
    )
