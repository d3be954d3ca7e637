"""A small installation served on loopback, and Chromium to look at it, where Chromium is present."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from issuer.clock import utc_now
from issuer.services import catalog, profiles, revocation
from issuer.services.bundles import making
from issuer.services.bundles.making import BUNDLES, MakeBundle
from issuer.services.catalog import programs
from issuer.services.credits import rules
from issuer.services.endorsements import Subject
from issuer.services.handed_out import links as ends
from issuer.services.holder_proofs import asking
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.pilots import keeping
from issuer.services.pilots.keeping import Plan
from issuer.services.principal import OPERATOR
from issuer.services.progress_links import making as links
from issuer.services.progress_links.making import MakeLink
from issuer.services.showing import sharing
from issuer.services.toolkit import Toolkit
from issuer.store import Category, ProofMethod, SubjectType, Visibility
from tests.badges import samples
from tests.e2e.sites import Site, running
from tests.services.batches import sheets
from tests.services.credits.asking import RULES
from tests.services.endorsements.asking import ACHIEVEMENT
from tests.services.endorsements.asking import issue as endorse
from tests.services.worlds import empty_world, furnish
from tests.store.fresh import kept_url, url_of
from tests.web import coordinator

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DISTRICTS: Final = 30
"""How many districts offer one achievement: far more than its page shows at first."""
SERVE: Final = ["-m", "issuer.cli", "serve", "--port", "0", "--workers", "1", "--threads", "8"]


@dataclass(frozen=True)
class Shown:
    """The site and what is in it.

    Attributes:
        public: path of a public credential.
        link: path of a credential that its link shows.
        by_id: path of the same by its id, which answers the status only.
        revoked: path of a withdrawn credential.
        suspended: path of one on hold.
        issued: the credential of `link`.
        bundle: path of a bundle of several of these.
        ended: path of a bundle that its owner closed.
        question: path of a question to the holder of `link`.
        key: an API key of a coordinator.
        progress: path of a holder's progress.
    """

    site: Site
    public: str
    link: str
    by_id: str
    revoked: str
    suspended: str
    issued: IssuedCredential
    bundle: str
    ended: str
    question: str
    key: str
    progress: str

    @property
    def paths(self) -> tuple[str, ...]:
        """Every kind of page that a person can meet by an address."""
        return (
            "/", "/verify", "/achievements", "/achievements?q=nothing&kind=micro-endorsement", "/issuers", "/p/scsc", "/p/msc", "/p/rcouncil", "/p/nesc/endorsements", "/a/sel-01",
            "/a/me-sel", "/a/sel-01/v/1.0", "/a/sel-02", self.public, self.link, self.by_id, self.revoked, self.suspended,
            self.public + "/embed", self.public + "/relicensure", "/about", "/trust", "/privacy", "/accessibility", "/developers", "/developers/api", "/problems",
            "/sign-in", "/credit", "/credit?achievement=SEL-01&district=nesc", "/credit/road", "/credit/road?achievement=ME-SEL&district=nesc", "/p/nesc/pilots/first-year", self.bundle, self.ended, "/holder", self.question, self.progress, "/problems/PROOF_VERIFICATION_ERROR", "/c/" + "A" * 24, "/nothing",
        )  # fmt: skip


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    world = empty_world(tmp_path_factory.mktemp("site"))
    # The site outlasts the module that asks for it first.
    kept_url(url_of(world.home))
    toolkit = world.toolkit
    furnish(toolkit)
    stack = samples.stack_record(
        code="ME-SEL", name="Micro-endorsement: Social Emotional Learning", componentRule={"all": ["SEL-01"]}
    )
    catalog.publish_version(toolkit, OPERATOR, "msc", stack)
    offer(toolkit)
    rules.import_rules(toolkit, OPERATOR, "nesc", {**RULES, "version": "1"})
    plan = Plan(
        title="First year", first=date(2026, 1, 1), last=date(2096, 6, 30), codes=("ME-SEL",), is_public=True
    )
    keeping.begin(toolkit, OPERATOR, "nesc", "first-year", plan)
    public, link, revoked, suspended = (world.issue() for _ in range(4))
    sharing.change(toolkit, OPERATOR, public.credential.id, visibility=Visibility.PUBLIC)
    revocation.revoke(toolkit, OPERATOR, revoked.credential.id, Category.ISSUED_IN_ERROR)
    revocation.suspend(toolkit, OPERATOR, suspended.credential.id)
    about = Subject(ACHIEVEMENT, SubjectType.ACHIEVEMENT)
    endorse(world)
    endorse(world, profile="nesc", subject=about, statement=None)
    paths = [
        sharing.path_of(sharing.of(toolkit, item.credential.id))
        for item in (public, link, revoked, suspended)
    ]
    chosen = [item.credential.id for item in (public, link, revoked, suspended)]
    # The server reads the time of this machine, and a link of the past would have ended.
    world.clock.now = utc_now()
    bundle, ended = (
        making.make(
            toolkit, OPERATOR, MakeBundle(credentials=chosen, recipient="North Tamarack (demonstration)")
        )
        for _ in range(2)
    )
    ends.revoke(toolkit, OPERATOR, BUNDLES, ended.kept.record.id)
    # One part of two is left, and the lane is not on file.
    two = samples.stack_record(
        code="ME-TWO", componentRule={"all": ["SEL-01", "SEL-02"]}, creditsAvailable=2.0
    )
    for record in (samples.record(code="SEL-02", **samples.ANATOMY), two):
        catalog.publish_version(toolkit, OPERATOR, "msc", record)
    progress = links.make(toolkit, OPERATOR, MakeLink(person="t01", district="nesc"))
    asked = asking.ask(toolkit, link.credential.id, ProofMethod.CODE)
    sheets.register(toolkit, 40)
    key = coordinator.key_of(world)
    toolkit.database.close()
    with running(world.home, SERVE) as site:
        yield Shown(
            site=site,
            public=paths[0],
            link=paths[1],
            by_id="/c/" + link.credential.id.removeprefix("urn:uuid:"),
            revoked=paths[2],
            suspended=paths[3],
            issued=link,
            bundle=(bundle.url or "").removeprefix(toolkit.base_url),
            progress=(progress.url or "").removeprefix(toolkit.base_url),
            question="/holder/" + asked.id.removeprefix("urn:uuid:"),
            key=key,
            ended=(ended.url or "").removeprefix(toolkit.base_url),
        )
        assert site.stop() == 0


def offer(toolkit: Toolkit) -> None:
    """Let many districts offer one achievement, each with a goal of its plan."""
    for number in range(1, DISTRICTS + 1):
        name = f"Tamarack Rapids Area Schools No. {number:02} (demonstration)"
        slug = f"tamarack-{number:02}"
        profiles.create(toolkit, OPERATOR, profiles.CreateProfile(slug=slug, name=name))
        goal = {
            f"WBWF-{number}": "Every student feels that they belong; every teacher knows how to help them"
        }
        programs.choose(toolkit, OPERATOR, slug, "SEL-01", goal)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("not run: Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser, shown: Shown) -> Iterator[BrowserContext]:
    made = browser.new_context(
        base_url=shown.site.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, shown: Shown) -> Iterator[Page]:
    """Give a page that fails its test when anything goes elsewhere or complains."""
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda asked: complaints.append(asked.url) if not asked.url.startswith(shown.site.url) else None,
    )
    yield opened
    assert [words for words in complaints if "status of 4" not in words] == []
