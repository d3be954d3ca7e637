from datetime import timedelta

import pytest

from issuer.errors import ConflictError
from issuer.store import Database
from tests.store.records import LATER, NOW, api_key, sign_in


@pytest.fixture
def keyed(issued: Database) -> Database:
    with issued.unit() as unit:
        unit.api_keys.add(api_key())
    return issued


def test_a_sign_in_is_found_and_forgotten(keyed: Database) -> None:
    one, other = sign_in(), sign_in(id="6" * 64, expires_at=LATER + timedelta(hours=1))
    with keyed.unit() as unit:
        unit.sign_ins.add(one)
        unit.sign_ins.add(other)
    with keyed.reader() as reader:
        assert reader.sign_ins.find(one.id) == one
        assert reader.sign_ins.find("7" * 64) is None
    with keyed.unit() as unit:
        assert unit.sign_ins.forget_ended(before=LATER) == 1
        assert unit.sign_ins.find(one.id) is None
        unit.sign_ins.forget(other.id)
        unit.sign_ins.forget(other.id)
        assert unit.sign_ins.find(other.id) is None


@pytest.mark.parametrize("change", [{"key_id": "none"}, {"id": "short"}, {"expires_at": NOW}])
def test_what_contradicts_itself_is_refused(keyed: Database, change: dict[str, object]) -> None:
    with pytest.raises(ConflictError), keyed.unit() as unit:
        unit.sign_ins.add(sign_in(**change))
