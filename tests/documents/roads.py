"""Both roads from a document to its canonical bytes, side by side."""

from typing import Any, TypeAlias

from issuer.documents import canonical, fast_quads
from issuer.documents.contexts import ContextSet
from issuer.documents.rdfc import HashName
from issuer.documents.term_definitions import NotCovered
from issuer.errors import IssuerError

Outcome: TypeAlias = bytes | str
NOT_COVERED = "not covered"


def slow(document: Any, hash_name: HashName = "sha256", contexts: ContextSet | None = None) -> Outcome:
    """Return the bytes of the slow road, or the code of its refusal."""
    try:
        return canonical.slow_nquads(document, hash_name=hash_name, contexts=contexts)
    except IssuerError as refusal:
        return refusal.code


def fast(document: Any, hash_name: HashName = "sha256", contexts: ContextSet | None = None) -> Outcome:
    """Return the bytes of the fast road, the code of its refusal, or NOT_COVERED."""
    try:
        return fast_quads.fast_nquads(
            document, max_work=canonical.MAX_WORK, hash_name=hash_name, contexts=contexts
        )
    except IssuerError as refusal:
        return refusal.code
    except NotCovered:
        return NOT_COVERED


def kind_of(outcome: Outcome) -> str:
    """Return "bytes" or the code."""
    return "bytes" if isinstance(outcome, bytes) else outcome


def same(document: Any, hash_name: HashName = "sha256", contexts: ContextSet | None = None) -> Outcome:
    """Require that the fast road covers the document and ends as the slow road does; return the end."""
    expected = slow(document, hash_name, contexts)
    assert fast(document, hash_name, contexts) == expected
    return expected
