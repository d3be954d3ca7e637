"""Putting a report together: verdict, words, answers and facts out of the checks that were made."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from issuer.errors import InputError
from issuer.verify import copies, verdicts, wording
from issuer.verify.case import Case
from issuer.verify.component_report import ComponentReport
from issuer.verify.facts import issuer_facts
from issuer.verify.findings import from_error, passed
from issuer.verify.presented import Form, Presented
from issuer.verify.report import Caution, Check, EndorsementReport, Part, Report, Verdict
from issuer.verify.statement_report import StatementReport

INTAKE_ID = "intake"
_RELIES_ON_STATUS = frozenset({Verdict.VALID, Verdict.UNTRUSTED})


def read_check(presented: Presented) -> Check:
    """Return the check that says that the bytes could be read."""
    return passed(
        INTAKE_ID, "The file could be opened.", mediaType=presented.media_type, bytes=len(presented.data)
    )


def unreadable(
    error: InputError, *, data: bytes, media_type: str, now: datetime, check_id: str = INTAKE_ID
) -> Report:
    """Return the report about bytes that cannot be read."""
    return without_document(
        (from_error(check_id, error),), Verdict.MALFORMED, data=data, media_type=media_type, now=now
    )


def without_document(
    checks: tuple[Check, ...], verdict: Verdict, *, data: bytes, media_type: str, now: datetime
) -> Report:
    """Return the report about bytes out of which no document came, with the verdict that this means."""
    return Report(
        verdict=verdict,
        heading=wording.heading(verdict, None),
        sentence=wording.sentence(verdict, None),
        answers=verdicts.answers_of(checks, genuine=False, issuer=None),
        checks=checks,
        warnings=(),
        credential=None,
        kind="unknown",
        form=Form.NONE.value,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        checked_at=now,
    )


def report_of(
    case: Case,
    checks: Sequence[Check],
    *,
    genuine: bool,
    cautions: Sequence[Caution] = (),
    endorsements: Sequence[EndorsementReport] = (),
    parts: Sequence[Part] = (),
    statements: Sequence[StatementReport] = (),
    components: Sequence[ComponentReport] = (),
) -> Report:
    """Return the report about one document that could be read.

    Args:
        case: the document, as its signature covers it where that holds.
        checks: every check in order.
        genuine: whether the signature holds.
        cautions: what a person should know.
        endorsements: the endorsements found.
        parts: the credentials inside, for a transcript.
        statements: the facts that an endorsement binds.
        components: the credentials that a micro-endorsement names.
    """
    verdict, decisive = verdicts.decide(checks)
    then = copies.as_of(checks) if verdict in _RELIES_ON_STATUS else ""
    facts = issuer_facts(case.document)
    return Report(
        verdict=verdict,
        heading=wording.heading(verdict, decisive),
        sentence=f"{wording.sentence(verdict, decisive)} {then}".strip(),
        answers=verdicts.answers_of(checks, genuine=genuine, issuer=facts),
        checks=tuple(checks),
        warnings=tuple(cautions),
        credential=case.document,
        kind=case.kind.value,
        form=case.form.value,
        media_type=case.presented.media_type,
        sha256=case.sha256,
        checked_at=case.policy.now,
        issuer=facts,
        endorsements=tuple(endorsements),
        parts=tuple(parts),
        statements=tuple(statements),
        components=tuple(components),
        # A signature may cover less than what was brought; then the text says more than what is shown.
        text=case.presented.text if case.document is case.presented.document else None,
    )
