import hashlib
from datetime import timedelta

import pytest

from issuer import store
from issuer.errors import ConflictError, NotFoundError
from issuer.store import Category, Database, VersionState
from tests.store import records
from tests.store.records import DIGEST, LATER, NOW, finish, urn

LIST = urn(8)


@pytest.fixture
def awarded(furnished: Database) -> Database:
    with furnished.unit() as unit:
        unit.credentials.add(records.credential())
    return furnished


@pytest.fixture
def prepared(awarded: Database) -> Database:
    with awarded.unit() as unit:
        unit.credentials.prepare(records.prepared())
    return awarded


def test_an_award_is_found_by_every_name(awarded: Database) -> None:
    award = {"profile_id": urn(1), "person_id": urn(5), "achievement_version_id": urn(4)}
    with awarded.reader() as reader:
        found = reader.credentials
        assert found.get(urn(9)) == records.credential()
        assert found.find_by_external_id(urn(1), "lms-1") == records.credential()
        assert found.find_award(**award, attestation_digest=DIGEST) == records.credential()
        assert found.find_by_certificate_number("ABCD-1234") == records.credential()
        assert found.find_by_external_id(urn(1), "none") is None
        assert found.find_award(**award, attestation_digest="none") is None
        assert found.find_by_certificate_number("none") is None
        with pytest.raises(NotFoundError):
            found.get("none")
    with awarded.unit() as unit:
        assert unit.credentials.lock(urn(9)) == records.credential()
        with pytest.raises(NotFoundError):
            unit.credentials.lock("none")


OTHER = {
    "id": urn(80),
    "external_id": "lms-2",
    "attestation_digest": "sha256:other",
    "certificate_number": "WXYZ-1234",
}


@pytest.mark.parametrize("same", sorted(OTHER))
def test_an_award_comes_once(awarded: Database, same: str) -> None:
    names = {**OTHER, same: getattr(records.credential(), same)}
    with pytest.raises(ConflictError, match="recorded already"), awarded.unit() as unit:
        unit.credentials.add(records.credential(**names))


def test_a_different_award_may_follow(awarded: Database) -> None:
    with awarded.unit() as unit:
        unit.credentials.add(records.credential(**OTHER))
    with awarded.reader() as reader:
        ids = [credential.id for credential in reader.credentials.page()]
        assert ids == [urn(9), urn(80)]
        assert [c.id for c in reader.credentials.page(after=urn(9))] == [urn(80)]
        assert [c.id for c in reader.credentials.page(profile_id=urn(1), limit=1)] == [urn(9)]
        assert reader.credentials.page(profile_id="none") == ()


def test_a_version_is_prepared_then_issued(prepared: Database) -> None:
    with prepared.reader() as reader:
        before = reader.credentials.get_version(urn(9), 1)
        assert before.state is VersionState.PREPARED
        assert before.intent == {"document": {"id": urn(9)}}
        assert reader.credentials.find_newest(urn(9)) is None
        assert reader.status_lists.get(LIST).used == 1
    with prepared.unit() as unit:
        digest = finish(unit)
    assert digest == hashlib.sha256(b'{"proof":{}}').hexdigest()
    with prepared.reader() as reader:
        after = reader.credentials.get_version(urn(9), 1)
        assert (after.state, after.body, after.sha256) == (VersionState.ISSUED, b'{"proof":{}}', digest)
        assert (after.issued_at, after.key_id) == (NOW, urn(2))
        assert after.context_hashes == {"https://www.w3.org/ns/credentials/v2": "00"}
        assert reader.credentials.find_newest(urn(9)) == after
        assert reader.credentials.find_by_slot(LIST, 77) == after
        assert reader.credentials.find_by_slot(LIST, 78) is None
        assert reader.credentials.signed_with(urn(2)) == (after,)
        assert reader.credentials.versions(urn(9)) == (after,)
        with pytest.raises(NotFoundError):
            reader.credentials.get_version(urn(9), 2)


def test_bytes_are_not_replaced(prepared: Database) -> None:
    with prepared.unit() as unit:
        finish(unit)
    with pytest.raises(ConflictError, match="not being prepared"), prepared.unit() as unit:
        finish(unit, body=b"other")
    with prepared.reader() as reader:
        assert reader.credentials.get_version(urn(9), 1).body == b'{"proof":{}}'


def test_nothing_is_issued_that_was_not_prepared(awarded: Database) -> None:
    with pytest.raises(ConflictError, match="not being prepared"), awarded.unit() as unit:
        finish(unit)


def test_an_abandoned_version_keeps_its_slot(prepared: Database) -> None:
    with prepared.unit() as unit:
        unit.credentials.abandon(urn(9), 1, at=LATER)
    with pytest.raises(ConflictError, match="not being prepared"), prepared.unit() as unit:
        finish(unit)
    with pytest.raises(ConflictError, match="taken"), prepared.unit() as unit:
        unit.credentials.prepare(records.prepared(number=2))
    with prepared.unit() as unit:
        status_list = unit.status_lists.get(LIST)
        assert unit.status_lists.free_of(status_list, [77, 5, 77, 5, 6]) == (5, 6)
        assert [unit.status_lists.is_free(status_list, index) for index in (77, 5)] == [False, True]
        number = unit.credentials.next_number(urn(9))
        unit.credentials.prepare(records.prepared(number=number, status_index=5))
        finish(unit, number)
    with prepared.reader() as reader:
        states = [(v.number, v.state.value) for v in reader.credentials.versions(urn(9))]
        assert states == [(1, "abandoned"), (2, "issued")]
        assert reader.status_lists.get(LIST).used == 2


@pytest.mark.parametrize("change", [{"number": 2}, {"status_index": 5}, {"number": 0, "status_index": 5}])
def test_neither_slot_nor_number_is_used_twice(prepared: Database, change: dict[str, int]) -> None:
    with pytest.raises(ConflictError, match="taken"), prepared.unit() as unit:
        unit.credentials.prepare(records.prepared(**change))


@pytest.mark.parametrize("index", [-1, 131_072])
def test_a_slot_must_be_in_the_list(awarded: Database, index: int) -> None:
    with pytest.raises(ConflictError), awarded.unit() as unit:
        unit.credentials.prepare(records.prepared(status_index=index))
    with awarded.reader() as reader:
        assert reader.credentials.versions(urn(9)) == ()


def test_a_closed_list_gives_no_slot(awarded: Database) -> None:
    with awarded.unit() as unit:
        unit.status_lists.close(LIST, at=NOW)
    with pytest.raises(ConflictError, match="closed"), awarded.unit() as unit:
        unit.credentials.prepare(records.prepared())


def test_a_period_ends_after_it_begins(awarded: Database) -> None:
    with pytest.raises(ConflictError, match="period"), awarded.unit() as unit:
        unit.credentials.prepare(records.prepared(valid_until=NOW))


def test_stale_versions_are_found(prepared: Database) -> None:
    with prepared.reader() as reader:
        assert reader.credentials.stale(before=NOW) == ()
        stale = reader.credentials.stale(before=NOW + timedelta(seconds=1))
        assert [version.number for version in stale] == [1]


def test_an_ended_version_says_when_and_why(prepared: Database) -> None:
    with prepared.unit() as unit:
        finish(unit)
        unit.status_lists.set_bit(LIST, 77, category=Category.SUPERSEDED, at=LATER)
    with prepared.reader() as reader:
        ended = reader.credentials.get_version(urn(9), 1)
    assert (ended.ended_at, ended.ended_category) == (LATER, Category.SUPERSEDED)


def test_a_jwt_is_made_once_per_algorithm(prepared: Database) -> None:
    jwt = store.JwtRecord(urn(9), 1, "ES256", "a.b.c", urn(2), LATER)
    with prepared.unit() as unit:
        finish(unit)
        unit.credentials.add_jwt(jwt)
    with prepared.reader() as reader:
        assert reader.credentials.find_jwt(urn(9), 1, "ES256") == jwt
        assert reader.credentials.find_jwt(urn(9), 1, "RS256") is None
        assert reader.credentials.jwts(urn(9)) == (jwt,)
    with pytest.raises(ConflictError, match="cannot be added"), prepared.unit() as unit:
        unit.credentials.add_jwt(jwt)
