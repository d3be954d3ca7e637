"""Bringing a document of a 2.0 badge through the one network door, and what a failure to do so means.

A host that does not answer, or answers with something else than JSON, proves nothing in either direction. One
that answers with another document than the one at this address contradicts the badge.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject, Limits
from issuer.errors import ConformanceError, FetchError, InputError, IssuerError
from issuer.fetch import Fetch
from issuer.verify.findings import as_sentence, failed, undetermined
from issuer.verify.report import Check

ACCEPT: Final = "application/ld+json, application/json;q=0.9"
FAILURES: Final = (FetchError, InputError, ConformanceError)


@dataclass(frozen=True)
class Brought:
    """A JSON object from an address, and when a saved copy of it was made, None for the present."""

    document: JsonObject
    saved_at: datetime | None


def read(fetch: Fetch, url: str, *, limits: Limits = strict_json.CREDENTIAL_LIMITS) -> Brought:
    """Return the JSON object at an address, whatever it is.

    Args:
        fetch: the network door.
        url: the address.
        limits: what the object may be at most.

    Raises:
        FetchError: it could not be brought.
        InputError: what came is no JSON object in the strict form.
    """
    found = fetch.get(url, accept=ACCEPT, max_bytes=limits.max_bytes)
    return Brought(strict_json.parse_object(found.body, limits=limits), found.fetched_at)


def require_id(document: JsonObject, url: str) -> None:
    """Return quietly when a document is the one of its address, letter for letter.

    Raises:
        ConformanceError: its `id` is another one.
    """
    if document.get("id") != url:
        raise ConformanceError("what lies at this address has another id", pointer="/id")


def bring(fetch: Fetch, url: str, *, limits: Limits = strict_json.CREDENTIAL_LIMITS) -> JsonObject:
    """Return the JSON object at an address that has this address as its id; arguments as `read`.

    Raises:
        FetchError: it could not be brought.
        InputError: what came is no JSON object in the strict form.
        ConformanceError: its `id` is another one.
    """
    document = read(fetch, url, limits=limits).document
    require_id(document, url)
    return document


def as_check(check_id: str, error: IssuerError, *, what: str, url: str) -> Check:
    """Return the check that an error on the way to a document amounts to.

    Args:
        check_id: the rule.
        error: what went wrong.
        what: the document in words, such as "the issuer's profile".
        url: its address.
    """
    if isinstance(error, FetchError | InputError):
        words = f"We could not get {what}. {as_sentence(error.detail)}"
        return undetermined(check_id, error.code, words, address=url)
    words = f"There is something wrong with {what}: {error.detail}."
    return failed(check_id, error.code, words, pointer=error.pointer, address=url)
