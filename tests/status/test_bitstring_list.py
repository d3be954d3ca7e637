"""Bitstring Status List 1.0 and its predecessor: entry grammar, list rules, the list we publish."""

from datetime import UTC, datetime

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError, StatusError
from issuer.status import Bitstring, answer, read_entry
from issuer.status.bitstring_list import build
from tests.status.cases import INDEX, URL, bits, bitstring_entry, bitstring_list, changed, with_subject


@pytest.mark.parametrize("text", ["0", "7", "94567", "131071", "9999999999"])
def test_an_index_is_a_plain_decimal_string(text: str) -> None:
    assert read_entry(changed(bitstring_entry(), statusListIndex=text)).index == int(text)


@pytest.mark.parametrize(
    "value",
    [
        "-1", "+1", "01", "00", "1.0", "1e3", "0x10", " 94567", "94567 ", "94567\n", "9_4", "\u0669\u0664",
        "", "10000000000", "99999999999999999999", 94567, 94567.0, True, ["94567"], {}, None,
    ],
)  # fmt: skip
def test_every_other_index_breaks_the_credential(value: Json) -> None:
    with pytest.raises(ConformanceError) as refused:
        read_entry(changed(bitstring_entry(), statusListIndex=value))
    assert refused.value.pointer == "/credentialStatus/statusListIndex"


@pytest.mark.parametrize("value", [0, -1, 1.0, "1", True, False, [1]])
def test_a_size_is_a_whole_number_above_0(value: Json) -> None:
    with pytest.raises(ConformanceError) as refused:
        read_entry(changed(bitstring_entry(), statusSize=value))
    assert refused.value.pointer == "/credentialStatus/statusSize"


def test_a_size_beyond_what_is_supported_is_not_known() -> None:
    with pytest.raises(StatusError) as refused:
        read_entry(changed(bitstring_entry(), statusSize=9))
    assert refused.value.code == "STATUS_TYPE_UNKNOWN"


def message_entry(**change: Json) -> JsonObject:
    words: list[Json] = [{"status": f"0x{i}", "message": word} for i, word in enumerate("abcd")]
    entry = changed(
        bitstring_entry(),
        statusPurpose="message",
        statusSize=2,
        statusMessage=words,
        statusReference="https://issuer.example/status-words",
    )
    return changed(entry, **change)


def test_a_message_is_answered_in_the_words_of_the_entry() -> None:
    question = read_entry(message_entry())
    made = bits(2 * INDEX, length=262_144)
    document = with_subject(bitstring_list(revoked=False, purpose="message"), encodedList=made.encode())
    given = answer(question, document)
    assert (given.set, given.purpose, given.value, given.message) == (True, "message", 2, "c")
    assert question.references == ("https://issuer.example/status-words",)


def test_entries_of_two_bits_need_a_list_of_twice_the_length() -> None:
    with pytest.raises(StatusError) as refused:
        answer(read_entry(message_entry()), bitstring_list(revoked=False, purpose="message"))
    assert refused.value.code == "STATUS_LIST_LENGTH_ERROR"


@pytest.mark.parametrize(
    "messages",
    [
        None,
        [],
        "ok",
        ["ok"],
        [{"status": "0x0"}],
        [{"message": "ok"}],
        [{"status": 0, "message": "ok"}],
        [{"status": "0", "message": "ok"}],
        [{"status": "0x4", "message": "out of range"}],
        [{"status": "0x1", "message": "a"}, {"status": "0x01", "message": "b"}],
    ],
)
def test_messages_of_another_form_break_the_credential(messages: Json) -> None:
    with pytest.raises(ConformanceError) as refused:
        read_entry(message_entry(statusMessage=messages))
    assert (refused.value.pointer or "").startswith("/credentialStatus/statusMessage")


@pytest.mark.parametrize("value", [1, {}, [1], []])
def test_a_reference_is_an_address_or_several(value: Json) -> None:
    with pytest.raises(ConformanceError):
        read_entry(message_entry(statusReference=value))


QUESTION = read_entry(bitstring_entry())
NOT_ANSWERING = {
    "another credential type": changed(bitstring_list(revoked=False), type=["VerifiableCredential"]),
    "the older credential type": changed(
        bitstring_list(revoked=False), type=["VerifiableCredential", "StatusList2021Credential"]
    ),
    "another list type": with_subject(bitstring_list(revoked=False), type="StatusList2021"),
    "another purpose": bitstring_list(revoked=False, purpose="suspension"),
    "no purpose": with_subject(bitstring_list(revoked=False), statusPurpose=None),
    "no list": with_subject(bitstring_list(revoked=False), encodedList=None),
    "a list of lists": with_subject(bitstring_list(revoked=False), encodedList=["u"]),
    "no prefix": with_subject(bitstring_list(revoked=False), encodedList=bits().encode()[1:]),
    "two subjects": changed(bitstring_list(revoked=False), credentialSubject=[{}, {}]),
}


@pytest.mark.parametrize("document", NOT_ANSWERING.values(), ids=NOT_ANSWERING.keys())
def test_a_list_that_is_not_the_one_asked_for_does_not_answer(document: JsonObject) -> None:
    assert answer(QUESTION, bitstring_list(revoked=False)).set is False
    with pytest.raises(StatusError) as refused:
        answer(QUESTION, document)
    assert refused.value.code == "STATUS_VERIFICATION_ERROR"


def test_a_list_may_serve_several_purposes() -> None:
    both = with_subject(bitstring_list(revoked=True), statusPurpose=["suspension", "revocation"])
    assert answer(QUESTION, both).set is True


def test_a_subject_in_an_array_of_one_is_the_subject() -> None:
    document = bitstring_list(revoked=True)
    assert answer(QUESTION, changed(document, credentialSubject=[document["credentialSubject"]])).set is True


def test_a_short_list_does_not_answer() -> None:
    short = with_subject(bitstring_list(revoked=False), encodedList=Bitstring(131_064).encode())
    with pytest.raises(StatusError) as refused:
        answer(QUESTION, short)
    assert refused.value.code == "STATUS_LIST_LENGTH_ERROR"


def test_an_index_beyond_the_list_does_not_answer() -> None:
    question = read_entry(changed(bitstring_entry(), statusListIndex="131072"))
    with pytest.raises(StatusError) as refused:
        answer(question, bitstring_list(revoked=False))
    assert refused.value.code == "RANGE_ERROR"


def test_the_list_we_publish_is_whole_and_repeatable() -> None:
    document = bitstring_list(revoked=True)
    assert document == bitstring_list(revoked=True)
    assert document["id"] == URL
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert (document["validFrom"], document["validUntil"]) == ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject["id"] == f"{URL}#list"
    assert subject["statusPurpose"] == "revocation"


def test_a_short_list_is_not_published() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    with pytest.raises(StatusError) as refused:
        build(
            list_url=URL,
            issuer="did:web:issuer.example",
            purpose="revocation",
            bits=Bitstring(131_064),
            valid_from=moment,
            valid_until=moment,
        )
    assert refused.value.code == "STATUS_LIST_LENGTH_ERROR"
