"""VC-JWT: a credential as a compact JWS (Open Badges 3.0 section 8.2; R41-R45).

What a header may say is an allow-list: `alg`, `kid`, `jwk`, `typ`. The algorithm must be one of ours and
the one of the key; `typ` is absent or says that this is a credential; a `jwk` is a hint that must equal the key the issuer
publishes. The caller MUST resolve `kid` at the issuer, call `require_claims_equal`, compare dates with the
clock, and judge an embedded proof inside the payload by itself.
"""

from dataclasses import dataclass
from typing import Final

from issuer.documents import strict_json
from issuer.documents.lint import LintedDocument
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import InputError, ProofError, SigningError
from issuer.signing import base64url, binding, jws, keys
from issuer.signing.claims import Claims, claims_for, require_claims_equal
from issuer.signing.key_types import ED25519, ES256, ES384, RS256
from issuer.signing.keys import PublicKey
from issuer.signing.signers import Signer

__all__ = [
    "ALGORITHMS",
    "Claims",
    "CompactJws",
    "parse_compact",
    "require_claims_equal",
    "require_header",
    "secure",
    "verify",
]

TYPE: Final = "JWT"
_READ_TYPES: Final = frozenset({"jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt"})
"""`typ` as others write it: OB 3.0 says JWT, VC-JOSE-COSE and its drafts say vc+jwt. Media types have no case."""
_READ_CONTENT: Final = "vc"
"""`cty` of VC-JOSE-COSE: what the payload is anyway. A token inside the token (`JWT`) is refused."""
ALGORITHMS: Final = {"ES256": ES256, "ES384": ES384, "RS256": RS256, "EdDSA": ED25519, "Ed25519": ED25519}
SIGNING_ALGORITHMS: Final = ("ES256", "EdDSA", "RS256", "ES384")
_HEADER_MEMBERS: Final = frozenset({"alg", "kid", "jwk", "typ"})


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A framed and parsed token; nothing in it is trusted yet."""

    header: JsonObject
    payload_bytes: bytes
    payload: JsonObject
    signing_input: bytes
    signature: bytes


def parse_compact(token: bytes) -> CompactJws:
    """Take a token apart and parse its header and payload strictly.

    Raises:
        InputError: not a compact JWS with a strict JSON object inside, or header members of the wrong type.
    """
    frame = jws.split(token)
    _require_header_types(frame.header)
    return CompactJws(
        header=frame.header,
        payload_bytes=frame.payload,
        payload=strict_json.parse_object(frame.payload),
        signing_input=frame.signing_input,
        signature=frame.signature,
    )


def require_header(header: JsonObject) -> str:
    """Return the algorithm of an acceptable header, by its name as a property of keys.

    Raises:
        ProofError: CRIT_UNSUPPORTED, HEADER_NOT_ALLOWED, ALG_NOT_ALLOWED, TYP_MISMATCH, or
            INVALID_VERIFICATION_METHOD when neither `kid` nor `jwk` names a key.
    """
    if "crit" in header:
        raise ProofError("the token demands extensions ('crit')", code="CRIT_UNSUPPORTED")
    foreign = header.keys() - _HEADER_MEMBERS
    if header.get("cty") == _READ_CONTENT:
        foreign -= {"cty"}
    if foreign:
        raise ProofError(
            f"the token header has the member {min(foreign)[:100]!r}; only alg, kid, jwk and typ are allowed",
            code="HEADER_NOT_ALLOWED",
        )
    algorithm = ALGORITHMS.get(str(header.get("alg")))
    if algorithm is None:
        raise ProofError(
            f"the algorithm {str(header.get('alg'))[:50]!r} is not accepted", code="ALG_NOT_ALLOWED"
        )
    kind = str(header.get("typ", TYPE)).lower().removeprefix("application/")
    if kind not in _READ_TYPES:
        raise ProofError(
            f"the token is of type {str(header['typ'])[:50]!r}, not a credential", code="TYP_MISMATCH"
        )
    if "kid" not in header and "jwk" not in header:
        raise ProofError("the token names no key", code="INVALID_VERIFICATION_METHOD")
    return algorithm


def verify(token: CompactJws, public_key: PublicKey) -> None:
    """Return quietly when `public_key`, resolved at the issuer, signed this token.

    Raises:
        ProofError: the header is not acceptable, names another key or algorithm, or the signature is wrong.
        ResolutionError: the `jwk` in the header is not a good public key.
    """
    algorithm = require_header(token.header)
    hint = token.header.get("jwk")
    if isinstance(hint, dict) and keys.from_jwk(hint) != public_key:
        raise ProofError("the 'jwk' of the header is not the issuer's key", code="KEY_NOT_AUTHORIZED")
    public_key.verify(token.signature, token.signing_input, algorithm=algorithm)


def secure(linted: LintedDocument, *, signer: Signer, kid: str, algorithm: str = "ES256") -> str:
    """Return the credential as a compact token whose claims repeat it.

    Args:
        linted: the one-use result of the linter; a VCDM 2.0 credential without an embedded proof.
        signer: a key of the document's issuer.
        kid: the verification method, or the https address under the issuer's own, of that key.
        algorithm: ES256, EdDSA, RS256 or ES384, as the key demands.

    Raises:
        SigningError: a key of another issuer or type, an embedded proof, a missing id, a used document.
    """
    if algorithm not in SIGNING_ALGORITHMS:
        raise SigningError(f"{algorithm!r} is not an algorithm that we sign with", code="ALG_NOT_ALLOWED")
    document = linted.take()
    binding.require_own_document(document, signer.controller)
    binding.require_own_kid(kid, signer.controller, signer.public_key)
    if "proof" in document:
        raise SigningError("a credential with an embedded proof is not wrapped in a token", pointer="/proof")
    header: JsonObject = {"alg": algorithm, "typ": TYPE, "kid": kid}
    payload: dict[str, Json] = {**document, **claims_for(document)}
    signing_input = jws.join(header, strict_json.encode(payload))
    signature = signer.sign(signing_input, algorithm=ALGORITHMS[algorithm])
    return signing_input.decode("ascii") + "." + base64url.encode(signature)


def _require_header_types(header: JsonObject) -> None:
    for name, kind in (("alg", str), ("kid", str), ("typ", str), ("jwk", dict)):
        if name in header and not isinstance(header[name], kind):
            raise InputError(
                f"the header member '{name}' is of the wrong type", code="PARSING_ERROR", pointer=f"/{name}"
            )
