"""Sign a list of known issuers that its publisher hands on.

Such a list is no credential: it has no `@context` and no `issuer`, so a signature over its text
(`eddsa-jcs-2022`) can never be taken for one over a credential. Nothing else than what fits the schema
`emit/trust-list` is signed here, and only in the publisher's own name. Reading it: `issuer.verify.signed_trust`.
"""

from datetime import datetime
from typing import Final

from issuer.documents import schemas, strict_json
from issuer.documents.strict_json import JsonObject, Limits
from issuer.documents.times import format_time
from issuer.errors import SigningError
from issuer.signing import base58, binding, multikey
from issuer.signing.cryptosuites import CRYPTOSUITES
from issuer.signing.signers import Signer

SCHEMA: Final = "emit/trust-list"
CRYPTOSUITE: Final = "eddsa-jcs-2022"
LIMITS: Final = Limits(max_bytes=1_048_576, max_depth=6, max_keys=20_000, max_string=2_048)


def secure_list(
    document: JsonObject, *, signer: Signer, verification_method: str, created: datetime
) -> JsonObject:
    """Return the list with its proof.

    Args:
        document: the list, without a proof.
        signer: an Ed25519 key of the publisher.
        verification_method: the DID URL under which the publisher publishes that key.
        created: the moment of signing, in UTC.

    Raises:
        ConformanceError: SCHEMA_VIOLATION: this is no list.
        SigningError: the key is of somebody else than the publisher, or of another type.
    """
    own = require_own(document, SCHEMA, LIMITS, noun="list", signer=signer)
    return prove(own, signer=signer, verification_method=verification_method, created=created)


def require_own(
    document: JsonObject, schema: str, limits: Limits, *, noun: str, signer: Signer
) -> JsonObject:
    """Return a text of ours, read again as strictly as a stranger reads it, when the signer publishes it.

    Args:
        document: the text, with its `publisher` and without a proof.
        schema: what it must fit.
        limits: how large it may be.
        noun: what it is, for a sentence.
        signer: the key of whoever publishes it.

    Raises:
        ConformanceError: SCHEMA_VIOLATION: it is no such text.
        SigningError: the key is of somebody else than the publisher.
    """
    own = strict_json.parse_object(strict_json.encode(document), limits=limits)
    schemas.require(own, schema)
    if own["publisher"] != signer.controller:
        raise SigningError(f"this key signs for {signer.controller}, not for the publisher of the {noun}")
    return own


def prove(own: JsonObject, *, signer: Signer, verification_method: str, created: datetime) -> JsonObject:
    """Return a text of ours that is no credential with its proof; the caller has held it against its schema.

    Raises:
        SigningError: the method is not the key's own, or the key is of a type that makes no such proof.
    """
    binding.require_own_method(verification_method, signer.controller, signer.public_key)
    suite = CRYPTOSUITES[CRYPTOSUITE]
    key_type = signer.public_key.key_type
    if key_type not in suite.key_types:
        raise SigningError(f"{CRYPTOSUITE} proofs are not made by {key_type} keys", code="ALG_KEY_MISMATCH")
    options: JsonObject = {
        "type": suite.proof_type,
        "cryptosuite": suite.name,
        "created": format_time(created),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    data = suite.hash_data(own, options, key_type=key_type)
    signature = signer.sign(data, algorithm=signer.public_key.algorithm)
    value = multikey.BASE58_PREFIX + base58.encode(signature)
    return {**own, "proof": {**options, "proofValue": value}}
