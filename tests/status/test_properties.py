"""Whatever JSON is given, reading ends in a value or in a named refusal, never in a surprise."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError, StatusError
from issuer.status import StatusAnswer, StatusQuestion, answer, read_entry
from tests.status.cases import CASES, CREDENTIAL, URL

WORDS = st.sampled_from(["", "0", "94567", "-1", URL, CREDENTIAL, "revocation", "uH4sIAAAAAAAA", *CASES])
LEAVES = (
    st.none() | st.booleans() | st.integers(-2, 10) | st.floats(allow_nan=False) | WORDS | st.text(max_size=4)
)
ANY: st.SearchStrategy[Json] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.sampled_from(["id", "type"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
MEMBERS = sorted({name for case in CASES.values() for name in case.entry} | {"statusSize", "statusMessage"})
CHANGES = st.dictionaries(st.sampled_from([*MEMBERS, "statusReference"]), ANY, max_size=3)
LIST_MEMBERS = ["id", "type", "credentialSubject", "revokedCredential", "statusPurpose", "encodedList"]


@given(st.sampled_from(sorted(CASES)), CHANGES)
def test_any_entry_is_read_or_refused(name: str, change: JsonObject) -> None:
    with contextlib.suppress(ConformanceError, StatusError):
        question = read_entry({**CASES[name].entry, **change}, credential_id=CREDENTIAL)
        assert isinstance(question, StatusQuestion)


@given(
    st.sampled_from(sorted(CASES)),
    st.dictionaries(st.sampled_from(LIST_MEMBERS), ANY, max_size=3),
    st.dictionaries(st.sampled_from(LIST_MEMBERS), ANY, max_size=3),
)
def test_any_list_answers_or_is_refused(name: str, change: JsonObject, inner: JsonObject) -> None:
    question = read_entry(CASES[name].entry, credential_id=CREDENTIAL)
    document = {**CASES[name].make_list(revoked=True), **change}
    subject = document.get("credentialSubject")
    if isinstance(subject, dict):
        document["credentialSubject"] = {**subject, **inner}
    with contextlib.suppress(StatusError):
        assert isinstance(answer(question, document), StatusAnswer)
