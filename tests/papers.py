"""Documents as issuers write them, unsigned: badges, endorsements, status entries and lists.

`change` replaces members, and None removes them, so that a test says only what is different.
"""

import copy
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.status import Bitstring
from issuer.status.bitstring_list import build

NOW: Final = datetime(2026, 11, 1, 12, 0, 0, tzinfo=UTC)
AWARDED: Final = "2026-09-14T15:04:05Z"
CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


class Signatory(Protocol):
    """Whoever a document names as issuer."""

    def profile(self) -> JsonObject:
        """Return the profile that documents embed."""


def changed(document: JsonObject, **change: Json) -> JsonObject:
    """Return a copy with members replaced, or removed where the value is None."""
    made = copy.deepcopy(document)
    for name, value in change.items():
        made[name] = value
        if value is None:
            del made[name]
    return made


def credential(issuer: Signatory, **change: Json) -> JsonObject:
    """Return an unsigned badge of an issuer; `change` replaces members, None removes them."""
    document: JsonObject = {
        "@context": [*CONTEXTS],
        "id": "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3e",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Using Formative Assessment",
        "issuer": issuer.profile(),
        "validFrom": AWARDED,
        "validUntil": "2031-09-14T15:04:05Z",
        "awardedDate": AWARDED,
        "credentialSubject": subject(),
    }
    return changed(document, **change)


def subject(**change: Json) -> JsonObject:
    """Return the subject of a badge."""
    made: JsonObject = {
        "id": "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5b",
        "type": ["AchievementSubject"],
        "achievement": achievement(),
        "creditsEarned": 1.5,
    }
    return changed(made, **change)


def identity(**change: Json) -> JsonObject:
    """Return a hashed mail address of nobody."""
    made: JsonObject = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": "sha256$" + "0" * 64,
        "identityType": "emailAddress",
        "salt": "deadsea",
    }
    return changed(made, **change)


def achievement(**change: Json) -> JsonObject:
    """Return the achievement of a badge."""
    made: JsonObject = {
        "id": "https://badges.example/a/mc-formative-assessment",
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": "Using Formative Assessment",
        "description": "Collects evidence during instruction and adjusts teaching in response.",
        "criteria": {"narrative": "Submit a portfolio."},
        "creditsAvailable": 1.5,
    }
    return changed(made, **change)


def endorsement(issuer: Signatory, about: str, **change: Json) -> JsonObject:
    """Return an unsigned endorsement."""
    document: JsonObject = {
        "@context": [*CONTEXTS],
        "id": "urn:uuid:8f7b3a62-1f9d-4a57-8a58-1e2f60c7a001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Graduate credit recommendation",
        "issuer": issuer.profile(),
        "validFrom": "2026-07-01T00:00:00Z",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Accepted."},
    }
    return changed(document, **change)


def status_entry(url: str, index: Json = "94567", **change: Json) -> JsonObject:
    """Return a status entry."""
    made: JsonObject = {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": index,
        "statusListCredential": url,
    }
    return changed(made, **change)


def status_list(url: str, issuer: str, *set_bits: int, purpose: str = "revocation") -> JsonObject:
    """Return an unsigned status list that covers NOW."""
    bits = Bitstring()
    for position in set_bits:
        bits.set(position)
    return build(
        list_url=url,
        issuer=issuer,
        purpose=purpose,
        bits=bits,
        valid_from=NOW - timedelta(hours=1),
        valid_until=NOW + timedelta(hours=23),
    )


def later(**by: int) -> str:
    """Return NOW plus some time, as text."""
    return format_time(NOW + timedelta(**by))
