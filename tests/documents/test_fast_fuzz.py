"""Ten thousand random documents: the fast road gives the bytes of the slow one, or its refusal.

A sample runs always; the whole number with the slow tests; `bench/fuzz_canonical.py` runs as many as asked.
"""

from collections import Counter

import pytest

from tests.documents import roads
from tests.documents.random_documents import Maker, altered

SAMPLE, BATCH, BATCHES = 300, 500, 20


def compare(seed: int, number: int) -> Counter[str]:
    maker = Maker(seed)
    ends: Counter[str] = Counter()
    for _ in range(number):
        document = maker.document()
        sound = maker.maybe(0.5)
        if not sound:
            document = altered(document, maker)
        found = roads.fast(document)
        expected = roads.slow(document)
        assert found in (expected, roads.NOT_COVERED), document
        ends[f"{'sound' if sound else 'altered'}: {roads.kind_of(found)}"] += 1
        # The second time parts come from memory.
        assert roads.fast(document) == found
    return ends


def check(ends: Counter[str], number: int) -> None:
    """The fuzzer must reach both ends, and the fast road must cover nearly all of what it makes."""
    assert ends["sound: bytes"] > number * 0.25, ends
    assert ends["altered: DATA_LOSS_DETECTION_ERROR"] > number * 0.15, ends
    assert ends[f"sound: {roads.NOT_COVERED}"] <= number * 0.01, ends
    assert ends[f"altered: {roads.NOT_COVERED}"] < number * 0.15, ends


def test_a_sample_of_random_documents() -> None:
    check(compare(seed=1, number=SAMPLE), SAMPLE)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1000 + BATCHES))
def test_ten_thousand_random_documents(seed: int) -> None:
    check(compare(seed, BATCH), BATCH)
