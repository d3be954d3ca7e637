"""did:jwk: the identifier is a JWK in base64url (did:jwk method specification).

No network. The key is always `#0`. Whether the JWK is a good public key is decided when the
method is read, by the rules of every JWK.
"""

from typing import Final

from issuer.dids.document import DidDocument, invalid_method, read_document
from issuer.dids.key import all_purposes
from issuer.dids.method import split_did
from issuer.documents.strict_json import JsonObject, Limits, parse_object
from issuer.errors import InputError
from issuer.fetch import Fetch
from issuer.signing import base64url
from issuer.terms import did as terms

_LIMITS: Final = Limits(max_bytes=2048, max_depth=3, max_keys=32, max_string=2048)


class JwkMethod:
    """The DID method `jwk`."""

    name: Final = "jwk"

    def resolve(self, did: str, fetch: Fetch) -> DidDocument:
        """Return the document that the DID spells; raises as `DidMethod.resolve`."""
        del fetch
        _, encoded = split_did(did)
        try:
            jwk = parse_object(base64url.decode(encoded), limits=_LIMITS)
        except InputError as exc:
            raise invalid_method(f"The DID does not spell a JWK: {exc.detail}.") from exc
        method_id = f"{did}#0"
        raw: JsonObject = {
            "@context": [terms.DID_CONTEXT, terms.JWK_CONTEXT],
            "id": did,
            "verificationMethod": [
                {"id": method_id, "type": terms.JSON_WEB_KEY, "controller": did, "publicKeyJwk": jwk}
            ],
            **all_purposes(method_id),
        }
        return read_document(raw, expected_id=did)
