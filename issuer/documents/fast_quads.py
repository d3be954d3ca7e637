"""The fast road from a JSON-LD document to its canonical N-Quads.

    term tables (compiled once) -> one walk -> dataset -> RDFC-1.0

It covers what the published contexts can say and gives the same bytes, or the same refusal, as the slow
road (`jsonld`, `rdfc`); for the rest it raises `NotCovered` and has decided nothing. No library code sees
the document, and the work is bounded, so it may run in process on bytes of a stranger.
"""

from typing import Final

from issuer.documents import contexts as known
from issuer.documents import term_tables
from issuer.documents.assembly import canonical_text
from issuer.documents.contexts import ContextSet
from issuer.documents.fast_walk import Walk, texts_of
from issuer.documents.fragments import Fragments
from issuer.documents.rdfc import HashName
from issuer.documents.safe_mode import check_contexts, check_source, loss
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.term_definitions import NotCovered
from issuer.errors import ConformanceError

MEMORIES: Final[dict[HashName, Fragments]] = {"sha256": Fragments("sha256"), "sha384": Fragments("sha384")}


def fast_nquads(
    document: JsonObject,
    *,
    max_work: int,
    hash_name: HashName = "sha256",
    contexts: ContextSet | None = None,
) -> bytes:
    """Return the canonical N-Quads of a document as UTF-8 bytes.

    Args:
        document: a JSON object with an `@context`.
        max_work: steps of Hash N-Degree Quads that are allowed.
        hash_name: the hash inside RDFC-1.0.
        contexts: the bundled set (None) or `contexts.old_ob_303()`.

    Raises:
        NotCovered: only the slow road can tell.
        ConformanceError: DATA_LOSS_DETECTION_ERROR or WORK_LIMIT.
    """
    tables = term_tables.tables_of(contexts)
    try:
        walk = Walk(MEMORIES[hash_name])
        walk.node(document, tables.initial)
        if walk.graph.is_empty():
            raise loss("the document states nothing that a signature would cover")
    except ConformanceError:
        # As on the slow road the received JSON comes first, then its contexts; these refusals name the place.
        check_source(document)
        check_contexts(document, known.bundled())
        # A context that stands in the document may be at fault before this loss is, in words of its own.
        if _has_other_contexts(document):
            raise NotCovered("a context that is not a published one") from None
        raise
    return canonical_text(walk.dataset, hash_name, max_work).encode("utf-8")


def _has_other_contexts(value: Json) -> bool:
    if isinstance(value, list):
        return any(_has_other_contexts(item) for item in value)
    if not isinstance(value, dict):
        return False
    if "@context" in value and not term_tables.is_covered(texts_of(value["@context"])):
        return True
    return any(_has_other_contexts(item) for name, item in value.items() if name != "@context")
