"""Sign the manifest of an evidence pack in the name of whoever made the pack.

Like a list of known issuers it is no credential: it has no `@context` and no `issuer`. Nothing else than what
fits the schema `emit/evidence-pack` is signed here. Reading it: `issuer.verify.packs.signature`.
"""

from datetime import datetime
from typing import Final

from issuer.documents.strict_json import JsonObject, Limits
from issuer.signing.own_lists import prove, require_own
from issuer.signing.signers import Signer

SCHEMA: Final = "emit/evidence-pack"
LIMITS: Final = Limits(max_depth=6)


def secure_manifest(
    document: JsonObject, *, signer: Signer, verification_method: str, created: datetime
) -> JsonObject:
    """Return the manifest with its proof.

    Args:
        document: the manifest, with its `publisher` and without a proof.
        signer: an Ed25519 key of the publisher.
        verification_method: the DID URL under which the publisher publishes that key.
        created: the moment of signing, in UTC.

    Raises:
        ConformanceError: SCHEMA_VIOLATION: this is no manifest.
        SigningError: the key is of somebody else than the publisher, or of another type.
    """
    own = require_own(document, SCHEMA, LIMITS, noun="pack", signer=signer)
    return prove(own, signer=signer, verification_method=verification_method, created=created)
