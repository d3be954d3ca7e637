"""From an identifier to its document, and from a key's id to the key.

DIDs go to the method that the registry names; an https identifier is its own address (Controlled
Identifiers 1.0). Adding a DID method takes a file, a row in `DID_METHODS` and a case in
`tests/dids/cases.py`. Nothing is kept here: put a caching fetcher underneath.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from issuer.dids.document import DidDocument, VerificationMethod, invalid_method
from issuer.dids.fetching import fetch_document
from issuer.dids.jwk import JwkMethod
from issuer.dids.key import KeyMethod
from issuer.dids.method import DidMethod, split_did
from issuer.dids.web import WebMethod
from issuer.errors import ResolutionError
from issuer.fetch import Fetch
from issuer.terms import did as terms

DID_METHODS: Final[Mapping[str, DidMethod]] = MappingProxyType(
    {"key": KeyMethod(), "jwk": JwkMethod(), "web": WebMethod()}
)


class Resolver:
    """Resolves identifiers through one fetcher.

    Args:
        fetch: the network door.
        methods: the DID methods that are known.
    """

    def __init__(self, fetch: Fetch, *, methods: Mapping[str, DidMethod] = DID_METHODS) -> None:
        self.fetch = fetch
        self._methods = methods

    def resolve(self, identifier: str) -> DidDocument:
        """Return the document of a DID or of an https identifier.

        Raises:
            ResolutionError: the identifier or its document is wrong; DID_METHOD_NOT_SUPPORTED when
                the method is not known, which says nothing about the key.
            FetchError: the document could not be brought.
        """
        if identifier.startswith("https://"):
            return fetch_document(self.fetch, identifier, accept=terms.ACCEPT, expected_id=identifier)
        name, _ = split_did(identifier)
        method = self._methods.get(name)
        if method is None:
            raise ResolutionError(
                f"The DID method {name!r} is not known here.", code="DID_METHOD_NOT_SUPPORTED"
            )
        return method.resolve(identifier, self.fetch)

    def dereference(self, url: str) -> VerificationMethod:
        """Return the verification method with exactly this id, from its own identifier's document.

        Raises:
            ResolutionError: as `resolve` and `DidDocument.method`; INVALID_VERIFICATION_METHOD when
                the id has no fragment, or a query or path beside it.
            FetchError: the document could not be brought.
        """
        identifier, mark, fragment = url.partition("#")
        if not mark or not fragment or "#" in fragment:
            raise invalid_method(f"{url[:200]!r} does not name one verification method.")
        return self.resolve(identifier).method(url)
