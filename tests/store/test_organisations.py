import pytest

from issuer.errors import ConflictError, NotFoundError
from issuer.store import Database, KeyPurpose, KeyState
from tests.store import records
from tests.store.records import LATER, NOW, SALT, urn

BASE = "https://badges.demo.example"


def test_the_base_address_is_fixed_at_first_start(empty: Database) -> None:
    with empty.unit() as unit:
        assert unit.installation.find() is None
        with pytest.raises(NotFoundError):
            unit.installation.get()
        first = unit.installation.fix(base_url=BASE, created_at=NOW, salt=SALT)
    with empty.unit() as unit:
        assert unit.installation.fix(base_url=BASE, created_at=LATER, salt=bytes(16)) == first
        assert unit.installation.get() == first
        with pytest.raises(ConflictError, match="cannot become"):
            unit.installation.fix(base_url="https://other.example", created_at=LATER, salt=SALT)
    assert SALT.hex() not in repr(first)
    assert repr(SALT) not in repr(first)


def test_profiles_are_found_by_every_name(empty: Database) -> None:
    parent = records.profile(id=urn(50), slug="state", did="did:web:state.example")
    child = records.profile(parent_id=urn(50))
    with empty.unit() as unit:
        unit.profiles.add(parent)
        unit.profiles.add(child)
    with empty.reader() as reader:
        assert reader.profiles.all() == (child, parent)
        assert reader.profiles.get(child.id) == child
        assert reader.profiles.get_by_slug("scsc") == child
        assert reader.profiles.find_by_slug("scsc") == child
        assert reader.profiles.find_by_did(child.did) == child
        assert list(reader.profiles.get(child.id).data) == ["b", "a"]
        assert reader.profiles.find_by_slug("none") is None
        assert reader.profiles.find_by_did("did:web:none") is None
        for missing in (reader.profiles.get, reader.profiles.get_by_slug):
            with pytest.raises(NotFoundError):
                missing("none")


def test_a_profile_may_say_something_else_of_itself(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.profiles.change(urn(1), name="Other", data={"new": True})
    with furnished.reader() as reader:
        changed = reader.profiles.get(urn(1))
    assert changed == records.profile(name="Other", data={"new": True})
    with furnished.unit() as unit, pytest.raises(NotFoundError):
        unit.profiles.change("none", name="Other", data={})


@pytest.mark.parametrize("same", ["id", "slug", "did"])
def test_two_profiles_share_no_name(furnished: Database, same: str) -> None:
    names = {"id": urn(51), "slug": "other", "did": "did:web:other.example"}
    names[same] = getattr(records.profile(), same)
    with pytest.raises(ConflictError, match="cannot be added"), furnished.unit() as unit:
        unit.profiles.add(records.profile(**names))


def test_a_parent_must_be_there(empty: Database) -> None:
    with pytest.raises(ConflictError, match=r"(?i)foreign key|fk_profiles"), empty.unit() as unit:
        unit.profiles.add(records.profile(parent_id="none"))


def test_a_rotation_retires_and_adds_in_one_unit(furnished: Database) -> None:
    fresh = records.key(id=urn(60), verification_method="did:x#2", key_uri="file:2", created_at=LATER)
    with furnished.unit() as unit:
        unit.keys.retire(urn(2), at=LATER)
        unit.keys.add(fresh)
    with furnished.reader() as reader:
        assert reader.keys.find_active(urn(1), KeyPurpose.DATA_INTEGRITY) == fresh
        assert reader.keys.find_active(urn(1), KeyPurpose.JWT) is None
        retired = records.key(state=KeyState.RETIRED, retired_at=LATER)
        assert reader.keys.of_profile(urn(1)) == (retired, fresh)
        assert reader.keys.get(urn(2)) == retired
        assert reader.keys.find_by_method("did:x#2") == fresh
        assert reader.keys.find_by_method("did:x#none") is None
        with pytest.raises(NotFoundError):
            reader.keys.get("none")


def test_only_one_key_of_a_purpose_is_active(furnished: Database) -> None:
    fresh = records.key(id=urn(60), verification_method="did:x#2", key_uri="file:2")
    with pytest.raises(ConflictError, match="cannot be added"), furnished.unit() as unit:
        unit.keys.add(fresh)
    with furnished.unit() as unit:
        unit.keys.add(records.key(id=urn(61), verification_method="x", key_uri="x", purpose=KeyPurpose.JWT))


def test_a_revoked_key_says_since_when_it_was_known(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.keys.revoke(urn(2), at=LATER)
    with furnished.unit() as unit:
        unit.keys.mark_compromised(urn(2), since=NOW)
    with furnished.reader() as reader:
        key = reader.keys.get(urn(2))
    assert (key.state, key.revoked_at, key.compromised_since) == (KeyState.REVOKED, LATER, NOW)


@pytest.mark.parametrize("what", ["retire", "revoke", "mark_compromised"])
def test_a_key_does_not_take_a_step_twice(furnished: Database, what: str) -> None:
    def step() -> None:
        with furnished.unit() as unit:
            if what == "retire":
                unit.keys.retire(urn(2), at=LATER)
            elif what == "revoke":
                unit.keys.revoke(urn(2), at=LATER, compromised_since=NOW)
            else:
                unit.keys.mark_compromised(urn(2), since=NOW)

    if what != "mark_compromised":
        step()
    with pytest.raises(ConflictError, match=urn(2)):
        step()
