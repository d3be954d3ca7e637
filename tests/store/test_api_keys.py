import pytest

from issuer.errors import ConflictError
from issuer.store import Database
from tests.store.records import LATER, NOW, api_key, urn


def test_a_key_is_found_by_its_public_part(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.api_keys.add(api_key())
        unit.api_keys.add(api_key(id="k2", created_at=LATER, expires_at=None))
    with furnished.reader() as reader:
        assert reader.api_keys.find("k1") == api_key()
        assert reader.api_keys.find("k3") is None
        assert [key.id for key in reader.api_keys.of_profile(urn(1))] == ["k1", "k2"]
        assert reader.api_keys.of_profile(urn(2)) == ()


def test_a_key_is_revoked_once(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.api_keys.add(api_key())
        unit.api_keys.revoke("k1", at=LATER)
    with furnished.reader() as reader:
        found = reader.api_keys.find("k1")
    assert found == api_key(revoked_at=LATER)
    for key_id in ("k1", "unknown"):
        with pytest.raises(ConflictError, match="revoked already, or not here"), furnished.unit() as unit:
            unit.api_keys.revoke(key_id, at=LATER)


@pytest.mark.parametrize(
    "key",
    [api_key(), api_key(id="k2", profile_id=urn(99)), api_key(id="k2", expires_at=NOW)],
    ids=["same id", "no such profile", "no time at all"],
)
def test_a_key_that_breaks_a_rule_is_refused(furnished: Database, key: object) -> None:
    with furnished.unit() as unit:
        unit.api_keys.add(api_key())
    with pytest.raises(ConflictError, match="This API key cannot be added"), furnished.unit() as unit:
        unit.api_keys.add(key)  # type: ignore[arg-type]
