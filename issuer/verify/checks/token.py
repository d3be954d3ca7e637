"""Checks 2.1 to 2.3 for a token: did the issuer sign exactly this? (OB 3.0 section 8.2; R41-R45)

`token_header` and `claims` need no key and come first; a proof inside the token is judged by itself with
the rules of embedded proofs (JOSE-55). The key is the issuer's: named by its DID URL, lying at an address
of its own, or brought along and equal to one that the issuer publishes.
"""

from typing import Final

from issuer.dids import token_key
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import IssuerError, ProofError
from issuer.signing import jose
from issuer.signing.claims import date_claim
from issuer.verify.case import Case
from issuer.verify.checks.issuer_key import CHECK_ID as KEY_ID
from issuer.verify.checks.issuer_key import SigningMoment, is_foreign_unknown, judge_key
from issuer.verify.checks.proof import SIGNATURE_ID, SKEW
from issuer.verify.findings import failed, from_error, passed, undetermined
from issuer.verify.report import Check, Outcome

HEADER_ID: Final = "token_header"
CLAIMS_ID: Final = "claims"


def check_header(header: JsonObject) -> Check:
    """Accept a header that says what it may, and nothing else."""
    try:
        algorithm = jose.require_header(header)
    except ProofError as exc:
        return from_error(HEADER_ID, exc)
    return passed(HEADER_ID, "The token says how it was signed, and nothing it may not.", algorithm=algorithm)


def check_issued_at(case: Case, payload: JsonObject) -> Check | None:
    """Refuse a token that says it was made in the future; None where there is nothing to say."""
    made_at = date_claim(payload, "iat")
    if made_at is None or made_at - case.policy.now <= SKEW:
        return None
    return failed(
        CLAIMS_ID,
        "PROOF_NOT_YET_VALID",
        f"The token says that it was made on {format_time(made_at)}, which has not come yet.",
        pointer="/iat",
    )


def judge_token(case: Case, token: jose.CompactJws) -> tuple[Check, ...]:
    """Fetch the issuer's key and judge the signature; the header was accepted before."""
    kid, jwk = token.header.get("kid"), token.header.get("jwk")
    name = kid if isinstance(kid, str) else None
    try:
        method = token_key(
            case.resolver,
            issuer=case.issuer,
            kid=name,
            jwk=jwk if isinstance(jwk, dict) else None,
            or_withdrawn=True,  # `judge_key` refuses it, with the reason.
        )
    except IssuerError as exc:
        if exc.code == "KEY_NOT_AUTHORIZED" and name is not None and is_foreign_unknown(name):
            words = f"The key {name[:120]!r} is named in a way that is not known here."
            return (undetermined(KEY_ID, "DID_METHOD_NOT_SUPPORTED", words, pointer=""),)
        return (from_error(KEY_ID, exc, pointer="", kid=name),)
    made_at = date_claim(token.payload, "iat") or date_claim(token.payload, "nbf")
    in_force = judge_key(case, method, SigningMoment(made_at, case.sha256), "")
    try:
        jose.verify(token, method.public_key)
    except IssuerError as exc:
        return (from_error(SIGNATURE_ID, exc, pointer="", algorithm=str(token.header.get("alg"))),)
    signature = passed(
        SIGNATURE_ID,
        "The signature matches: nothing was changed since.",
        algorithm=str(token.header.get("alg")),
        verificationMethod=method.id,
    )
    return (in_force, signature) if in_force.outcome is Outcome.PASSED else (signature, in_force)
