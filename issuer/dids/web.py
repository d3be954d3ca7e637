"""did:web: the document lies at an https address that the identifier spells (did:web method).

`did:web:host` lies at `https://host/.well-known/did.json`, `did:web:host:a:b` at
`https://host/a/b/did.json`. A port stands as `%3A8443`; it is spelled out, and the fetcher then
refuses any but 443. No other percent escape is taken: it would let two readers find two addresses.
"""

import re
from functools import lru_cache
from typing import Final

from issuer.dids.document import DidDocument, invalid_method
from issuer.dids.fetching import fetch_document
from issuer.dids.method import split_did
from issuer.errors import ResolutionError
from issuer.fetch import Fetch
from issuer.terms import did as terms

_HOST: Final = re.compile(r"([A-Za-z0-9.-]+)(?:%3[Aa]([0-9]{1,5}))?", re.ASCII)
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)


@lru_cache(maxsize=256)
def _folder(did: str) -> tuple[str, tuple[str, ...]]:
    # What is refused is not kept, so that nothing longer than a DID may be is either.
    name, rest = split_did(did)
    if name != WebMethod.name:
        raise invalid_method(f"{did[:200]!r} is not a did:web.")
    host, *path = rest.split(":")
    match = _HOST.fullmatch(host)
    if match is None or not all(_SEGMENT.fullmatch(part) and part not in {".", ".."} for part in path):
        raise ResolutionError(
            f"{did[:200]!r} does not spell one plain https address.",
            code="FETCH_BLOCKED",
            hint="A did:web is a host name and plain path segments, without percent escapes.",
        )
    return match[1] + (f":{match[2]}" if match[2] else ""), tuple(path)


def did_web_url(did: str) -> str:
    """Return the address of the document of a did:web.

    Raises:
        ResolutionError: FETCH_BLOCKED when the DID does not spell one plain address,
            INVALID_VERIFICATION_METHOD when it is no did:web.
    """
    host, path = _folder(did)
    return f"https://{host}/" + "/".join([*(path or (".well-known",)), "did.json"])


def did_web_base(did: str) -> str:
    """Return the address below which everything belongs to a did:web, with a final slash.

    Raises:
        ResolutionError: as `did_web_url`.
    """
    host, path = _folder(did)
    return "/".join([f"https://{host}", *path, ""])


class WebMethod:
    """The DID method `web`."""

    name: Final = "web"

    def resolve(self, did: str, fetch: Fetch) -> DidDocument:
        """Fetch the document; raises as `DidMethod.resolve`."""
        return fetch_document(fetch, did_web_url(did), accept=terms.ACCEPT, expected_id=did)
