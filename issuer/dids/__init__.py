"""DIDs: reading an issuer's key document, deciding whether a key is the issuer's, writing our own.

`Resolver` resolves identifiers and dereferences keys; `issuer_method` and `token_key` add the rule
that keys come only from the issuer; `documents` writes what we publish. Registry: `DID_METHODS`.
"""

from issuer.dids.authority import issuer_key, issuer_method, require_method_of, token_key
from issuer.dids.document import DidDocument, VerificationMethod, read_document
from issuer.dids.method import DidMethod
from issuer.dids.resolver import DID_METHODS, Resolver
from issuer.dids.web import did_web_base, did_web_url

__all__ = [
    "DID_METHODS",
    "DidDocument",
    "DidMethod",
    "Resolver",
    "VerificationMethod",
    "did_web_base",
    "did_web_url",
    "issuer_key",
    "issuer_method",
    "read_document",
    "require_method_of",
    "token_key",
]
