"""`/progress/<token>`: how far a holder is, and what reaches the next salary lane; for whoever has the link.

Names no person. A link that ended answers 410 in words; one that never was, 404. Opening leaves nothing.
"""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template

from issuer.badges.achievement_document import plain_number, short_name
from issuer.badges.pathway import WORDS, Left, Why
from issuer.badges.share import long_date
from issuer.credits import Item
from issuer.credits.reasons import REASONS as REASON_WORDS
from issuer.services.pathways.reading import Standing
from issuer.services.progress_links import opening
from issuer.services.progress_links.opening import LaneProspect, OpenProgress
from issuer.verify.checks.status import REASONS
from issuer.web import guard, negotiation
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("progress_pages", __name__)

NEVER_KEPT: Final = "private, no-store"
COST: Final = 4.0
_ZONE: Final = "UTC"
_SAID_BY_THE_WHOLE: Final = frozenset({"counted_in_endorsement"})
"""A part of a micro-endorsement that counts is no loss."""


@dataclass(frozen=True)
class Part:
    """One place of a micro-endorsement.

    Attributes:
        names: (title, path) of what fills it, or of what may.
        mark: which mark stands before `words`.
        when: the day on which it was earned, empty while it is left.
    """

    names: tuple[tuple[str, str], ...]
    mark: str
    words: str
    when: str


@dataclass(frozen=True)
class StandingView:
    """One micro-endorsement.

    Attributes:
        summary: how far it is, in a sentence.
        mark: which mark stands before `summary`.
        next_: what comes next, in a sentence.
        others: what somebody holds that does not count, with the reason.
    """

    title: str
    path: str
    issuer: str
    issuer_path: str
    done: int
    needed: int
    mark: str
    summary: str
    next_: str
    parts: tuple[Part, ...]
    others: tuple[tuple[str, str], ...]
    hours: str


@dataclass(frozen=True)
class LaneView:
    """What a district's rules say of everything that was earned.

    Attributes:
        today: the decision of today, in sentences.
        missing: what does not count, or not wholly: (why, what to do, names).
        prospects: sentences of what further awards would reach.
        conditions: what is taken as given by them.
    """

    district: str
    today: tuple[str, ...]
    missing: tuple[tuple[str, str, tuple[str, ...]], ...]
    prospects: tuple[str, ...]
    conditions: tuple[str, ...]


@blueprint.after_request
def keep_out_of_search(response: Response) -> Response:
    """Tell search engines and caches to leave every answer alone."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = NEVER_KEPT
    return response


@blueprint.get("/progress/<address:token>")
def page(token: str) -> Response:
    """Show how far the holder is with every micro-endorsement on which they have begun."""
    guard.charge(cost=COST)
    found = opening.open_link(the_toolkit(), token)
    html = render_template(
        "progress.html",
        standings=[_standing(item) for item in found.standings],
        lane=None if found.lane is None else _lane(found.lane),
        ends=long_date(found.link.expires_at, _zone(found)),
    )
    return negotiation.page(html, cache=NEVER_KEPT)


def _zone(found: OpenProgress) -> str:
    return found.standings[0].profile.timezone if found.standings else _ZONE


def _standing(item: Standing) -> StandingView:
    version, progress = item.version, item.progress
    mark, summary, next_ = _words(item)
    zone = item.profile.timezone
    done = tuple(
        Part(
            _names(item, (filled.component.code,)),
            "yes",
            "Counts",
            long_date(filled.component.awarded_at, zone),
        )
        for filled in progress.filled
    )
    fallen = {component.code for component, why in progress.passed_over if why is Why.NOT_CURRENT}
    left = tuple(part for group in progress.left for part in _left(item, group, fallen))
    unit = version.unit if progress.hours == 1 else f"{version.unit}s"
    return StandingView(
        title=short_name(version),
        path=_path(version.code),
        issuer=item.profile.name,
        issuer_path=f"/p/{item.profile.slug}",
        done=len(progress.filled),
        needed=progress.needed,
        mark=mark,
        summary=summary,
        next_=next_,
        parts=done + left,
        others=tuple(
            (item.titles.get(component.code, component.code), WORDS[why])
            for component, why in progress.passed_over
        ),
        hours=f"{plain_number(progress.hours)} {unit}, {version.level}, suggested by the issuer"
        if progress.hours
        else "",
    )


def _words(item: Standing) -> tuple[str, str, str]:
    """Return the mark, how far it is, and what comes next."""
    progress, zone = item.progress, item.profile.timezone
    count = f"{len(progress.filled)} of {progress.needed} parts"
    if item.review is not None:
        reason = REASONS.get(item.review.category, "it is under review")
        until = long_date(item.review.answer_by, zone)
        return (
            "wait",
            f"On hold. A part does not count any more, because {reason}.",
            f"It is issued again by itself when the part, or another that can take its place, is in force. Else {item.profile.name} decides after {until}; give your side before.",
        )
    if item.newest is not None and item.newest.ended_category is not None:
        reason = REASONS.get(item.newest.ended_category, "it is under review")
        return "no", f"Not in force, because {reason}.", f"Ask {item.profile.name} what comes next."
    if item.credential is not None:
        day = long_date(item.credential.awarded_at, zone)
        return "yes", f"Earned on {day}.", f"Its certificate number is {item.credential.certificate_number}."
    if progress.is_whole:
        return "yes", f"{count}: complete.", "It is issued by itself within a minute. Look again then."
    missing = sum(group.count for group in progress.left)
    return "none", f"{count}.", f"{missing} more and it is issued by itself."


def _left(item: Standing, group: Left, fallen: set[str]) -> list[Part]:
    if group.count == len(group.codes):
        return [
            Part(_names(item, (code,)), "wait", "Does not count any more", "")
            if code in fallen
            else Part(_names(item, (code,)), "none", "Left to earn", "")
            for code in group.codes
        ]
    return [Part(_names(item, group.codes), "none", f"Left to earn: any {group.count} of these", "")]


def _names(item: Standing, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((item.titles.get(code, code), _path(code)) for code in codes)


def _path(code: str) -> str:
    return f"/a/{code.lower()}"


def _lane(found: LaneProspect) -> LaneView:
    told = [item for item in found.prospects if item.more]
    return LaneView(
        district=found.district.name,
        today=found.decision.sentences(),
        missing=_missing(found.decision.items),
        prospects=tuple(item.sentence for item in found.prospects),
        conditions=told[0].conditions if told else (),
    )


def _missing(items: tuple[Item, ...]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return each reason once, with what it keeps out."""
    names: dict[str, list[str]] = {}
    for item in items:
        if item.reason is not None and item.reason not in _SAID_BY_THE_WHOLE:
            names.setdefault(item.reason, []).append(item.title or item.code)
    return tuple(
        (REASON_WORDS[reason].title, REASON_WORDS[reason].advice, tuple(found))
        for reason, found in names.items()
    )
