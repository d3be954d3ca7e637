"""What a report about a 2.0 badge says, and what it must not say (docs/adr: a hosted badge proves its host).

A hosted badge is confirmed by whoever answers at its address, today. That is a "yes" to the question of 2.0, and
less than a signature: the words say so every time, and "genuine" is only said of a signed one.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from issuer.verify.facts import host_of
from issuer.verify.open_badges_2.edition import Edition
from issuer.verify.report import Answer, Answers, AnswerValue, Caution, Check, Outcome, Report, Verdict

NEW_ONE: Final = "Ask the issuer for a new one, as an Open Badge 3.0."
_HOSTED: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.VALID: (
        "Its host confirms it today",
        (
            "{host} shows this badge today, for the issuer that it names. It is not signed, so this is all that can be"
            " known: the host can change it or take it away at any time."
        ),
    ),
    Verdict.UNTRUSTED: (
        "Its host confirms it, but we do not know the issuer",
        (
            "{host} shows this badge today. The issuer is not on our list, so check its address before you rely on"
            " it."
        ),
    ),
    Verdict.EXPIRED: ("Its host confirms it, but it has ended", ""),
    Verdict.NOT_YET_VALID: ("Its host confirms it, but it has not begun", ""),
    Verdict.REVOKED: (
        "Withdrawn by the issuer",
        "Do not rely on this badge. Its host says that it was withdrawn.",
    ),
    Verdict.INVALID: (
        "Not confirmed by its host",
        "Do not rely on this file. The address in it does not confirm it as a badge of the issuer that it names.",
    ),
    Verdict.INDETERMINATE: (
        "We could not ask its host",
        (
            "This is not a yes, and not a no. A badge of this kind is confirmed by its host alone. What to do: try again"
            " in a few minutes."
        ),
    ),
}
_SIGNED: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.VALID: (
        "Genuine and current",
        (
            "It is signed with a key that the issuer's profile at {host} names today. Whether it counts for pay or a"
            " license is for a district or a licensing board to decide."
        ),
    ),
}
_NOT_SIGNED: Final = (
    "This is a hosted Open Badge 2.0 and not signed. We know what {host} answers today, and nothing else: not who"
    " runs that host, not what it said before, and not who the holder is."
)
_KEY_OF_TODAY: Final = (
    "This is a signed Open Badge 2.0. We know that a key signed it which {host} names today: not when it was signed,"
    " not whether the key was the issuer's then, and not who the holder is."
)


def limits(*, is_signed: bool, address: str) -> Caution:
    """Return the sentence about what a badge of this edition cannot prove."""
    text = _KEY_OF_TODAY if is_signed else _NOT_SIGNED
    return Caution("OLDER_STANDARD", text.format(host=host_of(address) or "its host"))


def older(edition: Edition) -> tuple[str, str]:
    """Return heading and sentence about a badge of an edition before 2.0."""
    return (
        f"We do not check {edition}",
        (
            f"This is an assertion of {edition}. It can be read, but it is not checked here, so this is not a yes and"
            f" not a no. {NEW_ONE}"
        ),
    )


def not_checked(answers: Answers) -> Answers:
    """Return the answers about a badge of an edition that is not judged."""
    words = "We do not check badges of this edition. It may be genuine or not."
    return replace(answers, genuine=replace(answers.genuine, sentence=words))


def worded(report: Report, *, is_signed: bool, address: str) -> Report:
    """Put a report in the words of its edition.

    Args:
        report: what was found, in the words of 3.0.
        is_signed: whether the assertion is a signed one.
        address: the address of the assertion, or of the issuer of a signed one.
    """
    host = host_of(address) or "Its host"
    table = _SIGNED if is_signed else _HOSTED
    heading, sentence = table.get(report.verdict, ("", ""))
    told = replace(
        report,
        heading=heading or report.heading,
        sentence=sentence.format(host=host) or report.sentence,
    )
    return told if is_signed else replace(told, answers=_hosted_answers(told, host))


def _hosted_answers(report: Report, host: str) -> Answers:
    answers = report.answers
    genuine, current = answers.genuine, answers.current
    if genuine.value is AnswerValue.YES:
        genuine = replace(
            genuine, sentence=f"{host} says so today. It is not signed, so the host can change it."
        )
        if current.value is AnswerValue.YES:
            current = replace(current, sentence=f"{host} shows it as in force today.")
    elif genuine.value is AnswerValue.COULD_NOT_CHECK and report.verdict is Verdict.INDETERMINATE:
        genuine = replace(genuine, sentence="We could not ask its host. It may be confirmed or not.")
    if _is_withdrawn(report.checks):
        # The host spoke for the badge when it withdrew it; what the badge said is not shown any more.
        words = "Its host withdrew it, and shows no more than that."
        genuine = Answer(AnswerValue.NOT_ASKED, words)
        current = Answer(AnswerValue.NO, words, "REVOKED")
    return replace(answers, genuine=genuine, current=current)


def _is_withdrawn(checks: Sequence[Check]) -> bool:
    return any(check.id == "status" and check.outcome is Outcome.FAILED for check in checks)
