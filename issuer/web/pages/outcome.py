"""A verification report for a page: marks and words for what it found, what to do, and what it does not say.

Adds no judgment: every sentence about the credential comes from the report. The words for what to do are
ours and depend on the verdict alone.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from issuer.documents import jcs
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import parse_time
from issuer.verify import Answer, AnswerValue, Check, Outcome, Part, Report
from issuer.verify.presented import Kind
from issuer.web.pages import contents, older
from issuer.web.pages.contents import Contents
from issuer.web.pages.members import objects, text
from issuer.web.pages.outcome_words import (
    ADVICE,
    ADVICE_OLDER,
    ANSWERS,
    CHECKS,
    FORMS,
    MARK_OF_COMPONENT,
    MARK_OF_VERDICT,
    OF_MEANING,
    OUTCOMES,
    UNKNOWN_ISSUER,
)
from issuer.web.site import clock_time
from issuer.web.text import shorten

_PLACE: Final = re.compile(r"credential [0-9]+")
"""What the verifier calls a part that has no name of its own."""
LONGEST_DOCUMENT: Final = 3_000
"""A public page stays under 20 KB; our own credentials are shorter than this."""
EACH_DECIDES: Final = "Each district decides. The issuer cannot decide it, and neither can we."
CANNOT_COUNT: Final = "A file that is not genuine cannot count."
_MOMENT: Final = re.compile(r"\b20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")
DOES_NOT_SAY: Final = (
    "It does not say that the person in front of you is the holder.",
    "It does not say that hours count for pay, for a license or at a university.",
    "It does not say that the holder's work was good beyond what the rubric asks.",
)


@dataclass(frozen=True)
class CheckLine:
    """One check in the table of checks."""

    name: str
    mark: str
    word: str
    sentence: str
    code: str | None
    pointer: str | None


@dataclass(frozen=True)
class Inside:
    """One credential or endorsement inside, with its own verdict."""

    name: str
    mark: str
    heading: str
    sentence: str


@dataclass(frozen=True)
class ComponentLine:
    """One component of a micro-endorsement: its name, how it stands, its id and its fingerprint."""

    name: str
    mark: str
    sentence: str
    id: str
    digest: str


@dataclass(frozen=True)
class OutcomeView:
    """Everything that a result page shows about one report.

    Attributes:
        is_genuine: whether the contents may be called what the file says, rather than what it claims.
        answers: mark, question, answer and reason, always four.
        contents: what the file says, None when nothing could be read.
        components: what a micro-endorsement is made of.
        facts: technical facts for experts, term and value.
        document: the verified object in its canonical form (RFC 8785), cut where it is very long.
    """

    mark: str
    heading: str
    sentence: str
    is_genuine: bool
    answers: tuple[tuple[str, str, str, str], ...]
    advice: tuple[str, ...]
    checks: tuple[CheckLine, ...]
    warnings: tuple[str, ...]
    inside: tuple[Inside, ...]
    components: tuple[ComponentLine, ...]
    contents: Contents | None
    facts: tuple[tuple[str, str], ...]
    document: str
    report: Report


def view(report: Report, *, zone: str = contents.UTC, with_document: bool = False) -> OutcomeView:
    """Put a report in the words of a page.

    Args:
        report: what was found.
        zone: IANA zone in which moments are told.
        with_document: also give the canonical document and its digest; a page that links to it needs neither.
    """
    genuine = report.answers.genuine.value is AnswerValue.YES
    shown = report.credential if with_document else None
    canonical = b"" if shown is None else jcs.canonicalize(shown)
    return OutcomeView(
        mark=MARK_OF_VERDICT[report.verdict],
        heading=report.heading,
        sentence=told(report.sentence, zone),
        is_genuine=genuine,
        answers=answers(report, zone=zone),
        advice=ADVICE_OLDER if _is_unread_edition(report) else ADVICE[report.verdict],
        checks=tuple(_check(check, zone) for check in _each_once(report.checks)),
        warnings=tuple(told(warning.sentence, zone) for warning in report.warnings),
        inside=_inside(report, zone),
        components=tuple(
            ComponentLine(
                item.name or "A credential without a name",
                MARK_OF_COMPONENT.get(item.status or "", "unk"),
                item.sentence,
                item.id,
                item.digest,
            )
            for item in report.components
        ),
        contents=None
        if report.credential is None
        else contents.read(_shown(report.credential, report.kind), zone=zone),
        facts=tuple(_facts(report, canonical)),
        document=shorten(canonical.decode(), LONGEST_DOCUMENT),
        report=report,
    )


def _shown(document: JsonObject, kind: str) -> JsonObject:
    return older.laid_out(document) if kind == Kind.ASSERTION else document


def _is_unread_edition(report: Report) -> bool:
    return any(check.code == "OLDER_STANDARD" for check in report.checks)


def answers(report: Report, *, zone: str = contents.UTC) -> tuple[tuple[str, str, str, str], ...]:
    """Return the four answers in their order: mark, question, word, reason."""
    asked = report.answers
    return (
        _answer("Genuine?", asked.genuine, report, zone),
        _answer("Current?", asked.current, report, zone),
        _answer("Known issuer?", asked.known_issuer, report, zone),
        _answer("Counts here?", _counts_here(report), report, zone),
    )


def _answer(question: str, answer: Answer, report: Report, zone: str) -> tuple[str, str, str, str]:
    mark, word = UNKNOWN_ISSUER if answer.code == "ISSUER_UNKNOWN" else ANSWERS[answer.value]
    ended_early = report.answers.genuine.value is not AnswerValue.YES
    if answer.value is AnswerValue.NOT_ASKED and ended_early:
        word = "Not checked"
    return mark, question, word, told(answer.sentence, zone)


def _counts_here(report: Report) -> Answer:
    """Return the fourth answer; without a district's rule at hand it says who decides."""
    answer = report.answers.counts_here
    if answer.value is not AnswerValue.NOT_ASKED:
        return answer
    is_forged = report.answers.genuine.value is AnswerValue.NO
    return Answer(AnswerValue.NOT_ASKED, CANNOT_COUNT if is_forged else EACH_DECIDES)


def told(sentence: str, zone: str) -> str:
    """Return a sentence with its moments as people tell them, in an IANA zone."""
    return _MOMENT.sub(lambda found: clock_time(parse_time(found[0]), zone), sentence)


def _check(check: Check, zone: str) -> CheckLine:
    is_failed = check.outcome is Outcome.FAILED
    mark, word = (
        OF_MEANING.get(check.means, OUTCOMES[check.outcome]) if is_failed else OUTCOMES[check.outcome]
    )
    sentence = told(check.sentence, zone)
    name = CHECKS.get(check.id, check.id.replace("_", " ").capitalize())
    return CheckLine(name, mark, word, sentence, check.code, check.pointer)


def _each_once(checks: Sequence[Check]) -> Iterator[Check]:
    """Yield every check; one that was made is not told a second time as not asked."""
    made = {check.id for check in checks if check.outcome is not Outcome.SKIPPED}
    return (check for check in checks if check.outcome is not Outcome.SKIPPED or check.id not in made)


def _inside(report: Report, zone: str) -> tuple[Inside, ...]:
    found = [(_named(part, zone), part.report) for part in report.parts]
    found += [(f"Endorsement of the {item.carrier}", item.report) for item in report.endorsements]
    return tuple(
        Inside(name, MARK_OF_VERDICT[inner.verdict], inner.heading, inner.sentence) for name, inner in found
    )


def _named(part: Part, zone: str) -> str:
    """Return what a part is called; the title of one that is not genuine would be a claim, so its place is told."""
    inner = part.report
    if inner.credential is None or inner.answers.genuine.value is not AnswerValue.YES:
        return part.name
    said = contents.read(_shown(inner.credential, inner.kind), zone=zone)
    title = f"{said.title}, {said.awarded}" if said.awarded else said.title
    return title if _PLACE.fullmatch(part.name) else f"{part.name}: {title}"


def _facts(report: Report, canonical: bytes) -> list[tuple[str, str]]:
    document: JsonObject = report.credential or {}
    proofs = objects(document, "proof")
    status = objects(document, "credentialStatus")
    rows = [
        ("File", f"{report.media_type or 'unknown'}, {FORMS.get(report.form, report.form)}"),
        ("SHA-256 of the file", report.sha256),
        ("SHA-256 of the canonical document", hashlib.sha256(canonical).hexdigest() if canonical else ""),
        ("Credential id", text(document, "id")),
        ("Issuer", report.issuer.id if report.issuer else ""),
        ("Issuer's domain", _domain(report)),
        ("Signed with", ", ".join(filter(None, (text(p, "cryptosuite") or text(p, "type") for p in proofs)))),
        ("Key", ", ".join(filter(None, (text(p, "verificationMethod") for p in proofs)))),
        ("Signed at", ", ".join(filter(None, (text(p, "created") for p in proofs)))),
        ("Status list", ", ".join(text(entry, "statusListCredential") for entry in status)),
        ("Place in the list", ", ".join(text(entry, "statusListIndex") for entry in status)),
    ]
    return [(term, value) for term, value in rows if value]


def _domain(report: Report) -> str:
    facts = report.issuer
    if facts is None or facts.domain is None:
        return ""
    same = facts.domain == facts.ascii_domain
    return facts.domain if same else f"{facts.domain} ({facts.ascii_domain})"
