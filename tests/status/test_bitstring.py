"""The bitstring codec: one text per bits, and everything else refused by name."""

import base64
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import StatusError
from issuer.status import Bitstring
from issuer.status.bitstring import MAX_BYTES
from tests.places import shared

EMPTY_131072 = "uH4sIAAAAAAACA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def spell(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def refused_code(text: str, *, max_bytes: int = MAX_BYTES) -> str:
    with pytest.raises(StatusError) as refused:
        Bitstring.decode(text, max_bytes=max_bytes)
    return refused.value.code


@given(st.binary(min_size=1, max_size=400))
def test_what_is_written_is_read_again(data: bytes) -> None:
    bits = Bitstring.from_bytes(data)
    assert bytes(Bitstring.decode(bits.encode())) == data
    assert gzip.decompress(base64.urlsafe_b64decode(bits.encode()[1:] + "==")) == data
    assert Bitstring.from_bytes(data).encode() == bits.encode()


@given(st.sets(st.integers(0, 1023)), st.integers(0, 1023))
def test_exactly_the_bits_that_are_set_are_set(positions: set[int], cleared: int) -> None:
    bits = Bitstring(1024)
    for position in positions:
        bits.set(position)
    bits.set(cleared, value=False)
    assert {i for i in range(len(bits)) if bits.get(i)} == positions - {cleared}


@given(st.lists(st.integers(0, 7), min_size=8, max_size=8))
def test_entries_of_several_bits_are_read_first_bit_first(values: list[int]) -> None:
    packed = int("".join(f"{value:03b}" for value in values), 2).to_bytes(3, "big")
    bits = Bitstring.from_bytes(packed)
    assert [bits.value(i, 3) for i in range(8)] == values


def test_bit_0_is_the_most_significant_bit_of_the_first_byte() -> None:
    bits = Bitstring(16)
    bits.set(0)
    bits.set(15)
    assert bytes(bits) == b"\x80\x01"


def test_the_empty_list_that_others_write_is_read() -> None:
    assert Bitstring.decode(EMPTY_131072) == Bitstring(131_072)


@pytest.mark.parametrize("index", [-1, 16, 10**9])
def test_there_is_no_bit_outside(index: int) -> None:
    for act in (Bitstring(16).get, Bitstring(16).set):
        with pytest.raises(StatusError) as refused:
            act(index)
        assert refused.value.code == "RANGE_ERROR"


def test_an_entry_partly_outside_is_outside() -> None:
    with pytest.raises(StatusError) as refused:
        Bitstring(16).value(5, 3)
    assert refused.value.code == "RANGE_ERROR"


@pytest.mark.parametrize("length", [0, -8, 7, 131_073])
def test_a_length_is_whole_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="multiple of 8"):
        Bitstring(length)


PACKED = gzip.compress(bytes(16_384), mtime=0)
BROKEN = {
    "empty": "",
    "prefix only": "u",
    "no prefix": spell(PACKED)[1:],
    "base58 prefix": "z" + spell(PACKED)[1:],
    "padding": spell(PACKED) + "=",
    "standard alphabet": "u" + base64.b64encode(gzip.compress(b"\xff\xfe" * 90, mtime=0)).decode(),
    "line break": spell(PACKED)[:20] + "\n" + spell(PACKED)[20:],
    "stray trailing bits": EMPTY_131072[:-1] + "B",
    "not gzip": spell(bytes(64)),
    "zlib instead of gzip": spell(zlib.compress(bytes(16_384))),
    "truncated": spell(PACKED[:-1]),
    "truncated early": spell(PACKED[:12]),
    "header only": spell(PACKED[:10]),
    "wrong checksum": spell(PACKED[:-8] + b"\0\0\0\1" + PACKED[-4:]),
    "wrong length": spell(PACKED[:-1] + b"\1"),
    "second member": spell(PACKED + PACKED),
    "byte after the end": spell(PACKED + b"\0"),
    "letters beyond ASCII": "u\uff28" + EMPTY_131072[2:],
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_another_spelling_is_no_list(text: str) -> None:
    assert refused_code(text) == "STATUS_VERIFICATION_ERROR"


def test_nothing_inside_is_too_short() -> None:
    assert refused_code(spell(gzip.compress(b"", mtime=0))) == "STATUS_LIST_LENGTH_ERROR"


def test_a_bomb_is_not_unpacked() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(64)) + packer.flush()
    assert refused_code(spell(packed)) == "INPUT_TOO_LARGE"


def test_the_cap_is_exact() -> None:
    text = Bitstring(8 * 1000).encode()
    assert len(Bitstring.decode(text, max_bytes=1000)) == 8000
    assert refused_code(text, max_bytes=999) == "INPUT_TOO_LARGE"


def test_a_text_longer_than_any_list_is_not_read() -> None:
    assert refused_code("u" + "A" * 3_000_000) == "INPUT_TOO_LARGE"


@pytest.mark.parametrize(
    "text",
    [
        base64.b64encode(PACKED).decode(),
        base64.urlsafe_b64encode(PACKED).decode().rstrip("="),
        spell(PACKED),
    ],
)
def test_the_older_spellings_are_read_only_when_asked_for(text: str) -> None:
    assert Bitstring.decode(text, legacy=True) == Bitstring(131_072)


@pytest.mark.foreign
def test_the_half_full_list_of_the_corpus_is_read() -> None:
    text = shared("attack-corpus", "net", "1ea493ae92ffd982").read_text(encoding="utf-8")
    encoded = text.partition('"encodedList": "')[2].partition('"')[0]
    bits = Bitstring.decode(encoded)
    assert len(bits) == 131_072
    assert 60_000 < sum(map(bits.get, range(len(bits)))) < 71_000
