"""The transformation of the RDFC suites: JSON-LD to canonical N-Quads (RDFC-1.0).

The proof configuration is canonicalized under the `@context` of the document (VC-DI-EDDSA section 3.2.5),
so a proof has no context of its own here; one that differs would be read by nobody and is refused.
"""

from issuer.documents import canonical
from issuer.documents.canonical import SlowRoad
from issuer.documents.contexts import ContextSet
from issuer.documents.rdfc import HashName
from issuer.documents.strict_json import JsonObject
from issuer.errors import ProofError


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
        contexts: ContextSet | None,
        slow_road: SlowRoad | None,
        is_asked_once: bool = False,
    ) -> bytes:
        """Return the canonical N-Quads of the document.

        Raises:
            ConformanceError: DATA_LOSS_DETECTION_ERROR, CONTEXT_NOT_ALLOWED or WORK_LIMIT.
        """
        return canonical.canonical_nquads(
            document,
            hash_name=hash_name,
            contexts=contexts,
            slow_road=slow_road,
            is_asked_once=is_asked_once,
        )

    def canonical_options(
        self,
        document: JsonObject,
        options: JsonObject,
        *,
        hash_name: HashName,
        contexts: ContextSet | None,
        slow_road: SlowRoad | None,
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
            configuration, hash_name=hash_name, contexts=contexts, slow_road=slow_road
        )


RDFC = RdfcTransformation()
