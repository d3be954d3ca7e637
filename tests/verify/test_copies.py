"""Saved copies tell their age, never pass for the present, and say nothing once they are too old (VER-09)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.fetch import MAX_BYTES, Fetched
from issuer.verify import Policy, Report, Verdict, trust_list_of, verify
from issuer.verify.copies import ago
from issuer.workers import InProcess
from tests.papers import NOW, credential, later, status_entry
from tests.worlds import World, sign

LIST = "https://badges.example/s/1"
WEEK = timedelta(days=7)


class Saved:
    """A world of which every document was saved some time ago."""

    def __init__(self, world: World, at: datetime) -> None:
        self.world = world
        self.at = at

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        return replace(self.world.get(url, accept=accept, max_bytes=max_bytes), fetched_at=self.at)


@pytest.fixture
def world() -> World:
    made = World()
    made.publish_list(LIST, 7, validFrom=later(days=-60), validUntil=later(days=60))
    return made


def badge(world: World, index: str = "94567") -> JsonObject:
    return sign(credential(world.issuer, credentialStatus=status_entry(LIST, index)), world.issuer.key())


def check(world: World, age: timedelta, *, index: str = "94567", most: timedelta | None = WEEK) -> Report:
    policy = Policy(now=NOW, status_max_age=most, trust=trust_list_of([world.issuer.id]))
    document = badge(world, index)
    body = strict_json.encode(document)
    return verify(body, policy=policy, fetch=Saved(world, NOW - age), workers=InProcess())


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=3, hours=5), "3 days ago"),
        (timedelta(days=400), "400 days ago"),
    ],
)
def test_an_age_is_told_as_people_tell_it(age: timedelta, words: str) -> None:
    assert ago(age) == words


def test_the_age_stands_in_the_sentence_the_answer_and_the_check(world: World) -> None:
    report = check(world, timedelta(days=3))
    assert report.verdict is Verdict.VALID
    assert "Status as of 3 days ago" in report.sentence
    assert "Status as of 3 days ago" in report.answers.current.sentence
    found = report.check("status")
    assert found is not None
    assert "as of 3 days ago" in found.sentence
    assert found.evidence["ageSeconds"] == 3 * 86_400
    assert found.evidence["readAt"] == "2026-10-29T12:00:00Z"
    assert [item.code for item in report.warnings] == ["SAVED_COPY"]
    assert "3 days ago" in report.warnings[0].sentence


def test_what_was_read_just_now_is_not_called_a_copy(world: World) -> None:
    report = check(world, timedelta(minutes=5))
    assert report.verdict is Verdict.VALID
    assert "ago" not in str(report.to_json())
    assert report.warnings == ()


@pytest.mark.parametrize(
    ("age", "verdict"), [(WEEK, Verdict.VALID), (WEEK + timedelta(seconds=1), Verdict.INDETERMINATE)]
)
def test_a_copy_that_is_too_old_says_nothing(world: World, age: timedelta, verdict: Verdict) -> None:
    report = check(world, age)
    assert report.verdict is verdict
    if verdict is Verdict.INDETERMINATE:
        assert report.answers.current.value == "could_not_check"
        assert report.answers.current.code == "STATUS_LIST_STALE"
        assert "older than 7 days" in report.answers.current.sentence
        assert "Status as of" not in report.sentence


def test_a_copy_from_after_the_moment_has_no_age(world: World) -> None:
    report = check(world, timedelta(hours=-1))
    assert (report.verdict, report.answers.current.code) == (Verdict.INDETERMINATE, "STATUS_LIST_STALE")


def test_the_list_s_own_end_counts_whatever_age_is_allowed(world: World) -> None:
    world.publish_list(LIST, validUntil=later(hours=-1))
    report = check(world, timedelta(hours=2))
    assert (report.verdict, report.answers.current.code) == (Verdict.INDETERMINATE, "STATUS_LIST_STALE")


def test_an_old_copy_that_says_withdrawn_is_believed(world: World) -> None:
    assert check(world, timedelta(days=3), index="7").verdict is Verdict.REVOKED


def test_without_a_limit_the_age_is_told_all_the_same(world: World) -> None:
    report = check(world, timedelta(days=50), most=None)
    assert report.verdict is Verdict.VALID
    assert "Status as of 50 days ago" in report.sentence
