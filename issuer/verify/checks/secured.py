"""Is this document conforming, and did the one it names sign it? Steps 1 and 2 of OB 3.0 section 9.1.

Used for the credential that was handed in, for status lists, endorsements and presentations alike. Every
step ends the road when it does not pass: what would come after it could only mislead.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError, ProofError
from issuer.signing.proofs import proofs_of
from issuer.verify.case import Case
from issuer.verify.checks import (
    content,
    contexts,
    data_model,
    issuer_key,
    mentions,
    plain_members,
    proof,
    status_address,
    token,
    vocabulary,
)
from issuer.verify.checks.proof import ProofFinding, Proven, Purpose
from issuer.verify.findings import from_error, passed
from issuer.verify.presented import Form, Kind
from issuer.verify.report import Caution, Check, Outcome

Rule: TypeAlias = Callable[[Case], Check]

CONFORMANCE: Final[tuple[Rule, ...]] = (
    plain_members.check_plain_members,
    data_model.check_data_model,
    data_model.check_badge_type,
    data_model.check_declared_schema,
    contexts.check_contexts,
    content.check_results,
    issuer_key.check_issuer_address,
    status_address.check_status_address,
)
PRESENTATION: Final[tuple[Rule, ...]] = (
    plain_members.check_plain_members,
    data_model.check_data_model,
    contexts.check_contexts,
)

PROOF_SET_EXTRA: Final = "PROOF_SET_EXTRA"
OLD_CONTEXT: Final = "OLD_CONTEXT"
NOTHING_PROVEN: Final[Mapping[str, Proven]] = MappingProxyType({})


@dataclass(frozen=True)
class Secured:
    """What the signature of a document came to.

    Attributes:
        checks: every check in order; where `holds` is false the last one that did not pass says why.
        holds: whether the controller signed exactly `document`.
        document: the document as the signature covers it.
        cautions: what a person should know about it.
        proven: by its pointer, what was found out about each proof that holds.
    """

    checks: tuple[Check, ...]
    holds: bool
    document: JsonObject
    cautions: tuple[Caution, ...] = field(default=())
    proven: Mapping[str, Proven] = field(default_factory=dict)


def conforms(case: Case) -> Iterator[Check]:
    """Yield the checks of step 1 up to the first that does not pass."""
    for rule in PRESENTATION if case.kind is Kind.PRESENTATION else CONFORMANCE:
        check = rule(case)
        yield check
        if check.outcome in {Outcome.FAILED, Outcome.UNDETERMINED}:
            return


def secured(case: Case, purpose: Purpose) -> Secured:
    """Judge the signature of a document that conforms.

    Args:
        case: the document.
        purpose: who must have signed it, and what for.
    """
    if case.form is Form.JWT:
        return _secured_token(case, purpose)
    made = _secured_by_proof(case, purpose)
    if not made.holds:
        return made
    covered = case if made.document is case.document else replace(case, document=made.document)
    places = mentions.check_places(covered)
    holds = places.outcome is Outcome.PASSED
    return Secured((*made.checks, places), holds, made.document, made.cautions, made.proven)


def secured_again(case: Case, purpose: Purpose, proven: Mapping[str, Proven]) -> Secured:
    """Judge the signature of a document that was found to hold before, byte for byte as it is now.

    What hangs on the bytes alone is taken from then; whose key it is, whether it is in force and whether the
    proof has ended is asked anew.

    Args:
        case: the document.
        purpose: who must have signed it, and what for.
        proven: what `secured` found out then.
    """
    return _secured_by_proof(case, purpose, proven)


def _secured_by_proof(case: Case, purpose: Purpose, proven: Mapping[str, Proven] = NOTHING_PROVEN) -> Secured:
    try:
        proofs = proofs_of(case.document)
    except (ProofError, InputError) as exc:
        return Secured(
            (from_error(proof.FORM_ID, exc, pointer="/proof"),), holds=False, document=case.document
        )
    many = isinstance(case.document["proof"], list)
    pointers = [f"/proof/{number}" if many else "/proof" for number in range(len(proofs))]
    findings = [
        proof.judge_proof(case, item, purpose, pointer, proven=proven.get(pointer))
        for item, pointer in zip(proofs, pointers, strict=True)
    ]
    return _whole_set(case, findings, pointers)


def _whole_set(case: Case, findings: list[ProofFinding], pointers: list[str]) -> Secured:
    """Weigh the proofs of a set: one of the issuer's must hold, none that claims the issuer may fail."""
    broken = [item for item in findings if item.is_own and item.outcome is Outcome.FAILED]
    holding = [item for item in findings if item.proven is not None]
    unknown = [item for item in findings if item.outcome is Outcome.UNDETERMINED]
    decisive = (broken or holding or unknown or findings)[0]
    if broken or not holding:
        return Secured(decisive.checks, holds=False, document=case.document)
    cautions = []
    others = len(findings) - len(holding)
    if others:
        words = f"{others} more signature(s) on it are by somebody else or of another kind; they prove nothing here."
        cautions.append(Caution(PROOF_SET_EXTRA, words, "/proof"))
    if decisive.over_text and (odd := vocabulary.caution_about_words(case)) is not None:
        cautions.append(odd)
    covered = None if decisive.proven is None else decisive.proven.covered
    document = case.document if covered is None else covered.document
    if covered is not None and covered.left_out:
        words = (
            "It was signed with an earlier edition of the Open Badges vocabulary, which did not know "
            + " and ".join(covered.left_out)
            + ": that part is not covered by the signature and is left out here."
        )
        cautions.append(Caution(OLD_CONTEXT, words, "/@context"))
    checks = tuple(check for item in holding for check in item.checks)
    proven = {at: one.proven for at, one in zip(pointers, findings, strict=True) if one.proven is not None}
    return Secured(checks, holds=True, document=document, cautions=tuple(cautions), proven=proven)


def _secured_token(case: Case, purpose: Purpose) -> Secured:
    made = case.presented.token
    if made is None:  # pragma: no cover  (the form says that there is one)
        raise TypeError("a token is expected")
    too_early = token.check_issued_at(case, made.payload)
    if too_early is not None:
        return Secured((too_early,), holds=False, document=case.document)
    coverage = passed(proof.COVERAGE_ID, "The signature covers the text itself.")
    checks = (coverage, *token.judge_token(case, made))
    if checks[-1].outcome is not Outcome.PASSED:
        return Secured(checks, holds=False, document=case.document)
    caution = vocabulary.caution_about_words(case)
    cautions = () if caution is None else (caution,)
    if "proof" not in case.document:
        return Secured(checks, holds=True, document=case.document, cautions=cautions)
    # A broken proof inside a good token contradicts it; a good one adds nothing (JOSE-55).
    inner = _secured_by_proof(case, purpose)
    told = (
        replace(check, sentence=f"The proof inside the token: {check.sentence}") for check in inner.checks
    )
    return Secured(
        (*checks, *told),
        holds=inner.holds,
        document=inner.document,
        cautions=(*cautions, *inner.cautions),
    )
