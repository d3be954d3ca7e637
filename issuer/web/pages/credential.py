"""The page of a credential: the award, the four answers, what was done and how it was judged, sharing and downloads.

What may be shown is decided by the address (`services.showing.sharing`). An address that may not show everything
answers the status only: no name, no award, no file.
"""

from dataclasses import dataclass
from typing import Final

from flask import render_template

from issuer.badges import share
from issuer.badges.achievement_document import alt_text, hours_in_words, short_name
from issuer.badges.share import SharedCredential, long_date
from issuer.services.recognition import reading as recognition
from issuer.services.showing import sharing
from issuer.services.showing.exhibits import Exhibit
from issuer.services.toolkit import Toolkit
from issuer.services.transcripts import relicensure
from issuer.verify import Report, Verdict
from issuer.web.pages import cards, endorsements, outcome
from issuer.web.pages.endorsements import Line
from issuer.web.pages.outcome import OutcomeView

COUNT_WORDS: Final = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}


@dataclass(frozen=True)
class CredentialView:
    """Everything that the page shows.

    Attributes:
        outcome: the verification, just now.
        path: the page's own path, which its files begin with.
        url: the same, absolute.
        shared: what previews and LinkedIn get; without the holder unless the page is public.
        public_holder: the holder's name, only when the page is public.
        readers: "Two", or None where the record does not say how many judged it.
        endorsed: what others say about the achievement, the issuer and the award, with both moments.
        in_force: whether cards and previews may speak of it.
        posted: what universities post on a transcript for it today, one sentence each.
    """

    exhibit: Exhibit
    outcome: OutcomeView
    title: str
    path: str
    url: str
    picture: str
    alt: str
    shared: SharedCredential
    public_holder: str | None
    readers: str | None
    zone: str
    in_force: bool
    endorsed: tuple[Line, ...]
    posted: tuple[str, ...]

    @property
    def is_valid(self) -> bool:
        """Whether it is worth adding to a profile now."""
        return self.outcome.report.verdict is Verdict.VALID

    @property
    def linkedin(self) -> str:
        """The link that opens LinkedIn's form, filled in where LinkedIn lets us."""
        return share.linkedin_add_url(self.shared)

    @property
    def linkedin_post(self) -> str:
        """The link that shares the page as a post."""
        return share.linkedin_post_url(self.url)

    @property
    def copy_fields(self) -> list[tuple[str, str]]:
        """Label and value of every box of LinkedIn's form."""
        return share.copy_fields(self.shared)

    @property
    def schema_org(self) -> dict[str, object]:
        """The credential as schema.org data."""
        return share.schema_org(self.shared, holder_name=self.public_holder)

    @property
    def social_title(self) -> str:
        """The title of a preview."""
        name = f"{self.exhibit.achievement.kind.capitalize()}: {self.title}"
        return f"{self.public_holder}: {name}" if self.public_holder else name


def page(toolkit: Toolkit, exhibit: Exhibit, report: Report) -> str:
    """Return the page of a credential at an address that may show everything."""
    return render_template("credential.html", view=view(toolkit, exhibit, report))


def relicensure_page(toolkit: Toolkit, exhibit: Exhibit) -> str:
    """Return the page for a relicensure committee, with the words of the paper.

    Raises:
        NotFoundError: the credential is not in force.
    """
    path = path_of(exhibit)
    page = relicensure.of(toolkit, exhibit, page_url=toolkit.url(path))
    return render_template("relicensure.html", d=relicensure.words(page), path=path)


def status_page(exhibit: Exhibit, report: Report) -> str:
    """Return the page of any other address: whether it is genuine and current, and nothing more."""
    return render_template(
        "credential_status.html",
        view=outcome.view(report),
        is_demonstration=exhibit.profile.is_demonstration,
    )


def view(toolkit: Toolkit, exhibit: Exhibit, report: Report) -> CredentialView:
    """Put together what the page shows."""
    zone, achievement = exhibit.profile.timezone, exhibit.achievement
    path = path_of(exhibit)
    url = toolkit.url(path)
    is_public = exhibit.found.is_public
    now = toolkit.clock()
    with toolkit.database.reader() as reader:
        endorsed = endorsements.of_award(reader, exhibit, now=now)
        posted = recognition.posted(reader, achievement, on=now.date())
    return CredentialView(
        exhibit=exhibit,
        outcome=outcome.view(report, zone=zone),
        title=short_name(achievement),
        path=path,
        url=url,
        picture=cards.picture(achievement, exhibit.profile.slug),
        alt=alt_text(achievement, exhibit.profile),
        shared=shared(toolkit, exhibit, url),
        public_holder=exhibit.holder if is_public else None,
        readers=COUNT_WORDS.get(exhibit.readers),
        zone=zone,
        in_force=exhibit.version.ended_at is None,
        endorsed=endorsed,
        posted=posted,
    )


def path_of(exhibit: Exhibit) -> str:
    """Return the path that the owner hands out; by id where nobody asked for a link yet."""
    if exhibit.share is None:
        return "/c/" + exhibit.credential.id.removeprefix("urn:uuid:")
    return sharing.path_of(exhibit.share)


def shared(toolkit: Toolkit, exhibit: Exhibit, url: str) -> SharedCredential:
    """Return what previews, LinkedIn and oEmbed get of a credential; it names no holder."""
    profile, achievement = exhibit.profile, exhibit.achievement
    hours = hours_in_words(achievement)
    sentences = [
        f"Issued by {profile.name} on {long_date(exhibit.credential.awarded_at, profile.timezone)}.",
        *([f"{hours}."] if hours else []),
        f"Check it at {toolkit.host}.",
    ]
    return SharedCredential(
        name=achievement.name,
        issuer_name=profile.name,
        issuer_url=profile.url,
        awarded_at=exhibit.credential.awarded_at,
        valid_until=exhibit.version.valid_until,
        timezone=profile.timezone,
        page_url=url,
        certificate_number=exhibit.credential.certificate_number,
        description=" ".join(sentences),
    )
