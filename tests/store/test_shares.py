import pytest

from issuer.errors import ConflictError
from issuer.store import Category, Database, ShareRecord, Total, Visibility
from tests.store.records import LATER, NOW, credential, finish, issue, prepared, share, urn

GUESSABLE = "x" * 21


def test_a_share_is_found_by_its_credential_and_by_its_token(issued: Database) -> None:
    with issued.unit() as unit:
        unit.shares.add(share())
    with issued.reader() as reader:
        assert reader.shares.find(urn(9)) == share()
        assert reader.shares.find(urn(99)) is None
        assert reader.shares.find_by_token("t" * 22) == share()
        assert reader.shares.find_by_token("u" * 22) is None


def test_a_share_is_changed_and_the_old_link_ends(issued: Database) -> None:
    with issued.unit() as unit:
        unit.shares.add(share())
        unit.shares.change(urn(9), visibility=Visibility.PUBLIC, token="u" * 22, at=LATER)
    with issued.reader() as reader:
        assert reader.shares.find_by_token("t" * 22) is None
        changed = share(visibility=Visibility.PUBLIC, token="u" * 22, changed_at=LATER)
        assert reader.shares.find_by_token("u" * 22) == changed


def test_what_has_no_share_cannot_be_changed(issued: Database) -> None:
    with pytest.raises(ConflictError, match="has no share yet"), issued.unit() as unit:
        unit.shares.change(urn(9), visibility=Visibility.PUBLIC, token="u" * 22, at=LATER)


@pytest.mark.parametrize(
    "other",
    [
        share(),
        share(credential_id=urn(99), token="u" * 22),
        share(credential_id=urn(10)),
        share(token=GUESSABLE),
    ],
    ids=["same credential", "no such credential", "same token", "short token"],
)
def test_a_share_that_breaks_a_rule_is_refused(issued: Database, other: ShareRecord) -> None:
    with issued.unit() as unit:
        if other.token != GUESSABLE:
            unit.shares.add(share())
        unit.credentials.add(
            credential(id=urn(10), external_id="2", certificate_number="2", attestation_digest="x")
        )
    with pytest.raises(ConflictError, match="This share cannot be added"), issued.unit() as unit:
        unit.shares.add(other)


def test_only_public_awards_are_listed(issued: Database) -> None:
    with issued.unit() as unit:
        unit.shares.add(share())
    with issued.reader() as reader:
        assert reader.shares.public_awards() == ()
    with issued.unit() as unit:
        unit.shares.change(urn(9), visibility=Visibility.PUBLIC, token="t" * 22, at=LATER)
    with issued.reader() as reader:
        assert reader.shares.public_awards() == (credential(),)
        assert reader.shares.public_awards(achievement_id=urn(3), profile_id=urn(1)) == (credential(),)
        assert reader.shares.public_awards(achievement_id=urn(99)) == ()
        assert reader.shares.public_awards(profile_id=urn(99)) == ()


def test_the_profiles_that_awarded_anything_are_known(furnished: Database) -> None:
    with furnished.reader() as reader:
        assert reader.shares.awarding() == frozenset()
    with furnished.unit() as unit:
        issue(unit)
    with furnished.reader() as reader:
        assert reader.shares.awarding() == {urn(1)}


def test_totals_count_the_newest_version_of_every_credential(issued: Database) -> None:
    with issued.reader() as reader:
        assert reader.shares.totals(urn(1)) == (Total(urn(4), awarded=1, ended=0, first=NOW),)
    with issued.unit() as unit:
        unit.status_lists.set_bit(urn(8), 77, category=Category.SUPERSEDED, at=LATER)
        unit.credentials.prepare(prepared(number=2, status_index=78))
        finish(unit, number=2)
    with issued.reader() as reader:
        assert reader.shares.totals(urn(1)) == (Total(urn(4), awarded=1, ended=0, first=NOW),)
    with issued.unit() as unit:
        unit.status_lists.set_bit(urn(8), 78, category=Category.FRAUD, at=LATER)
    with issued.reader() as reader:
        assert reader.shares.totals(urn(1)) == (Total(urn(4), awarded=1, ended=1, first=NOW),)
        assert reader.shares.totals(urn(99)) == ()
