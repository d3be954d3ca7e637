"""An issuer of Open Badges 2.0 in memory: its assertion, badge class, profile, key and list at their addresses.

Change a document, publish it again, verify again. The keys are real; one pair serves every test.
"""

import base64
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.signing import base64url
from issuer.signing.key_types import KeyType
from issuer.signing.keys import PublicKey
from issuer.signing.signers import LocalSigner
from issuer.verify import Report
from tests.papers import changed
from tests.signing.makers import signer_for
from tests.worlds import World

V2: Final = "https://w3id.org/openbadges/v2"
HOST: Final = "https://badges.example"
ASSERTION: Final = f"{HOST}/a/1"
BADGE: Final = f"{HOST}/b/1"
PROFILE: Final = f"{HOST}/i/1"
KEY: Final = f"{HOST}/k/1"
LIST: Final = f"{HOST}/r/1"
SIGNED_ID: Final = "urn:uuid:0b7c8f1e-3f0a-4a55-9a52-2f3d6c1f7a10"
MAIL: Final = "ana@teachers.example"


def assertion(context: Json = V2, **change: Json) -> JsonObject:
    """Return a hosted assertion; `change` replaces members, None removes them."""
    made: JsonObject = {
        "@context": context,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {"type": "email", "hashed": False, "identity": MAIL},
        "badge": BADGE,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2025-01-01T00:00:00+00:00",
    }
    return changed(made, **change)


def badge_class(**change: Json) -> JsonObject:
    """Return a badge class."""
    made: JsonObject = {
        "@context": V2,
        "type": "BadgeClass",
        "id": BADGE,
        "name": "Questions that open a lesson",
        "description": "Plans and asks open questions.",
        "image": f"{HOST}/b/1.png",
        "criteria": {"narrative": "Two recordings, judged by two readers."},
        "issuer": PROFILE,
    }
    return changed(made, **change)


def profile(context: Json = V2, **change: Json) -> JsonObject:
    """Return an issuer's profile that lists one key and a revocation list."""
    made: JsonObject = {
        "@context": context,
        "type": "Issuer",
        "id": PROFILE,
        "name": "Lakes Cooperative (demonstration)",
        "url": HOST,
        "email": "badges@lakes.example",
        "publicKey": KEY,
        "revocationList": LIST,
    }
    return changed(made, **change)


def key(signer: LocalSigner | None = None, **change: Json) -> JsonObject:
    """Return a key as 2.0 publishes it."""
    made: JsonObject = {
        "@context": V2,
        "type": "CryptographicKey",
        "id": KEY,
        "owner": PROFILE,
        "publicKeyPem": pem((signer or signer_for(KeyType.RSA)).public_key),
    }
    return changed(made, **change)


def pem(public: PublicKey) -> str:
    """Return an RSA key as PEM."""
    text = base64.b64encode(public.raw).decode()
    lines = [text[place : place + 64] for place in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----"]) + "\n"


def revocation_list(*entries: Json, **change: Json) -> JsonObject:
    """Return a revocation list."""
    made: JsonObject = {
        "@context": V2,
        "type": "RevocationList",
        "id": LIST,
        "issuer": PROFILE,
        "revokedAssertions": [*entries],
    }
    return changed(made, **change)


def signed(signer: LocalSigner | None = None, *, header: JsonObject | None = None, **change: Json) -> str:
    """Return a signed assertion as a compact JWS."""
    way: Json = {"type": "SignedBadge", "creator": KEY}
    made: dict[str, Json] = {"id": SIGNED_ID, "verification": way, **change}
    return jws(assertion(V2, **made), signer or signer_for(KeyType.RSA), header or {"alg": "RS256"})


def jws(payload: JsonObject, signer: LocalSigner, header: JsonObject) -> str:
    """Sign any payload under any header."""
    signing_input = ".".join(base64url.encode(strict_json.encode(part)) for part in (header, payload))
    signature = signer.sign(signing_input.encode(), algorithm=signer.public_key.algorithm)
    return f"{signing_input}.{base64url.encode(signature)}"


class Town(World):
    """A world in which one issuer of 2.0 publishes everything."""

    def __init__(self) -> None:
        super().__init__()
        for document in (assertion(), badge_class(), profile(), key(), revocation_list()):
            self.lay(document)

    def lay(self, document: JsonObject, at: str | None = None) -> None:
        """Let a document lie at its id, or at another address."""
        self.publish(at or str(document["id"]), document, "application/ld+json")


def cautions(report: Report) -> list[str]:
    """Return the codes of the warnings."""
    return [warning.code for warning in report.warnings]
