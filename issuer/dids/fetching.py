"""Bringing a JSON document that holds keys.

An address that cannot be reached and an answer that is not JSON both mean that nothing is known
about the key; only a document that could be read can be wrong.
"""

from typing import Final

from issuer.documents.memory import Memory
from issuer.documents.strict_json import JsonObject, Limits, parse_object
from issuer.errors import FetchError, InputError
from issuer.fetch import Fetch

LIMITS: Final = Limits(max_bytes=262_144, max_depth=24, max_keys=4_000, max_string=16_384)
SIZE_FACTOR: Final = 4
"""About how many bytes a parsed document takes for each byte of its text."""
_READ: Final[Memory[JsonObject]] = Memory(2_000_000)


def fetch_object(fetch: Fetch, url: str, *, accept: str) -> JsonObject:
    """Fetch one JSON object; what the same bytes say is kept, so that nobody may change it.

    Raises:
        FetchError: FETCH_BLOCKED as the fetcher says it, else KEY_RETRIEVAL_ERROR.
    """
    try:
        fetched = fetch.get(url, accept=accept, max_bytes=LIMITS.max_bytes)
    except FetchError as exc:
        code = exc.code if exc.code == "FETCH_BLOCKED" else "KEY_RETRIEVAL_ERROR"
        raise FetchError(exc.detail, code=code, hint=exc.hint) from exc
    found = _READ.find(fetched.body)
    if found is not None:
        return found
    try:
        found = parse_object(fetched.body, limits=LIMITS)
    except InputError as exc:
        raise FetchError(
            f"What lies at {url[:120]} is not a JSON object: {exc.detail}.", code="KEY_RETRIEVAL_ERROR"
        ) from exc
    _READ.keep(fetched.body, found, SIZE_FACTOR * len(fetched.body))
    return found
