"""What becomes of a micro-endorsement when a component falls, comes back or is corrected (STK-02, S17, S18)."""

from typing import Any

import pytest

from issuer.badges.digests import hex_to_multibase
from issuer.errors import ConflictError, ConformanceError, InputError
from issuer.services import revocation
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.pathways import minting, reviews, upkeep
from issuer.services.principal import OPERATOR
from issuer.store import Category, Cause, ReviewOutcome
from tests.services.pathways.worlds import ME, SEL, cycle, document, earn, endorsements
from tests.services.worlds import World


@pytest.fixture
def parts(school: World) -> list[IssuedCredential]:
    """Earn all three components and the micro-endorsement."""
    earned = [earn(school, code) for code in SEL]
    assert cycle(school).minted == 1
    school.clock.forward(days=10)
    return earned


def bound(body: dict[str, Any]) -> dict[str, str]:
    return {item["id"]: item["digestMultibase"] for item in body["relatedResource"]}


def test_s17_a_withdrawn_component_puts_it_on_hold_with_reason_and_notice(
    school: World, parts: list[IssuedCredential]
) -> None:
    component = parts[1].credential.id
    revocation.revoke(school.toolkit, OPERATOR, component, Category.EVIDENCE_MISATTRIBUTED, "see case 7")
    assert cycle(school).suspended == 1
    ((credential, newest),) = endorsements(school)
    assert newest.ended_category is Category.SUSPENDED_PENDING_REVIEW
    (found,) = reviews.open_reviews(school.toolkit, OPERATOR, "scsc")
    (review,) = found.reviews
    assert (review.cause, review.category, review.component_id) == (
        Cause.WITHDRAWN,
        "evidence_misattributed",
        component,
    )
    assert review.answer_by - review.opened_at == upkeep.ANSWER_WITHIN
    (notice,) = found.notices
    assert (notice.kind, notice.category, notice.answer_by, notice.sent_at) == (
        "micro-endorsement.on-hold",
        "evidence_misattributed",
        review.answer_by,
        None,
    )
    assert school.events(credential.id) == ["credential.issued", "credential.suspended", "review.opened"]
    assert cycle(school).suspended == 0
    school.require_whole()


def test_s18_an_appeal_that_is_upheld_lifts_it_with_the_new_component(
    school: World, parts: list[IssuedCredential]
) -> None:
    revocation.revoke(school.toolkit, OPERATOR, parts[1].credential.id, Category.EVIDENCE_MISATTRIBUTED)
    cycle(school)
    school.clock.forward(days=7)
    new = earn(school, SEL[1])
    assert cycle(school).reissued == 1
    ((credential, newest),) = endorsements(school)
    assert (newest.number, newest.ended_category) == (2, None)
    signed = document(newest)
    assert bound(signed)[new.credential.id] == hex_to_multibase(str(new.version.sha256))
    assert parts[1].credential.id not in bound(signed)
    assert signed["id"] == credential.id
    assert signed["awardedDate"] < signed["validFrom"]
    (reviewed,) = reviews.get(school.toolkit, OPERATOR, credential.id).reviews
    assert (reviewed.outcome, reviewed.decided_by) == (ReviewOutcome.REISSUED, "mintmark")
    assert school.events(credential.id) == [
        "credential.issued",
        "credential.suspended",
        "review.opened",
        "credential.issued",
        "credential.ended",
        "review.reissued",
    ]
    school.require_whole()


def test_a_component_on_hold_that_is_resumed_brings_it_back(
    school: World, parts: list[IssuedCredential]
) -> None:
    revocation.suspend(school.toolkit, OPERATOR, parts[0].credential.id)
    assert cycle(school).suspended == 1
    school.clock.forward(days=1)
    resumed = revocation.resume(school.toolkit, OPERATOR, parts[0].credential.id)
    assert cycle(school).reissued == 1
    ((_credential, newest),) = endorsements(school)
    assert bound(document(newest))[resumed.credential.id] == hex_to_multibase(str(resumed.version.sha256))


def test_a_corrected_component_leads_to_a_new_version_with_its_digest(
    school: World, parts: list[IssuedCredential]
) -> None:
    corrected = revocation.reissue(school.toolkit, OPERATOR, parts[2].credential.id)
    assert cycle(school).reissued == 1
    ((credential, newest),) = endorsements(school)
    assert newest.number == 2
    assert bound(document(newest))[corrected.credential.id] == hex_to_multibase(str(corrected.version.sha256))
    with school.toolkit.database.reader() as reader:
        first = reader.credentials.get_version(credential.id, 1)
    assert first.ended_category is Category.SUPERSEDED
    assert bound(document(first)).keys() != bound(document(newest)).keys()
    assert cycle(school).reissued == 0
    school.require_whole()


def test_an_elective_in_hand_does_not_lift_the_hold_by_itself_but_a_person_may(school: World) -> None:
    earned = [earn(school, code) for code in ("PRL-01", "PRL-02", "PRL-05", "PRL-06")]
    cycle(school)
    ((credential, newest),) = endorsements(school, "ME-PRL")
    used = {item["id"] for item in document(newest)["evidence"]}
    elective = next(item for item in earned[2:] if item.credential.id in used)
    school.clock.forward(days=1)
    revocation.revoke(school.toolkit, OPERATOR, elective.credential.id, Category.FRAUD)
    assert (cycle(school).suspended, cycle(school).reissued) == (1, 0)
    school.clock.forward(days=1)
    decided = reviews.reissue(school.toolkit, OPERATOR, credential.id)
    assert (decided.newest.number, decided.reviews[0].decided_by) == (2, "operator")
    assert elective.credential.id not in bound(document(decided.newest))


def test_a_review_cannot_be_ended_well_around_a_missing_component(
    school: World, parts: list[IssuedCredential]
) -> None:
    revocation.revoke(school.toolkit, OPERATOR, parts[0].credential.id, Category.FRAUD)
    cycle(school)
    ((credential, _newest),) = endorsements(school)
    with pytest.raises(ConformanceError, match="Left: SEL-01"):
        reviews.reissue(school.toolkit, OPERATOR, credential.id)


def test_a_review_that_ends_badly_withdraws_it_and_a_new_start_is_open(
    school: World, parts: list[IssuedCredential]
) -> None:
    revocation.revoke(school.toolkit, OPERATOR, parts[0].credential.id, Category.FRAUD)
    cycle(school)
    ((credential, _newest),) = endorsements(school)
    decided = reviews.revoke(school.toolkit, OPERATOR, credential.id, details="nobody answered")
    assert decided.newest.ended_category is Category.FRAUD
    assert [notice.kind for notice in decided.notices] == [
        "micro-endorsement.on-hold",
        "micro-endorsement.withdrawn",
    ]
    with pytest.raises(ConflictError, match="not under review"):
        reviews.revoke(school.toolkit, OPERATOR, credential.id)
    assert cycle(school).minted == 0
    school.clock.forward(days=30)
    earn(school, SEL[0])
    assert cycle(school).minted == 1
    assert len(endorsements(school)) == 2
    school.require_whole()


def test_a_component_on_hold_gives_no_category_for_withdrawing(
    school: World, parts: list[IssuedCredential]
) -> None:
    revocation.suspend(school.toolkit, OPERATOR, parts[0].credential.id)
    cycle(school)
    ((credential, _newest),) = endorsements(school)
    with pytest.raises(InputError, match="say why"):
        reviews.revoke(school.toolkit, OPERATOR, credential.id)
    decided = reviews.revoke(school.toolkit, OPERATOR, credential.id, Category.ASSESSMENT_INVALID)
    assert decided.newest.ended_category is Category.ASSESSMENT_INVALID


@pytest.mark.usefixtures("parts")
def test_what_a_person_withdrew_is_not_minted_again_from_the_same_components(school: World) -> None:
    ((credential, _newest),) = endorsements(school)
    revocation.revoke(school.toolkit, OPERATOR, credential.id, Category.ISSUED_IN_ERROR)
    ran = cycle(school)
    assert (ran.ended, ran.minted) == (1, 0)
    with pytest.raises(ConflictError):
        minting.mint(school.toolkit, OPERATOR, "scsc", "t01", ME)


@pytest.mark.usefixtures("parts")
def test_what_a_person_put_on_hold_stays_with_people(school: World) -> None:
    ((credential, _newest),) = endorsements(school)
    revocation.suspend(school.toolkit, OPERATOR, credential.id)
    ran = cycle(school)
    assert (ran.reissued, ran.suspended) == (0, 0)
    assert reviews.open_reviews(school.toolkit, OPERATOR) == ()


def test_one_that_is_issued_again_by_hand_keeps_its_components(
    school: World, parts: list[IssuedCredential]
) -> None:
    ((credential, first),) = endorsements(school)
    again = revocation.reissue(school.toolkit, OPERATOR, credential.id)
    assert bound(document(again.version)) == bound(document(first))
    revocation.revoke(school.toolkit, OPERATOR, parts[0].credential.id, Category.FRAUD)
    with pytest.raises(ConflictError, match="SEL-01 is not valid now"):
        revocation.reissue(school.toolkit, OPERATOR, credential.id)
