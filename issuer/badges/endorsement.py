"""Build the plain EndorsementCredential of one endorsement (OB 3.0 R37-R38); nothing is signed here.

The comment is the only member in which the standard lets an endorser speak. Everything that a machine
should read stands in a statement that is bound by its digest; further documents may be bound the same way.
"""

from dataclasses import dataclass
from datetime import datetime

from issuer.badges.achievement_document import profile_object, without_empty
from issuer.badges.credential import status_entry
from issuer.badges.model import Profile, StatusSlot
from issuer.documents import contexts
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.terms import ob, vc


@dataclass(frozen=True)
class Related:
    """One document that is bound by its digest (VCDM 2.0 section 5.3).

    Attributes:
        id: its address or other identifier.
        digest_multibase: sha2-256 multihash of its exact bytes, in base64url multibase.
        media_type: what it is.
    """

    id: str
    digest_multibase: str
    media_type: str = vc.MEDIA_JSON


@dataclass(frozen=True, kw_only=True)
class Endorsement:
    """Everything that an endorsement credential says.

    Attributes:
        credential_id: `urn:uuid:…`.
        endorser: who endorses, and signs.
        subject_id: id of the achievement, profile or credential that is endorsed.
        name: a title for wallets and lists.
        comment: what the endorser says, in Markdown.
        valid_until: None for no end.
        related: what is bound by digest; a statement comes first.
    """

    credential_id: str
    endorser: Profile
    subject_id: str
    name: str
    comment: str
    valid_from: datetime
    valid_until: datetime | None
    status_slot: StatusSlot
    related: tuple[Related, ...] = ()


def build_endorsement(endorsement: Endorsement) -> JsonObject:
    """Return the unsigned credential of an endorsement, ready for the linter."""
    end = endorsement.valid_until
    related: list[Json] = [
        {"id": item.id, "digestMultibase": item.digest_multibase, "mediaType": item.media_type}
        for item in endorsement.related
    ]
    return without_empty(
        {
            "@context": list(contexts.EMITTED_ARRAY),
            "id": endorsement.credential_id,
            "type": [vc.VERIFIABLE_CREDENTIAL, ob.ENDORSEMENT_CREDENTIAL],
            "name": endorsement.name,
            "description": _description(endorsement),
            "issuer": profile_object(endorsement.endorser),
            "validFrom": format_time(endorsement.valid_from),
            "validUntil": format_time(end) if end else None,
            "credentialSubject": {
                "id": endorsement.subject_id,
                "type": [ob.ENDORSEMENT_SUBJECT],
                "endorsementComment": endorsement.comment,
            },
            "relatedResource": related,
            "credentialStatus": status_entry(endorsement.status_slot),
        }
    )


def _description(endorsement: Endorsement) -> str:
    what = f"What {endorsement.endorser.name} says about {endorsement.subject_id}."
    is_demonstration = endorsement.endorser.is_demonstration
    return f"{what} A demonstration, not a real endorsement." if is_demonstration else what
