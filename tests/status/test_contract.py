"""What every status mechanism promises, asked of each one in the registry."""

import pytest

from issuer.documents.strict_json import Json
from issuer.errors import ConformanceError, IssuerError, StatusError
from issuer.status import STATUS_MECHANISMS, StatusQuestion, answer, read_entry
from tests.status.cases import CASES, CREDENTIAL, URL, Case, changed


@pytest.fixture(params=sorted(STATUS_MECHANISMS))
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture
def question(case: Case) -> StatusQuestion:
    return read_entry(case.entry, credential_id=CREDENTIAL)


def test_every_mechanism_is_registered_under_its_own_type() -> None:
    assert {name: mechanism.type for name, mechanism in STATUS_MECHANISMS.items()} == {n: n for n in CASES}


def test_the_question_says_where_to_look_and_what_for(question: StatusQuestion, case: Case) -> None:
    assert question.url == URL
    assert question.purpose == "revocation"
    assert question.type == case.entry["type"]
    assert question.credential_id == CREDENTIAL


@pytest.mark.parametrize("revoked", [True, False])
def test_the_list_answers_yes_and_no(question: StatusQuestion, case: Case, *, revoked: bool) -> None:
    given = answer(question, case.make_list(revoked=revoked))
    assert (given.set, given.purpose) == (revoked, "revocation")


def test_a_type_in_an_array_is_the_same_type(question: StatusQuestion, case: Case) -> None:
    entry = changed(case.entry, type=[case.entry["type"], "https://issuer.example/ns#Own"])
    assert read_entry(entry, credential_id=CREDENTIAL) == question


@pytest.mark.parametrize("other", [None, URL + "2", "", [URL], URL + "/"])
def test_a_list_with_another_id_does_not_answer(question: StatusQuestion, case: Case, other: Json) -> None:
    with pytest.raises(StatusError) as refused:
        answer(question, changed(case.make_list(revoked=False), id=other))
    assert refused.value.code == "STATUS_VERIFICATION_ERROR"


@pytest.mark.parametrize("name", ["credentialSubject", "revokedCredential"])
@pytest.mark.parametrize("value", [None, "none", [], {}, [1, 2], [{}, {}], [[]]])
def test_a_list_of_another_shape_never_says_no(
    question: StatusQuestion, case: Case, name: str, value: Json
) -> None:
    document = case.make_list(revoked=True)
    if name not in document or (name, value) == ("revokedCredential", []):
        return
    with pytest.raises(StatusError):
        answer(question, changed(document, **{name: value}))


def test_an_error_document_does_not_answer(question: StatusQuestion) -> None:
    with pytest.raises(StatusError):
        answer(question, {"error": "not found"})


@pytest.mark.parametrize("value", ["", 1, [], {}, None, ["x", "y"]])
def test_every_member_of_an_entry_is_read_or_refused_with_its_place(case: Case, value: Json) -> None:
    for name in case.entry:
        try:
            read_entry(changed(case.entry, **{name: value}), credential_id=CREDENTIAL, pointer="/here")
        except IssuerError as error:
            wrong = error
        else:
            assert (name, value) == ("id", None)
            continue
        if isinstance(wrong, ConformanceError):
            assert wrong.code == "SCHEMA_VIOLATION"
            assert wrong.pointer == f"/here/{name}"
        else:
            assert wrong.code == "STATUS_TYPE_UNKNOWN"
            assert name == "type"


def test_an_unknown_type_is_named_and_never_passed() -> None:
    with pytest.raises(StatusError, match="FutureStatus2030") as refused:
        read_entry({"id": "urn:uuid:1", "type": "https://future.example/ns#FutureStatus2030"})
    assert refused.value.code == "STATUS_TYPE_UNKNOWN"


def test_an_entry_of_two_mechanisms_is_refused() -> None:
    entry = changed(CASES["BitstringStatusListEntry"].entry, type=[*sorted(STATUS_MECHANISMS)])
    with pytest.raises(ConformanceError) as refused:
        read_entry(entry)
    assert refused.value.pointer == "/credentialStatus/type"
