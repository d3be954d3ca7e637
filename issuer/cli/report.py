"""A verification report as words on a screen: heading, four answers, what it says, then every check.

Machine codes stand only in the list of checks, before their sentence. Everything that comes out of the
credential goes through `safe`, and is called a claim unless the badge is genuine.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import click

from issuer.badges.names.advice import ADVISES
from issuer.cli.output import safe
from issuer.documents.strict_json import Json, JsonObject
from issuer.services.name_help import Named
from issuer.verify import Answer, AnswerValue, Check, Outcome, Report, Verdict

EXIT_CODES: Final[dict[Verdict, int]] = {
    Verdict.VALID: 0,
    Verdict.INVALID: 1,
    Verdict.REVOKED: 1,
    Verdict.SUSPENDED: 1,
    Verdict.EXPIRED: 1,
    Verdict.NOT_YET_VALID: 1,
    Verdict.INDETERMINATE: 2,
    Verdict.MALFORMED: 3,
    Verdict.UNTRUSTED: 4,
}
_ANSWERS: Final = {
    AnswerValue.YES: "yes",
    AnswerValue.NO: "NO",
    AnswerValue.NOT_NOW: "NOT NOW",
    AnswerValue.COULD_NOT_CHECK: "could not check",
    AnswerValue.NOT_ASKED: "not asked",
}
_OUTCOMES: Final = {
    Outcome.PASSED: "ok",
    Outcome.FAILED: "FAILED",
    Outcome.UNDETERMINED: "UNKNOWN",
    Outcome.SKIPPED: "not asked",
}
_OF_MEANING: Final = {
    Verdict.UNTRUSTED: "not known",
    Verdict.SUSPENDED: "NOT NOW",
    Verdict.EXPIRED: "NOT NOW",
    Verdict.NOT_YET_VALID: "NOT NOW",
    Verdict.VALID: "note",
}
"""A rule that was not kept and makes nobody a forger."""
_LONGEST: Final = 300


def print_report(report: Report) -> None:
    """Print a report for a person."""
    for line in lines_of(report):
        click.echo(safe(line[:_LONGEST]))


def print_names(named: Sequence[Named]) -> None:
    """Print what is said about names, after the report and apart from it."""
    for item in named:
        advice = item.advice
        click.echo("")
        click.echo(safe(f"{advice.heading}{'' if item.part is None else f' ({item.part})'}"[:_LONGEST]))
        for which, name in (("printed", advice.printed), ("applicant", advice.given)):
            if name is not None:
                click.echo(safe(f"  {which:<10} {name}"[:_LONGEST]))
        for reason in advice.reasons:
            click.echo(safe(f"  - {reason}"[:_LONGEST]))
    if named:
        click.echo(ADVISES)


def lines_of(report: Report) -> Iterator[str]:
    """Yield the lines of a report, headings first."""
    yield report.heading
    yield f"  {report.sentence}"
    yield ""
    yield from _answer("Genuine?", report.answers.genuine)
    yield from _answer("Current?", report.answers.current)
    yield from _answer("Known issuer?", report.answers.known_issuer)
    yield from _answer("Counts here?", report.answers.counts_here)
    facts = list(_facts(report))
    if facts:
        yield ""
        yield (
            "It says:"
            if report.answers.genuine.value is AnswerValue.YES
            else "It claims, and nobody stands for it:"
        )
        for name, value in facts:
            yield f"  {name:<14} {value}"
    if report.warnings:
        yield ""
        yield "Please note:"
        for warning in report.warnings:
            yield f"  - {warning.sentence}"
    for item in report.endorsements:
        if item.shown:
            who = item.report.issuer
            yield f"  - Endorsed by {'somebody' if who is None else who.name or who.id} (the {item.carrier})."
    for part in report.parts:
        yield f"  {part.name:<32} {part.report.verdict.value:<14} {part.report.heading}"
    if report.components:
        yield ""
        yield "It is made of:"
        for component in report.components:
            yield f"  {component.status or 'not known':<14} {component.name}: {component.sentence} {component.id}"
    yield ""
    yield "What was checked:"
    for check in report.checks:
        code = "" if check.code is None else f"{check.code}: "
        yield f"  {_outcome(check):<10} {check.id:<18} {code}{check.sentence}"


def _outcome(check: Check) -> str:
    usual = _OUTCOMES[check.outcome]
    return _OF_MEANING.get(check.means, usual) if check.outcome is Outcome.FAILED else usual


def _answer(question: str, answer: Answer) -> Iterator[str]:
    word = "not known here" if answer.code == "ISSUER_UNKNOWN" else _ANSWERS[answer.value]
    yield f"  {question:<14} {word:<16} {answer.sentence}"


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    credential = report.credential
    if credential is None:
        return
    subject = _first(credential.get("credentialSubject"))
    achievement = _first(subject.get("achievement")) or _first(credential.get("badge"))
    yield from _text("name", achievement.get("name", credential.get("name")))
    if report.issuer is not None:
        yield from _text("issuer", report.issuer.name)
        yield "issuer id", report.issuer.id
        domain = report.issuer.domain
        if domain is not None and domain != report.issuer.ascii_domain:
            yield "issuer domain", f"{domain} ({report.issuer.ascii_domain})"
    yield from _text("awarded", credential.get("awardedDate", credential.get("issuedOn")))
    yield from _text("valid from", credential.get("validFrom", credential.get("issuanceDate")))
    yield from _text(
        "valid until",
        credential.get("validUntil", credential.get("expirationDate", credential.get("expires"))),
    )
    hours = subject.get("creditsEarned")
    if isinstance(hours, int | float) and not isinstance(hours, bool):
        yield "hours", f"{hours:g}, by the issuer's own word"
    yield from _text("id", credential.get("id"))


def _text(name: str, value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value


def _first(value: Json) -> JsonObject:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}
