"""What a credential says, for a page: who, what, when, hours with their speaker, evidence, results.

Read from the very object that was verified, whatever shape its issuer gave it. Whether any of it may be relied on is
the verdict's to say: of a file that is not genuine all of this is claims, and the page calls it so and
makes no link of it.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from issuer.badges.hours import Hours, read_hours
from issuer.badges.share import long_date
from issuer.documents.strict_json import Json, JsonObject
from issuer.terms import ob
from issuer.verify.presented import types_of
from issuer.web.pages.members import MOST_ITEMS, at, moment, number, objects, text, texts

UTC: Final = "UTC"
LONGEST_NARRATIVE: Final = 2_000
KIND_WORDS: Final = {
    ob.MICRO_CREDENTIAL: "micro-credential",
    ob.CERTIFICATE: "certificate",
    "Badge": "badge",
    "Course": "course",
    "Degree": "degree",
    "Diploma": "diploma",
    "License": "license",
    "Competency": "competency",
}


@dataclass(frozen=True)
class Result:
    """One rubric criterion: the level reached, the level needed, and whether it was reached."""

    criterion: str
    reached: str
    needed: str
    is_met: bool | None


@dataclass(frozen=True)
class Bound:
    """Something that the credential commits to by its digest."""

    id: str
    digest: str
    media_type: str


@dataclass(frozen=True)
class Contents:
    """What one credential says.

    Attributes:
        kind: "micro-credential", "micro-endorsement", "badge", "endorsement" …
        holder: a name where the file has one, else the identifier.
        holder_is_named: whether `holder` is a name.
        evidence: (phase or name, kind, number of pieces).
        parts: component credentials, by id and digest.
        bound: everything else that it commits to.
    """

    title: str
    kind: str
    description: str
    narrative: str
    issuer: str
    issuer_id: str
    creator: str
    source: str
    holder: str
    holder_is_named: bool
    awarded: str
    begins: str
    ends: str
    work: str
    hours: Hours | None
    evidence: tuple[tuple[str, str, int], ...]
    results: tuple[Result, ...]
    status: str
    alignments: tuple[str, ...]
    parts: tuple[Bound, ...]
    bound: tuple[Bound, ...]


def read(document: JsonObject, *, zone: str = UTC) -> Contents:
    """Read a credential.

    Args:
        document: the verified object.
        zone: IANA zone in which dates are told.
    """
    subject = document.get("credentialSubject")
    achievement = at(subject, "achievement")
    named = text(subject, "name") or text(subject, "identifier", "identityName")
    bound = tuple(_bound(item) for item in objects(document, "relatedResource"))
    return Contents(
        title=text(achievement, "name") or text(document, "name") or "A credential without a name",
        kind=_kind(document, achievement),
        description=text(achievement, "description") or text(document, "description"),
        narrative=text(achievement, "criteria", "narrative", longest=LONGEST_NARRATIVE),
        issuer=text(document, "issuer", "name"),
        issuer_id=text(document, "issuer") or text(document, "issuer", "id"),
        creator=text(achievement, "creator", "name"),
        source=text(subject, "source", "name"),
        holder=named or text(subject, "id") or "not named in the file",
        holder_is_named=bool(named),
        awarded=_day(document, zone, "awardedDate", "validFrom", "issuanceDate"),
        begins=_day(document, zone, "validFrom", "issuanceDate"),
        ends=_day(document, zone, "validUntil", "expirationDate") or "No end date",
        work=_work(subject, zone),
        hours=read_hours(number(subject, "creditsEarned"), text(subject, "narrative")),
        evidence=_evidence(document),
        results=_results(subject, achievement),
        status=next(
            (text(item, "status") for item in objects(subject, "result") if text(item, "status")), ""
        ),
        alignments=tuple(
            ": ".join(part for part in (text(item, "targetFramework"), text(item, "targetName")) if part)
            for item in objects(achievement, "alignment")
        ),
        parts=tuple(item for item in bound if _is_part(item)),
        bound=tuple(item for item in bound if not _is_part(item)),
    )


def _kind(document: JsonObject, achievement: Json) -> str:
    types = types_of(document)
    if ob.ENDORSEMENT_CREDENTIAL in types:
        return "endorsement credential"
    if ob.CLR_CREDENTIAL in types:
        return "transcript"
    if ob.TAG_MICRO_ENDORSEMENT in texts(achievement, "tag"):
        return "micro-endorsement"
    named = text(achievement, "achievementType")
    return KIND_WORDS.get(named, named.removeprefix("ext:").lower() or "credential")


def _day(document: JsonObject, zone: str, *names: str) -> str:
    found = moment(document, *names)
    return "" if found is None else long_date(found, zone)


def _work(subject: Json, zone: str) -> str:
    start, end = moment(subject, "activityStartDate"), moment(subject, "activityEndDate")
    if start is None or end is None:
        return ""
    return f"{long_date(start, zone)} to {long_date(end, zone)}"


def _evidence(document: JsonObject) -> tuple[tuple[str, str, int], ...]:
    pieces = Counter(
        (text(item, "name") or "Evidence", text(item, "genre") or text(item, "description"))
        for item in (*objects(document, "evidence"), *objects(document, "credentialSubject", "evidence"))
        # The components of a micro-endorsement have a table of their own.
        if text(item, "genre") != ob.OPEN_BADGE_CREDENTIAL
    )
    return tuple((name, kind, count) for (name, kind), count in pieces.items())


def _results(subject: Json, achievement: Json) -> tuple[Result, ...]:
    described = {text(item, "id"): item for item in objects(achievement, "resultDescription")}
    found = []
    for item in objects(subject, "result"):
        description = described.get(text(item, "resultDescription"), {})
        ranks = [text(level, "id") for level in objects(description, "rubricCriterionLevel")]
        names = {
            text(level, "id"): text(level, "name") for level in objects(description, "rubricCriterionLevel")
        }
        achieved, required = text(item, "achievedLevel"), text(description, "requiredLevel")
        reached = names.get(achieved) or text(item, "value")
        if reached:
            met = (
                ranks.index(achieved) >= ranks.index(required) if {achieved, required} <= set(ranks) else None
            )
            found.append(Result(text(description, "name") or "Result", reached, names.get(required, ""), met))
    return tuple(found[:MOST_ITEMS])


def _bound(item: JsonObject) -> Bound:
    return Bound(
        id=text(item, "id"),
        digest=text(item, "digestMultibase") or text(item, "digestSRI"),
        media_type=text(item, "mediaType"),
    )


def _is_part(item: Bound) -> bool:
    return item.media_type in {"application/vc", "application/vc+jwt", "application/vc+ld+json"}
