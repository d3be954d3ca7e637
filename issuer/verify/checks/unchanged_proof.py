"""Does a proof that was found to hold before still hold? The short question behind `secured_again`.

The bytes are the same, so only what time, the issuer's document and the asker change is looked at: the purpose,
the dates of the proof, whose key it is and whether it is in force. A yes here is a yes of the long road; whatever
is not plainly so is left to it, which also words why.
"""

from collections.abc import Mapping

from issuer.dids import issuer_method
from issuer.errors import IssuerError
from issuer.signing.data_integrity import require_purpose
from issuer.verify.case import Case
from issuer.verify.checks.proof import SKEW, Proven, Purpose


def still_holds(case: Case, purpose: Purpose, proven: Mapping[str, Proven], *, proofs: int) -> bool:
    """Say whether the one proof of a document holds as plainly as it did; False says nothing.

    Args:
        case: whoever asks: the moment, and the door through which the issuer's keys are brought.
        purpose: who must have signed, and what for.
        proven: what was found out about each of its proofs that held.
        proofs: how many proofs the document has.
    """
    if proofs != 1 or len(proven) != 1:
        return False
    (found,) = proven.values()
    options, now = found.options, case.policy.now
    if options.created is not None and options.created - now > SKEW:
        return False
    if options.expires is not None and options.expires <= now:
        return False
    try:
        require_purpose(options, purpose.relationship, domain=purpose.domain, challenge=purpose.challenge)
        method = issuer_method(
            case.resolver,
            issuer=purpose.controller,
            method_id=options.verification_method,
            relationship=purpose.relationship,
        )
    except IssuerError:
        return False
    signed_at = options.created or now
    return (
        method.public_key == found.public_key
        and method.revoked is None
        and (method.expires is None or signed_at <= method.expires)
    )
