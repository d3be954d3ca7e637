"""The one small door from a JSON-LD document to its canonical bytes.

Everything that signs or verifies with an `-rdfc-` suite comes through here, so that a faster road
can be built behind it without a caller noticing.
"""

from typing import Final

from issuer.documents import contexts as known
from issuer.documents import jsonld, rdfc
from issuer.documents.contexts import ContextSet
from issuer.documents.rdfc import HashName
from issuer.documents.strict_json import JsonObject

MAX_WORK: Final = rdfc.MAX_WORK


def canonical_nquads(
    document: JsonObject, *, hash_name: HashName = "sha256", contexts: ContextSet | None = None
) -> bytes:
    """Return the canonical N-Quads of a document as UTF-8 bytes.

    Args:
        document: a JSON object whose `@context` names only known contexts.
        hash_name: the hash inside RDFC-1.0; "sha384" for P-384.
        contexts: another set than the bundled one (`contexts.old_ob_303()`, or a test's own).

    Raises:
        ConformanceError: DATA_LOSS_DETECTION_ERROR, CONTEXT_NOT_ALLOWED or WORK_LIMIT.
    """
    quads = jsonld.to_quads(document, known.bundled() if contexts is None else contexts)
    return rdfc.canonicalize(quads, hash_name=hash_name, max_work=MAX_WORK).nquads.encode("utf-8")
