"""From checks to one verdict and four answers.

The verdict is the heaviest thing that any check means (security.md section 4): malformed, invalid, revoked,
suspended, expired, not_yet_valid, indeterminate, untrusted, valid. The answers say the same to a person,
question by question; none of them is ever left out.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from issuer.verify import copies
from issuer.verify.report import Answer, Answers, AnswerValue, Check, IssuerFacts, Outcome, Report, Verdict

_ORDER: Final = list(Verdict)
_SIGNATURE: Final = "signature"
_NOT_NOW: Final = frozenset({Verdict.SUSPENDED, Verdict.EXPIRED, Verdict.NOT_YET_VALID})
_CURRENT: Final = frozenset({"status", "validity_period"})
_WORST_FIRST: Final = (
    AnswerValue.NO,
    AnswerValue.NOT_NOW,
    AnswerValue.COULD_NOT_CHECK,
    AnswerValue.NOT_ASKED,
    AnswerValue.YES,
)

NOT_READ: Final = Answer(AnswerValue.COULD_NOT_CHECK, "We could not read the file.")
NOT_GENUINE: Final = Answer(
    AnswerValue.NOT_ASKED, "We do not ask about a file that is not shown to be genuine."
)
NAME_PROVES_NOTHING: Final = Answer(AnswerValue.NOT_ASKED, "The name in the file proves nothing by itself.")
EACH_DISTRICT: Final = Answer(AnswerValue.NOT_ASKED, "Each district decides by its own rule.")


def heaviest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict that weighs most; valid when there is none."""
    return min(verdicts, key=_ORDER.index, default=Verdict.VALID)


def decide(checks: Sequence[Check]) -> tuple[Verdict, Check | None]:
    """Return the verdict and the check that decides it, None for a valid document."""
    weighing = [check for check in checks if check.means is not Verdict.VALID]
    if not weighing:
        return Verdict.VALID, None
    decisive = min(weighing, key=lambda check: _ORDER.index(check.means))
    return decisive.means, decisive


def answers_of(checks: Sequence[Check], *, genuine: bool, issuer: IssuerFacts | None) -> Answers:
    """Return the four answers of one document.

    Args:
        checks: every check that was made.
        genuine: whether the issuer's signature holds.
        issuer: who is named as issuer.
    """
    return Answers(
        genuine=_genuine(checks, genuine=genuine, issuer=issuer),
        current=_current(checks) if genuine else NOT_GENUINE,
        known_issuer=_known(checks) if genuine else NAME_PROVES_NOTHING,
        counts_here=_counts(checks) if genuine else EACH_DISTRICT,
    )


def _genuine(checks: Sequence[Check], *, genuine: bool, issuer: IssuerFacts | None) -> Answer:
    if genuine:
        who = "The issuer" if issuer is None else (issuer.name or issuer.id)
        return Answer(AnswerValue.YES, f"{who} signed it, and nothing was changed since.")
    verdict, decisive = decide(checks)
    if decisive is None or verdict is Verdict.MALFORMED:
        return Answer(NOT_READ.value, NOT_READ.sentence, None if decisive is None else decisive.code)
    if decisive.outcome is Outcome.UNDETERMINED:
        words = (
            "We could not get the issuer's key. It may be genuine or not."
            if decisive.id == "issuer_key"
            else "We could not check the signature. It may be genuine or not."
        )
        return Answer(AnswerValue.COULD_NOT_CHECK, words, decisive.code)
    if decisive.id == _SIGNATURE:
        words = "The signature does not match the contents of the file."
        return Answer(AnswerValue.NO, words, decisive.code)
    return Answer(AnswerValue.NO, decisive.sentence, decisive.code)


def _current(checks: Sequence[Check]) -> Answer:
    asked = [check for check in checks if check.id in _CURRENT]
    verdict, decisive = decide(asked)
    if decisive is not None:
        value = AnswerValue.COULD_NOT_CHECK
        if verdict is Verdict.REVOKED:
            value = AnswerValue.NO
        elif verdict in _NOT_NOW:
            value = AnswerValue.NOT_NOW
        words = decisive.sentence
        if value is AnswerValue.COULD_NOT_CHECK:
            words += " It may have been withdrawn since."
        return Answer(value, words, decisive.code)
    read_at = next((check.evidence["readAt"] for check in asked if "readAt" in check.evidence), None)
    if read_at is None:
        return Answer(AnswerValue.YES, "It is inside its period. The issuer publishes no status for it.")
    words = f"It is not withdrawn, on hold or out of date. We read the issuer's status list at {read_at}."
    then = copies.as_of(asked)
    if then:
        words = f"It was not withdrawn, on hold or out of date at {read_at}. {then}"
    return Answer(AnswerValue.YES, words)


def _known(checks: Sequence[Check]) -> Answer:
    check = next((check for check in checks if check.id == "known_issuer"), None)
    if check is None or check.outcome is Outcome.SKIPPED:
        return NAME_PROVES_NOTHING
    values = {
        Outcome.PASSED: AnswerValue.YES,
        Outcome.FAILED: AnswerValue.NO,
        Outcome.UNDETERMINED: AnswerValue.COULD_NOT_CHECK,
    }
    return Answer(values[check.outcome], check.sentence, check.code)


def _counts(checks: Sequence[Check]) -> Answer:
    """Return the fourth answer; its code is the reason that the recogniser's rules give."""
    check = next((check for check in checks if check.id == "counts_here"), None)
    if check is None:
        return EACH_DISTRICT
    reason = check.evidence.get("reason")
    values = {
        Outcome.PASSED: AnswerValue.YES,
        Outcome.FAILED: AnswerValue.NO,
        Outcome.UNDETERMINED: AnswerValue.COULD_NOT_CHECK,
        Outcome.SKIPPED: AnswerValue.NOT_ASKED,
    }
    return Answer(values[check.outcome], check.sentence, reason if isinstance(reason, str) else None)


def together(reports: Sequence[Report]) -> Answers:
    """Return the answers of a container: to each question the worst answer of what it holds."""
    every = [report.answers for report in reports]

    def worst(answers: list[Answer]) -> Answer:
        return min(answers, key=lambda answer: _WORST_FIRST.index(answer.value), default=NOT_READ)

    return Answers(
        genuine=worst([item.genuine for item in every]),
        current=worst([item.current for item in every]),
        known_issuer=worst([item.known_issuer for item in every]),
        counts_here=worst([item.counts_here for item in every]) if every else EACH_DISTRICT,
    )
