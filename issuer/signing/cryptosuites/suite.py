"""What a Data Integrity cryptosuite consists of (VC Data Integrity 1.0, section 4.1).

A suite is a small frozen bundle: its name, the proof type it rides in, the key types it allows, and its
transformation. The steps in common are here: which hash goes with which key, and that the data to sign is
hash(proof configuration) followed by hash(document). Suites differ by data, not by code.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from issuer.documents.canonical import SlowRoad
from issuer.documents.contexts import ContextSet
from issuer.documents.rdfc import HashName
from issuer.documents.strict_json import JsonObject
from issuer.signing.key_types import KeyType

HASH_OF: Final[Mapping[KeyType, HashName]] = MappingProxyType(
    {KeyType.ED25519: "sha256", KeyType.P256: "sha256", KeyType.P384: "sha384"}
)


_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """In what manner canonical bytes are made, whatever the document; suites of plain JSON heed none of it.

    Attributes:
        contexts: another set of contexts than the bundled one, as `contexts.old_ob_303()`.
        slow_road: where canonicalization runs that is library code; None runs it here, for documents of our own.
        is_asked_once: nobody asks for this document again, so that its canonical form is not kept in memory. A
            proof configuration is kept all the same.
    """

    contexts: ContextSet | None = None
    slow_road: SlowRoad | None = None
    is_asked_once: bool = False


PLAIN: Final = Manner()
ASKED_ONCE: Final = Manner(is_asked_once=True)


class Transformation(Protocol):
    """How a suite turns a document and a proof configuration into canonical bytes.

    Attributes:
        is_of_nquads: whether the bytes of a document are its canonical N-Quads.
    """

    is_of_nquads: bool

    def __hash__(self) -> int:
        """Transformations have no state; each is one object."""

    def complete_options(self, options: JsonObject, document: JsonObject) -> JsonObject:
        """Return the options of a new proof with what the suite adds to them."""

    def canonical_document(
        self,
        document: JsonObject,
        options: JsonObject,
        *,
        hash_name: HashName,
        manner: Manner,
    ) -> bytes:
        """Return the canonical bytes of the unsecured document.

        Raises:
            ConformanceError: the document loses data or asks for too much work.
            ProofError: the contexts of proof and document do not belong together.
        """

    def canonical_options(
        self,
        document: JsonObject,
        options: JsonObject,
        *,
        hash_name: HashName,
        manner: Manner,
    ) -> bytes:
        """Return the canonical bytes of the proof configuration (the proof without `proofValue`).

        Raises:
            ConformanceError: the proof has a member that its context does not define.
        """


@dataclass(frozen=True, slots=True)
class Cryptosuite:
    """One cryptosuite.

    Attributes:
        name: the value of `proof.cryptosuite`, or the proof type where a suite has a type of its own.
        proof_type: the value of `proof.type`.
        key_types: the keys that may sign with it.
        transformation: how canonical bytes are made.
        creates: whether we make such proofs; superseded suites are only verified.
    """

    name: str
    proof_type: str
    key_types: frozenset[KeyType]
    transformation: Transformation
    creates: bool

    def hash_data(
        self, document: JsonObject, options: JsonObject, *, key_type: KeyType, manner: Manner = PLAIN
    ) -> bytes:
        """Return the bytes that are signed: hash of the proof configuration, then hash of the document.

        Args:
            document: the document without its proofs, or with the previous proofs of a chain.
            options: the proof without `proofValue`.
            key_type: the type of the key that signs; it chooses the hash.
            manner: how the canonical bytes are made.

        Raises:
            ConformanceError: document or proof lose data, or ask for too much work.
            ProofError: the contexts of proof and document do not belong together.
        """
        configuration = self.hash_options(document, options, key_type=key_type, manner=manner)
        return configuration + self.hash_document(document, options, key_type=key_type, manner=manner)

    def hash_options(
        self, document: JsonObject, options: JsonObject, *, key_type: KeyType, manner: Manner = PLAIN
    ) -> bytes:
        """Return the first half of what is signed: the hash of the proof configuration; as `hash_data`."""
        hash_name = HASH_OF[key_type]
        made = self.transformation.canonical_options(document, options, hash_name=hash_name, manner=manner)
        return digest(hash_name, made)

    def hash_document(
        self, document: JsonObject, options: JsonObject, *, key_type: KeyType, manner: Manner = PLAIN
    ) -> bytes:
        """Return the second half of what is signed: the hash of the document; as `hash_data`."""
        hash_name = HASH_OF[key_type]
        made = self.transformation.canonical_document(document, options, hash_name=hash_name, manner=manner)
        return digest(hash_name, made)

    def signs_canonical_nquads(self, key_type: KeyType) -> bool:
        """Say whether a key of this type signs the very N-Quads that a linted document brings along."""
        return self.transformation.is_of_nquads and HASH_OF[key_type] == "sha256"


def digest(hash_name: HashName, data: bytes) -> bytes:
    """Return the SHA-256 or SHA-384 digest of `data`."""
    return _HASHES[hash_name](data).digest()
