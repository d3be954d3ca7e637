"""Build the plain ClrCredential of a transcript (CLR 2.0): signed credentials inside, byte for byte their own.

A transcript is an envelope, not an award: it says which credentials somebody holds of one issuer, signed by
that issuer. Each credential inside keeps its own proof, status and dates, and is judged by itself. Hours are
not added up here: a micro-endorsement's hours are those of its parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.badges.achievement_document import profile_object, without_empty
from issuer.badges.credential import status_entry
from issuer.badges.model import Profile, StatusSlot
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.terms import ob, vc

CONTEXTS: Final = (vc.CONTEXT_V2, ob.CONTEXT_CLR_201, ob.CONTEXT_303)
CLR_SUBJECT: Final = "ClrSubject"
ASSOCIATION: Final = "Association"
PARENT: Final = "isParentOf"
SCHEMA: Final = "emit/clr"


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """Everything that a transcript says.

    Attributes:
        credential_id: `urn:uuid:…`, a new one for every transcript.
        issuer: who signs it, and issued what is inside.
        subject_id: who holds it, towards this issuer.
        credentials: the signed documents, in the order to be shown.
        is_partial: whether some of the holder's credentials that are in force were left out. What is not in force
            never counts: nobody is to learn from a transcript that something was revoked.
        status_slot: where its own status stands; every credential inside has another.
    """

    credential_id: str
    issuer: Profile
    subject_id: str
    credentials: Sequence[JsonObject]
    valid_from: datetime
    valid_until: datetime
    is_partial: bool
    status_slot: StatusSlot


def build_transcript(transcript: Transcript) -> JsonObject:
    """Return the unsigned transcript, ready for the linter."""
    inside: list[Json] = list(transcript.credentials)
    return {
        "@context": list(CONTEXTS),
        "id": transcript.credential_id,
        "type": [vc.VERIFIABLE_CREDENTIAL, ob.CLR_CREDENTIAL],
        "name": "Professional learning transcript",
        "description": _description(transcript),
        "issuer": profile_object(transcript.issuer),
        "validFrom": format_time(transcript.valid_from),
        "validUntil": format_time(transcript.valid_until),
        "credentialStatus": status_entry(transcript.status_slot),
        "partial": transcript.is_partial,
        "credentialSubject": without_empty(
            {
                "id": transcript.subject_id,
                "type": [CLR_SUBJECT],
                "verifiableCredential": inside,
                "association": _associations(transcript.credentials),
            }
        ),
    }


def _description(transcript: Transcript) -> str:
    which = "Chosen" if transcript.is_partial else "All"
    what = f"{which} credentials of one holder that {transcript.issuer.name} issued and that are in force."
    return f"{what} A demonstration, not a real transcript." if transcript.issuer.is_demonstration else what


def _associations(credentials: Sequence[JsonObject]) -> list[Json]:
    """Say which achievement inside consists of which others, as the signed credentials name them."""
    achievements = {str(document.get("id")): _achievement_id(document) for document in credentials}
    found: dict[tuple[str, str], None] = {}
    for document in credentials:
        related = document.get("relatedResource")
        for item in related if isinstance(related, list) else ():
            part = achievements.get(str(item.get("id"))) if isinstance(item, dict) else None
            if part:
                found[_achievement_id(document), part] = None
    return [
        {"type": ASSOCIATION, "associationType": PARENT, "sourceId": whole, "targetId": part}
        for whole, part in found
        if whole and whole != part
    ]


def _achievement_id(document: JsonObject) -> str:
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    return str(achievement.get("id") or "") if isinstance(achievement, dict) else ""
