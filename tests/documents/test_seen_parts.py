"""What was read before is not read again, and every text ends as `strict_json` ends it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.documents import strict_json
from issuer.documents.seen_parts import MOST, SeenParts
from issuer.documents.strict_json import Json, JsonObject, Limits
from issuer.errors import InputError

NAMES = ("issuer", "achievement")
ISSUER: JsonObject = {"id": "did:web:a.example", "name": 'The "best"\n'}
ACHIEVEMENT: JsonObject = {"id": "https://a.example/1", "levels": [{"id": 1}, {"id": 2.5}], "none": None}


def text(number: int = 1, **change: Json) -> bytes:
    document: JsonObject = {
        "id": number,
        "issuer": ISSUER,
        "subject": {"achievement": ACHIEVEMENT, "of": [1, "two"]},
        "end": "é",
    }
    return strict_json.encode(document | change)


def seen(limits: Limits = strict_json.CREDENTIAL_LIMITS) -> SeenParts:
    """Return a reader that knows both parts."""
    reader = SeenParts(NAMES, limits=limits)
    reader.parse_object(text())
    return reader


def end(read: Any, data: bytes) -> str:
    try:
        return json.dumps(read(data))
    except InputError as refusal:
        return f"{refusal.code} {refusal.detail}"


def test_a_part_that_was_seen_is_the_same_value() -> None:
    reader = seen()
    first, second = reader.parse_object(text(2)), reader.parse_object(text(3))
    assert first == strict_json.parse_object(text(2))
    assert second == strict_json.parse_object(text(3))
    assert first["issuer"] is second["issuer"]
    assert first["subject"] is not second["subject"]


PLAIN = text(7).decode()
ODD = {
    "nothing": PLAIN,
    "another issuer": text(7, issuer={**ISSUER, "name": "The second"}).decode(),
    "another achievement": PLAIN.replace("2.5", "2.25"),
    "a name twice beside a part": PLAIN.replace('"id":7', '"id":7,"id":7'),
    "a part twice": PLAIN.replace('"id":7', f'"id":7,"issuer":{json.dumps(ISSUER, separators=(",", ":"))}'),
    "a name twice in a part": PLAIN.replace('"none":null', '"none":null,"none":null'),
    "no number": PLAIN.replace('"id":7', '"id":NaN'),
    "no end": PLAIN.replace('"id":7', '"id":-Infinity'),
    "no end at all": PLAIN.replace('"id":7', '"id":Infinity'),
    "what stands for a part, in a text": PLAIN.replace('"é"', '"NaN Infinity"'),
    "a large number": PLAIN.replace('"id":7', '"id":9007199254740993'),
    "a number beyond doubles": PLAIN.replace('"id":7', '"id":1e999'),
    "half of a pair": PLAIN.replace('"é"', '"\\ud800"'),
    "an escaped letter": PLAIN.replace('"é"', '"\\u00e9"'),
    "an escaped mark": PLAIN.replace('"é"', '"\\"issuer\\":{"'),
    "a mark before the name": PLAIN.replace('"issuer":', '"x\\"issuer":'),
    "a text that ends in the name": PLAIN.replace('"issuer":', '"x"issuer":'),
    "a part in a list": PLAIN.replace('"issuer":', '["issuer":').replace(',"subject"', '],"subject"'),
    "something after a part": PLAIN.replace(',"subject"', 'x,"subject"'),
    "nothing between": PLAIN.replace(',"subject"', '"subject"'),
    "parts in another order": json.dumps({"subject": {"achievement": ACHIEVEMENT}, "issuer": ISSUER}),
    "spaces": json.dumps(json.loads(PLAIN)),
    "an end too early": PLAIN[:-1],
    "an end too late": PLAIN + "}",
    "a list": f"[{PLAIN}]",
    "a text": '"issuer"',
    "nothing at all": "",
    "a mark of order": "\ufeff" + PLAIN,
    "a zero": PLAIN.replace('"é"', '"\x00"'),
    "a part in a part": text(7, issuer={"achievement": ACHIEVEMENT}).decode(),
    "deep": text(7, end=json.loads("[" * 31 + "]" * 31)).decode(),
    "too deep": text(7, end=json.loads("[" * 32 + "]" * 32)).decode(),
}


@pytest.mark.parametrize("name", ODD)
def test_every_text_ends_as_alone(name: str) -> None:
    data = ODD[name].encode()
    reader = seen()
    for _ in range(2):
        assert end(reader.parse_object, data) == end(strict_json.parse_object, data)
        assert end(reader.parse_object, text(8)) == end(strict_json.parse_object, text(8))


@pytest.mark.parametrize(
    "limits",
    [
        Limits(max_bytes=len(text()) - 1),
        Limits(max_depth=4),
        Limits(max_depth=3),
        Limits(max_keys=13),
        Limits(max_keys=12),
        Limits(max_items=2, max_keys=13),
        Limits(max_string=9),
    ],
)
def test_the_limits_are_those_of_the_whole_text(limits: Limits) -> None:
    reader = seen()
    reader._limits = limits

    def alone(data: bytes) -> JsonObject:
        return strict_json.parse_object(data, limits=limits)

    assert end(reader.parse_object, text(2)) == end(alone, text(2))


PIECES = [
    '"issuer":',
    '"achievement":',
    '{"a":1}',
    "{",
    "}",
    ",",
    '"',
    "\\",
    ":",
    "1",
    "[",
    "]",
    "NaN",
    "Infinity",
    "é",
]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), max_size=4))
def test_texts_of_any_pieces_end_as_alone(texts: list[str]) -> None:
    reader = SeenParts(NAMES)
    for one in ('{"issuer":{"a":1},"achievement":{"a":1}}', *texts, *texts):
        data = one.encode()
        assert end(reader.parse_object, data) == end(strict_json.parse_object, data)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 2), st.text(max_size=5), st.sampled_from(["", "NaN", '"'])
        ),
        max_size=6,
    )
)
def test_documents_come_out_as_alone(drawn: list[tuple[int, int, str, str]]) -> None:
    reader = SeenParts(NAMES)
    for issuer, achievement, name, value in drawn:
        document: JsonObject = {
            name: value,
            "issuer": {"id": issuer, name: value},
            "subject": [{"achievement": {"id": achievement, "list": [{name: value}]}}, name],
        }
        data = strict_json.encode(document)
        assert json.dumps(reader.parse_object(data)) == json.dumps(strict_json.parse_object(data))


def test_only_a_few_parts_are_remembered() -> None:
    reader = SeenParts(NAMES)
    for number in range(3 * MOST):
        reader.parse_object(text(1, issuer={"id": number}))
    assert [len(known) for known in reader._known.values()] == [MOST, 1]
