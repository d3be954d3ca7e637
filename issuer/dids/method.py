"""What every DID method promises, and the grammar of a DID (DID Core 1.0 section 3.1)."""

import re
from functools import lru_cache
from typing import Final, Protocol

from issuer.dids.document import DidDocument, invalid_method
from issuer.fetch import Fetch

MAX_DID: Final = 2048
_DID: Final = re.compile(
    r"did:([a-z0-9]+):((?:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*:)*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+)",
    re.ASCII,
)


class DidMethod(Protocol):
    """One way to turn a DID into a document."""

    @property
    def name(self) -> str:
        """The method's name, as it stands between the colons."""
        ...

    def resolve(self, did: str, fetch: Fetch) -> DidDocument:
        """Return the document of `did`, its frame checked.

        Args:
            did: a well-formed DID of this method.
            fetch: the network door; a method that needs none does not touch it.

        Raises:
            ResolutionError: the DID breaks the rules of its method, or the document those of its frame.
            FetchError: KEY_RETRIEVAL_ERROR when the document could not be brought or is not JSON,
                FETCH_BLOCKED when its address may not be fetched.
        """
        ...


@lru_cache(maxsize=256)
def split_did(did: str) -> tuple[str, str]:
    """Return the method name and the method-specific id.

    Raises:
        ResolutionError: INVALID_VERIFICATION_METHOD when the text is not a DID.
    """
    match = _DID.fullmatch(did) if len(did) <= MAX_DID else None
    if match is None:
        raise invalid_method(f"{did[:200]!r} is not a DID.")
    return match[1], match[2]
