"""A process that dies on the way leaves nothing doubled and nothing lost."""

import pytest

from issuer.badges.digests import hex_to_multibase
from issuer.errors import StoreUnavailableError
from issuer.services import revocation
from issuer.services.issuing import issuance
from issuer.services.pathways import job, minting
from issuer.services.principal import OPERATOR
from tests.services.pathways.worlds import SEL, cycle, document, earn, endorsements
from tests.services.worlds import World


class Died(BaseException):
    """The process ends here."""


def test_an_intent_that_nobody_finished_is_finished(school: World, monkeypatch: pytest.MonkeyPatch) -> None:
    earned = [earn(school, code) for code in SEL]
    with monkeypatch.context() as dying:

        def die(*_arguments: object) -> None:
            raise Died

        dying.setattr(issuance, "issue", die)
        with pytest.raises(Died):
            job.settle(school.toolkit, earned[0].credential.person_id)
    assert endorsements(school) == []
    assert cycle(school).minted == 1
    with school.toolkit.database.reader() as reader:
        assert len(reader.pathways.awards_of(earned[0].credential.person_id)) == 1
    school.require_whole()


def test_an_intent_whose_component_was_corrected_since_is_begun_anew(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    earned = [earn(school, code) for code in SEL]
    with monkeypatch.context() as dying:
        dying.setattr(minting, "finish", _die)
        with pytest.raises(Died):
            job.settle(school.toolkit, earned[0].credential.person_id)
    school.clock.forward(days=1)
    corrected = revocation.reissue(school.toolkit, OPERATOR, earned[1].credential.id)
    cycle(school)
    job.settle(school.toolkit, earned[0].credential.person_id)
    ((_credential, newest),) = endorsements(school)
    bound = {item["id"]: item["digestMultibase"] for item in document(newest)["relatedResource"]}
    assert bound[corrected.credential.id] == hex_to_multibase(str(corrected.version.sha256))
    school.require_whole()


def _die(*_arguments: object) -> None:
    raise Died


def test_a_new_version_whose_review_was_not_closed_closes_it(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    earned = [earn(school, code) for code in SEL]
    cycle(school)
    school.clock.forward(days=1)
    revocation.suspend(school.toolkit, OPERATOR, earned[0].credential.id)
    cycle(school)
    school.clock.forward(days=1)
    revocation.resume(school.toolkit, OPERATOR, earned[0].credential.id)
    with monkeypatch.context() as dying:
        dying.setattr("issuer.services.pathways.closing.close", _die)
        with pytest.raises(Died):
            job.settle(school.toolkit, earned[0].credential.person_id)
    ((credential, newest),) = endorsements(school)
    assert newest.number == 2
    job.settle(school.toolkit, earned[0].credential.person_id)
    with school.toolkit.database.reader() as reader:
        (review,) = reader.pathways.reviews_of(credential.id)
    assert review.closed_at is not None
    assert endorsements(school)[0][1].number == 2


def test_the_cursor_moves_with_the_queue_or_not_at_all(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in SEL:
        earn(school, code)
    with monkeypatch.context() as failing:

        def refuse(*_arguments: object, **_more: object) -> None:
            raise StoreUnavailableError("gone")

        failing.setattr("issuer.store.repositories.pathway_queue.PathwayQueue.move_cursor", refuse)
        with pytest.raises(StoreUnavailableError):
            cycle(school)
    with school.toolkit.database.reader() as reader:
        assert reader.pathway_queue.waiting() == ()
        assert reader.pathway_queue.cursor(job.CURSOR) == 0
    assert cycle(school).minted == 1
