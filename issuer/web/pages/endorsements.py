"""What others say: the page of a profile's endorsements, and the lines that other pages show of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import render_template

from issuer.badges.share import long_date
from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.services import profiles
from issuer.services.endorsements import reading
from issuer.services.endorsements.reading import Said
from issuer.services.showing.exhibits import Exhibit
from issuer.services.toolkit import Toolkit
from issuer.store import SubjectType, Unit

WORDS: Final[dict[bool | None, tuple[str, str]]] = {
    True: ("yes", "Yes"),
    False: ("no", "No"),
    None: ("unk", "Could not be told"),
}


@dataclass(frozen=True)
class Line:
    """One endorsement as a page shows it.

    Attributes:
        by: who says it.
        href: page of the endorser, None for one from elsewhere.
        path: where the signed file lies.
        about: what it is about, in words; empty where the page itself is.
        about_href: page of that.
        period: from when to when.
        then: (mark, words) of "in force at the award", None where there is no award.
        now: (mark, words) of "in force today".
        note: what else is to be known.
    """

    by: str
    href: str | None
    path: str
    title: str
    comment: str
    about: str
    about_href: str | None
    period: str
    then: tuple[str, str] | None
    now: tuple[str, str]
    note: str


@dataclass(frozen=True)
class EndorsementsView:
    """Everything that the page of a profile's endorsements shows."""

    slug: str
    name: str
    about: tuple[Line, ...]
    given: tuple[Line, ...]


def page(toolkit: Toolkit, slug: str) -> str:
    """Return the page of what is said about a profile and what it says of others.

    Raises:
        NotFoundError: there is no such profile.
    """
    profile = profiles.get(toolkit, slug)
    zone = str(profile.data.get("timezone") or "UTC")
    now = toolkit.clock()
    view = EndorsementsView(
        slug=slug,
        name=profile.name,
        about=lines(reading.about(toolkit, [profile.did]), zone=zone, now=now),
        given=tuple(
            line(said, zone=zone, now=now, names_subject=True) for said in reading.given(toolkit, slug)
        ),
    )
    return render_template("endorsements.html", view=view)


def document(toolkit: Toolkit, slug: str) -> bytes:
    """Return the same for machines, every signed file inside.

    Raises:
        NotFoundError: there is no such profile.
    """
    profile = profiles.get(toolkit, slug)
    now = toolkit.clock()
    about: list[Json] = [_object(toolkit, said, now) for said in reading.about(toolkit, [profile.did])]
    given: list[Json] = [_object(toolkit, said, now) for said in reading.given(toolkit, slug)]
    return strict_json.encode({"profile": profile.did, "about": about, "given": given})


def of_award(reader: Unit, exhibit: Exhibit, *, now: datetime) -> tuple[Line, ...]:
    """Return what others say about the achievement version of an award, its issuer and the award itself.

    What is for the holder alone is left out: the page may be public.
    """
    others = [exhibit.profile.did, exhibit.credential.id]
    found = reading.of_award(reader, exhibit.achievement.id, others)
    version = exhibit.achievement.version
    meant = [
        said
        for said in found
        if said.subject_id != exhibit.achievement.id or said.subject_version in {None, version}
    ]
    zone, awarded = exhibit.profile.timezone, exhibit.credential.awarded_at
    return lines(tuple(meant), zone=zone, now=now, awarded=awarded)


def lines(
    found: tuple[Said, ...], *, zone: str, now: datetime, awarded: datetime | None = None
) -> tuple[Line, ...]:
    """Return endorsements as lines of a page that is about their subject."""
    return tuple(line(said, zone=zone, now=now, awarded=awarded) for said in found)


def line(
    said: Said, *, zone: str, now: datetime, awarded: datetime | None = None, names_subject: bool = False
) -> Line:
    """Return one endorsement as a line.

    Args:
        said: the endorsement.
        zone: in which dates are told.
        now: the present.
        awarded: the moment of the award that the page is about.
        names_subject: whether the page is about something else than its subject.
    """
    about, about_href = _subject(said) if names_subject else ("", None)
    return Line(
        by=said.endorser,
        href=None if said.endorser_slug is None else f"/p/{said.endorser_slug}",
        path=said.path,
        title=said.name,
        comment=said.comment,
        about=about,
        about_href=about_href,
        period=_period(said, zone),
        then=None if awarded is None else WORDS[said.in_force(awarded, now=now)],
        now=WORDS[said.in_force(now, now=now)],
        note=_note(said, zone),
    )


def _period(said: Said, zone: str) -> str:
    begun = long_date(said.valid_from, zone)
    return f"since {begun}" if said.valid_until is None else f"{begun} to {long_date(said.valid_until, zone)}"


def _note(said: Said, zone: str) -> str:
    if said.ended_at is not None:
        return f"Withdrawn on {long_date(said.ended_at, zone)}."
    if said.checked_at is not None:
        return (
            f"Signed elsewhere, by the endorser itself; last checked on {long_date(said.checked_at, zone)}."
        )
    return ""


def _subject(said: Said) -> tuple[str, str | None]:
    if said.subject_type is SubjectType.ACHIEVEMENT:
        code = said.subject_id.rpartition("/a/")[2]
        version = f", version {said.subject_version}" if said.subject_version else ""
        return f"{code.upper()}{version}", f"/a/{code}"
    return said.subject_id, None


def _object(toolkit: Toolkit, said: Said, now: datetime) -> JsonObject:
    return {
        "id": said.id,
        "url": toolkit.url(said.path),
        "endorser": said.endorser_id,
        "subject": said.subject_id,
        "version": said.subject_version,
        "validFrom": format_time(said.valid_from),
        "validUntil": None if said.valid_until is None else format_time(said.valid_until),
        "withdrawnAt": None if said.ended_at is None else format_time(said.ended_at),
        "inForceToday": said.in_force(now, now=now),
        "mediaType": said.media_type,
    }
