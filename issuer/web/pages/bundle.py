"""`/b/<token>`: a transfer bundle as one report for a clerk, to read, to print and to take along.

Adds no judgment: the answers are the verifier's, the sums the issuers' suggestions, each hour once. A name that
a clerk compares is posted, never part of an address, and kept nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, render_template, request

from issuer.badges.achievement_document import hours_in_words, plain_number
from issuer.badges.names import Advice, Likeness
from issuer.badges.names.advice import ADVISES
from issuer.badges.names.folding import LONGEST
from issuer.services import name_help
from issuer.services.bundles import reports
from issuer.services.bundles.reports import BundleReport, Line
from issuer.services.recognition import reading
from issuer.services.showing import bundle_links
from issuer.services.showing.bundle_links import OpenBundle
from issuer.services.verification import Options
from issuer.store import OpeningKind
from issuer.web import guard, negotiation
from issuer.web.pages import handed_in, outcome
from issuer.web.pages.outcome_words import MARK_OF_VERDICT
from issuer.web.toolkits import the_toolkit

NEVER_KEPT: Final = "private, no-store"
NAME_MARKS: Final = {
    Likeness.SAME: "yes",
    Likeness.MAY_BE: "unk",
    Likeness.DIFFERS: "wait",
    Likeness.NOT_COMPARED: "none",
}
"""A name that differs is a reason to ask, and no reason to refuse: it is never drawn as a no."""
BETWEEN_NAMES: Final = ";"
LONGEST_NAMES: Final = 8 * (LONGEST + 2)
DOES_NOT_SAY: Final = (
    "It does not say that the person in front of you is the holder.",
    "It does not say that hours count for pay, for a license or at a university.",
    "The holder chose what is in it: it need not be everything that the holder has.",
)


@dataclass(frozen=True)
class LineView:
    """One credential: what it is, its four answers, and how its hours were counted."""

    line: Line
    mark: str
    heading: str
    sentence: str
    answers: tuple[tuple[str, str, str, str], ...]
    file: str
    hours: str
    hours_words: str


@dataclass(frozen=True)
class SumView:
    """Hours of one kind together, in words."""

    number: str
    unit: str
    level: str


@dataclass(frozen=True)
class BundleView:
    """Everything that the page shows.

    Attributes:
        path: the page's own path, which its files begin with.
        in_force: how many of the credentials are genuine and current.
        names: what the clerk typed, to stand in the form again.
        advice: what is said about the names, None when none were given.
    """

    path: str
    found: BundleReport
    lines: tuple[LineView, ...]
    sums: tuple[SumView, ...]
    in_force: int
    zone: str
    names: str
    advice: Advice | None
    name_mark: str

    @property
    def holder(self) -> str | None:
        """The holder's name in our record."""
        return self.found.bundle.holder


def show(token: str, *, names: str = "", counts: bool = True) -> Response:
    """Return the page of a bundle as an answer; the form of `/verify` asks for it too.

    Raises:
        NotFoundError: the link never was, or has ended.
    """
    found = checked(opened(token, OpeningKind.PAGE, counts=counts))
    return negotiation.page(page(found, path=f"/b/{token}", names=names), cache=NEVER_KEPT)


def opened(token: str, kind: OpeningKind, *, counts: bool = True) -> OpenBundle:
    """Return what is behind a link, charged and counted; a HEAD request brings nothing and is not counted.

    Raises:
        NotFoundError: the link never was, or has ended.
    """
    guard.charge()
    return bundle_links.open_link(the_toolkit(), token, kind=kind, counts=counts and request.method != "HEAD")


def checked(bundle: OpenBundle) -> BundleReport:
    """Check every credential of a bundle, by the rules of the district that was chosen, and charge for each."""
    guard.charge(cost=float(len(bundle.items)))
    options = Options(district=handed_in.asked_district(the_toolkit()))
    return reports.report(the_toolkit(), bundle, options=options)


def page(found: BundleReport, *, path: str, names: str = "") -> str:
    """Return the page of a bundle.

    Args:
        found: the report.
        path: the path of the page.
        names: an applicant's names as typed: the present one, then former ones after semicolons.
    """
    return render_template(
        "bundle.html",
        view=view(found, path=path, names=names),
        districts=reading.districts(the_toolkit()),
        district=handed_in.asked_district(the_toolkit()) or "",
        does_not_say=DOES_NOT_SAY,
        advises=ADVISES,
    )


def view(found: BundleReport, *, path: str, names: str) -> BundleView:
    """Put together what the page shows."""
    zone = found.bundle.items[0].profile.timezone
    given = read_names(names)
    advice = name_help.on_record(found.bundle.holder, given) if given else None
    return BundleView(
        path=path,
        found=found,
        lines=tuple(_line(line) for line in found.lines),
        sums=tuple(
            SumView(plain_number(item.hours), item.unit if item.hours == 1 else f"{item.unit}s", item.level)
            for item in found.sums
        ),
        in_force=sum(reports.in_force(line.report) for line in found.lines),
        zone=zone,
        names=names,
        advice=advice,
        name_mark=NAME_MARKS[advice.likeness] if advice is not None else "none",
    )


def read_names(text: str) -> Sequence[str]:
    """Return the names that somebody typed into one field."""
    return [name.strip() for name in text[:LONGEST_NAMES].split(BETWEEN_NAMES) if name.strip()]


def _line(line: Line) -> LineView:
    zone = line.item.profile.timezone
    return LineView(
        line=line,
        mark=MARK_OF_VERDICT[line.report.verdict],
        heading=line.report.heading,
        sentence=outcome.told(line.report.sentence, zone),
        answers=outcome.answers(line.report, zone=zone),
        file=line.item.credential.certificate_number,
        hours=plain_number(line.counted.hours),
        hours_words=hours_in_words(line.item.achievement) or "",
    )
