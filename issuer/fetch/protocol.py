"""What every fetcher promises: one GET, one answer, or one named refusal.

Rooms above ask for a `Fetch` and never know whether the answer came from the network, a folder or
a test's dictionary. A fetcher does not judge what it brings: type, schema and proof are the
caller's work.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

MAX_BYTES: Final = 1_048_576
"""Cap on a body after decoding (security rule 7): a status list of a million entries fits."""


@dataclass(frozen=True)
class Fetched:
    """The answer to one GET.

    Attributes:
        url: the address that was asked, as the caller spelled it. Redirects are never followed.
        media_type: lower-case media type without parameters, "" where the server names none.
        body: the bytes, decoded from any transfer framing.
        fetched_at: when the bytes left their origin, if a cache answered; None when fresh.
        headers: the fields of the answer that say how old it is and which edition, lower-case name and value.
    """

    url: str
    media_type: str
    body: bytes
    fetched_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()


class Fetch(Protocol):
    """The one network door. Implementations may be called from several threads at once."""

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Bring the document at `url`.

        Args:
            url: an absolute https address without a fragment.
            accept: value of the Accept header.
            max_bytes: refuse a body that is longer than this.

        Raises:
            FetchError: FETCH_BLOCKED when policy forbids the address or what it answers with
                (a redirect), FETCH_GONE when its host says that it was taken away for good, FETCH_FAILED
                when it could not be brought.
        """
        ...


def media_type_of(content_type: str | None) -> str:
    """Return the bare media type of a Content-Type value, lower case, "" for none."""
    return (content_type or "").partition(";")[0].strip().lower()
