"""The signature of an Open Badges 2.0 assertion: a compact JWS over its JSON (OB 2.0, signed badges).

Unlike a VC-JWT it has no claims and needs no `kid`: the assertion names its key (`creator`), and the key
comes from the issuer's profile alone. What a header may say is an allow-list; a key in the header is
refused, and so is every algorithm but the one of the key. The caller MUST find the key at the issuer.
"""

from typing import Final

from issuer.errors import ProofError
from issuer.signing.jose import ALGORITHMS, CompactJws
from issuer.signing.keys import PublicKey

_HEADER_MEMBERS: Final = frozenset({"alg", "typ", "kid", "cty"})
_TYPES: Final = frozenset({"jws", "jwt", "jose", "json"})


def require_header(token: CompactJws) -> str:
    """Return the algorithm of an acceptable header, by its name as a property of keys.

    Raises:
        ProofError: CRIT_UNSUPPORTED, HEADER_NOT_ALLOWED, ALG_NOT_ALLOWED or TYP_MISMATCH.
    """
    header = token.header
    if "crit" in header:
        raise ProofError("the token demands extensions ('crit')", code="CRIT_UNSUPPORTED")
    foreign = header.keys() - _HEADER_MEMBERS
    if foreign:
        raise ProofError(
            f"the token header has the member {min(foreign)[:100]!r}, which a signed badge has not",
            code="HEADER_NOT_ALLOWED",
        )
    algorithm = ALGORITHMS.get(str(header.get("alg")))
    if algorithm is None:
        raise ProofError(
            f"the algorithm {str(header.get('alg'))[:50]!r} is not accepted", code="ALG_NOT_ALLOWED"
        )
    if str(header.get("typ", "JWS")).lower() not in _TYPES:
        raise ProofError("the token is not a signed badge", code="TYP_MISMATCH")
    return algorithm


def verify(token: CompactJws, public_key: PublicKey) -> None:
    """Return quietly when `public_key`, found at the issuer, signed this assertion.

    Raises:
        ProofError: the header is not acceptable, is for another key type, or the signature is wrong.
    """
    public_key.verify(token.signature, token.signing_input, algorithm=require_header(token))
