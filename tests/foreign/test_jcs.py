"""The vectors of RFC 8785: the canonical bytes are the published ones, and their own canonical form."""

import pytest

from issuer.documents import jcs, strict_json
from tests.places import shared

pytestmark = pytest.mark.foreign
NAMES = ["arrays", "french", "structures", "unicode", "values", "weird"]


def test_every_published_vector_is_tried() -> None:
    assert sorted(path.stem for path in shared("vectors", "jcs", "input").glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_canonical_bytes_are_the_published_ones(name: str) -> None:
    given = shared("vectors", "jcs", "input", f"{name}.json").read_bytes()
    expected = shared("vectors", "jcs", "output", f"{name}.json").read_bytes()
    in_hexadecimal = bytes.fromhex(shared("vectors", "jcs", "outhex", f"{name}.txt").read_text("ascii"))
    made = jcs.canonicalize(strict_json.parse(given))
    assert made == in_hexadecimal
    assert made == expected
    assert jcs.canonicalize(strict_json.parse(made)) == made
