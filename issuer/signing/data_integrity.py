"""Data Integrity: put a proof on a document, and verify one (VC Data Integrity 1.0, sections 4.2 to 4.5).

`secure` takes nothing but a `LintedDocument`, and a signer only for documents of its own controller.
`verify_proof` answers one question: did this key make this proof over this document? The caller MUST have
checked the document's contexts and schema before, and resolved the key at the issuer; it compares
`created` and `expires` with the clock, and judges every proof of a set or chain (a chain link vouches
for the earlier proofs only as bytes: whether they verify is asked of each by itself).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from issuer.documents.linted import LintedDocument
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.errors import ProofError, SigningError
from issuer.signing import base58, binding, multikey
from issuer.signing.cryptosuites import CRYPTOSUITES, Cryptosuite
from issuer.signing.cryptosuites.suite import PLAIN, Manner
from issuer.signing.key_types import KeyType
from issuer.signing.keys import PublicKey
from issuer.signing.proofs import ProofOptions, matching_proofs, proofs_of, read_options
from issuer.signing.signers import Signer

ASSERTION_METHOD: Final = "assertionMethod"


def secure(
    linted: LintedDocument,
    *,
    cryptosuite: str,
    signer: Signer,
    verification_method: str,
    created: datetime,
    proof_purpose: str = ASSERTION_METHOD,
    previous_proof: str | None = None,
    proof_id: str | None = None,
    present: Sequence[JsonObject] = (),
) -> JsonObject:
    """Return the document with its list of proofs, the new one last.

    Args:
        linted: the one-use result of the linter.
        cryptosuite: a name of `CRYPTOSUITES` that we create.
        signer: a key of the document's issuer.
        verification_method: the DID URL under which the issuer publishes that key.
        created: the moment of signing, in UTC.
        proof_purpose: what the proof is for.
        previous_proof: the id of the proof in `present` that this one builds upon (a chain).
        proof_id: the id of the new proof, where a later one shall build upon it.
        present: proofs made over the same document before; they are kept, in their order.

    Raises:
        SigningError: unknown or superseded suite, a key of another issuer or type, a used document.
        ConformanceError: the document loses data when it is canonicalized.
        ProofError: `previous_proof` is not present.
    """
    suite = creatable(cryptosuite, signer.public_key)
    document = linted.take()
    binding.require_own_document(document, signer.controller)
    binding.require_own_method(verification_method, signer.controller, signer.public_key)
    options = new_options(suite, verification_method, created, proof_purpose)
    if proof_id is not None:
        options = {"id": proof_id, **options}
    if previous_proof is not None:
        options["previousProof"] = previous_proof
    options = suite.transformation.complete_options(options, document)
    upon = matching_proofs(tuple(present), () if previous_proof is None else (previous_proof,))
    input_document = _input_document(document, upon)
    data = suite.hash_data(input_document, options, key_type=signer.public_key.key_type)
    return {**document, "proof": [*present, _signed(options, data, signer)]}


def new_options(
    suite: Cryptosuite, verification_method: str, created: datetime, proof_purpose: str
) -> JsonObject:
    """Return the configuration of a proof of ours: all of it but the value."""
    return {
        "type": suite.proof_type,
        "cryptosuite": suite.name,
        "created": format_time(created),
        "verificationMethod": verification_method,
        "proofPurpose": proof_purpose,
    }


def _signed(options: JsonObject, data: bytes, signer: Signer) -> JsonObject:
    return {**options, "proofValue": signed_value(data, signer)}


def signed_value(data: bytes, signer: Signer) -> str:
    """Sign data and return the signature as `proofValue` states it."""
    signature = signer.sign(data, algorithm=signer.public_key.algorithm)
    return multikey.BASE58_PREFIX + base58.encode(signature)


def verify_proof(
    document: JsonObject,
    proof: JsonObject,
    *,
    public_key: PublicKey,
    proof_purpose: str = ASSERTION_METHOD,
    domain: str | None = None,
    challenge: str | None = None,
    manner: Manner = PLAIN,
) -> ProofOptions:
    """Return the options of a proof that `public_key` made over `document`.

    Args:
        document: the whole document with all its proofs.
        proof: the one of them to verify.
        public_key: the key that the proof's verification method names, resolved at the issuer.
        proof_purpose: the purpose that the proof must state.
        domain: the domain the proof must state; a credential's proof states none.
        challenge: the challenge the proof must state; a credential's proof states none.
        manner: how the canonical bytes are made; with other contexts for older badges.

    Raises:
        ProofError: the proof is malformed, for another purpose, by another kind of key, or does not match.
        ConformanceError: document or proof lose data when canonicalized.
        InputError: the list of proofs is malformed.
    """
    options = read_options(proof)
    require_purpose(options, proof_purpose, domain=domain, challenge=challenge)
    require_key_type(options.suite, public_key)
    data = signed_data(document, proof, key_type=public_key.key_type, manner=manner, options=options)
    public_key.verify(options.proof_value, data, algorithm=public_key.algorithm)
    return options


def signed_data(
    document: JsonObject,
    proof: JsonObject,
    *,
    key_type: KeyType,
    manner: Manner = PLAIN,
    options: ProofOptions | None = None,
) -> bytes:
    """Return the bytes that the signature of a proof covers, for `verify_proof` and for diagnosis.

    `manner` says how canonical bytes are made, for the documents of strangers with a slow road elsewhere. `options`
    are those of the proof, where they were read.

    Raises:
        ProofError: the proof is malformed, not one of the document's, or misses one it builds upon.
        ConformanceError: document or proof lose data when canonicalized.
        InputError: the list of proofs is malformed, or WORK_LIMIT: the slow road took too long.
        WorkersUnavailableError: the slow road could not be taken.
    """
    read = read_options(proof) if options is None else options
    present = proofs_of(document)
    if proof not in present:
        raise ProofError("this proof is not one of the document's", pointer="/proof")
    return read.suite.hash_data(
        _input_document(document, matching_proofs(present, read.previous_proofs)),
        {name: value for name, value in proof.items() if name != "proofValue"},
        key_type=key_type,
        manner=manner,
    )


def creatable(name: str, public_key: PublicKey) -> Cryptosuite:
    """Return a suite that we sign with, with this key.

    Raises:
        SigningError: unknown or superseded suite, or a key of another type.
    """
    suite = CRYPTOSUITES.get(name)
    if suite is None or not suite.creates:
        raise SigningError(f"{name!r} is not a cryptosuite that we sign with", code="CRYPTOSUITE_NOT_ALLOWED")
    if public_key.key_type not in suite.key_types:
        raise SigningError(
            f"{name} proofs are not made by {public_key.key_type} keys", code="ALG_KEY_MISMATCH"
        )
    return suite


def _input_document(document: JsonObject, previous: list[Json]) -> JsonObject:
    """Return the document as a proof sees it: without proofs, or with those it builds upon."""
    unsecured: JsonObject = {name: value for name, value in document.items() if name != "proof"}
    return {**unsecured, "proof": previous} if previous else unsecured


def require_key_type(suite: Cryptosuite, public_key: PublicKey) -> None:
    """Refuse a key of a type whose signatures the suite does not know.

    Raises:
        ProofError: ALG_KEY_MISMATCH.
    """
    if public_key.key_type not in suite.key_types:
        raise ProofError(
            f"{suite.name} proofs are not made by {public_key.key_type} keys", code="ALG_KEY_MISMATCH"
        )


def require_purpose(
    options: ProofOptions,
    proof_purpose: str = ASSERTION_METHOD,
    *,
    domain: str | None = None,
    challenge: str | None = None,
) -> None:
    """Refuse a proof that was made for something else, somewhere else or in answer to another question.

    Raises:
        ProofError: PROOF_PURPOSE_MISMATCH, INVALID_DOMAIN_ERROR or INVALID_CHALLENGE_ERROR.
    """
    if options.proof_purpose != proof_purpose:
        raise ProofError(
            f"the proof is for {options.proof_purpose[:100]!r}, not for {proof_purpose!r}",
            code="PROOF_PURPOSE_MISMATCH",
            pointer="/proof/proofPurpose",
        )
    stated = options.domain if isinstance(options.domain, list) else [options.domain]
    if domain not in stated:
        raise ProofError(
            "the proof was made for another domain", code="INVALID_DOMAIN_ERROR", pointer="/proof/domain"
        )
    if options.challenge != challenge:
        raise ProofError(
            "the proof answers another challenge",
            code="INVALID_CHALLENGE_ERROR",
            pointer="/proof/challenge",
        )
