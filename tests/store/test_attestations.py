import pytest

from issuer.errors import ConflictError, NotFoundError
from issuer.store import Database
from tests.store import records
from tests.store.records import DIGEST, LATER, SALT, urn


def test_a_record_comes_back_byte_for_byte(furnished: Database) -> None:
    with furnished.reader() as reader:
        found = reader.attestations.get(urn(7))
        assert found == records.attestation()
        assert reader.attestations.find_by_digest(urn(1), DIGEST) == found
        assert reader.attestations.find_by_digest(urn(1), "none") is None
        with pytest.raises(NotFoundError):
            reader.attestations.get("none")
    assert "level" not in repr(found)
    assert repr(SALT) not in repr(found)


def test_a_corrected_record_may_have_the_same_external_id(furnished: Database) -> None:
    second = records.attestation(id=urn(72), body=b"{}", digest="sha256:other", received_at=LATER)
    with furnished.unit() as unit:
        unit.attestations.add(second)
    with furnished.reader() as reader:
        assert reader.attestations.by_external_id(urn(1), "lms-1") == (records.attestation(), second)


@pytest.mark.parametrize("change", [{"id": urn(72)}, {"id": urn(72), "digest": "x", "salt": bytes(15)}])
def test_a_record_comes_once_and_well_salted(furnished: Database, change: dict[str, object]) -> None:
    with pytest.raises(ConflictError, match="cannot be added"), furnished.unit() as unit:
        unit.attestations.add(records.attestation(**change))
