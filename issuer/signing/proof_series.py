"""Verify the proofs of many documents of one moment: what their configurations have in common is judged once.

A proof configuration is a proof without its value (VC Data Integrity 1.0, section 4.2). The proofs of a chunk of
awards differ in their values alone, so that suite, purpose, key and digest of the configuration are found when it is
first seen under its contexts and its issuer; one that differs in a single character is judged by itself. Of every document the
canonical form is made from its own content, and every signature is verified. Keep a series no longer than the moment: a
key that is revoked later is remembered as it was.

Asked here is what `data_integrity.verify_proof` asks, and it answers for whatever is not of this plain kind.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from issuer.documents.beginnings import Beginnings
from issuer.documents.memory import content_key
from issuer.documents.outlines import Outlined
from issuer.documents.rdfc import HashName
from issuer.documents.strict_json import JsonObject
from issuer.signing import data_integrity
from issuer.signing.binding import issuer_of
from issuer.signing.cryptosuites import Cryptosuite
from issuer.signing.cryptosuites.suite import ASKED_ONCE, HASH_OF
from issuer.signing.keys import PublicKey
from issuer.signing.proofs import proofs_of, read_options, read_value

CONFIGURATION: Final = 2_000
"""Bytes of memory that a configuration takes besides its content: a digest, and the key that was found for it."""

KeyOf: TypeAlias = Callable[[str, str], PublicKey]
"""From an issuer and the id of a verification method to the key that the issuer publishes under it."""
MOST: Final = 1000
"""Configurations that are remembered; a chunk has as many as the seconds in which it was prepared."""


@dataclass(frozen=True, slots=True)
class _Configuration:
    """A configuration that was found good, the first half of what its signatures cover, and what hashes the second."""

    suite: Cryptosuite
    public_key: PublicKey
    digest: bytes
    beginnings: Beginnings

    def verify(self, proof: JsonObject, form: bytes) -> None:
        """Return quietly when the value of a proof signs this canonical form.

        Raises:
            ProofError: it does not.
        """
        data = self.digest + self.beginnings.digest(form)
        self.public_key.verify(read_value(proof), data, algorithm=self.public_key.algorithm)


class ProofSeries:
    """Verifies documents one after the other. Not safe to share between threads.

    Args:
        key_of: finds the key of a configuration that was not seen before.
    """

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of
        self._known: dict[bytes, _Configuration] = {}
        self._beginnings: dict[HashName, Beginnings] = {
            hash_name: Beginnings(hash_name) for hash_name in HASH_OF.values()
        }
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes of memory that it takes."""
        return self._size + sum(one.size for one in self._beginnings.values())

    def verify(self, document: JsonObject) -> None:
        """Return quietly when every proof of a document is one of its issuer for what it says.

        Raises:
            ProofError: as `data_integrity.verify_proof`.
            ConformanceError: the document or a proof loses data when it is canonicalized.
            InputError: the list of proofs is malformed.
            SigningError: the document names no issuer.
            ResolutionError: as `key_of` raises it, for a key that is not the issuer's.
        """
        unsecured: JsonObject = {name: value for name, value in document.items() if name != "proof"}
        for proof in proofs_of(document):
            options: JsonObject = {name: value for name, value in proof.items() if name != "proofValue"}
            # A link of a chain covers other proofs too, which the general road puts together.
            known = None if "previousProof" in options else self._configuration(document, proof, options)
            if known is None:
                method = read_options(proof).verification_method
                data_integrity.verify_proof(
                    document, proof, public_key=self._key_of(issuer_of(document), method), manner=ASKED_ONCE
                )
                continue
            form = known.suite.transformation.canonical_document(
                unsecured,
                options,
                hash_name=HASH_OF[known.public_key.key_type],
                manner=ASKED_ONCE,
            )
            known.verify(proof, form)

    def verify_outlined(self, outlined: Outlined) -> bool:
        """Do as `verify` for a document of which canonical form and proofs were read; False where it is to be asked.

        Raises:
            ProofError: as `verify`.
            ConformanceError: as `verify`, for a proof.
            SigningError: as `verify`.
            ResolutionError: as `verify`.
        """
        for proof in outlined.proofs:
            options: JsonObject = {name: value for name, value in proof.items() if name != "proofValue"}
            known = (
                None if "previousProof" in options else self._configuration(outlined.frame, proof, options)
            )
            if known is None or not known.suite.signs_canonical_nquads(known.public_key.key_type):
                return False
            known.verify(proof, outlined.canonical_nquads)
        return bool(outlined.proofs)

    def _configuration(
        self, document: JsonObject, proof: JsonObject, options: JsonObject
    ) -> _Configuration | None:
        """Return what is known of a configuration; None where it cannot be remembered."""
        issuer = issuer_of(document)
        key = content_key(b"", {"options": options, "contexts": document.get("@context"), "issuer": issuer})
        if key is None:
            return None
        found = self._known.get(key)
        if found is None:
            found = self._read(document, proof, options, issuer)
            if len(self._known) < MOST:
                self._known[key] = found
                self._size += sys.getsizeof(key) + CONFIGURATION
        return found

    def _read(
        self, document: JsonObject, proof: JsonObject, options: JsonObject, issuer: str
    ) -> _Configuration:
        read = read_options(proof)
        data_integrity.require_purpose(read)
        public_key = self._key_of(issuer, read.verification_method)
        data_integrity.require_key_type(read.suite, public_key)
        digest = read.suite.hash_options(document, options, key_type=public_key.key_type)
        beginnings = self._beginnings[HASH_OF[public_key.key_type]]
        return _Configuration(read.suite, public_key, digest, beginnings)
