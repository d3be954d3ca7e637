"""The transformation of the RDFC suites: JSON-LD to canonical N-Quads (RDFC-1.0).

The proof configuration is canonicalized under the `@context` of the document (VC-DI-EDDSA section 3.2.5),
so a proof has no context of its own here; one that differs would be read by nobody and is refused.
"""

from typing import Final

from issuer.documents import canonical
from issuer.documents.memory import Memory
from issuer.documents.rdfc import HashName
from issuer.documents.strict_json import JsonObject
from issuer.errors import ProofError
from issuer.signing.cryptosuites.suite import Manner

_CONFIGURATIONS: Final[Memory[bytes]] = Memory(300_000)
"""The canonical forms of proof configurations: the proofs of one key and moment share one."""


class RdfcTransformation:
    """Canonical N-Quads of document and proof configuration."""

    is_of_nquads: bool = True

    def complete_options(self, options: JsonObject, document: JsonObject) -> JsonObject:  # noqa: ARG002  (every suite is called alike)
        """Return the options unchanged."""
        return options

    def canonical_document(
        self,
        document: JsonObject,
        options: JsonObject,  # noqa: ARG002  (every suite is called alike)
        *,
        hash_name: HashName,
        manner: Manner,
    ) -> bytes:
        """Return the canonical N-Quads of the document.

        Raises:
            ConformanceError: DATA_LOSS_DETECTION_ERROR, CONTEXT_NOT_ALLOWED or WORK_LIMIT.
        """
        return canonical.canonical_nquads(
            document,
            hash_name=hash_name,
            contexts=manner.contexts,
            slow_road=manner.slow_road,
            is_asked_once=manner.is_asked_once,
        )

    def canonical_options(
        self,
        document: JsonObject,
        options: JsonObject,
        *,
        hash_name: HashName,
        manner: Manner,
    ) -> bytes:
        """Return the canonical N-Quads of the proof configuration.

        Raises:
            ConformanceError: the proof has a member that the document's contexts do not define.
            ProofError: the proof has a context of its own.
        """
        if "@context" in options and options["@context"] != document.get("@context"):
            raise ProofError("the proof has another @context than the document", pointer="/proof")
        configuration: JsonObject = {**options, "@context": document.get("@context")}
        return canonical.canonical_nquads(
            configuration,
            hash_name=hash_name,
            contexts=manner.contexts,
            slow_road=manner.slow_road,
            memory=_CONFIGURATIONS,
        )


RDFC = RdfcTransformation()
