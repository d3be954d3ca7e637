"""An installation with a holder who has a DID, one with an address, and one with neither."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.services import people
from issuer.services.principal import OPERATOR
from tests.badges import samples
from tests.papers import CONTEXTS
from tests.services.worlds import World, furnished_world
from tests.worlds import Issuer, Key, sign

DOMAIN = "badges.demo.example"
MADE_AT = "2026-03-16T12:00:00Z"


def holder_key(name: str = "holder") -> Key:
    maker = Issuer("did:key:x").key(name)
    multibase = maker.signer.public_key.multibase()
    return Key(maker.signer, f"did:key:{multibase}#{multibase}")


def did_of(key: Key) -> str:
    return key.method.partition("#")[0]


def presentation(challenge: str | None, *credentials: bytes, key: Key | None = None, **change: Any) -> bytes:
    """Return what a holder hands over: signed in answer to a challenge."""
    signer = key or holder_key()
    made: JsonObject = {
        "@context": [CONTEXTS[0]],
        "type": ["VerifiablePresentation"],
        "holder": change.pop("holder", did_of(signer)),
        "verifiableCredential": [strict_json.parse_object(body) for body in credentials],
    }
    options: dict[str, Any] = {
        "proofPurpose": "authentication",
        "challenge": challenge,
        "domain": DOMAIN,
        "created": MADE_AT,
    }
    options |= change
    return json.dumps(sign(made, signer, **options)).encode()


@dataclass(frozen=True)
class Issued:
    """Credential ids, and the signed bytes of the first."""

    with_did: str
    body: bytes
    with_address: str
    with_neither: str


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("proofs"))
    yield made
    made.toolkit.database.close()


@pytest.fixture
def issued(world: World) -> Issued:
    toolkit = world.toolkit
    people.register(
        toolkit, OPERATOR, "t04", {"email": "old@district.example", "personalEmail": "b@home.example"}
    )
    people.register(toolkit, OPERATOR, "t05")
    people.bind_did(toolkit, OPERATOR, "t05", "scsc", did_of(holder_key()))
    made = {
        person: world.issue(attestation=samples.attested(externalId=f"sub-{person}", person=person))
        for person in ("t02", "t04", "t05")
    }
    return Issued(
        with_did=made["t05"].credential.id,
        body=made["t05"].version.body or b"",
        with_address=made["t04"].credential.id,
        with_neither=made["t02"].credential.id,
    )


def sent(world: World) -> list[tuple[str, str]]:
    """Return (address, code) of every mail that waits, oldest first."""
    folder = world.toolkit.settings.outbox_directory
    found = []
    for path in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
        text = path.read_text()
        to, code = (
            re.search(r"^To: (.+)$", text, re.MULTILINE),
            re.search(r"(\d{4}) (\d{4}) is the code", text),
        )
        assert to is not None
        assert code is not None
        found.append((to[1], code[1] + code[2]))
    return found
