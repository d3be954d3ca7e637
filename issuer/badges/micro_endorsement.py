"""What a micro-endorsement says beside a micro-credential: its components, by name, result and exact bytes.

Three places of the standard name each component (open-badges-3.md section 5b): an alignment of the
achievement with what is required, a result "Completed" of the credential, and a piece of evidence with
the id of the component credential. A `relatedResource` binds the exact signed bytes of each. `related` is
not used: it is for versions and languages of one achievement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from issuer.badges.digests import hex_to_multibase
from issuer.documents.strict_json import Json, JsonObject
from issuer.terms import ob, vc

REQUIRED: Final = "ext:RequiredAchievement"
"""The `targetType` of an alignment with a component."""


@dataclass(frozen=True)
class PartName:
    """A component as the definition names it: code, title and stable address."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class PartCredential:
    """A component as somebody earned it.

    Attributes:
        place: the code of the rule that it fills; an equivalent has another code of its own.
        code: what was achieved.
        credential_id: `urn:uuid:…` of the component credential.
        number: its version.
        sha256: hex digest of the exact signed bytes of that version.
        hours: what it counts, None for none.
    """

    place: str
    code: str
    name: str
    credential_id: str
    number: int
    sha256: str
    hours: Decimal | None


def hours_of(parts: Sequence[PartCredential]) -> Decimal:
    """Return the sum of the hours of components, exact."""
    return sum((part.hours or Decimal(0) for part in parts), Decimal(0))


def alignments(parts: Sequence[PartName]) -> list[Json]:
    """Return an alignment of the achievement for every component that its rule names."""
    return [_alignment(part) for part in parts]


def _alignment(part: PartName) -> JsonObject:
    return {
        "type": [ob.ALIGNMENT],
        "targetName": part.name,
        "targetUrl": part.url,
        "targetType": REQUIRED,
        "targetCode": part.code,
    }


def result_url(version_url: str, place: str) -> str:
    """Return the id of the description of a component's result."""
    return f"{version_url}#{place}"


def result_descriptions(version_url: str, parts: Sequence[PartName]) -> list[Json]:
    """Return a description of the result of every component that the rule names."""
    return [
        {
            "id": result_url(version_url, part.code),
            "type": [ob.RESULT_DESCRIPTION],
            "name": f"{part.code} {part.name}",
            "resultType": "Status",
            "alignment": [_alignment(part)],
        }
        for part in parts
    ]


def results(version_url: str, parts: Sequence[PartCredential]) -> list[Json]:
    """Return a result for every component that was earned."""
    return [
        {
            "type": [ob.RESULT],
            "resultDescription": result_url(version_url, part.place),
            "status": "Completed",
        }
        for part in parts
    ]


def evidence(parts: Sequence[PartCredential]) -> list[Json]:
    """Return every component credential as evidence: its id, which is no address, and its digest."""
    return [
        {
            "id": part.credential_id,
            "type": [ob.EVIDENCE],
            "name": f"{part.code} {part.name}",
            "description": "The component credential.",
            "genre": ob.OPEN_BADGE_CREDENTIAL,
            "digestMultibase": hex_to_multibase(part.sha256),
        }
        for part in parts
    ]


def related_resources(parts: Sequence[PartCredential]) -> list[Json]:
    """Return the binding of the exact signed bytes of every component."""
    return [
        {
            "id": part.credential_id,
            "digestMultibase": hex_to_multibase(part.sha256),
            "mediaType": vc.MEDIA_VC,
        }
        for part in parts
    ]
