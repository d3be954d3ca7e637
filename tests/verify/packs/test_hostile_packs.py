"""Packs of strangers: changed, cut, overfull, of a wrong form. Each is refused by name."""

import io
import json
import random
import zipfile

import pytest

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError
from issuer.verify.packs import read_pack, repeat
from issuer.verify.packs.reading import MOST_BYTES
from issuer.workers import InProcess
from tests.verify.packs.makers import CASES, archive, files_of, packed, rewritten, world

GOOD = CASES["valid"](world()).pack
NAMES = sorted(files_of(GOOD))
TRIES = 300


def refused(pack: bytes) -> str:
    with pytest.raises(InputError) as refusal:
        read_pack(pack, workers=InProcess())
    return refusal.value.code


def test_it_works() -> None:
    assert read_pack(GOOD, workers=InProcess()).report["verdict"] == "valid"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "evidence-pack.json"])
def test_a_changed_file_is_noticed(name: str) -> None:
    files = files_of(GOOD)
    files[name] = files[name].replace(b"e", b"f", 1)
    assert refused(packed(files)) == "PACK_CHANGED"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "evidence-pack.json"])
def test_a_missing_file_is_noticed(name: str) -> None:
    assert (
        refused(packed({key: body for key, body in files_of(GOOD).items() if key != name})) == "PACK_CHANGED"
    )


def test_a_file_that_was_put_in_is_noticed() -> None:
    assert refused(packed({**files_of(GOOD), "documents/99.json": b"{}"})) == "PACK_CHANGED"


def test_a_zip_without_a_manifest_is_no_pack() -> None:
    files = files_of(GOOD)
    del files["evidence-pack.json"]
    assert refused(packed(files)) == "PARSING_ERROR"


@pytest.mark.parametrize(
    "change", [{"version": 2}, {"form": "x"}, {"files": []}, {"madeAt": 1}, {"input": 1}]
)
def test_a_manifest_of_another_form_is_refused(change: JsonObject) -> None:
    files = files_of(GOOD)
    files["evidence-pack.json"] = strict_json.encode({**json.loads(files["evidence-pack.json"]), **change})
    assert refused(packed(files)) in {"PARSING_ERROR", "MALFORMED_VALUE_ERROR", "PACK_CHANGED"}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("policy.json", b"[]"),
        ("policy.json", b'{"now":"yesterday","ownIssuers":[]}'),
        ("policy.json", b'{"now":"2026-11-01T12:00:00Z","ownIssuers":[1]}'),
        ("policy.json", b'{"now":"2026-11-01T12:00:00Z","ownIssuers":[],"recipient":1}'),
        ("policy.json", b'{"now":"2026-11-01T12:00:00Z","ownIssuers":[],"trust":[]}'),
        ("fetches.json", b"{}"),
        ("fetches.json", b"[1]"),
        ("fetches.json", b'[{"url":"https://a.example/","accept":"*/*"}]'),
        (
            "fetches.json",
            b'[{"url":"https://a.example/","accept":"*/*","answeredAt":"2026-11-01T12:00:00Z"}]',
        ),
        (
            "fetches.json",
            b'[{"url":"u","accept":"","answeredAt":"2026-11-01T12:00:00Z","file":"../x","mediaType":""}]',
        ),
        (
            "fetches.json",
            b'[{"url":"u","accept":"","answeredAt":"2026-11-01T12:00:00Z","error":{"code":"X","detail":""}}]',
        ),
        ("report.json", b"7"),
        ("report.json", b'{"a":1,"a":2}'),
    ],
)
def test_a_part_of_another_form_is_refused(name: str, body: bytes) -> None:
    assert refused(rewritten(GOOD, name, body)) in {"PARSING_ERROR", "MALFORMED_VALUE_ERROR", "DUPLICATE_KEY"}


def test_a_pack_beyond_the_limits_is_refused() -> None:
    assert refused(bytes(MOST_BYTES + 1)) == "INPUT_TOO_LARGE"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("evidence-pack.json", bytes(7_000_000))
    assert refused(out.getvalue()) == "INPUT_TOO_LARGE"


def test_a_zip_inside_lies_only_where_the_input_lies() -> None:
    inner = files_of(archive(world()).pack)["input.zip"]
    assert refused(rewritten(GOOD, "documents/01.json", inner)) == "INPUT_TOO_DEEP"


def test_damage_anywhere_is_an_answer_and_never_an_accident() -> None:
    chance = random.Random(11)  # noqa: S311  (damage that can be repeated)
    for _ in range(TRIES):
        damaged = bytearray(GOOD)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            found = repeat(read_pack(bytes(damaged), workers=InProcess()), workers=InProcess())
        except InputError:
            continue
        assert not found.differences
