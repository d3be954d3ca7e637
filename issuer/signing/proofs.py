"""Proof options, read strictly before anything is computed (VC Data Integrity 1.0, sections 2.1 and 4.4).

Read here: the members of one proof and the list of proofs of a document. Not done here: comparing times
with the clock, and asking whether the verification method may speak for the issuer; the verification
pipeline does both with the values returned. Members unknown here are not lost: they are part of the proof
configuration, which is canonicalized and signed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.errors import InputError, ProofError
from issuer.signing import base58, multikey
from issuer.signing.cryptosuites import CRYPTOSUITES, Cryptosuite

MAX_PROOFS: Final = 8
MAX_PROOF_VALUE: Final = 256
DATA_INTEGRITY_PROOF: Final = "DataIntegrityProof"


@dataclass(frozen=True, slots=True)
class ProofOptions:
    """The members of a proof in their own types."""

    suite: Cryptosuite
    verification_method: str
    proof_purpose: str
    proof_value: bytes
    created: datetime | None
    expires: datetime | None
    proof_id: str | None
    previous_proofs: tuple[str, ...]
    domain: Json
    challenge: Json


def proofs_of(document: JsonObject) -> tuple[JsonObject, ...]:
    """Return the proofs of a document, whether it has one or a list.

    Raises:
        ProofError: PROOF_MISSING when there is none.
        InputError: a proof is not an object, or there are more than MAX_PROOFS.
    """
    if "proof" not in document:
        raise ProofError("the document has no proof", code="PROOF_MISSING")
    value = document["proof"]
    items = value if isinstance(value, list) else [value]
    if not items:
        raise ProofError("the list of proofs is empty", code="PROOF_MISSING", pointer="/proof")
    if len(items) > MAX_PROOFS:
        raise InputError(
            f"the document has {len(items)} proofs; at most {MAX_PROOFS} are read",
            code="INPUT_TOO_LARGE",
            pointer="/proof",
        )
    proofs = tuple(item for item in items if isinstance(item, dict))
    if len(proofs) != len(items):
        raise InputError("a proof is a JSON object", code="PARSING_ERROR", pointer="/proof")
    return proofs


def read_options(proof: JsonObject) -> ProofOptions:
    """Return the options of a proof.

    Raises:
        ProofError: CRYPTOSUITE_NOT_ALLOWED for a suite that is not in `CRYPTOSUITES`,
            INVALID_VERIFICATION_METHOD when the method is not named by one string,
            PROOF_VERIFICATION_ERROR when a member is missing or has another form.
    """
    suite = _suite(proof)
    created, expires = _time(proof, "created"), _time(proof, "expires")
    if created is not None and expires is not None and expires < created:
        raise ProofError("the proof expires before it was created", pointer="/proof/expires")
    return ProofOptions(
        suite=suite,
        verification_method=_verification_method(proof),
        proof_purpose=_text(proof, "proofPurpose"),
        proof_value=read_value(proof),
        created=created,
        expires=expires,
        proof_id=_text(proof, "id") if "id" in proof else None,
        previous_proofs=_previous_proofs(proof),
        domain=proof.get("domain"),
        challenge=proof.get("challenge"),
    )


def read_value(proof: JsonObject) -> bytes:
    """Return the signature that a proof states.

    Raises:
        ProofError: PROOF_VERIFICATION_ERROR when it is missing or has another form.
    """
    value = _text(proof, "proofValue")
    if len(value) > MAX_PROOF_VALUE or not value.startswith(multikey.BASE58_PREFIX):
        raise ProofError("'proofValue' is not base58btc multibase", pointer="/proof/proofValue")
    try:
        return base58.decode(value[1:])
    except InputError as exc:
        raise ProofError("'proofValue' is not base58btc multibase", pointer="/proof/proofValue") from exc


def matching_proofs(proofs: tuple[JsonObject, ...], names: tuple[str, ...]) -> list[Json]:
    """Return the proofs with these ids, those that a link of a chain builds upon, in document order.

    Raises:
        ProofError: a previous proof is missing, or its id is not unique.
    """
    ids = [proof.get("id") for proof in proofs]
    for name in names:
        if ids.count(name) != 1:
            raise ProofError(
                f"the previous proof {name[:100]!r} is present {ids.count(name)} times, not once",
                pointer="/proof",
            )
    return [proof for proof in proofs if proof.get("id") in names]


def _suite(proof: JsonObject) -> Cryptosuite:
    proof_type = _text(proof, "type")
    name = _text(proof, "cryptosuite") if proof_type == DATA_INTEGRITY_PROOF else proof_type
    suite = CRYPTOSUITES.get(name)
    if suite is None or suite.proof_type != proof_type:
        raise ProofError(
            f"the cryptosuite {name[:100]!r} is not one that is checked here",
            code="CRYPTOSUITE_NOT_ALLOWED",
            pointer="/proof/cryptosuite",
        )
    if proof_type != DATA_INTEGRITY_PROOF and "cryptosuite" in proof:
        raise ProofError(f"a proof of type {proof_type} names no cryptosuite", pointer="/proof/cryptosuite")
    return suite


def _text(proof: JsonObject, name: str) -> str:
    value = proof.get(name)
    if not isinstance(value, str) or not value:
        raise ProofError(f"the proof needs '{name}' as one string", pointer=f"/proof/{name}")
    return value


def _verification_method(proof: JsonObject) -> str:
    value = proof.get("verificationMethod")
    if not isinstance(value, str) or not value:
        raise ProofError(
            "the proof needs 'verificationMethod' as one string",
            code="INVALID_VERIFICATION_METHOD",
            pointer="/proof/verificationMethod",
        )
    return value


def _time(proof: JsonObject, name: str) -> datetime | None:
    if name not in proof:
        return None
    try:
        return parse_time(_text(proof, name), f"/proof/{name}")
    except InputError as exc:
        raise ProofError(f"'{name}' of the proof is not a time", pointer=f"/proof/{name}") from exc


def _previous_proofs(proof: JsonObject) -> tuple[str, ...]:
    if "previousProof" not in proof:
        return ()
    value = proof["previousProof"]
    names = value if isinstance(value, list) else [value]
    texts = tuple(name for name in names if isinstance(name, str) and name)
    if not texts or len(texts) != len(names) or len(set(texts)) != len(texts):
        raise ProofError("'previousProof' holds ids of other proofs", pointer="/proof/previousProof")
    return texts
