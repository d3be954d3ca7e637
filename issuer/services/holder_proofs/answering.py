"""Judging an answer: proven by whom and when, not proven, or could not check; each its own answer.

A presentation is judged by the verifier's own checks of presentations, with the question's challenge and domain;
then its holder must be the one whom the credential names. A try is counted before it is judged, so that several at
once are not more tries than allowed.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from issuer.errors import NotFoundError
from issuer.services import verification
from issuer.services.holder_proofs.asking import hash_of, subject_of
from issuer.services.toolkit import Toolkit
from issuer.services.verification import Options
from issuer.store import HolderProofRecord, ProofMethod
from issuer.verify import Outcome, Report

MOST_TRIES: Final = {ProofMethod.CODE: 5, ProofMethod.DID: 10}
BY_CODE: Final = "code"
OVER: Final = "This question is not open any more. Ask a new one."
WRONG_CODE: Final = "This is not the code that was sent."
OTHER_HOLDER: Final = "Somebody else signed it: not the holder whom the credential names."
NO_PRESENTATION: Final = "It is no presentation that its holder signed."


class HolderAnswer(StrEnum):
    """What became of a question."""

    OPEN = "open"
    PROVEN = "proven"
    NOT_PROVEN = "not_proven"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(frozen=True)
class HolderFinding:
    """What is known about a question.

    Attributes:
        proof: the question.
        answer: what became of it.
        sentence: the same for a person.
        at: when it was proven.
        by: the DID that signed, or "code"; None where nothing is proven.
        tries_left: how many more answers may be tried.
    """

    proof: HolderProofRecord
    answer: HolderAnswer
    sentence: str
    at: datetime | None = None
    by: str | None = None
    tries_left: int = 0


def look(toolkit: Toolkit, proof_id: str) -> HolderFinding:
    """Return what is known about a question.

    Raises:
        NotFoundError: there is none, or it was forgotten.
    """
    return _finding(toolkit, _get(toolkit, proof_id))


def present(toolkit: Toolkit, proof_id: str, data: bytes, *, media_type: str | None = None) -> HolderFinding:
    """Judge a presentation that shall answer a question.

    Raises:
        NotFoundError: there is no such question for a signature, or it was forgotten.
    """
    proof = _get(toolkit, proof_id)
    if proof.method is not ProofMethod.DID:
        raise NotFoundError("This question is answered by a code.")
    if not _try(toolkit, proof):
        return _closed(toolkit, proof_id)
    report = verification.check(
        toolkit,
        data,
        media_type=media_type,
        options=Options(challenge=proof.challenge, domain=toolkit.host),
    )
    with toolkit.database.reader() as reader:
        version = reader.credentials.find_newest(proof.credential_id)
    did = "" if version is None else subject_of(version)
    answer, sentence = _judge(report, did)
    if answer is not HolderAnswer.PROVEN:
        return _finding(toolkit, _get(toolkit, proof_id), answer, sentence)
    return _prove(toolkit, proof_id, by=did)


def enter_code(toolkit: Toolkit, proof_id: str, code: str) -> HolderFinding:
    """Judge a code that shall answer a question; spaces in it do not matter.

    Raises:
        NotFoundError: there is no such question for a code, or it was forgotten.
    """
    proof = _get(toolkit, proof_id)
    if proof.code_hash is None or proof.salt is None:
        raise NotFoundError("This question is answered by a signature.")
    if not _try(toolkit, proof):
        return _closed(toolkit, proof_id)
    typed = "".join(code.split())[:64]
    if not typed.isascii() or not hmac.compare_digest(hash_of(typed, proof.salt), proof.code_hash):
        return _finding(toolkit, _get(toolkit, proof_id), HolderAnswer.NOT_PROVEN, WRONG_CODE)
    return _prove(toolkit, proof_id, by=BY_CODE)


def _judge(report: Report, did: str) -> tuple[HolderAnswer, str]:
    """Say what a presentation proves about its holder; what is wrong with the credentials in it is another matter."""
    held = report.check("holder")
    unclear = [check for check in report.checks if check.outcome is Outcome.UNDETERMINED]
    if held is not None and held.outcome is Outcome.PASSED:
        if _holder(report) == did:
            return HolderAnswer.PROVEN, ""
        return HolderAnswer.NOT_PROVEN, OTHER_HOLDER
    if unclear:
        return HolderAnswer.COULD_NOT_CHECK, unclear[0].sentence
    failed = next((check for check in report.checks if check.outcome is Outcome.FAILED), None)
    return HolderAnswer.NOT_PROVEN, NO_PRESENTATION if failed is None else failed.sentence


def _holder(report: Report) -> str:
    """Return who the verified presentation is by: `holder`, which its proof was checked against."""
    holder = (report.credential or {}).get("holder")
    found = holder.get("id") if isinstance(holder, dict) else holder
    return found if isinstance(found, str) else ""


def _try(toolkit: Toolkit, proof: HolderProofRecord) -> bool:
    with toolkit.database.unit("holder_proofs.try") as unit:
        return unit.holder_proofs.try_answer(proof.id, most=MOST_TRIES[proof.method], now=toolkit.clock())


def _prove(toolkit: Toolkit, proof_id: str, *, by: str) -> HolderFinding:
    with toolkit.database.unit("holder_proofs.prove") as unit:
        is_first = unit.holder_proofs.prove(proof_id, by=by, at=toolkit.clock())
    return _finding(toolkit, _get(toolkit, proof_id)) if is_first else _closed(toolkit, proof_id)


def _closed(toolkit: Toolkit, proof_id: str) -> HolderFinding:
    """Return the finding for an answer to a question that is not open: it proves nothing, whatever was proven."""
    return _finding(toolkit, _get(toolkit, proof_id), HolderAnswer.NOT_PROVEN, OVER)


def _get(toolkit: Toolkit, proof_id: str) -> HolderProofRecord:
    with toolkit.database.reader() as reader:
        found = reader.holder_proofs.find(proof_id)
    if found is None:
        raise NotFoundError("There is no such question, or it was forgotten; questions live ten minutes.")
    return found


def _finding(
    toolkit: Toolkit,
    proof: HolderProofRecord,
    answer: HolderAnswer | None = None,
    sentence: str = "",
) -> HolderFinding:
    left = max(0, MOST_TRIES[proof.method] - proof.tries)
    is_over = proof.expires_at <= toolkit.clock() or not left
    if answer is not None:
        return HolderFinding(proof, answer, sentence, tries_left=0 if is_over else left)
    if proof.proven_at is not None:
        how = "by a code sent to an address of the holder" if proof.proven_by == BY_CODE else "by a signature"
        words = f"The holder is proven {how}."
        return HolderFinding(proof, HolderAnswer.PROVEN, words, proof.proven_at, proof.proven_by)
    if is_over:
        return HolderFinding(proof, HolderAnswer.NOT_PROVEN, OVER)
    return HolderFinding(proof, HolderAnswer.OPEN, "No answer has come yet.", tries_left=left)
