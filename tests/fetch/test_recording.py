"""What was answered once is answered so again: documents, refusals, and nothing else."""

from datetime import UTC, datetime

import pytest

from issuer.clock import fixed
from issuer.errors import FetchError
from issuer.fetch import Fetched, MappedFetch, OfflineFetch, RecordingFetch, ReplayFetch

URL = "https://issuer.example/s/1"
MOMENT = datetime(2026, 11, 1, 12, tzinfo=UTC)
BODY = b'{"id": "https://issuer.example/s/1"}'


@pytest.fixture
def recording() -> RecordingFetch:
    made = RecordingFetch(MappedFetch({URL: ("application/vc", BODY)}), clock=fixed(MOMENT))
    made.get(URL, accept="application/vc")
    with pytest.raises(FetchError):
        made.get(URL + "0")
    return made


def test_questions_and_answers_are_noted_in_order(recording: RecordingFetch) -> None:
    first, second = recording.exchanges
    assert (first.url, first.accept, first.at) == (URL, "application/vc", MOMENT)
    assert first.outcome == Fetched(URL, "application/vc", BODY)
    assert isinstance(second.outcome, FetchError)


def test_the_same_answers_are_given_again(recording: RecordingFetch) -> None:
    replay = ReplayFetch(recording.exchanges)
    assert replay.get(URL, accept="application/vc").body == BODY
    assert replay.get(URL, accept="text/html").body == BODY
    with pytest.raises(FetchError) as again:
        replay.get(URL + "0")
    refused = recording.exchanges[1].outcome
    assert isinstance(refused, FetchError)
    assert (again.value.code, again.value.detail) == (refused.code, refused.detail)


def test_the_answer_to_exactly_this_question_counts(recording: RecordingFetch) -> None:
    other = RecordingFetch(OfflineFetch(), clock=fixed(MOMENT))
    with pytest.raises(FetchError):
        other.get(URL, accept="text/html")
    replay = ReplayFetch([*recording.exchanges, *other.exchanges])
    assert replay.get(URL, accept="application/vc").body == BODY
    with pytest.raises(FetchError):
        replay.get(URL, accept="text/html")


@pytest.mark.parametrize(
    ("url", "most", "code"),
    [
        ("https://issuer.example/other", 1_000, "FETCH_FAILED"),
        ("http://issuer.example/s/1", 1_000, "FETCH_BLOCKED"),
        (URL, len(BODY) - 1, "FETCH_FAILED"),
    ],
)
def test_nothing_else_is_answered(recording: RecordingFetch, url: str, most: int, code: str) -> None:
    with pytest.raises(FetchError) as refused:
        ReplayFetch(recording.exchanges).get(url, max_bytes=most)
    assert refused.value.code == code
