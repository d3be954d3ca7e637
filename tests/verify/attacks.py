"""What the tests of attacks share: a world with a victim and an attacker, a badge with a status, and the judgment.

The cases rebuild the attack groups of security.md section 4 with keys of our own; each says which verdict and
which codes it may get. Codes count only where a reader of a batch finds them: in checks and warnings.
"""

import json
from typing import Any, Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import IssuerError
from issuer.signing import base64url
from tests.papers import CONTEXTS, changed, credential, status_entry
from tests.verify.approval import codes
from tests.worlds import Issuer, Key, World, sign

LIST: Final = "https://badges.example/s/1"
ATTACKER: Final = "did:web:attacker.example"
V2, OPEN_BADGES = CONTEXTS
V1: Final = "https://www.w3.org/2018/credentials/v1"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def attacked_world() -> World:
    """Return a world with a published status list and an attacker who publishes a key as well."""
    world = World()
    world.publish_list(LIST)
    world.add(ATTACKER, "Attacker")
    return world


def attacker_of(world: World) -> Issuer:
    """Return the attacker of a world."""
    return world.issuers[ATTACKER]


def badge(world: World, **change: Json) -> JsonObject:
    """Return an unsigned badge with a status."""
    entries: list[Json] = [status_entry(LIST)]
    return changed({**credential(world.issuer), "credentialStatus": entries}, **change)


def signed(world: World, **change: Json) -> JsonObject:
    """Return a signed badge with a status; what statements cannot say is signed over its text."""
    return sign_anything(badge(world, **change), world.issuer.key())


def sign_anything(document: JsonObject, key: Key, **options: Any) -> JsonObject:
    """Sign over the statements, or over the text where the document is none that has statements."""
    try:
        return sign(document, key, **options)
    except (ValueError, KeyError, TypeError, AttributeError, IssuerError):
        return sign(document, key, "eddsa-jcs-2022", **options)


def the_proof(document: JsonObject) -> JsonObject:
    """Return the first proof of a document."""
    proofs = document["proof"]
    assert isinstance(proofs, list)
    assert isinstance(proofs[0], dict)
    return proofs[0]


def with_proof(document: JsonObject, **change: Json) -> JsonObject:
    """Return a document with members of its proof changed after signing."""
    return changed(document, proof=[changed(the_proof(document), **change)])


def raw_token(header: JsonObject | bytes, payload: Any, key: Key) -> str:
    """Return a token over any header and payload, well signed."""
    parts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, payload)]
    signing_input = ".".join(base64url.encode(part) for part in parts)
    signature = key.signer.sign(signing_input.encode(), algorithm=key.signer.public_key.algorithm)
    return f"{signing_input}.{base64url.encode(signature)}"


def require(
    world: World, made: JsonObject | bytes | str, verdict: str, allowed: str = "", **policy: Any
) -> None:
    """Hold the verdict on a document against the one expected, and a code against the allowed ones.

    Args:
        world: the world of the document.
        made: the document.
        verdict: the expected verdict, or several with a bar between.
        allowed: the allowed codes with spaces between; one of them must be there; "" for any.
        policy: members of the policy.
    """
    report = world.verify(made, **policy)
    found = codes(report)
    why = [check.sentence for check in report.checks if check.code]
    assert report.verdict.value in verdict.split("|"), (report.verdict, found, why)
    assert not allowed or found & set(allowed.split()), (found, why)
