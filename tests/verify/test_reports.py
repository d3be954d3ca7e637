"""The report: one word, four answers, every check with a code that is explained, and the words of ui.md."""

import json
from typing import Final

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.terms.codes import CODES
from issuer.verify import Report, Verdict, verdicts, wording
from issuer.verify.findings import MALFORMED_CODES, UNKNOWN_CODES, as_sentence, failed, passed, undetermined
from issuer.verify.pipeline import NOT_REACHED
from tests.papers import credential, later, status_entry
from tests.worlds import World, sign

LIST: Final = "https://badges.example/s/1"


def reports() -> dict[str, Report]:
    """Return one report for each verdict."""
    world = World()
    world.publish_list(LIST, 7)
    world.publish_list("https://badges.example/s/2", 7, purpose="suspension")
    key = world.issuer.key()

    def badge(**change: object) -> JsonObject:
        return sign(credential(world.issuer, **change), key)  # type: ignore[arg-type]  # plain JSON

    held = status_entry("https://badges.example/s/2", "7", statusPurpose="suspension")
    return {
        "valid": world.verify(badge(credentialStatus=status_entry(LIST))),
        "invalid": world.verify({**badge(), "name": "Another"}),
        "revoked": world.verify(badge(credentialStatus=status_entry(LIST, "7"))),
        "suspended": world.verify(badge(credentialStatus=held)),
        "expired": world.verify(badge(validUntil="2026-10-01T00:00:00Z")),
        "not_yet_valid": world.verify(badge(validFrom=later(days=4))),
        "indeterminate": world.verify(badge(credentialStatus=status_entry("https://badges.example/s/9"))),
        "untrusted": world.verify(badge(), trust=[]),
        "malformed": world.verify(b"{"),
    }


REPORTS: Final = reports()


def test_every_verdict_can_be_had() -> None:
    assert {name: report.verdict.value for name, report in REPORTS.items()} == {
        name: name for name in REPORTS
    }
    assert set(REPORTS) == {verdict.value for verdict in Verdict}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_whole_and_every_code_is_explained(name: str) -> None:
    report = REPORTS[name]
    made = report.to_json()
    assert json.loads(json.dumps(made)) == made
    answers = made["answers"]
    assert isinstance(answers, dict)
    assert list(answers) == ["genuine", "current", "knownIssuer", "countsHere"]
    codes = (
        {check.code for check in report.checks}
        | {item.code for item in report.warnings}
        | {
            report.answers.genuine.code,
            report.answers.current.code,
            report.answers.known_issuer.code,
        }
    )
    assert codes - {None} <= set(CODES)
    for check in report.checks:
        assert check.sentence[0].isupper()
        assert check.sentence.endswith((".", "!", "?"))
    assert made["checkedAt"] == "2026-11-01T12:00:00Z"
    assert len(str(made["sha256"])) == 64


@pytest.mark.parametrize(
    ("name", "answers", "heading"),
    [
        ("valid", ("yes", "yes"), "Genuine and current"),
        ("invalid", ("no", "not_asked"), "Not genuine"),
        ("revoked", ("yes", "no"), "Withdrawn by the issuer"),
        ("suspended", ("yes", "not_now"), "On hold"),
        ("expired", ("yes", "not_now"), "Genuine, but it has ended"),
        ("not_yet_valid", ("yes", "not_now"), "Genuine, but it has not begun"),
        ("indeterminate", ("yes", "could_not_check"), "We could not check the status"),
        ("untrusted", ("yes", "yes"), "Genuine, but we do not know the issuer"),
        ("malformed", ("could_not_check", "not_asked"), "We could not read this file"),
    ],
)
def test_the_answers_and_the_heading_say_what_the_verdict_says(
    name: str, answers: tuple[str, str], heading: str
) -> None:
    report = REPORTS[name]
    assert (report.answers.genuine.value.value, report.answers.current.value.value) == answers
    assert report.heading == heading
    assert report.answers.counts_here.value.value == "not_asked"


def test_the_sentence_names_the_day() -> None:
    assert "It ended on October 1, 2026." in REPORTS["expired"].sentence
    assert "It begins on November 5, 2026." in REPORTS["not_yet_valid"].sentence
    assert "Its signature is good." in REPORTS["indeterminate"].sentence


def test_what_was_not_reached_is_said() -> None:
    skipped = [check for check in REPORTS["invalid"].checks if check.sentence == NOT_REACHED]
    assert {check.id for check in skipped} == {"status", "validity_period", "known_issuer"}
    ids = [check.id for check in REPORTS["malformed"].checks]
    assert ids == ["intake"]


def test_the_heaviest_finding_decides() -> None:
    order = [
        "malformed",
        "invalid",
        "revoked",
        "suspended",
        "expired",
        "not_yet_valid",
        "indeterminate",
        "untrusted",
        "valid",
    ]
    assert [verdict.value for verdict in Verdict] == order
    checks = [failed("x", "EXPIRED", "It ended.", means=verdict) for verdict in Verdict]
    for start in range(len(checks)):
        verdict, decisive = verdicts.decide(list(reversed(checks[start:])))
        assert verdict.value == order[start]
        assert (decisive is None) == (verdict is Verdict.VALID)
    assert verdicts.decide([]) == (Verdict.VALID, None)
    assert verdicts.heaviest([]) is Verdict.VALID


def test_every_code_that_decides_is_explained() -> None:
    assert set(CODES) >= MALFORMED_CODES | UNKNOWN_CODES


def test_what_the_issuer_did_itself_is_not_called_a_change() -> None:
    made = failed("issuer_key", "KEY_EXPIRED", "The signature is younger than its key.")
    assert wording.sentence(Verdict.INVALID, made) == (
        "Do not rely on this file. The signature is younger than its key."
    )
    changed = failed("signature", "PROOF_VERIFICATION_ERROR", "It does not match.")
    assert "It was changed after it was signed" in wording.sentence(Verdict.INVALID, changed)
    assert "It was changed after it was signed" in REPORTS["invalid"].sentence


def test_nobody_is_told_to_try_again_where_that_changes_nothing() -> None:
    passing = undetermined("status", "STATUS_RETRIEVAL_ERROR", "It cannot be had.")
    assert wording.sentence(Verdict.INDETERMINATE, passing).endswith("try again in a few minutes.")
    lasting = undetermined("status", "STATUS_TYPE_UNKNOWN", "It is not known here.")
    assert wording.sentence(Verdict.INDETERMINATE, lasting).endswith("What to do: ask the issuer.")


def test_an_empty_file_is_called_empty() -> None:
    for data in (b"", b" \r\n"):
        assert World().verify(data).checks[0].sentence == "The file is empty."


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ""),
        ("did:web:a.example has none", "did:web:a.example has none."),
        ("the key", "The key."),
        ("Is it?", "Is it?"),
        (" a. ", "A."),
    ],
)
def test_a_sentence_is_a_sentence(text: str, made: str) -> None:
    assert as_sentence(text) == made


def test_words_that_need_a_fact_say_so_when_it_is_missing() -> None:
    bare = undetermined("other", "WORK_LIMIT", "It took too long.")
    assert wording.heading(Verdict.INDETERMINATE, bare) == "We could not check the file"
    assert "an unknown day" in wording.sentence(Verdict.EXPIRED, None)
    assert wording.sentence(Verdict.REVOKED, None).endswith("the issuer withdrew it.")
    assert wording.listed([]) == ""
    assert wording.listed(["a", "b", "c"]) == "a, b and c"


def test_evidence_is_plain_json() -> None:
    check = passed("x", "Well.", text="a", number=1, listed=("a", 2), other=Verdict.VALID, nothing=None)
    assert check.evidence == {
        "text": "a",
        "number": 1,
        "listed": ["a", "2"],
        "other": "valid",
        "nothing": None,
    }
