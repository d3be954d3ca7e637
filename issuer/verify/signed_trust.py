"""A list of known issuers that somebody signed, so that it can be handed on.

The file is the plain form with two more members: `publisher`, the identifier of whoever stands for the list, and
`proof`, a Data Integrity proof over the text (`eddsa-jcs-2022` or `ecdsa-jcs-2019`) by a key that the publisher
publishes for assertions. A list with a proof that does not hold is refused as a whole; one without a proof is
taken as its bringer's own.
"""

from dataclasses import replace
from typing import Final

from issuer.documents.strict_json import JsonObject, parse
from issuer.errors import InputError, ProofError
from issuer.fetch import Fetch
from issuer.verify.case import Case
from issuer.verify.checks.proof import Purpose
from issuer.verify.checks.secured import secured
from issuer.verify.policy import Policy
from issuer.verify.presented import Kind, Presented
from issuer.verify.trust import LIMITS, TrustList, trust_list_from
from issuer.workers import Workers

MEDIA: Final = "application/json"


def read_signed_trust_list(data: bytes, *, policy: Policy, fetch: Fetch, workers: Workers) -> TrustList:
    """Read a trust list, and verify its signature where it has one.

    Args:
        data: the file.
        policy: the moment for which the signature must hold.
        fetch: brings the publisher's keys.
        workers: runs library code.

    Raises:
        InputError: the bytes are no trust list, or a signed one names no publisher.
        ProofError: PROOF_VERIFICATION_ERROR: the signature does not hold; the sentence says why.
    """
    value = parse(data, limits=LIMITS)
    listed = trust_list_from(value)
    if not isinstance(value, dict) or "proof" not in value:
        return listed
    publisher = value.get("publisher")
    if not isinstance(publisher, str) or not publisher:
        raise InputError("A signed trust list names its `publisher`.", pointer="/publisher")
    signed = secured(_case(value, data, policy, fetch, workers), Purpose(publisher))
    if not signed.holds:
        why = next((check.sentence for check in reversed(signed.checks) if check.code), "")
        raise ProofError(f"The list of known issuers is not what {publisher[:200]} signed. {why}")
    return replace(listed, publisher=publisher)


def _case(value: JsonObject, data: bytes, policy: Policy, fetch: Fetch, workers: Workers) -> Case:
    return Case(
        document=value,
        presented=Presented(value, data, MEDIA),
        kinds=(Kind.CREDENTIAL,),
        policy=policy,
        fetch=fetch,
        workers=workers,
    )
