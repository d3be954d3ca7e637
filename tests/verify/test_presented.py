"""What was handed in, and when its text may stand for it."""

import pytest

from issuer.documents import strict_json
from issuer.terms import vc
from issuer.verify.presented import Presented


def presented(text: bytes) -> Presented:
    made = strict_json.parse_noting(text)
    return Presented(strict_json.require_object(made.value), text, vc.MEDIA_VC, objects=made.objects)


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":5,"b":["4.9",{"c":-1}]}',
        b'{"a":"4.99999999999999999999"}',
        b'{"a":[],"b":[null,true,{}]}',
        b"{}",
    ],
)
def test_a_text_without_fractions_says_what_was_read(text: bytes) -> None:
    assert presented(text).text == text


@pytest.mark.parametrize(
    "number", [b"4.99999999999999999999", b"9007199254740993.0", b"1e-999", b"1E2", b"5.0", b"-0.0"]
)
@pytest.mark.parametrize("place", [b'{"a":%b}', b'{"a":[1,%b]}', b'{"a":{"b":[{"c":%b}]}}', b'{"a":[[%b]]}'])
def test_a_text_with_a_fraction_may_hold_digits_that_nobody_signed(number: bytes, place: bytes) -> None:
    assert presented(place % number).text is None


def test_what_was_parsed_elsewhere_has_no_text() -> None:
    assert Presented({}, b"{}", vc.MEDIA_VC).text is None
