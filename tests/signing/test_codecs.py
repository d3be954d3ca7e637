"""Base58btc, base64url and Multikey: one text per value, limits before work."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InputError
from issuer.signing import base58, base64url, multikey
from issuer.signing.key_types import KeyType

# draft-msporny-base58, section 5
BASE58_EXAMPLES = {
    b"Hello World!": "2NEpo7TZRRrLZSi2U",
    b"The quick brown fox jumps over the lazy dog.": (
        "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
    ),
    bytes.fromhex("0000287fb4cd"): "11233QC4",
    b"": "",
}


@pytest.mark.parametrize(("data", "text"), BASE58_EXAMPLES.items())
def test_base58_gives_the_published_examples(data: bytes, text: str) -> None:
    assert base58.encode(data) == text
    assert base58.decode(text) == data


@given(st.binary(max_size=96))
def test_base58_comes_back(data: bytes) -> None:
    assert base58.decode(base58.encode(data)) == data


@given(st.text(alphabet=base58.ALPHABET, max_size=130))
def test_base58_has_one_text_per_value(text: str) -> None:
    assert base58.encode(base58.decode(text)) == text


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "2NEpo7TZRRrLZSi2U ", "2N\n", "\uff12", "é"])
def test_base58_refuses_other_characters(text: str) -> None:
    with pytest.raises(InputError):
        base58.decode(text)


def test_base58_counts_before_it_works() -> None:
    begin = time.perf_counter()
    with pytest.raises(InputError, match="1000000 characters"):
        base58.decode("z" * 1_000_000)
    assert time.perf_counter() - begin < 0.1


@given(st.binary(max_size=200))
def test_base64url_comes_back(data: bytes) -> None:
    assert base64url.decode(base64url.encode(data)) == data


@pytest.mark.parametrize(
    "text", ["YQ==", "YQ=", "Y", "YR", "Zm9", "a+b", "a/b", "Zm9v\n", " Zm9v", "Zm9v.", "Zm\uff19v", "Zm9vY"]
)
def test_base64url_refuses_a_second_spelling(text: str) -> None:
    with pytest.raises(InputError):
        base64url.decode(text)


@pytest.mark.parametrize(
    ("key_type", "raw", "begin"),
    [
        (KeyType.ED25519, bytes(range(32)), "z6Mk"),
        (KeyType.P256, b"\x02" + bytes(32), "zDn"),
        (KeyType.P384, b"\x03" + bytes(48), "z82"),
    ],
)
def test_multikey_comes_back_and_shows_its_type(key_type: KeyType, raw: bytes, begin: str) -> None:
    text = multikey.encode(key_type, raw)
    assert text.startswith(begin)
    assert multikey.decode(text) == (key_type, raw)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        "uzzzz",
        "z" + base58.encode(b"\xed\x01" + bytes(31)),
        "z" + base58.encode(b"\xed\x01" + bytes(33)),
        "z" + base58.encode(b"\xed" + bytes(32)),
        "z" + base58.encode(b"\x80\x26" + bytes(32)),
        "z" + base58.encode(b"\x80\x24\x04" + bytes(64)),
        "z" + "1" * 200,
    ],
)
def test_multikey_refuses_what_is_no_key(text: str) -> None:
    with pytest.raises(InputError):
        multikey.decode(text)


def test_an_rsa_key_has_no_multikey_form() -> None:
    with pytest.raises(InputError, match="JWK"):
        multikey.encode(KeyType.RSA, b"")
