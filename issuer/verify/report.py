"""What a verification says: one verdict, four answers, and every check with its why.

Plain frozen values that a page, a program and a test read alike; `to_json` is the only written form.
Nothing is judged here: `pipeline` fills a report, `verdicts` decides which finding weighs most.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.verify.component_report import ComponentReport
from issuer.verify.statement_report import StatementReport


class Verdict(StrEnum):
    """The one word of a report, heaviest first: of several findings the earliest here is the verdict."""

    MALFORMED = "malformed"
    INVALID = "invalid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    INDETERMINATE = "indeterminate"
    UNTRUSTED = "untrusted"
    VALID = "valid"


class Outcome(StrEnum):
    """How one check ended; `undetermined` is never a yes and never a no."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    SKIPPED = "skipped"


class AnswerValue(StrEnum):
    """The value of one of the four answers; "not now" is on hold, ended or not begun."""

    YES = "yes"
    NO = "no"
    NOT_NOW = "not_now"
    COULD_NOT_CHECK = "could_not_check"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, init=False)
class Check:
    """One rule and what it found.

    Attributes:
        id: the rule's stable name, documented in `docs/verifier.md`.
        outcome: how it ended.
        code: a key of `terms.codes.CODES`; None when the rule was kept or not asked.
        sentence: what was found, for a person.
        evidence: facts that let an engineer repeat the check.
        pointer: RFC 6901 pointer of the member at fault, where there is one.
        means: the verdict that this finding alone would give.
    """

    id: str
    outcome: Outcome
    sentence: str
    code: str | None = None
    evidence: JsonObject = field(default_factory=dict)
    pointer: str | None = None
    means: Verdict = Verdict.VALID

    def __init__(  # noqa: PLR0917  (the members, as a dataclass takes them)
        self,
        id: str,  # noqa: A002  (the name of the member)
        outcome: Outcome,
        sentence: str,
        code: str | None = None,
        evidence: JsonObject | None = None,
        pointer: str | None = None,
        means: Verdict = Verdict.VALID,
    ) -> None:
        """Keep the values; a verification makes twenty, and setting them one by one costs thrice as much."""
        vars(self).update(
            id=id,
            outcome=outcome,
            sentence=sentence,
            code=code,
            evidence={} if evidence is None else evidence,
            pointer=pointer,
            means=means,
        )

    def to_json(self) -> JsonObject:
        """Return the check as JSON; every member is always there."""
        return {
            "id": self.id,
            "outcome": self.outcome.value,
            "code": self.code,
            "sentence": self.sentence,
            "evidence": self.evidence,
            "pointer": self.pointer,
        }


@dataclass(frozen=True)
class Caution:
    """Something a person should know that does not change the verdict (a "warning" in JSON)."""

    code: str
    sentence: str
    pointer: str | None = None

    def to_json(self) -> JsonObject:
        """Return the warning as JSON."""
        return {"code": self.code, "sentence": self.sentence, "pointer": self.pointer}


@dataclass(frozen=True)
class Answer:
    """One of the four answers; `code` names the finding behind it, where there is one."""

    value: AnswerValue
    sentence: str
    code: str | None = None

    def to_json(self) -> JsonObject:
        """Return the answer as JSON."""
        return {"value": self.value.value, "code": self.code, "sentence": self.sentence}


@dataclass(frozen=True)
class Answers:
    """The four answers, always all of them and in this order (design.md section 5)."""

    genuine: Answer
    current: Answer
    known_issuer: Answer
    counts_here: Answer

    def to_json(self) -> JsonObject:
        """Return the answers as JSON, in their order."""
        return {
            "genuine": self.genuine.to_json(),
            "current": self.current.to_json(),
            "knownIssuer": self.known_issuer.to_json(),
            "countsHere": self.counts_here.to_json(),
        }


@dataclass(frozen=True)
class IssuerFacts:
    """Who is named as issuer; claims of the document until *Genuine?* is yes.

    Attributes:
        id: the identifier.
        name: the display name, as the document spells it.
        domain: the host name behind the identifier as people read it, None for did:key and the like.
        ascii_domain: the same in ASCII (punycode); differs from `domain` where letters are not Latin.
        known_as: the name under which the trust list or this installation knows it, None when it does not.
    """

    id: str
    name: str | None
    domain: str | None
    ascii_domain: str | None
    known_as: str | None = None

    def to_json(self) -> JsonObject:
        """Return the facts as JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "domain": self.domain,
            "asciiDomain": self.ascii_domain,
            "knownAs": self.known_as,
        }


@dataclass(frozen=True)
class EndorsementReport:
    """One endorsement found on a credential, judged by itself.

    Attributes:
        pointer: where it stands.
        carrier: what carries it: "credential", "achievement" or "profile".
        shown: whether it may be shown as an endorsement: it is genuine, in force and about its carrier.
        in_force_then: whether its period covers the moment of the award; None where that is not known.
        report: the endorsement's own report.
    """

    pointer: str
    carrier: str
    shown: bool
    in_force_then: bool | None
    report: "Report"

    def to_json(self) -> JsonObject:
        """Return the endorsement as JSON."""
        return {
            "pointer": self.pointer,
            "carrier": self.carrier,
            "shown": self.shown,
            "inForceThen": self.in_force_then,
            "report": self.report.to_json(),
        }


@dataclass(frozen=True)
class Part:
    """One credential inside a container (transcript, presentation, zip), judged by itself."""

    name: str
    report: "Report"

    def to_json(self) -> JsonObject:
        """Return the part as JSON."""
        return {"name": self.name, "report": self.report.to_json()}


@dataclass(frozen=True)
class Report:
    """Everything one verification found.

    Attributes:
        verdict: the one word.
        heading: the verdict for a person, in a few words.
        sentence: the verdict for a person, in one or two sentences.
        answers: the four answers.
        checks: every check in the order it was made; what was not asked is there as skipped.
        warnings: what a person should know beside the verdict.
        credential: the very object that was verified, for showing; None when nothing could be read.
            Its values are claims unless `answers.genuine` is yes.
        kind: "badge", "endorsement", "transcript", "credential", "assertion" (Open Badges 2.0 and before),
            "status_list", "presentation", "archive" or "unknown".
        form: how it was secured: "embedded", "jwt", "none" or "container"; an assertion of Open Badges 2.0 is
            "hosted" or "jws".
        media_type: media type of the bytes as recognised, not as claimed.
        sha256: hex digest of the bytes that were handed in.
        checked_at: the moment for which the verdict holds.
        issuer: who is named as issuer.
        endorsements: every endorsement found, each with a report of its own.
        parts: what a container holds.
        components: the credentials that a micro-endorsement is made of, as it names them.
        statements: the facts that an endorsement binds by digest, where they could be checked.
        text: the exact JSON text that `credential` was parsed from, where it is known; not told by `to_json`, so that a report
            that was read back has none.
    """

    verdict: Verdict
    heading: str
    sentence: str
    answers: Answers
    checks: tuple[Check, ...]
    warnings: tuple[Caution, ...]
    credential: JsonObject | None
    kind: str
    form: str
    media_type: str
    sha256: str
    checked_at: datetime
    issuer: IssuerFacts | None = None
    endorsements: tuple[EndorsementReport, ...] = ()
    parts: tuple[Part, ...] = ()
    statements: tuple[StatementReport, ...] = ()
    components: tuple[ComponentReport, ...] = ()
    text: bytes | None = field(default=None, repr=False, compare=False)

    def check(self, check_id: str) -> Check | None:
        """Return the first check of this id, None when it was not made."""
        return next((check for check in self.checks if check.id == check_id), None)

    def to_json(self) -> JsonObject:
        """Return the report as JSON; the same form for the command line, the API and a signed report."""
        return {
            "verdict": self.verdict.value,
            "heading": self.heading,
            "sentence": self.sentence,
            "answers": self.answers.to_json(),
            "checks": [check.to_json() for check in self.checks],
            "warnings": [warning.to_json() for warning in self.warnings],
            "issuer": None if self.issuer is None else self.issuer.to_json(),
            "endorsements": [item.to_json() for item in self.endorsements],
            "parts": [part.to_json() for part in self.parts],
            "components": [item.to_json() for item in self.components],
            "statements": [item.to_json() for item in self.statements],
            "kind": self.kind,
            "form": self.form,
            "mediaType": self.media_type,
            "sha256": self.sha256,
            "checkedAt": format_time(self.checked_at),
            "credential": _copy(self.credential),
        }


def _copy(credential: JsonObject | None) -> Json:
    return None if credential is None else dict(credential)
