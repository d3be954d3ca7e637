"""Check 4.1: has the issuer withdrawn it, or put it on hold? (OB 3.0 section 9.1 step 4; R56-R58)

Every entry is asked, and each gives a check of its own. A list that cannot be had, or that must not be
believed, leaves the answer open; so does a kind of status or a purpose that is not known here. Lists are
brought and verified by `status_list`.
"""

from typing import Final

from issuer import status
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import FetchError, IssuerError, StatusError
from issuer.status import StatusAnswer, StatusQuestion
from issuer.terms import status as terms
from issuer.verify import copies
from issuer.verify.case import Case, objects, text_of
from issuer.verify.checks.status_list import ReadList, read_list
from issuer.verify.findings import as_sentence, failed, passed, skipped, undetermined
from issuer.verify.report import Check, Verdict

CHECK_ID: Final = "status"
SUSPENDED: Final = "suspended_pending_review"
REASONS: Final = {
    "issued_in_error": "it was issued by mistake",
    "evidence_misattributed": "the evidence was not the holder's",
    "assessment_invalid": "the assessment did not stand",
    "superseded": "it was replaced by a newer version",
    "holder_request": "the holder asked for it",
    "fraud": "there was fraud",
    "key_compromise": "the key that signed it became known to others",
}


def check_status(case: Case) -> tuple[Check, ...]:
    """Ask every status entry; the data model check has refused entries of a wrong form before."""
    entries = case.document.get("credentialStatus")
    found = objects(entries)
    if not found:
        return (skipped(CHECK_ID, "The issuer publishes no status for it."),)
    many = isinstance(entries, list)
    return tuple(
        _check_entry(case, entry, f"/credentialStatus/{number}" if many else "/credentialStatus")
        for number, entry in enumerate(found)
    )


def _check_entry(case: Case, entry: JsonObject, pointer: str) -> Check:
    try:
        question = status.read_entry(entry, credential_id=text_of(case.document, "id"), pointer=pointer)
        listed = read_list(case, question)
        answer = status.answer(question, listed.document)
    except (StatusError, FetchError) as exc:
        return undetermined(CHECK_ID, exc.code, as_sentence(exc.detail), pointer=pointer, cause=_cause(exc))
    return _weigh(case, question, answer, listed, pointer)


def _cause(error: IssuerError) -> str:
    """Return the code of what went wrong first: a list that cannot be had may have been blocked or broken."""
    while isinstance(error.__cause__, IssuerError):
        error = error.__cause__
    return error.code


def _weigh(
    case: Case, question: StatusQuestion, answer: StatusAnswer, listed: ReadList, pointer: str
) -> Check:
    facts = {
        "purpose": question.purpose,
        "list": question.url,
        "index": question.index,
        "value": answer.value,
        "message": answer.message,
        "readAt": format_time(listed.fetched_at or case.policy.now),
    }
    facts |= listed.facts()
    age = copies.age_of(listed.fetched_at, case.policy.now)
    then = "" if age is None else f" Status as of {copies.ago(age)}."
    if age is not None:
        facts[copies.AGE] = int(age.total_seconds())
    match question.purpose:
        case terms.PURPOSE_REVOCATION if answer.set:
            return _withdrawn(case, answer, pointer, facts)
        case terms.PURPOSE_SUSPENSION if answer.set:
            words = "The issuer has put it on hold."
            return failed(CHECK_ID, "SUSPENDED", words, means=Verdict.SUSPENDED, pointer=pointer, **facts)
        case terms.PURPOSE_REVOCATION:
            return passed(CHECK_ID, f"The issuer has not withdrawn it.{then}", **facts)
        case terms.PURPOSE_SUSPENSION:
            return passed(CHECK_ID, f"The issuer has not put it on hold.{then}", **facts)
        case terms.PURPOSE_REFRESH:
            words = "The issuer offers a newer version." if answer.set else "There is no newer version."
            return passed(CHECK_ID, words, **facts)
        case terms.PURPOSE_MESSAGE if not answer.set:
            return passed(CHECK_ID, "The issuer's message is the ordinary one.", **facts)
        case terms.PURPOSE_MESSAGE:
            words = f"The issuer says about it: {answer.message or f'value {answer.value}'}. What follows is not known here."
        case _:
            words = f"What the status {question.purpose[:40]!r} means for it is not known here."
    return undetermined(CHECK_ID, "STATUS_TYPE_UNKNOWN", words, pointer=pointer, **facts)


def _withdrawn(case: Case, answer: StatusAnswer, pointer: str, facts: dict[str, str | int | None]) -> Check:
    record = case.policy.record
    known = None if record is None else record.withdrawal_of(case.document)
    when = "" if known is None or known.at is None else f" on {format_time(known.at)}"
    if known is not None and known.category == SUSPENDED:
        words = f"The issuer has put it on hold{when}."
        return failed(CHECK_ID, "SUSPENDED", words, means=Verdict.SUSPENDED, pointer=pointer, **facts)
    reason = None if known is None else REASONS.get(known.category)
    given = answer.message if reason is None else reason
    words = f"The issuer withdrew it{when}" + (f": {given}." if given else ".")
    return failed(
        CHECK_ID,
        "REVOKED",
        words,
        means=Verdict.REVOKED,
        pointer=pointer,
        category=None if known is None else known.category,
        withdrawnAt=None if known is None or known.at is None else format_time(known.at),
        **facts,
    )
