"""The numbered road of one verification (Open Badges 3.0 section 9.1; design.md section 5).

1 intake: recognise, unpack, one strict parse (`intake`, `archive`, `pdf`, `photo`); an address that stands
  in place of a document is followed once (`following`)
2 conformance: data model, contexts, results, addresses (`checks.secured.conforms`): no network
3 proof: form, dates, coverage, the issuer's key, signature (`checks.secured.secured`)
4 refresh, only when the policy says so (`checks.refresh`)
5 status of every entry, its lists verified (`checks.status`), and the period (`checks.validity`)
6 recipient, when asked (`checks.recipient`); standing on a date, when asked (`checks.on_date`)
7 known issuer, when asked (`checks.known_issuer`); counts here, when asked (`checks.counts_here`)
8 the facts that an endorsement binds (`checks.statements`); endorsements, each by itself (`endorsements`); the credentials inside a transcript, each by itself

A badge of Open Badges 2.0 or before has a road of its own after step 1 (`open_badges_2`).
Nothing is fetched before step 3 has done all it can without; a step that fails ends the road, and the
steps after it are reported as skipped. What is wrong is a value in the report; an exception that leaves
`verify` is a mistake of ours.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from issuer.errors import InputError
from issuer.fetch import Fetch
from issuer.verify import copies, intake, open_badges_2, recognising, reporting, wording
from issuer.verify.archive import judge_archive
from issuer.verify.case import Case, objects
from issuer.verify.checks import (
    content,
    counts_here,
    known_issuer,
    on_date,
    recipient,
    refresh,
    statements,
    status,
    validity,
)
from issuer.verify.checks.opening import open_case
from issuer.verify.checks.proof import Purpose
from issuer.verify.checks.secured import conforms, secured
from issuer.verify.components import components_of
from issuer.verify.door import Door
from issuer.verify.endorsements import judge_endorsements
from issuer.verify.findings import failed, passed, skipped
from issuer.verify.following import followed
from issuer.verify.inside import presented_part
from issuer.verify.policy import Policy
from issuer.verify.presentation import judge_presentation
from issuer.verify.presented import Kind, Link, Presented
from issuer.verify.report import Caution, Check, EndorsementReport, Outcome, Part, Report, Verdict
from issuer.workers import Workers

NOT_REACHED: Final = "Not asked, because an earlier check did not pass."
LATER: Final = ("signature", "status", "validity_period", "known_issuer")
_STANDS: Final = frozenset({Verdict.VALID, Verdict.UNTRUSTED})
_ENDS: Final = frozenset({Outcome.FAILED, Outcome.UNDETERMINED})


@dataclass(frozen=True)
class _Means:
    """What every document of one verification shares.

    Attributes:
        policy: what the verifier brings along.
        door: the network door of this verification.
        workers: runs library code.
        inside: whether what a document carries is left unopened: it is an endorsement.
        nested: whether this is for a credential inside another document.
        followed: whether an address was followed to here already.
    """

    policy: Policy
    door: Door
    workers: Workers
    inside: bool = False
    nested: bool = False
    followed: bool = False

    def for_file(self) -> "_Means":
        """Return the means for one file of several."""
        self.door.allow_part()
        return self

    def with_beside(self, presented: Presented) -> "_Means":
        """Return the means for a document that brought statements with it."""
        beside = (*self.policy.beside, *presented.beside)
        return self if not presented.beside else replace(self, policy=replace(self.policy, beside=beside))

    def for_part(self) -> "_Means":
        """Return the means for a credential inside: the holder's answer is asked of the whole only."""
        self.door.allow_part()
        policy = replace(self.policy, challenge=None, domain=None)
        return replace(self, policy=policy, nested=True)

    def for_endorsement(self) -> "_Means":
        """Return the means for an endorsement: it is about its carrier, not about a person."""
        self.door.allow_part()
        policy = replace(self.policy, challenge=None, domain=None, recipient=None, at=None, recognition=None)
        return replace(self, policy=policy, inside=True, nested=True)


def verify(
    data: bytes, *, media_type: str | None = None, policy: Policy, fetch: Fetch, workers: Workers
) -> Report:
    """Verify whatever was handed in.

    Args:
        data: the bytes: JSON, a compact token, a baked PNG or SVG, a PDF, a photo of a code, or a zip of these.
        media_type: what the bringer says they are; None when nothing was said.
        policy: the moment, the known issuers, the expected holder.
        fetch: the network door; addresses of our own are answered by it without the network.
        workers: runs library code on hostile bytes.

    Returns:
        the report; unreadable bytes give one with the verdict `malformed`.
    """
    means = _Means(policy, Door(fetch), workers)
    if not intake.is_archive(data, media_type):
        return _judge_bytes(data, media_type, means)
    try:
        return judge_archive(
            data,
            judge=lambda file: _judge_bytes(file, None, means.for_file()),
            workers=workers,
            now=policy.now,
        )
    except InputError as exc:
        return reporting.unreadable(exc, data=data, media_type=recognising.MEDIA_ZIP, now=policy.now)


def _judge_bytes(data: bytes, media_type: str | None, means: _Means) -> Report:
    try:
        presented = intake.read(data, media_type=media_type, workers=means.workers)  # (1)
    except InputError as exc:
        shown = recognising.recognise(data)
        return reporting.unreadable(exc, data=data, media_type=shown, now=means.policy.now)
    if isinstance(presented, Link):
        return _judge_link(presented, data, means)
    report = _judge(presented, means.with_beside(presented))
    # The report is about the bytes that were handed in, be they a picture around a credential.
    return report if presented.data is data else replace(report, sha256=hashlib.sha256(data).hexdigest())


def _judge_link(link: Link, data: bytes, means: _Means) -> Report:
    now = means.policy.now
    if means.followed:
        again = InputError("what lies there holds only another address", code="IMAGE_WITHOUT_CREDENTIAL")
        return reporting.unreadable(again, data=data, media_type=link.media_type, now=now)
    there = replace(means, followed=True)
    return followed(
        link, data, fetch=means.door, now=now, judge=lambda body, kind: _judge_bytes(body, kind, there)
    )


def _judge(presented: Presented | InputError, means: _Means) -> Report:
    """Judge one document, whatever it is."""
    if isinstance(presented, InputError):
        return reporting.unreadable(presented, data=b"", media_type="", now=means.policy.now)
    if open_badges_2.is_older(presented) and not means.nested:
        return open_badges_2.judge(open_badges_2.Means(presented, means.policy, means.door, means.workers))
    case, opened = open_case(presented, policy=means.policy, fetch=means.door, workers=means.workers)
    checks = [reporting.read_check(presented), *opened]
    if means.nested and case.kind is Kind.PRESENTATION:
        words = "A presentation stands where a credential belongs."
        checks.append(failed("data_model", "SCHEMA_VIOLATION", words, means=Verdict.MALFORMED))
    if not _ended(checks):
        checks += conforms(case)  # (2)
    if _ended(checks):
        return reporting.report_of(case, [*checks, *_not_reached(checks)], genuine=False)
    if case.kind is Kind.PRESENTATION:
        return judge_presentation(case, checks, lambda part: _judge(part, means.for_part()))
    signed = secured(case, Purpose(case.issuer))  # (3)
    checks += signed.checks
    if not signed.holds:
        return reporting.report_of(case, [*checks, *_not_reached(checks)], genuine=False)
    covered = case if signed.document is case.document else replace(case, document=signed.document)
    return _judge_genuine(covered, checks, signed.cautions, means)


def _judge_genuine(case: Case, checks: list[Check], cautions: Sequence[Caution], means: _Means) -> Report:
    """Go on with a document that its issuer signed; it is returned and shown as it was signed."""
    refreshed, newer = refresh.check_refresh(case)  # (4)
    case = newer or case
    statuses = status.check_status(case)  # (5)
    checks += [refreshed, *statuses, validity.check_validity(case)]
    checks.append(recipient.check_recipient(case))  # (6)
    on_day = on_date.check_on_date(case, statuses)
    checks += [] if on_day is None else [on_day]
    known, near = known_issuer.check_known_issuer(case)  # (7)
    checks.append(known)
    checks += counts_here.check_counts_here(case, checks)
    bound, bindings, unbound = statements.check_statements(case)  # (8)
    checks += bindings
    found, unshown = _endorsements(case, means)
    parts, odd = _parts(case, means)
    checks += _inside_checks(found, parts)
    saved = copies.key_caution(case.issuer, door=means.door, now=case.policy.now)
    noted = (
        *cautions,
        *saved,
        *content.cautions_of(case),
        *near,
        *unbound,
        *unshown,
        *odd,
        *_recipient_caution(checks),
    )
    return reporting.report_of(
        case,
        checks,
        genuine=True,
        cautions=noted,
        endorsements=found,
        parts=parts,
        statements=bound,
        components=components_of(case),
    )


def _endorsements(case: Case, means: _Means) -> tuple[tuple[EndorsementReport, ...], tuple[Caution, ...]]:
    if means.inside:
        return (), ()
    return judge_endorsements(case, lambda item: _judge(item, means.for_endorsement()))


def _parts(case: Case, means: _Means) -> tuple[tuple[Part, ...], tuple[Caution, ...]]:
    """Judge the credentials inside a transcript; its own verdict stands beside theirs."""
    if case.kind is not Kind.TRANSCRIPT or means.inside:
        return (), ()
    items = [item for subject in case.subjects for item in objects(subject.get("verifiableCredential"))]
    parts = tuple(
        Part(f"credential {number}", _judge(presented_part(item), means.for_part()))
        for number, item in enumerate(items, 1)
    )
    odd = [part.name for part in parts if part.report.verdict not in _STANDS]
    if not odd:
        return parts, ()
    words = f"Not everything inside stands by itself: {wording.listed(odd)}."
    return parts, (Caution("PART_NOT_VALID", words, "/credentialSubject"),)


def _inside_checks(found: Sequence[EndorsementReport], parts: Sequence[Part]) -> list[Check]:
    """Return one check each for what it carries, so that a list of checks alone tells of it."""
    made: list[Check] = []
    if found:
        told = [
            f"{item.pointer}: {item.report.verdict}{'' if item.shown else ', not shown'}" for item in found
        ]
        made.append(_judged("endorsements", "endorsement", all(item.shown for item in found), told))
    if parts:
        told = [f"{part.name}: {part.report.verdict}" for part in parts]
        good = all(part.report.verdict in _STANDS for part in parts)
        made.append(_judged("parts", "credential inside", good, told))
    return made


def _judged(check_id: str, what: str, good: bool, told: list[str]) -> Check:  # noqa: FBT001  (one use each)
    if good:
        return passed(check_id, f"Every {what} stands by itself.", judged=told)
    code = "ENDORSEMENT_NOT_SHOWN" if check_id == "endorsements" else "PART_NOT_VALID"
    words = f"Not every {what} stands by itself."
    return failed(check_id, code, words, means=Verdict.VALID, judged=told)


def _recipient_caution(checks: Sequence[Check]) -> tuple[Caution, ...]:
    return tuple(
        Caution("RECIPIENT_MISMATCH", check.sentence, check.pointer)
        for check in checks
        if check.id == recipient.CHECK_ID and check.outcome is Outcome.FAILED
    )


def _ended(checks: Sequence[Check]) -> bool:
    return any(check.outcome in _ENDS for check in checks)


def _not_reached(checks: Sequence[Check]) -> tuple[Check, ...]:
    made = {check.id for check in checks}
    return tuple(skipped(check_id, NOT_REACHED) for check_id in LATER if check_id not in made)
