"""A badge of a stranger whose key lies in its own identifier, so that it is verified without any network."""

from typing import Final

from issuer.documents.strict_json import JsonObject
from tests.papers import credential
from tests.worlds import Issuer, Key, sign

BEFORE: Final = "2025-09-14T15:04:05Z"
"""Before every clock that stands in a test."""


def badge_of_stranger(name: str = "Somebody") -> JsonObject:
    """Return a signed badge by a did:key."""
    maker = Issuer("did:key:x").key("stranger")
    multibase = maker.signer.public_key.multibase()
    issuer = Issuer(f"did:key:{multibase}", name)
    key = Key(maker.signer, f"did:key:{multibase}#{multibase}")
    return sign(credential(issuer, validFrom=BEFORE, awardedDate=BEFORE), key, created=BEFORE)
