"""Bring a status list and believe it only when it is the issuer's own, whole and current.

A list is verified like any credential: it conforms, the issuer of the credential signed it, its id is its
address, its dates cover this moment, and it is no older than one that was verified before (an old list
would hide what was withdrawn since). The plain list of 1EdTech has no proof: it must lie at the address
that the issuer signed, and name that issuer.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.documents.contexts import DataModel
from issuer.documents.memory import Memory
from issuer.documents.strict_json import (
    REVOCATION_LIST_LIMITS,
    STATUS_LIST_LIMITS,
    JsonObject,
    parse_object,
)
from issuer.errors import FetchError, InputError, StatusError
from issuer.fetch import Fetched
from issuer.signing import jose
from issuer.status import StatusQuestion
from issuer.terms import vc
from issuer.verify.case import Case, moment_or_none, text_of
from issuer.verify.checks.opening import open_case
from issuer.verify.checks.proof import SKEW, Purpose
from issuer.verify.checks.secured import Secured, conforms, secured, secured_again
from issuer.verify.checks.unchanged_proof import still_holds
from issuer.verify.checks.validity import check_period
from issuer.verify.copies import require_recent
from issuer.verify.presented import Kind, Presented
from issuer.verify.report import Check, Outcome, Verdict

ACCEPT: Final = "application/vc, application/vc+ld+json, application/json;q=0.9, application/vc+jwt;q=0.5"

MAX_FETCHED: Final = 2 * STATUS_LIST_LIMITS.max_bytes
"""So that a list from a file that is too long is refused for its length, and not taken for one that cannot
be had; the network door has a cap of its own."""


SIZE_FACTOR: Final = 2
"""About how many bytes a parsed list takes for each byte of its text, beside the text itself."""
MAX_KNOWN: Final = 6_000_000


@dataclass(frozen=True)
class _Known:
    """A list that conforms and whose proof holds, which its bytes alone decide.

    Attributes:
        presented: the list.
        kinds: what it claims to be.
        data_model: whose names its dates have.
        signed: what its signature came to.
        start: when it begins to count.
        end: when it counts no longer.
        sha256: hex digest of its bytes.
    """

    presented: Presented
    kinds: tuple[Kind, ...]
    data_model: DataModel
    signed: Secured
    start: datetime | None
    end: datetime | None
    sha256: str

    @property
    def proofs(self) -> int:
        """How many proofs it has."""
        proofs = self.presented.document.get("proof")
        return len(proofs) if isinstance(proofs, list) else 1

    def covers(self, now: datetime) -> bool:
        """Say whether a moment is plainly inside its period."""
        return (self.start is None or self.start - now <= SKEW) and (self.end is None or now < self.end)


_KNOWN: Final[Memory[_Known]] = Memory(MAX_KNOWN)
"""By their exact bytes. Shared by all verifications: what follows from bytes is nobody's secret."""


@dataclass(frozen=True)
class ReadList:
    """A list that may be believed.

    Attributes:
        document: the list.
        fetched_at: when its bytes left their origin, None when they came just now.
        sha256: hex digest of its bytes.
    """

    document: JsonObject
    fetched_at: datetime | None
    sha256: str

    def facts(self) -> dict[str, str | None]:
        """Return what identifies this very edition of the list."""
        start = self.document.get("validFrom", self.document.get("issuanceDate"))
        end = self.document.get("validUntil", self.document.get("expirationDate"))
        return {
            "listSha256": self.sha256,
            "listValidFrom": start if isinstance(start, str) else None,
            "listValidUntil": end if isinstance(end, str) else None,
        }


def read_list(case: Case, question: StatusQuestion) -> ReadList:
    """Fetch and verify the list that answers a question.

    Raises:
        StatusError: STATUS_RETRIEVAL_ERROR, STATUS_LIST_STALE, or STATUS_VERIFICATION_ERROR: it must not
            be believed; the sentence says why.
        FetchError: FETCH_BLOCKED: its address is not one that is asked.
    """
    try:
        fetched = case.fetch.get(question.url, accept=ACCEPT, max_bytes=MAX_FETCHED)
    except FetchError as exc:
        if exc.code == "FETCH_BLOCKED":
            raise
        raise StatusError(exc.detail, code="STATUS_RETRIEVAL_ERROR") from exc
    if not question.list_is_secured:
        presented = _parse(fetched, question)
        _require_issuer(case, presented.document)
        require_recent(case.policy, fetched.fetched_at)
        return ReadList(presented.document, fetched.fetched_at, _sha256(fetched.body))
    known = _KNOWN.find(fetched.body)
    if known is None:
        document, sha256 = _verified(case, _parse(fetched, question)), _sha256(fetched.body)
    else:
        document, sha256 = _verified_again(case, known), known.sha256
    require_recent(case.policy, fetched.fetched_at)
    _require_newest(case, question.url, document)
    return ReadList(document, fetched.fetched_at, sha256)


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _parse(fetched: Fetched, question: StatusQuestion) -> Presented:
    body = fetched.body
    try:
        if question.list_is_secured and body[:2] == b"ey":
            token = jose.parse_compact(body.rstrip(b"\r\n"))
            return Presented(token.payload, body, vc.MEDIA_VC_JWT, token)
        limits = STATUS_LIST_LIMITS if question.list_is_secured else REVOCATION_LIST_LIMITS
        return Presented(parse_object(body, limits=limits), body, vc.MEDIA_VC)
    except InputError as exc:
        code = exc.code if exc.code == "INPUT_TOO_LARGE" else "STATUS_RETRIEVAL_ERROR"
        raise StatusError(f"What lies there is no status list: {exc.detail}", code=code) from exc


def _verified(case: Case, presented: Presented) -> JsonObject:
    of_list, checks = open_case(presented, policy=case.policy, fetch=case.fetch, workers=case.workers)
    _require(checks)
    _require_issuer(case, of_list.document)
    _require(tuple(conforms(of_list)))
    signed = secured(of_list, Purpose(case.issuer))
    _require(signed.checks if not signed.holds else ())
    if signed.proven:
        start, end = of_list.moment("validFrom"), of_list.moment("validUntil")
        sha256 = _sha256(presented.data)
        known = _Known(presented, of_list.kinds, of_list.data_model, signed, start, end, sha256)
        _KNOWN.keep(presented.data, known, SIZE_FACTOR * len(presented.data))
    return _current(case, of_list, signed)


def _verified_again(case: Case, known: "_Known") -> JsonObject:
    """Verify a list whose very bytes were verified before: the same answers, but for what time can change."""
    presented, purpose = known.presented, Purpose(case.issuer)
    _require_issuer(case, presented.document)
    if known.covers(case.policy.now) and still_holds(case, purpose, known.signed.proven, proofs=known.proofs):
        return known.signed.document
    # Something may be wrong with it now; what it is is told by a look at everything that time can change.
    of_list = Case(
        document=presented.document,
        presented=presented,
        kinds=known.kinds,
        policy=case.policy,
        fetch=case.fetch,
        workers=case.workers,
        data_model=known.data_model,
    )
    signed = secured_again(of_list, purpose, known.signed.proven)
    _require(signed.checks if not signed.holds else ())
    return _current(case, of_list, signed)


def _current(case: Case, of_list: Case, signed: Secured) -> JsonObject:
    end = of_list.moment("validUntil")
    if of_list.token_end is not None and (end is None or of_list.token_end < end):
        end = of_list.token_end
    period = check_period(of_list.moment("validFrom"), end, now=case.policy.now)
    if period.means is Verdict.EXPIRED:
        raise StatusError("The list is out of date. " + period.sentence, code="STATUS_LIST_STALE")
    _require((period,))
    return signed.document


def _require(checks: tuple[Check, ...]) -> None:
    for check in checks:
        if check.outcome in {Outcome.FAILED, Outcome.UNDETERMINED}:
            raise StatusError(f"The list does not verify ({check.code}): {check.sentence}")


def _require_issuer(case: Case, document: JsonObject) -> None:
    issuer = text_of(document.get("issuer"), "id")
    if issuer != case.issuer:
        raise StatusError(
            f"The list is by {issuer[:200] or 'nobody'!r}, not by the issuer of the credential."
        )


def _require_newest(case: Case, url: str, document: JsonObject) -> None:
    memory = case.policy.lists
    start = moment_or_none(document.get("validFrom", document.get("issuanceDate")))
    if memory is None or start is None:
        return
    newest = memory.newest(url)
    if newest is not None and start < newest:
        raise StatusError("The list is older than one that was seen before.", code="STATUS_LIST_STALE")
    memory.remember(url, start)
