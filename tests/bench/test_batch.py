"""The benchmark of batches does what it times: every way judges every file, and a way that does not is noticed."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from bench import batch
from tests.services.worlds import furnished_world


def test_every_way_finds_every_file_valid(tmp_path: Path) -> None:
    world = furnished_world(tmp_path)
    badges = batch.issued(world, 4)
    assert len(set(badges)) == 4
    found = batch.measure(world, badges, None, rounds=1)
    assert [name for name, timed in found.items() if timed.median > 0] == [
        "batch API, NDJSON",
        "batch API, zip",
        "hire desk, one worker",
    ]
    world.toolkit.database.close()


def test_a_way_that_misses_a_file_has_no_time(tmp_path: Path) -> None:
    world = furnished_world(tmp_path)
    badges = [*batch.issued(world, 1), b"{}"]
    with pytest.raises(RuntimeError, match="found 1 of 2 valid"):
        batch.measure(world, badges, None, rounds=1)
    world.toolkit.database.close()


def test_the_peer_gets_what_a_stranger_fetches(tmp_path: Path) -> None:
    world = furnished_world(tmp_path)
    (badge,) = batch.issued(world, 1)
    network = batch.network_of(world, badge)
    assert {document["id"] for document in network.values()} == {
        json.loads(badge)["issuer"]["id"],
        json.loads(badge)["credentialStatus"]["statusListCredential"],
    }
    world.toolkit.database.close()


def test_a_larger_batch_repeats_badges_under_names_of_their_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(batch.zipped([b"a", b"b", b"a"]))) as archive:
        assert len(set(archive.namelist())) == 3
    assert batch.held_mb() > 1
    del tmp_path
