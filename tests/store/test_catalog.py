import pytest

from issuer.errors import ConflictError, NotFoundError
from issuer.store import Database
from tests.store import records
from tests.store.records import LATER, urn


def test_achievements_and_versions_are_found(furnished: Database) -> None:
    second = records.achievement_version(id=urn(41), version="2.0", created_at=LATER)
    with furnished.unit() as unit:
        unit.achievements.add_version(second)
    with furnished.reader() as reader:
        found = reader.achievements
        assert found.all() == (records.achievement(),)
        assert found.get(urn(3)) == found.find_by_code("MC-1") == records.achievement()
        assert found.find_by_url("https://badges.demo.example/a/mc-1") == records.achievement()
        assert found.versions(urn(3)) == (records.achievement_version(), second)
        assert found.get_version(urn(41)) == found.find_version(urn(3), "2.0") == second
        assert found.find_by_code("none") is None
        assert found.find_by_url("none") is None
        assert found.find_version(urn(3), "3.0") is None
        for missing in (found.get, found.get_version):
            with pytest.raises(NotFoundError):
                missing("none")


def test_a_version_comes_once(furnished: Database) -> None:
    with pytest.raises(ConflictError, match="cannot be added"), furnished.unit() as unit:
        unit.achievements.add_version(records.achievement_version(id=urn(41), document={}))


@pytest.mark.parametrize("same", ["code", "url"])
def test_two_achievements_share_no_name(furnished: Database, same: str) -> None:
    names = {"code": "MC-2", "url": "https://badges.demo.example/a/mc-2"}
    names[same] = getattr(records.achievement(), same)
    with pytest.raises(ConflictError, match="cannot be added"), furnished.unit() as unit:
        unit.achievements.add(records.achievement(id=urn(40), **names))


def test_a_version_is_retired_once(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.achievements.retire_version(urn(4), at=LATER)
    with furnished.reader() as reader:
        assert reader.achievements.get_version(urn(4)).retired_at == LATER
    with pytest.raises(ConflictError, match="retired already"), furnished.unit() as unit:
        unit.achievements.retire_version(urn(4), at=LATER)


def test_every_version_is_read_at_once(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.achievements.add_version(
            records.achievement_version(id=urn(40), version="1.1", created_at=LATER)
        )
    with furnished.reader() as reader:
        assert [row.version for row in reader.achievements.every_version()] == ["1.0", "1.1"]
