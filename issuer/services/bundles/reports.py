"""A transfer bundle as one report: every credential checked just now, and the hours of all of them once.

Adds no judgment to what the verifier found: a credential is counted when it is genuine and current, whatever
else is known of it. What the hours are worth is said by nobody here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from issuer.badges import hours_once
from issuer.badges.achievement_document import short_name
from issuer.badges.hours_once import Counted, Suggested, Sum
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import NotFoundError
from issuer.fetch import Fetched, RecordingFetch
from issuer.services import catalog, verification
from issuer.services.showing.bundle_links import Item, OpenBundle
from issuer.services.toolkit import Toolkit
from issuer.services.verification import NOTHING_MORE, Options
from issuer.store import Unit
from issuer.terms import vc
from issuer.verify import AnswerValue, Report

PART_TYPES = frozenset({vc.MEDIA_VC, vc.MEDIA_VC_JWT, vc.MEDIA_VC_LD})


@dataclass(frozen=True)
class Line:
    """One credential of a bundle: what it is, what was found, and how its hours were counted."""

    item: Item
    report: Report
    counted: Counted

    @property
    def name(self) -> str:
        """What people call the award."""
        return short_name(self.item.achievement)


@dataclass(frozen=True)
class BundleReport:
    """Everything that a clerk is told about a bundle.

    Attributes:
        bundle: what was opened.
        lines: its credentials, each with its own report.
        sums: suggested hours, each counted once.
        fetched: every document that the checks read, by address: media type and exact bytes.
    """

    bundle: OpenBundle
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    fetched: Mapping[str, tuple[str, bytes]]


def report(toolkit: Toolkit, bundle: OpenBundle, *, options: Options = NOTHING_MORE) -> BundleReport:
    """Check every credential of a bundle and add up its hours."""
    recording = RecordingFetch(toolkit.fetch, clock=toolkit.clock)
    watched = replace(toolkit, fetch=recording)
    reports = [
        verification.check(watched, item.body, media_type=vc.MEDIA_VC, options=options)
        for item in bundle.items
    ]
    found = [_suggested(item, found) for item, found in zip(bundle.items, reports, strict=True)]
    totals = hours_once.add_up(found, _hours_of_parts(toolkit, found))
    lines = map(Line, bundle.items, reports, totals.counted)
    return BundleReport(bundle, tuple(lines), totals.sums, _brought(recording))


def in_force(report: Report) -> bool:
    """Say whether a credential is genuine and current."""
    asked = report.answers
    return asked.genuine.value is AnswerValue.YES and asked.current.value is AnswerValue.YES


def _brought(recording: RecordingFetch) -> dict[str, tuple[str, bytes]]:
    outcomes = [(exchange.url, exchange.outcome) for exchange in recording.exchanges]
    return {url: (found.media_type, found.body) for url, found in outcomes if isinstance(found, Fetched)}


def _suggested(item: Item, report: Report) -> Suggested:
    return Suggested(
        id=item.credential.id,
        name=short_name(item.achievement),
        hours=item.achievement.hours,
        unit=item.achievement.unit,
        level=item.achievement.level,
        in_force=in_force(report),
        parts=_parts(item),
    )


def _parts(item: Item) -> frozenset[str]:
    """Return the ids of the component credentials that a micro-endorsement names in its signed document."""
    if item.achievement.components is None:
        return frozenset()
    document = strict_json.parse_object(item.body)
    bound = document.get("relatedResource")
    entries = bound if isinstance(bound, list) else [bound]
    return frozenset(name for entry in entries if isinstance(entry, dict) for name in _part(entry))


def _part(entry: JsonObject) -> tuple[str, ...]:
    name = entry.get("id")
    return (name,) if isinstance(name, str) and entry.get("mediaType") in PART_TYPES else ()


def _hours_of_parts(toolkit: Toolkit, found: list[Suggested]) -> dict[str, Decimal]:
    """Return the hours of component credentials that were issued here, whether they are in the bundle or not."""
    hours: dict[str, Decimal] = {}
    with toolkit.database.reader() as reader:
        for part in {part for item in found for part in item.parts}:
            value = _hours_of(reader, part)
            if value is not None:
                hours[part] = value
    return hours


def _hours_of(reader: Unit, credential_id: str) -> Decimal | None:
    try:
        known = reader.credentials.get(credential_id)
    except NotFoundError:
        return None
    return catalog.value(reader, reader.achievements.get_version(known.achievement_version_id)).hours
