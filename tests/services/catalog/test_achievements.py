"""The catalogue: published once, never changed, retired, and read back as it was published."""

import pytest

from issuer.errors import ConflictError, ConformanceError, NotAuthorizedError, NotFoundError
from issuer.services import catalog
from issuer.services.principal import OPERATOR, Principal
from tests.badges import samples
from tests.services.worlds import World


def test_a_version_is_read_back_as_it_was_published(world: World) -> None:
    row = catalog.publish_version(world.toolkit, OPERATOR, "msc", samples.record(version="2.0"))
    with world.toolkit.database.reader() as reader:
        value = catalog.value(reader, row)
    assert (value.code, value.version) == ("SEL-01", "2.0")
    assert value.version_url == "https://badges.demo.example/a/sel-01/v/2.0"
    assert value.record == samples.record(version="2.0")
    assert row.rubric_digest == value.rubric_digest()
    assert world.events(value.version_url) == ["achievement.published"]


def test_the_same_record_again_changes_nothing(world: World) -> None:
    first = catalog.publish_version(world.toolkit, OPERATOR, "msc", samples.record())
    shuffled = dict(reversed(samples.record().items()))
    assert catalog.publish_version(world.toolkit, OPERATOR, "msc", shuffled) == first
    assert len(catalog.get(world.toolkit, "sel-01").versions) == 1


def test_another_record_under_a_published_version_is_refused(world: World) -> None:
    with pytest.raises(ConflictError, match="published with another record"):
        catalog.publish_version(world.toolkit, OPERATOR, "msc", samples.record(name="Another"))
    with pytest.raises(ConflictError, match="belongs to another profile"):
        catalog.publish_version(world.toolkit, OPERATOR, "scsc", samples.record(version="1.1"))


def test_a_record_with_gaps_is_refused_and_nothing_is_kept(world: World) -> None:
    with pytest.raises(ConformanceError) as refused:
        catalog.publish_version(world.toolkit, OPERATOR, "msc", samples.record(code="NEW-1", rubric=[]))
    assert refused.value.pointer == "/rubric"
    with pytest.raises(NotFoundError):
        catalog.get(world.toolkit, "NEW-1")


def test_a_micro_endorsement_names_components_that_are_here(world: World) -> None:
    stack = samples.stack_record(code="ME-SEL", componentRule={"all": ["SEL-01", "SEL-99"]})
    with pytest.raises(ConformanceError, match="there is no achievement SEL-99"):
        catalog.publish_version(world.toolkit, OPERATOR, "msc", stack)
    stack["componentRule"] = {"all": ["SEL-01"]}
    assert catalog.publish_version(world.toolkit, OPERATOR, "msc", stack).version == "1.0"


def test_the_catalogue_lists_every_version_and_the_newest_value(world: World) -> None:
    world.clock.forward(days=1)
    catalog.publish_version(world.toolkit, OPERATOR, "msc", samples.record(version="1.1", name="Newer"))
    (listed,) = catalog.all_achievements(world.toolkit)
    assert [row.version for row in listed.versions] == ["1.0", "1.1"]
    assert listed.newest.name == "Newer"
    assert catalog.get(world.toolkit, "sel-01") == listed


def test_a_retired_version_says_since_when(world: World) -> None:
    at = world.clock.forward(days=1)
    for _ in range(2):
        catalog.retire_version(world.toolkit, OPERATOR, "SEL-01", "1.0")
    (row,) = catalog.get(world.toolkit, "SEL-01").versions
    assert row.retired_at == at
    assert sorted(world.events("https://badges.demo.example/a/sel-01/v/1.0")) == [
        "achievement.published",
        "achievement.retired",
    ]


def test_what_is_not_there_is_not_found(world: World) -> None:
    for code, version in (("SEL-99", "1.0"), ("SEL-01", "9.9")):
        with pytest.raises(NotFoundError):
            catalog.retire_version(world.toolkit, OPERATOR, code, version)


def test_only_the_owner_may_publish_and_retire(world: World) -> None:
    stranger = Principal(id="staff-7", profiles=frozenset({"scsc"}))
    with pytest.raises(NotAuthorizedError):
        catalog.publish_version(world.toolkit, stranger, "msc", samples.record(version="1.1"))
    with pytest.raises(NotAuthorizedError):
        catalog.retire_version(world.toolkit, stranger, "SEL-01", "1.0")
    assert (
        catalog.publish_version(world.toolkit, stranger, "scsc", samples.record(code="OWN-1")).version
        == "1.0"
    )
