"""Every case of the attack corpus gets the expected verdict, by an expected rule, and quickly."""

import time
from collections import Counter

import pytest

from issuer.verify import Verdict
from tests.foreign.corpus import CorpusCase, cases, codes_of, judge
from tests.places import shared

pytestmark = pytest.mark.foreign

REFUSAL_S = 0.2


def test_the_whole_corpus_is_there() -> None:
    shared("attack-corpus", "catalog.json")
    assert len(cases()) == 197


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_the_verdict_is_the_expected_one(case: CorpusCase) -> None:
    report = judge(case)
    assert report.verdict.value == case.verdict, (case.title, report.checks)
    assert not case.codes or codes_of(report) & case.codes, (case.title, codes_of(report))
    assert case.warnings <= {warning.code for warning in report.warnings}
    if report.verdict is Verdict.VALID:
        assert report.answers.genuine.value.value == "yes"
        assert report.answers.current.value.value == "yes"


def test_every_refusal_is_quick() -> None:
    shared("attack-corpus", "catalog.json")
    judge(next(case for case in cases() if case.id == "CTL-01"))  # warms what a running service has warm
    slow = Counter[str]()
    for case in cases():
        if case.verdict == "valid":
            continue
        started = time.process_time()
        judge(case)
        slow[case.id] = int((time.process_time() - started) * 1000)
    over = {name: spent for name, spent in slow.items() if spent > REFUSAL_S * 1000}
    assert not over, slow.most_common(5)
