"""A transfer with a real micro-endorsement and its parts: hours once (stories S09 and S13)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from issuer.services import revocation
from issuer.services.bundles import making, reports
from issuer.services.bundles.making import MakeBundle
from issuer.services.bundles.reports import BundleReport
from issuer.services.principal import OPERATOR
from issuer.services.showing import bundle_links
from issuer.store import Category, OpeningKind
from issuer.verify import Verdict
from tests.services.pathways.worlds import SEL, cycle, earn, endorsements, furnish_pathways
from tests.services.worlds import World, furnished_world


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnish_pathways(furnished_world(tmp_path_factory.mktemp("stack")))
    yield made
    made.toolkit.database.close()


def opened(world: World, chosen: list[str]) -> BundleReport:
    wanted = MakeBundle(credentials=chosen, recipient="North Tamarack")
    url = making.make(world.toolkit, OPERATOR, wanted).url or ""
    bundle = bundle_links.open_link(world.toolkit, url.rpartition("/")[2], kind=OpeningKind.PAGE)
    return reports.report(world.toolkit, bundle)


def test_parts_beside_their_micro_endorsement_are_counted_once(own: World) -> None:
    parts = [earn(own, code).credential.id for code in SEL]
    other = earn(own, "PRL-01").credential.id
    cycle(own)
    [(endorsement, _)] = endorsements(own)
    found = opened(own, [endorsement.id, *parts, other])
    assert {line.report.verdict for line in found.lines} == {Verdict.VALID}
    assert [line.counted.hours for line in found.lines] == [Decimal(3), 0, 0, 0, Decimal(1)]
    assert found.lines[1].counted.why == "Counted once, inside Social Emotional Learning."
    assert [item.hours for item in found.sums] == [Decimal(4)]
    assert [item.hours for item in opened(own, [*parts, other]).sums] == [Decimal(4)]


def test_a_micro_endorsement_under_review_lets_its_parts_stand_for_themselves(own: World) -> None:
    parts = [earn(own, code).credential.id for code in SEL]
    cycle(own)
    [(endorsement, _)] = endorsements(own)
    revocation.revoke(own.toolkit, OPERATOR, parts[0], Category.ISSUED_IN_ERROR)
    cycle(own)
    found = opened(own, [endorsement.id, *parts])
    assert found.lines[0].report.verdict is Verdict.SUSPENDED
    assert [line.counted.hours for line in found.lines] == [0, 0, Decimal(1), Decimal(1)]
