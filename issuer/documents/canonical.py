"""The one small door from a JSON-LD document to its canonical bytes.

Everything that signs or verifies with an `-rdfc-` suite comes through here. Two roads lead to the same
bytes: the fast one over compiled term tables, and for what it does not cover the slow one, which is pyld
behind a safe mode and the whole RDFC-1.0.

The linter, the signature, the self-check and the check for lost members ask for the same document one after
the other, so the last results are kept by the exact content of the document. That saves work and changes no
answer: the bytes are a function of the content alone.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from issuer.documents import contexts as known_contexts
from issuer.documents import fast_quads, jsonld, rdfc
from issuer.documents.contexts import ContextSet
from issuer.documents.memory import Memory, content_key
from issuer.documents.rdfc import HashName
from issuer.documents.strict_json import JsonObject
from issuer.documents.term_definitions import NotCovered
from issuer.workers import Workers

SlowRoad: TypeAlias = Callable[[JsonObject, HashName], bytes]
"""The slow road somewhere else than in this process, over the bundled contexts."""

MAX_WORK: Final = rdfc.MAX_WORK
MAX_KEPT_BYTES: Final = 2 * 1024 * 1024
_results: Final[Memory[bytes]] = Memory(MAX_KEPT_BYTES)


def canonical_nquads(
    document: JsonObject,
    *,
    hash_name: HashName = "sha256",
    contexts: ContextSet | None = None,
    slow_road: SlowRoad | None = None,
    is_asked_once: bool = False,
    memory: Memory[bytes] | None = None,
) -> bytes:
    """Return the canonical N-Quads of a document as UTF-8 bytes.

    Args:
        document: a JSON object whose `@context` names only known contexts.
        hash_name: the hash inside RDFC-1.0; "sha384" for P-384.
        contexts: another set than the bundled one (`contexts.old_ob_303()`, or a test's own).
        slow_road: where the slow road runs (`slow_road_in`); None runs it here, for documents of our own.
        is_asked_once: nobody asks for this document again: it is neither looked for in memory nor kept there.
        memory: where it is remembered, for documents of a kind of their own.

    Raises:
        ConformanceError: DATA_LOSS_DETECTION_ERROR, CONTEXT_NOT_ALLOWED or WORK_LIMIT.
        InputError: WORK_LIMIT when the slow road elsewhere took more time or memory than it may.
        WorkersUnavailableError: there is no elsewhere: nothing is known about the document.
    """
    if is_asked_once and contexts is None:
        return _either_road(document, hash_name, None, slow_road)
    key = content_key(hash_name.encode(), document) if contexts is None else None
    if key is None:
        return _either_road(document, hash_name, contexts, None)
    known = _results if memory is None else memory
    found = known.find(key)
    if found is None:
        found = _either_road(document, hash_name, contexts, slow_road)
        known.keep(key, found, len(found))
    return found


def has_results() -> bool:
    """Say whether the canonical form of any document is remembered; where none is signed, none is."""
    return len(_results) > 0


def _either_road(
    document: JsonObject, hash_name: HashName, contexts: ContextSet | None, slow_road: SlowRoad | None
) -> bytes:
    try:
        return fast_quads.fast_nquads(document, max_work=MAX_WORK, hash_name=hash_name, contexts=contexts)
    except NotCovered:
        if slow_road is not None:
            return slow_road(document, hash_name)
        return slow_nquads(document, hash_name=hash_name, contexts=contexts)


def slow_nquads(
    document: JsonObject, *, hash_name: HashName = "sha256", contexts: ContextSet | None = None
) -> bytes:
    """Return the canonical N-Quads by the slow road alone: the yardstick of the fast one.

    Raises:
        ConformanceError: as `canonical_nquads`.
    """
    quads = jsonld.to_quads(document, known_contexts.bundled() if contexts is None else contexts)
    return rdfc.canonicalize(quads, hash_name=hash_name, max_work=MAX_WORK).nquads.encode("utf-8")


def slow_road_in(workers: Workers) -> SlowRoad:
    """Return the slow road as it is taken for documents of strangers: in a process that can be killed.

    pyld has no limits of its own, and what a document makes it do shows only on the way.
    """

    def run(document: JsonObject, hash_name: HashName) -> bytes:
        found = workers.run("issuer.documents.canonical:slow_job", document, hash_name)
        if not isinstance(found, bytes):
            raise TypeError("the slow road gives bytes")
        return found

    return run


def slow_job(document: JsonObject, hash_name: HashName) -> bytes:
    """Take the slow road as the job of a worker.

    Raises:
        ConformanceError: as `canonical_nquads`.
    """
    return slow_nquads(document, hash_name=hash_name)
