"""An issuer that nobody hosts: its identifier is its key (did:key), so that no network is needed to know it."""

from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import Json
from issuer.signing.key_types import KeyType
from tests.papers import credential
from tests.worlds import Issuer, Key, sign

_MAKER: Final = Issuer("did:key:x").key("stranger", KeyType.ED25519)
_MULTIBASE: Final = _MAKER.signer.public_key.multibase()
STRANGER: Final = Issuer(f"did:key:{_MULTIBASE}", "Prairie Academy (demonstration)")
_KEY: Final = Key(_MAKER.signer, f"{STRANGER.id}#{_MULTIBASE}")


def signed(*, at: str, **change: Json) -> bytes:
    """Return a badge that the stranger awarded and signed at a moment; `change` replaces members, None removes them."""
    document = credential(STRANGER, **{"validFrom": at, "awardedDate": at, **change})
    return strict_json.encode(sign(document, _KEY, created=at))
