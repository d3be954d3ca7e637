import gzip
import random
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.status import Bitstring, spell
from issuer.status.packed import PIECE, PackedBits

LENGTH = PIECE * 8 * 3 + 64
indexes = st.lists(st.integers(0, LENGTH - 1), max_size=40)


@given(st.lists(indexes, max_size=4))
def test_equal_bits_give_equal_bytes_however_they_came(steps: list[list[int]]) -> None:
    grown, whole = PackedBits(bytes(LENGTH // 8)), Bitstring(LENGTH)
    for step in steps:
        grown.set(step)
        grown.gzip()
        for index in step:
            whole.set(index)
    assert bytes(grown) == bytes(whole)
    assert grown.gzip() == PackedBits(bytes(whole)).gzip()
    assert spell(grown) == whole.encode()
    assert Bitstring.decode(spell(grown)) == whole
    assert grown.count == len({index for step in steps for index in step})


def test_any_gzip_reader_reads_it() -> None:
    chance = random.Random(1)  # noqa: S311  (places of a test)
    bits = PackedBits(bytes(131_072))
    bits.set(chance.sample(range(1_048_576), 10_486))
    assert gzip.decompress(bits.gzip()) == bytes(bits)
    assert len(bits.gzip()) < 20_000


def test_one_changed_bit_packs_one_piece_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bits = PackedBits(bytes(PIECE * 64))
    bits.gzip()
    made: list[int] = []
    real = zlib.compressobj

    def counted(*arguments: Any) -> object:
        made.append(1)
        return real(*arguments)

    monkeypatch.setattr(zlib, "compressobj", counted)
    bits.set([77])
    bits.gzip()
    bits.set([77])
    bits.gzip()
    assert len(made) == 1


@pytest.mark.parametrize("index", [-1, 64])
def test_a_bit_that_is_not_there_is_an_error(index: int) -> None:
    with pytest.raises(IndexError):
        PackedBits(bytes(8)).set([index])
