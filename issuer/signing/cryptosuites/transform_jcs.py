"""The transformation of the JCS suites: JSON canonicalized by RFC 8785.

A proof made here carries a copy of the document's `@context`. When a proof has one, the document's must
begin with it, and the document is canonicalized under the proof's (VC-DI-EDDSA section 3.3.2, steps 3-4).
Contexts a holder added afterwards are thus outside the signature: which arrays are allowed at all is
decided by `documents.contexts` before any proof is looked at.
"""

from issuer.documents import jcs
from issuer.documents.rdfc import HashName
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ProofError
from issuer.signing.cryptosuites.suite import Manner


class JcsTransformation:
    """Canonical JSON of document and proof configuration."""

    is_of_nquads: bool = False

    def complete_options(self, options: JsonObject, document: JsonObject) -> JsonObject:
        """Return the options with the document's `@context`, where it has one."""
        if "@context" not in document:
            return options
        return {**options, "@context": document["@context"]}

    def canonical_document(
        self,
        document: JsonObject,
        options: JsonObject,
        *,
        hash_name: HashName,  # noqa: ARG002  (every suite is called alike)
        manner: Manner,  # noqa: ARG002  (every suite is called alike)
    ) -> bytes:
        """Return the canonical JSON of the document under the context of its proof.

        Raises:
            ProofError: the document's `@context` does not begin with the proof's.
        """
        if "@context" not in options:
            return jcs.canonicalize(document)
        signed, present = _as_list(options["@context"]), _as_list(document.get("@context"))
        if present[: len(signed)] != signed:
            raise ProofError("the document's @context does not begin with the proof's", pointer="/@context")
        return jcs.canonicalize({**document, "@context": options["@context"]})

    def canonical_options(
        self,
        document: JsonObject,  # noqa: ARG002  (every suite is called alike)
        options: JsonObject,
        *,
        hash_name: HashName,  # noqa: ARG002  (every suite is called alike)
        manner: Manner,  # noqa: ARG002  (every suite is called alike)
    ) -> bytes:
        """Return the canonical JSON of the proof configuration."""
        return jcs.canonicalize(options)


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


JCS = JcsTransformation()
