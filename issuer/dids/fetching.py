"""Bringing a JSON document that holds keys.

An address that cannot be reached and an answer that is not JSON both mean that nothing is known
about the key; only a document that could be read can be wrong.
"""

from typing import Final

from issuer.documents.strict_json import JsonObject, Limits, parse_object
from issuer.errors import FetchError, InputError
from issuer.fetch import Fetch

LIMITS: Final = Limits(max_bytes=262_144, max_depth=24, max_keys=4_000, max_string=16_384)


def fetch_object(fetch: Fetch, url: str, *, accept: str) -> JsonObject:
    """Fetch one JSON object.

    Raises:
        FetchError: FETCH_BLOCKED as the fetcher says it, else KEY_RETRIEVAL_ERROR.
    """
    try:
        fetched = fetch.get(url, accept=accept, max_bytes=LIMITS.max_bytes)
    except FetchError as exc:
        code = exc.code if exc.code == "FETCH_BLOCKED" else "KEY_RETRIEVAL_ERROR"
        raise FetchError(exc.detail, code=code, hint=exc.hint) from exc
    try:
        return parse_object(fetched.body, limits=LIMITS)
    except InputError as exc:
        raise FetchError(
            f"What lies at {url[:120]} is not a JSON object: {exc.detail}.", code="KEY_RETRIEVAL_ERROR"
        ) from exc
