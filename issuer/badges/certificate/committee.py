"""The words of the committee page: what a local relicensure committee asks for, in the issuer's name.

The issuer states and suggests; only the committee approves hours. A tag says what the content is about and
meets no requirement by itself. Assessors stand as a number and a pool, never by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from issuer.badges.achievement_document import plain_number
from issuer.badges.artwork.coin import Coin
from issuer.badges.artwork.letters import legible, plain
from issuer.badges.certificate.content import (
    Certificate,
    bounded,
    breakable,
    issuer_name,
    shared_words,
    shown,
)
from issuer.badges.model import Attestation, Profile
from issuer.badges.share import long_date
from issuer.documents.strict_json import Json, JsonObject

HEADING: Final = "Certificate of completion for relicensure review"
MOST_AREAS: Final = 12
_WIDEST_TEXT: Final = 200.0
_WIDEST_KIND: Final = 30.0
_SUGGESTED: Final = ", suggested by the issuer"
_JUDGED: Final = ("assessed against a public rubric", "every component assessed against a public rubric")
_BOXES: Final[tuple[Json, ...]] = (
    "Hours approved",
    "Category",
    "Date of decision",
    "Committee chair (signature)",
)


@dataclass(frozen=True)
class Area:
    """A content area that a committee looks for, and whether the issuer tags the achievement with it."""

    name: str
    is_tagged: bool


def committee_words(
    certificate: Certificate,
    struck: Coin,
    *,
    attestation: Attestation | None,
    source: Profile,
    areas: Sequence[Area],
) -> JsonObject:
    """Return the words of the committee page."""
    words = shared_words(certificate, struck)
    rows: list[tuple[str, str]] = [
        ("Educator", str(words["holder"])),
        ("File folder / license no.", ""),
        (
            "Title",
            f"{words['title']} ({struck.code}, version {struck.version})",
        ),
        ("Kind", f"{struck.kind_word}, {_JUDGED[struck.is_stack]}"),
        ("Description", _text(certificate.achievement.description)),
        ("Dates", _dates(certificate, attestation)),
        ("Hours", _hours(certificate, str(words["credit"]))),
        ("Assessed by", _assessors(attestation, source)),
        ("Evidence", _evidence(attestation)),
        ("Valid until", str(words["until"])),
        ("Certificate number", str(words["number"])),
    ]
    always = {"Educator", "File folder / license no."}
    profile = certificate.profile
    return words | {
        "documentTitle": f"{HEADING}: {struck.title}",
        "heading": HEADING,
        "contact": plain(profile.url),
        "contactShown": shown(profile.url),
        "check": "Check it:",
        "whatItSays": "The page shows whether this certificate is genuine and still valid today.",
        "activity": "Activity",
        "columns": ["Item", "Stated by the issuer"],
        "rows": [[label, value] for label, value in rows if value or label in always],
        "areasHeading": "Mandated areas",
        "areas": [[_text(area.name, _WIDEST_KIND), area.is_tagged] for area in areas[:MOST_AREAS]],
        "tagged": "issuer's tag",
        "areasNote": "A tag is the issuer's description of the content. It does not by itself meet a requirement.",
        "decision": "For the committee",
        "boxes": list(_BOXES),
        "decisionNote": "Only the local committee can approve hours. The hours above are a suggestion.",
    }


def _text(text: str, widest: float = _WIDEST_TEXT) -> str:
    return breakable(bounded(legible(plain(text), ""), widest))


def _dates(certificate: Certificate, attestation: Attestation | None) -> str:
    zone = certificate.profile.timezone
    steps = [("awarded", certificate.awarded_at)]
    if attestation is not None:
        steps.insert(0, ("evidence accepted", attestation.decided_at))
        if attestation.period_start is not None:
            steps.insert(0, ("begun", attestation.period_start))
    said = "; ".join(f"{word} {long_date(moment, zone)}" for word, moment in steps)
    return said[0].upper() + said[1:]


def _hours(certificate: Certificate, credit: str) -> str:
    """Say clock hours first, because committees count them; both are the issuer's suggestion."""
    clock = clock_hours(certificate.achievement.record)
    if clock is None:
        return credit
    said = f"{plain_number(clock)} clock {'hour' if clock == 1 else 'hours'}"
    other = credit.removesuffix(_SUGGESTED)
    return f"{said} ({other}){_SUGGESTED}" if other else said + _SUGGESTED


def clock_hours(record: JsonObject) -> Decimal | None:
    """Return the clock hours that a catalogue record suggests, None where it suggests none."""
    clock = record.get("clockHours")
    value = clock.get("value") if isinstance(clock, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        hours = Decimal(str(value))
    except InvalidOperation:
        return None
    return hours if hours.is_finite() and hours > 0 else None


def mandated_areas(record: JsonObject) -> tuple[Area, ...]:
    """Return the areas that the issuer tags an achievement with: `mandatedAreas` of its catalog record, a list of names."""
    named = record.get("mandatedAreas")
    names = [name.strip() for name in named if isinstance(name, str)] if isinstance(named, list) else []
    return tuple(Area(name, is_tagged=True) for name in dict.fromkeys(names) if name)[:MOST_AREAS]


def _assessors(attestation: Attestation | None, source: Profile) -> str:
    name = breakable(issuer_name(source))
    if attestation is None:
        return name
    count = len(attestation.assessors)
    people = f"{count} assessor" if count == 1 else f"{count} assessors"
    return f"{name}, {people}; names are on file there" if count else name


def _evidence(attestation: Attestation | None) -> str:
    if attestation is None:
        return ""
    kinds = dict.fromkeys(_text(artifact.kind, _WIDEST_KIND) for artifact in attestation.artifacts)
    listed = bounded("; ".join(kind for kind in kinds if kind), _WIDEST_TEXT)
    return f"{listed[0].upper()}{listed[1:]}. Kept by the issuer, de-identified." if listed else ""
