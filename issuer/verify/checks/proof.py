"""Checks 2.1 to 2.3 for embedded proofs: did the issuer sign exactly this? (OB 3.0 section 9.1 step 2)

Each proof of a set or chain is judged by itself, cheapest rule first: its form and purpose, its dates, what
it covers, then the issuer's key, then the signature. The rule for sets (security.md section 4): at least
one proof by a key that the issuer authorises must hold, and no proof that claims the issuer may fail. A
proof of somebody else says nothing about the issuer; its key is not even fetched.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from issuer.dids import issuer_method, require_method_of
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import IssuerError, ProofError, ResolutionError
from issuer.signing.cryptosuites.transform_jcs import JCS
from issuer.signing.data_integrity import require_purpose
from issuer.signing.keys import PublicKey
from issuer.signing.proofs import ProofOptions, read_options
from issuer.terms import vc
from issuer.verify.case import Case
from issuer.verify.checks.issuer_key import CHECK_ID as KEY_ID
from issuer.verify.checks.issuer_key import SigningMoment, is_foreign_unknown, judge_key
from issuer.verify.findings import failed, from_error, passed, undetermined
from issuer.verify.report import Check, Outcome
from issuer.verify.signed_data import Covered, covered_data, matches

FORM_ID: Final = "proof_form"
COVERAGE_ID: Final = "nothing_unsigned"
SIGNATURE_ID: Final = "signature"
SKEW: Final = timedelta(minutes=5)
"""How far the signer's clock may be ahead of ours (security.md threat 32)."""

SUITES_ELSEWHERE: Final = frozenset(
    {
        "bbs-2023",
        "bbs-termwise-2020",
        "ecdsa-2019",
        "ecdsa-sd-2023",
        "ecdsa-xi-2023",
        "jws-2020",
        "mldsa44-jcs-2024",
        "mldsa44-rdfc-2024",
        "slhdsa128-jcs-2024",
        "slhdsa128-rdfc-2024",
    }
)
TYPES_ELSEWHERE: Final = frozenset(
    {
        "BbsBlsSignature2020",
        "EcdsaSecp256k1Signature2019",
        "Ed25519Signature2018",
        "JsonWebSignature2020",
        "RsaSignature2018",
    }
)
"""Kinds of proof that others define and that are not checked here: such a proof is no sign of a forgery."""


@dataclass(frozen=True)
class Purpose:
    """What a proof must be for: who signs, in which role, for which domain, in answer to what.

    Attributes:
        controller: the identifier whose key must have signed.
        relationship: the proof purpose and the relationship that the key must have.
        domain: what `domain` must name; None refuses any.
        challenge: what `challenge` must be; None refuses any.
    """

    controller: str
    relationship: str = vc.ASSERTION_METHOD
    domain: str | None = None
    challenge: str | None = None


@dataclass(frozen=True)
class Proven:
    """What one look at a proof found out that no later look at the same bytes can find otherwise.

    Attributes:
        covered: what the proof covers.
        public_key: the key that made it. Whose it is, and whether it is in force, is asked each time.
        options: what the proof states.
    """

    covered: Covered
    public_key: PublicKey
    options: ProofOptions


@dataclass(frozen=True)
class ProofFinding:
    """What one proof of a set came to.

    Attributes:
        checks: its checks in order; the last one decides.
        is_own: whether it claims to be the controller's; a proof that cannot be read counts as such.
        proven: what it covers and by which key, where it holds.
        over_text: whether the text itself is signed, not the statements in it.
    """

    checks: tuple[Check, ...]
    is_own: bool = True
    proven: Proven | None = None
    over_text: bool = False

    @property
    def outcome(self) -> Outcome:
        """The outcome of the proof as a whole."""
        return self.checks[-1].outcome


def judge_proof(
    case: Case, proof: JsonObject, purpose: Purpose, pointer: str, *, proven: Proven | None = None
) -> ProofFinding:
    """Judge one proof, cheapest rule first.

    Args:
        case: the document.
        proof: one of its proofs.
        purpose: who must have made it, and what for.
        pointer: where it stands.
        proven: what was found about this proof in a document of the same bytes before.
    """
    try:
        options = read_options(proof)
    except ProofError as exc:
        return ProofFinding((_unreadable(proof, exc, pointer),))
    method_id = options.verification_method
    try:
        require_method_of(purpose.controller, method_id)
    except ResolutionError as exc:
        if is_foreign_unknown(method_id):
            code = "DID_METHOD_NOT_SUPPORTED"
            words = f"The key {method_id[:120]!r} is named in a way that is not known here."
            return ProofFinding((undetermined(KEY_ID, code, words, pointer=pointer),), is_own=False)
        is_own = exc.code != "KEY_NOT_AUTHORIZED"
        return ProofFinding((from_error(KEY_ID, exc, pointer=pointer),), is_own=is_own)
    try:
        require_purpose(options, purpose.relationship, domain=purpose.domain, challenge=purpose.challenge)
    except ProofError as exc:
        return ProofFinding((from_error(FORM_ID, exc, pointer=pointer),))
    dated = _dates(case, options, pointer)
    if dated.outcome is not Outcome.PASSED:
        return ProofFinding((dated,))
    signed = _Signed(proof, options, purpose, pointer, proven)
    return _judge_signature(case, signed, (dated,))


@dataclass(frozen=True)
class _Signed:
    """A proof whose form, purpose and dates are in order."""

    proof: JsonObject
    options: ProofOptions
    purpose: Purpose
    pointer: str
    proven: Proven | None


def _judge_signature(case: Case, signed: _Signed, before: tuple[Check, ...]) -> ProofFinding:
    options, purpose, pointer, proven = signed.options, signed.purpose, signed.pointer, signed.proven
    try:
        covered = (
            covered_data(
                case.document, signed.proof, options, case.slow_road, known_as=_name_of(case, pointer)
            )
            if proven is None
            else proven.covered
        )
    except IssuerError as exc:
        return ProofFinding((*before, from_error(COVERAGE_ID, exc)))
    before = (*before, passed(COVERAGE_ID, "Nothing in it is left out of what is signed."))
    method_id = options.verification_method
    try:
        # Only now is anything fetched, and only at the identifier that the document names as issuer.
        method = issuer_method(
            case.resolver,
            issuer=purpose.controller,
            method_id=method_id,
            relationship=purpose.relationship,
            or_withdrawn=True,  # `judge_key` refuses it, with the reason.
        )
    except IssuerError as exc:
        return ProofFinding((*before, from_error(KEY_ID, exc, pointer=pointer, verificationMethod=method_id)))
    if proven is not None and proven.public_key != method.public_key:
        # The issuer publishes another key under this name now: nothing that was found before says anything.
        return _judge_signature(case, replace(signed, proven=None), before[:-1])
    in_force = judge_key(case, method, SigningMoment(options.created, case.sha256), pointer)
    try:
        if proven is None:
            covered = matches(covered, case.document, signed.proof, options, method.public_key)
    except IssuerError as exc:
        checks = (*before, from_error(SIGNATURE_ID, exc, pointer=pointer, cryptosuite=options.suite.name))
        return ProofFinding(checks)
    signature = passed(
        SIGNATURE_ID,
        "The signature matches: nothing was changed since.",
        cryptosuite=options.suite.name,
        verificationMethod=method.id,
        created=None if options.created is None else format_time(options.created),
        signedDataHash=covered.data.hex(),
    )
    if in_force.outcome is Outcome.PASSED:
        over_text = options.suite.transformation is JCS
        proven = Proven(covered, method.public_key, options)
        return ProofFinding((*before, in_force, signature), proven=proven, over_text=over_text)
    return ProofFinding((*before, signature, in_force))


def _name_of(case: Case, pointer: str) -> str | None:
    """Return a name of exact bytes and of a proof in them, None where the document is not as it was parsed."""
    is_as_parsed = case.presented.token is None and case.document is case.presented.document
    return f"{case.sha256} {pointer}" if is_as_parsed else None


def _unreadable(proof: JsonObject, error: ProofError, pointer: str) -> Check:
    is_elsewhere = (
        str(proof.get("cryptosuite")) in SUITES_ELSEWHERE
        if proof.get("type") == vc.DATA_INTEGRITY_PROOF
        else str(proof.get("type")) in TYPES_ELSEWHERE
    )
    if error.code == "CRYPTOSUITE_NOT_ALLOWED" and is_elsewhere:
        return undetermined(
            FORM_ID, error.code, "It is signed in a way that is not checked here.", pointer=pointer
        )
    return from_error(FORM_ID, error, pointer=pointer)


def _dates(case: Case, options: ProofOptions, pointer: str) -> Check:
    now = case.policy.now
    if options.created is not None and options.created - now > SKEW:
        return failed(
            FORM_ID,
            "PROOF_NOT_YET_VALID",
            f"The signature says that it was made on {format_time(options.created)}, which has not come yet.",
            pointer=pointer,
        )
    if options.expires is not None and options.expires <= now:
        return failed(
            FORM_ID,
            "PROOF_EXPIRED",
            f"The signature was only to count until {format_time(options.expires)}.",
            pointer=pointer,
        )
    return passed(FORM_ID, "The signature is of a known kind and made for this purpose.")
