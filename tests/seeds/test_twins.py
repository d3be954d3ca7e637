"""The same artifact in two records is pointed out and refuses nothing (scenario S06, ASM-07)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.errors import NotAuthorizedError
from issuer.services.attestations import twins
from issuer.services.principal import OPERATOR, Principal
from tests.badges import samples
from tests.cli.shell import live_in, shell
from tests.services.worlds import PASSPHRASE, World, furnished_world
from tests.store.fresh import url_of

SHARED = "sha256:" + "d4" * 32


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path)
    yield made
    made.toolkit.database.close()


def record(number: int, *, video: str = SHARED, **change: Any) -> JsonObject:
    artifacts = [
        {"phase": "A", "kind": "analysis", "digest": f"sha256:{number:064x}"},
        {"phase": "I", "kind": "video", "digest": video},
    ]
    return samples.attested(externalId=f"twin-{number}", artifacts=artifacts, **change)


def found(world: World) -> list[tuple[str, list[str]]]:
    told = twins.find(world.toolkit, OPERATOR, "scsc")
    return [(item.digest, sorted(use.external_id for use in item.uses)) for item in told]


def test_s06_the_same_artifact_of_two_people_is_pointed_out_and_both_are_issued(world: World) -> None:
    world.issue(attestation=record(1))
    assert found(world) == []
    world.issue(attestation=record(2, person="t02"))
    world.issue(attestation=record(3, video="sha256:" + "e5" * 32, person="t02"))
    assert found(world) == [(SHARED, ["twin-1", "twin-2"])]


def test_a_later_attempt_hands_in_again_what_was_good(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "PER_READ", 1)
    world.issue(attestation=record(1))
    world.issue(attestation=record(2, attempt=2))
    assert found(world) == []


def test_another_issuer_is_not_told(world: World) -> None:
    with pytest.raises(NotAuthorizedError):
        twins.find(world.toolkit, Principal("a", frozenset({"nesc"})), "scsc")


def test_the_command_names_the_records(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, person in ((1, "t01"), (2, "t02")):
        world.issue(attestation=record(number, person=person))
    live_in(world.home, monkeypatch, url=url_of(world.home))
    monkeypatch.setenv("MINTMARK_KEY_PASSPHRASE", PASSPHRASE)
    mintmark = shell(capsys)
    assert "Artifacts in several records: 1" in mintmark("attestations", "twins", "--profile", "scsc").out
    (told,) = mintmark("attestations", "twins", "--profile", "scsc", "--json").lines
    assert sorted(item["person"] for item in told["records"]) == ["t01", "t02"]
