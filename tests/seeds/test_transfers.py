"""From one district to another, and from one state to another (SEED-12, SEED-25; scenarios S13 and S14)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from issuer.fetch import Fetched, RecordingFetch
from issuer.services import keys, profiles, trust, verification
from issuer.services.bundles import making
from issuer.services.bundles.making import MakeBundle
from issuer.services.credits import decisions, rules
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile
from issuer.services.trust import Known
from issuer.services.verification import Options
from issuer.store import KeyPurpose
from issuer.verify import Policy, verify
from issuer.verify.pins import INDEX, PinnedFetch, index_of, pin_of
from issuer.web.app import create_app
from issuer.workers import InProcess
from tests.services.credits import asking
from tests.services.pathways.worlds import SEL, cycle, earn, endorsements, furnish_pathways
from tests.services.worlds import World, empty_world, furnish, furnished_world
from tests.web.reading import read

HTML = {"Accept": "text/html"}
MINNESOTA = "https://desk.tamarack.example"
ANSWERS = ("Genuine? Yes", "Current? Yes", "Known issuer? Yes", "Counts here? Not asked")
"""What a clerk who has not chosen a district reads beside every good badge."""


@pytest.fixture
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnish_pathways(furnished_world(tmp_path_factory.mktemp("transfers")))
    asking.furnish(made)
    yield made
    made.toolkit.database.close()


def test_seed_25_s13_one_bundle_answers_four_questions_and_used_credit_is_not_counted_twice(
    school: World,
) -> None:
    parts = [earn(school, code).credential.id for code in SEL]
    cycle(school)
    ((stack, _newest),) = endorsements(school)
    decided = asking.decide(school, credentials=(stack.id,))
    assert decided.credential is not None
    unused = [earn(school, code).credential.id for code in ("PRL-01", "PRL-02", "PRL-05", "PRL-06")]
    wanted = MakeBundle(credentials=[stack.id, *parts, *unused], recipient="South District")
    link = (making.make(school.toolkit, OPERATOR, wanted).url or "").removeprefix(school.toolkit.base_url)

    client = create_app(school.toolkit).test_client()
    page = read(client.get(link, headers=HTML).text).text
    assert [page.count(answer) for answer in ANSWERS] == [8] * 4
    assert "Counted once, inside Social Emotional Learning." in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"{link}/table.csv").data.decode("utf-8-sig"))))
    assert [row["verdict"] for row in rows] == ["valid"] * 8

    # The clerk asks the rules of the district: the fourth answer comes for every badge, here and in the table.
    own = {**asking.RULES, "rules": {"recognises": "either", "singleUse": True}}
    rules.import_rules(school.toolkit, OPERATOR, "south", own)
    asked = read(client.get(f"{link}?district=south", headers=HTML).text).text
    assert asked.count("Counts here? Yes") == 8
    assert asked.count("In South District (demonstration) it counts") == 8
    table = client.get(f"{link}/table.csv?district=south").data.decode("utf-8-sig")
    assert [row["counts_here"] for row in csv.DictReader(io.StringIO(table))] == ["yes"] * 8

    # The old district's decision travels as a file and says what it used up, to somebody who knows nothing else.
    told = verification.check(school.toolkit, decided.credential.body)
    assert (told.verdict, told.statements[0].binding) == ("valid", "shown")
    # The new district keeps a ledger of its own: it counts, tells of the earlier use, and never twice.
    asking.keep(school, district="south")
    first = asking.decide(school, district="south", credentials=tuple(wanted.credentials))
    assert first.row.hours == "10.5"
    assert "ME-SEL in north on April 1, 2026" in str(first.content["trace"])
    again = asking.decide(school, "request-2", district="south", credentials=tuple(wanted.credentials))
    assert again.row.hours == "0.0"
    back = asking.decide(school, "request-3", credentials=tuple(wanted.credentials))
    assert back.row.hours == "6.0"


@pytest.fixture
def oklahoma(tmp_path: Path) -> Iterator[World]:
    """Start the second state: a cooperative without a parent, a district with rules of its own, one badge."""
    made = empty_world(tmp_path / "ok")
    furnish(made.toolkit)
    for slug, name in (
        ("opsrc", "Oklahoma Public School Resource Center (demonstration)"),
        ("redbudhollow", "Redbud Hollow Public Schools (demonstration)"),
    ):
        profiles.create(made.toolkit, OPERATOR, CreateProfile(slug=slug, name=name))
        keys.new(made.toolkit, OPERATOR, slug, KeyPurpose.DATA_INTEGRITY)
    asking.import_rules(made, "redbudhollow", preApprovalRequired=True)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def minnesota(tmp_path: Path) -> Iterator[World]:
    """Start an installation of a district in another state, which shares nothing with the first."""
    made = empty_world(tmp_path / "mn", base_url=MINNESOTA)
    name = "North Tamarack Public Schools (demonstration)"
    profiles.create(made.toolkit, OPERATOR, CreateProfile(slug="northtamarack", name=name))
    rules.import_rules(
        made.toolkit, OPERATOR, "northtamarack", {**asking.RULES, "rules": {"recognises": "either"}}
    )
    yield made
    made.toolkit.database.close()


def pinned(oklahoma: World, badge: bytes, folder: Path) -> PinnedFetch:
    """Save what a check of the badge reads, while there is a network, as `mintmark pins add` does."""
    recording = RecordingFetch(oklahoma.toolkit.fetch, clock=oklahoma.clock)
    policy = Policy(now=oklahoma.clock())
    assert verify(badge, policy=policy, fetch=recording, workers=InProcess()).verdict == "valid"
    made = [
        (pin_of(item.outcome, item.at), item.outcome.body)
        for item in recording.exchanges
        if isinstance(item.outcome, Fetched)
    ]
    (folder / "documents").mkdir(parents=True)
    for pin, body in made:
        (folder / pin.file).write_bytes(body)
    (folder / INDEX).write_bytes(index_of(pin for pin, _ in made))
    return PinnedFetch(folder)


def test_seed_12_s14_a_badge_of_another_state_is_verified_offline_by_its_pinned_issuer(
    oklahoma: World, minnesota: World, tmp_path: Path
) -> None:
    issued = oklahoma.issue(profile="opsrc")
    badge = issued.version.body or b""
    assert profiles.get(oklahoma.toolkit, "opsrc").parent_id is None
    saved = pinned(oklahoma, badge, tmp_path / "pins")
    # The district took over, while it had a network, a list of issuers that somebody whom it knows had signed.
    opsrc, publisher = (profiles.get(oklahoma.toolkit, slug).did for slug in ("opsrc", "scsc"))
    known = Known(issuer=opsrc, name="Oklahoma Public School Resource Center", reason="A partner")
    trust.add(oklahoma.toolkit, OPERATOR, known)
    signed = trust.export(oklahoma.toolkit, OPERATOR, "scsc")
    online = replace(minnesota.toolkit, fetch=oklahoma.toolkit.fetch)
    assert trust.take_over(online, OPERATOR, signed, publisher=publisher).added == (opsrc,)

    options = Options(
        offline=True, saved=saved, trust=trust.listed(minnesota.toolkit), district="northtamarack"
    )
    found = verification.check(minnesota.toolkit, badge, options=options)
    answers = found.answers
    told = (answers.genuine, answers.current, answers.known_issuer, answers.counts_here)
    # The standard has no term for the unit of hours, so that only a statement of the district makes them count.
    assert [answer.value for answer in told] == ["yes", "yes", "yes", "could_not_check"]
    assert answers.counts_here.code == "unit_not_convertible"
    # Without what was saved nobody can say; the issuer's own state asks for an approval first.
    bare = verification.check(minnesota.toolkit, badge, options=replace(options, saved=None))
    assert (bare.verdict, bare.answers.genuine.value) == ("indeterminate", "could_not_check")
    asking.keep(oklahoma, district="redbudhollow")
    preview = decisions.preview(oklahoma.toolkit, OPERATOR, asking.ask(district="redbudhollow"))
    assert preview.items[0].reason == "preapproval_missing"
