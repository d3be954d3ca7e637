"""Bringing a JSON document that holds keys.

An address that cannot be reached and an answer that is not JSON both mean that nothing is known
about the key; only a document that could be read can be wrong.
"""

from typing import Final

from issuer.dids.document import DidDocument, read_document
from issuer.documents.memory import Memory
from issuer.documents.strict_json import JsonObject, Limits, parse_object
from issuer.errors import FetchError, InputError
from issuer.fetch import Fetch

LIMITS: Final = Limits(max_bytes=262_144, max_depth=24, max_keys=4_000, max_string=16_384)
SIZE_FACTOR: Final = 4
"""About how many bytes a parsed document takes for each byte of its text."""
_READ: Final[Memory[JsonObject]] = Memory(1_000_000)
_DOCUMENTS: Final[Memory[DidDocument]] = Memory(1_000_000)
"""Documents whose frame is sound, which their bytes alone decide."""


def fetch_object(fetch: Fetch, url: str, *, accept: str) -> JsonObject:
    """Fetch one JSON object; what the same bytes say is kept, so that nobody may change it.

    Raises:
        FetchError: FETCH_BLOCKED as the fetcher says it, else KEY_RETRIEVAL_ERROR.
    """
    body = _bring(fetch, url, accept)
    found = _READ.find(body)
    if found is None:
        found = _parse(body, url)
        _READ.keep(body, found, SIZE_FACTOR * len(body))
    return found


def fetch_document(fetch: Fetch, url: str, *, accept: str, expected_id: str) -> DidDocument:
    """Fetch one DID document and check its frame; what the same bytes say is kept.

    Raises:
        FetchError: as `fetch_object`.
        ResolutionError: as `read_document`.
    """
    body = _bring(fetch, url, accept)
    found = _DOCUMENTS.find(body)
    if found is None or found.id != expected_id:
        found = read_document(_parse(body, url), expected_id=expected_id)
        _DOCUMENTS.keep(body, found, SIZE_FACTOR * len(body))
    return found


def _bring(fetch: Fetch, url: str, accept: str) -> bytes:
    try:
        return fetch.get(url, accept=accept, max_bytes=LIMITS.max_bytes).body
    except FetchError as exc:
        code = exc.code if exc.code == "FETCH_BLOCKED" else "KEY_RETRIEVAL_ERROR"
        raise FetchError(exc.detail, code=code, hint=exc.hint) from exc


def _parse(body: bytes, url: str) -> JsonObject:
    try:
        return parse_object(body, limits=LIMITS)
    except InputError as exc:
        raise FetchError(
            f"What lies at {url[:120]} is not a JSON object: {exc.detail}.", code="KEY_RETRIEVAL_ERROR"
        ) from exc
