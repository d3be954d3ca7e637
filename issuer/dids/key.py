"""did:key: the identifier is the key (W3C CCG did:key method), in its canonical Multikey form.

Ed25519, P-256 and P-384 in base58btc. No network. Key agreement keys are not derived: nothing here
encrypts.
"""

from typing import Final

from issuer.dids.document import DidDocument, read_document
from issuer.dids.method import split_did
from issuer.documents.strict_json import Json, JsonObject
from issuer.fetch import Fetch
from issuer.signing.keys import from_multibase
from issuer.terms import did as terms


class KeyMethod:
    """The DID method `key`."""

    name: Final = "key"

    def resolve(self, did: str, fetch: Fetch) -> DidDocument:
        """Return the document that the DID spells; raises as `DidMethod.resolve`."""
        del fetch
        _, multibase = split_did(did)
        key = from_multibase(multibase)
        method_id = f"{did}#{multibase}"
        raw: JsonObject = {
            "@context": [terms.DID_CONTEXT, terms.MULTIKEY_CONTEXT],
            "id": did,
            "verificationMethod": [
                {
                    "id": method_id,
                    "type": terms.MULTIKEY,
                    "controller": did,
                    "publicKeyMultibase": key.multibase(),
                }
            ],
            **all_purposes(method_id),
        }
        return read_document(raw, expected_id=did)


def all_purposes(method_id: str) -> dict[str, Json]:
    """Return every signing relationship with this one method in it."""
    return {name: [method_id] for name in terms.RELATIONSHIPS if name != "keyAgreement"}
