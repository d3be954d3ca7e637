"""The exact bytes of a signed document: its JSON text with one proof, written once (VC Data Integrity 1.0, section 4.2).

For what the linter has passed; `data_integrity` puts proofs on documents of every other kind. Proofs of one moment and
key share their configuration, whose digest and text are made once for all of them.
"""

from datetime import datetime
from functools import lru_cache

from issuer.documents import strict_json
from issuer.documents.fast_walk import texts_of
from issuer.documents.linted import LintedDocument
from issuer.signing import binding, data_integrity
from issuer.signing.cryptosuites import CRYPTOSUITES
from issuer.signing.key_types import KeyType
from issuer.signing.signers import Signer


def secure_text(
    linted: LintedDocument, *, cryptosuite: str, signer: Signer, verification_method: str, created: datetime
) -> bytes:
    """Return the exact bytes of the document with one proof: what `data_integrity.secure` returns, as JSON is written here.

    The document is neither canonicalized nor written a second time where the linter has done it already.

    Args:
        linted: the one-use result of the linter.
        cryptosuite: a name of `CRYPTOSUITES` that we create.
        signer: a key of the document's issuer.
        verification_method: the DID URL under which the issuer publishes that key.
        created: the moment of signing, in UTC.

    Raises:
        SigningError: as `data_integrity.secure`.
    """
    suite = data_integrity.creatable(cryptosuite, signer.public_key)
    key_type = signer.public_key.key_type
    contexts = texts_of(linted.frame.get("@context"))
    if contexts is None or not suite.signs_canonical_nquads(key_type):
        signed = data_integrity.secure(
            linted,
            cryptosuite=cryptosuite,
            signer=signer,
            verification_method=verification_method,
            created=created,
        )
        return strict_json.encode(signed)
    text = linted.take_text()
    binding.require_own_document(linted.frame, signer.controller)
    binding.require_own_method(verification_method, signer.controller, signer.public_key)
    configuration, opening = _plain_configuration(
        cryptosuite, key_type, verification_method, created, contexts
    )
    data = configuration + linted.canonical_sha256
    # A proof value needs no escape in JSON.
    return b'%b,"proof":[%b"%b"}]}' % (
        text[:-1],
        opening,
        data_integrity.signed_value(data, signer).encode("ascii"),
    )


@lru_cache(maxsize=256)
def _plain_configuration(
    cryptosuite: str,
    key_type: KeyType,
    verification_method: str,
    created: datetime,
    contexts: tuple[str, ...],
) -> tuple[bytes, bytes]:
    """Return what the proofs of one moment and key have in common.

    Returns:
        the digest of their configuration, and its JSON up to the value that follows.

    Raises:
        ConformanceError: the configuration loses data.
    """
    suite = CRYPTOSUITES[cryptosuite]
    options = data_integrity.new_options(suite, verification_method, created, data_integrity.ASSERTION_METHOD)
    made = suite.hash_options({"@context": [*contexts]}, options, key_type=key_type)
    return made, strict_json.encode({**options, "proofValue": ""}).removesuffix(b'""}')
