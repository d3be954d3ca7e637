"""The status cases of the attack corpus: entries and lists, judged without proofs and dates."""

import json

import pytest

from issuer.documents.strict_json import STATUS_LIST_LIMITS, parse_object
from issuer.errors import ConformanceError, StatusError
from issuer.status import StatusAnswer, answer, read_entry
from tests.places import shared

pytestmark = pytest.mark.foreign


def judged(case_id: str) -> StatusAnswer:
    """Read the first status entry of a case and ask its list."""
    catalog = json.loads(shared("attack-corpus", "catalog.json").read_text(encoding="utf-8"))
    case = next(case for case in catalog["cases"] if case["id"] == case_id)
    credential = json.loads(shared("attack-corpus", case["body"]).read_text(encoding="utf-8"))
    status = credential["credentialStatus"]
    entry = status[0] if isinstance(status, list) else status
    question = read_entry(entry, credential_id=credential["id"])
    _, name = {**catalog["baseNetwork"], **case["networkOverrides"]}[question.url]
    list_bytes = shared("attack-corpus", "net", name).read_bytes()
    return answer(question, parse_object(list_bytes, limits=STATUS_LIST_LIMITS))


@pytest.mark.parametrize(
    ("case_id", "is_set"),
    [
        ("CTL-01", False),
        ("CTL-14", False),
        ("CTL-15", False),
        ("CTL-17", False),
        ("ST-01", True),
        ("ST-34", True),
    ],
)
def test_a_sound_list_answers(case_id: str, *, is_set: bool) -> None:
    assert judged(case_id).set is is_set


@pytest.mark.parametrize("number", [15, 19, 21, 22, 23, 24, 35, 42])
def test_an_entry_that_is_not_sound_breaks_the_credential(number: int) -> None:
    with pytest.raises(ConformanceError) as refused:
        judged(f"ST-{number}")
    assert refused.value.code == "SCHEMA_VIOLATION"


@pytest.mark.parametrize(
    ("case_id", "code"),
    [
        ("ST-10", "STATUS_VERIFICATION_ERROR"),
        ("ST-12", "INPUT_TOO_LARGE"),
        ("ST-13", "STATUS_LIST_LENGTH_ERROR"),
        ("ST-26", "STATUS_VERIFICATION_ERROR"),
        ("ST-27", "STATUS_VERIFICATION_ERROR"),
        ("ST-28", "STATUS_VERIFICATION_ERROR"),
        ("ST-31", "STATUS_VERIFICATION_ERROR"),
        ("DM-24", "STATUS_TYPE_UNKNOWN"),
    ],
)
def test_a_list_that_is_not_sound_does_not_answer(case_id: str, code: str) -> None:
    with pytest.raises(StatusError) as refused:
        judged(case_id)
    assert refused.value.code == code
