"""What a Data Integrity proof covers, worked out before its key is fetched.

Canonicalizing is where a hostile document costs most and where it loses data, so it comes before the
network. A suite for several curves hashes by the key's curve: the likeliest one is taken first, and the
work is done again only where the issuer's key turns out to be of the other.

The published OB 3.0.3 context has had two contents under one address: the later one defines `jti` and
`endorsementJwt`. A signature made with the earlier one does not cover these two members. Where it matches
only without them, they are left out of what was verified, and the report says so.
"""

from dataclasses import dataclass, replace
from typing import Final

from issuer.documents import canonical
from issuer.documents.canonical import SlowRoad
from issuer.documents.memory import Memory
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ProofError, ResolutionError
from issuer.signing.cryptosuites.suite import Manner
from issuer.signing.data_integrity import signed_data
from issuer.signing.key_types import KeyType
from issuer.signing.keys import PublicKey, from_multibase
from issuer.signing.proofs import ProofOptions
from issuer.terms import ob

_LATER_TERMS: Final = frozenset({"jti", "endorsementJwt"})
_NO_CREDENTIAL: Final = frozenset({"@context", "proof"})
MAX_KNOWN: Final = 500_000
_KNOWN: Final[Memory[bytes]] = Memory(MAX_KNOWN)
"""The two digests that a proof signs, for about a thousand proofs: they follow from exact bytes alone."""


@dataclass(frozen=True)
class Covered:
    """What a proof covers.

    Attributes:
        document: the document as the signature covers it.
        data: the bytes that are signed.
        key_type: the key type for which they were worked out.
        slow_road: where the work is done that is library code.
        left_out: the members that an earlier edition of the vocabulary did not know.
    """

    document: JsonObject
    data: bytes
    key_type: KeyType
    slow_road: SlowRoad
    left_out: tuple[str, ...] = ()


def covered_data(
    document: JsonObject,
    proof: JsonObject,
    options: ProofOptions,
    slow_road: SlowRoad,
    *,
    known_as: str | None = None,
) -> Covered:
    """Return what a proof covers, for the key type that it most likely has.

    Args:
        document: the document.
        proof: one of its proofs.
        options: what the proof states.
        slow_road: where the work is done that is library code.
        known_as: names the exact bytes of the document and the proof in it; what they cover is then remembered.

    Raises:
        ConformanceError: the document or the proof would lose data, or asks for too much work.
        InputError: WORK_LIMIT: it takes more time than it may.
        ProofError: the proof builds upon one that is missing, or has another context.
        WorkersUnavailableError: there was no process to work it out in.
    """
    key_type = _likely_key_type(options)
    key = None if known_as is None else f"{key_type} {known_as}".encode()
    data = None if key is None else _KNOWN.find(key)
    if data is None:
        data = signed_data(
            document,
            proof,
            key_type=key_type,
            manner=Manner(
                slow_road=slow_road,
                # Nothing of it is asked for again but what is remembered here.
                is_asked_once=key is not None and not canonical.has_results(),
            ),
            options=options,
        )
        if key is not None:
            _KNOWN.keep(key, data, len(data))
    return Covered(document, data, key_type, slow_road)


def matches(
    covered: Covered, document: JsonObject, proof: JsonObject, options: ProofOptions, key: PublicKey
) -> Covered:
    """Return what the key really signed.

    Raises:
        ProofError: it did not sign this, or may not with this suite.
        ConformanceError, InputError, WorkersUnavailableError: as `covered_data`.
    """
    if key.key_type not in options.suite.key_types:
        raise ProofError(
            f"{options.suite.name} proofs are not made by {key.key_type} keys", code="ALG_KEY_MISMATCH"
        )
    if key.key_type is not covered.key_type:
        data = signed_data(document, proof, key_type=key.key_type, manner=Manner(slow_road=covered.slow_road))
        covered = replace(covered, data=data, key_type=key.key_type)
    try:
        key.verify(options.proof_value, covered.data, algorithm=key.algorithm)
    except ProofError:
        earlier = _without_later_terms(document)
        if earlier is None:
            raise
        data = signed_data(earlier, proof, key_type=key.key_type, manner=Manner(slow_road=covered.slow_road))
        key.verify(options.proof_value, data, algorithm=key.algorithm)
        left_out = tuple(sorted(_later_terms(document)))
        return replace(covered, document=earlier, data=data, key_type=key.key_type, left_out=left_out)
    return covered


def _likely_key_type(options: ProofOptions) -> KeyType:
    if len(options.suite.key_types) == 1:
        return next(iter(options.suite.key_types))
    try:
        return from_multibase(options.verification_method.partition("#")[2]).key_type
    except ResolutionError:
        return KeyType.P256


def _without_later_terms(document: JsonObject) -> JsonObject | None:
    """Return the document as the earlier 3.0.3 context reads it, None where that is the same."""
    context = document.get("@context")
    if not isinstance(context, list) or ob.CONTEXT_303 not in context or not _later_terms(document):
        return None
    return _stripped(document)


def _later_terms(value: Json) -> set[str]:
    if isinstance(value, list):
        return {name for item in value for name in _later_terms(item)}
    if not isinstance(value, dict):
        return set()
    inner = {name for key, item in value.items() if key not in _NO_CREDENTIAL for name in _later_terms(item)}
    return inner | (_LATER_TERMS & value.keys())


def _stripped(value: JsonObject) -> JsonObject:
    return {
        name: item if name in _NO_CREDENTIAL else _stripped_value(item)
        for name, item in value.items()
        if name not in _LATER_TERMS
    }


def _stripped_value(value: Json) -> Json:
    if isinstance(value, dict):
        return _stripped(value)
    return [_stripped_value(item) for item in value] if isinstance(value, list) else value
