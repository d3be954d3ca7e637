"""What lies at our addresses for machines, and that nothing else does."""

from typing import Any

import pytest

from issuer.documents import jsonld, schemas, strict_json
from issuer.documents.contexts import bundled
from issuer.errors import NotFoundError
from issuer.services import publication, sequencer
from issuer.services.addresses import published_paths
from tests.badges import samples
from tests.services.worlds import World


def at(world: World, path: str) -> tuple[str, dict[str, Any]]:
    found = publication.document_at(world.toolkit, path)
    assert found.path == path
    return found.media_type, strict_json.parse_object(found.body)


def test_a_profile_lies_at_its_address_with_its_parent(world: World) -> None:
    media_type, profile = at(world, "/p/scsc")
    schemas.require(profile, "emit/profile")
    assert media_type == "application/ld+json"
    assert profile["id"] == "did:web:badges.demo.example:p:scsc"
    assert profile["parentOrg"]["id"] == "did:web:badges.demo.example:p:msc"
    assert profile["otherIdentifier"] == [
        {"type": "IdentifierEntry", "identifier": "0000-00", "identifierType": "ext:stateOrganizationId"}
    ]


def test_an_achievement_lies_at_its_address_and_at_that_of_its_version(world: World) -> None:
    newest, version = at(world, "/a/sel-01"), at(world, "/a/sel-01/v/1.0")
    assert newest == version
    assert version[1]["id"] == "https://badges.demo.example/a/sel-01"
    assert version[1]["creator"]["id"] == "did:web:badges.demo.example:p:msc"


@pytest.mark.parametrize("path", ["/p/scsc", "/a/sel-01"])
def test_what_is_published_has_no_word_that_is_not_defined(world: World, path: str) -> None:
    assert jsonld.to_quads(at(world, path)[1], bundled())


def test_the_rubric_is_the_canonical_one_that_credentials_digest(world: World) -> None:
    found = publication.document_at(world.toolkit, "/a/sel-01/v/1.0/rubric.json")
    assert found.media_type == "application/json"
    assert found.body == samples.achievement().rubric_bytes()


def test_every_listed_path_is_answered(world: World) -> None:
    world.issue()
    sequencer.run(world.toolkit)
    paths = published_paths(world.toolkit)
    assert "/s/scsc-1" in paths
    for path in paths:
        assert publication.document_at(world.toolkit, path).body


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "p/scsc",
        "/p/scsc/",
        "/p/SCSC",
        "/p/scsc?x=1",
        "/p/scsc#x",
        "/p//scsc",
        "/p/../p/scsc",
        "/p/%73csc",
        "/p/scsc\n",
        "/p/nobody",
        "/p/nobody/did.json",
        "/p/scsc/keys/x",
        "/p/scsc/keys/" + "A" * 43,
        "/a/sel-99",
        "/a/sel-01/v/9.9",
        "/a/sel-01/v/1.0/rubric",
        "/s/scsc-1",
        "/c/whatever",
        "/s/" + "x" * 400,
    ],
)
def test_nothing_else_is_published(world: World, path: str) -> None:
    with pytest.raises(NotFoundError):
        publication.document_at(world.toolkit, path)
