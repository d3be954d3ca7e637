"""The kept corpus of the fuzzers holds every promise, without the fuzzer; a broken promise is noticed."""

from collections.abc import Iterator
from types import ModuleType
from unittest.mock import patch

import pytest

from bench.fuzz import fuzz_json, fuzz_jws, fuzz_png, fuzz_svg, run
from issuer.badges.baking import png, svg
from issuer.documents import strict_json
from issuer.errors import InputError
from issuer.signing import base64url

PARSERS = {"json": fuzz_json, "jws": fuzz_jws, "png": fuzz_png, "svg": fuzz_svg}
LARGEST_CORPUS = 300_000


def inputs() -> Iterator[tuple[ModuleType, bytes]]:
    for name, target in PARSERS.items():
        for data in (*target.SEEDS, *run.kept(name)):
            yield target, data


@pytest.mark.parametrize("name", PARSERS)
def test_every_kept_input_holds_the_promises(name: str) -> None:
    found = run.kept(name)
    assert len(found) > 40
    for data in (*PARSERS[name].SEEDS, *found):
        PARSERS[name].check(data)


def test_the_corpus_stays_small() -> None:
    sizes = [path.stat().st_size for path in (run.HERE / "corpus").iterdir()]
    assert sum(sizes) < LARGEST_CORPUS


def _accept_twice(
    _self: strict_json._Builder, pairs: list[tuple[str, strict_json.Json]]
) -> strict_json.JsonObject:
    return dict(pairs)


BREAKS = {
    "json: a name twice": (fuzz_json, strict_json._Builder, "members", _accept_twice),
    "json: an integer beyond a double": (fuzz_json, strict_json._Builder, "integer", staticmethod(int)),
    "json: no look at the depth": (
        fuzz_json,
        strict_json,
        "_check_shape",
        lambda _text, _limits, _escapes: 0,
    ),
    "jws: padding": (fuzz_jws, base64url, "decode", lambda text: fuzz_jws._decode(text.encode())),
    "png: no look for a second one": (fuzz_png, png, "_credential_of", lambda _body: None),
    "svg: nothing is read back": (fuzz_svg, svg, "_require_same", lambda _baked, _credential: None),
    "svg: comments are read over": (fuzz_svg, svg._Reader, "_start", lambda *_: None),
}


@pytest.mark.parametrize(("target", "owner", "name", "instead"), BREAKS.values(), ids=BREAKS.keys())
def test_a_reader_that_is_broken_on_purpose_breaks_a_promise(
    target: ModuleType, owner: object, name: str, instead: object
) -> None:
    kept = {id(module): key for key, module in PARSERS.items()}[id(target)]
    with patch.object(owner, name, instead):
        broken = 0
        for data in (*target.SEEDS, *run.kept(kept)):
            try:
                target.check(data)
            except (AssertionError, InputError, ValueError):
                broken += 1
    assert broken
