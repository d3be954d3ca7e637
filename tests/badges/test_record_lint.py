"""What a catalog record should say beyond what publishing demands."""

import pytest

from issuer.badges import catalog_record
from issuer.badges.record_lint import SECTIONS, missing
from tests.badges import samples

WHOLE = {
    "methodComponents": ["Plan", "Do"],
    "research": "A study.",
    "resources": ["A book."],
    "submissionGuidelines": "Send four artifacts.",
    "completionIndicators": ["Readable"],
    "expectedEffortHours": 15,
    "alignment": [
        {
            "targetName": "Standard 1",
            "targetUrl": "https://case.example/uri/1",
            "targetType": "CFItem",
            "targetCode": "1.a",
            "targetDescription": "The educator listens.",
        }
    ],
}


def test_a_record_with_every_section_lacks_nothing() -> None:
    assert missing(samples.achievement(**WHOLE)) == []


def test_every_section_that_is_missing_is_named() -> None:
    for name in SECTIONS.keys() - {"competency"}:
        found = missing(samples.achievement(**(WHOLE | {name: "-"})))
        assert f"/{name}" in [gap.pointer for gap in found], name


def test_work_must_be_shown_in_practice_and_standards_say_what_they_mean() -> None:
    evidence = [{"phase": "A", "title": "Analyze", "required": "an analysis"}]
    bare = [{"targetName": "Standard 1", "targetUrl": "https://case.example/uri/1"}]
    found = missing(samples.achievement(**(WHOLE | {"evidence": evidence, "alignment": bare})))
    assert [gap.pointer for gap in found] == [
        "/evidence",
        "/alignment/0/targetDescription",
        "/alignment/0/targetCode",
    ]


@pytest.mark.parametrize(
    ("phase", "kind", "is_shown"),
    [
        ("I", "Artifact", True),
        ("Implement", "Performance", True),
        ("Try it", "Performance", True),
        ("A", "Artifact", False),
        ("I", "Exam", False),
    ],
)
def test_seed_15_something_must_be_done_with_learners(phase: str, kind: str, *, is_shown: bool) -> None:
    evidence = [{"phase": phase, "title": "Work", "required": "a record of it", "assessmentType": kind}]
    found = missing(samples.achievement(**(WHOLE | {"evidence": evidence})))
    assert [gap.pointer for gap in found] == ([] if is_shown else ["/evidence"])


def test_hours_of_a_stack_are_held_against_its_components() -> None:
    stack = catalog_record.read(samples.stack_record(), base_url=samples.BASE, creator=samples.PARENT)
    codes = ("PRL-01", "PRL-02", "PRL-05", "PRL-06")
    parts = tuple(samples.achievement(code=code) for code in codes)
    assert missing(stack, parts) == []
    richer = (*parts[:3], samples.achievement(code="PRL-06", creditsAvailable=2.0))
    assert [gap.pointer for gap in missing(stack, richer)] == ["/creditsAvailable"]
    other = (*parts[:3], samples.achievement(code="PRL-06", creditUnit="clockHour"))
    assert [gap.pointer for gap in missing(stack, other)] == ["/creditUnit"]
    assert [gap.message for gap in missing(stack, parts[:3])] == ["PRL-06 cannot be awarded now"]
