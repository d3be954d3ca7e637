"""The bench of long files reads and issues what it says it does, and says so when it did not."""

from pathlib import Path

import pytest

from bench import long_file
from bench.long_file import Steps
from issuer.store import ItemState
from tests.services.worlds import furnished_world


def test_every_row_is_read_and_issued_and_the_file_is_written_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_file, "AT_ONCE", 3)
    world = furnished_world(tmp_path)
    path = tmp_path / "long.csv"
    long_file.write(world, path, 5, 8)
    assert len(path.read_text().splitlines()) == 9
    steps = Steps()
    long_file.issue(world, path, 8, steps, read_only=False)
    assert [(row[0], row[1]) for row in steps.rows] == [("read and checked", "8"), ("issued", "8")]
    assert all(float(row[3].replace(",", "")) > 0 for row in steps.rows)
    with world.toolkit.database.reader() as reader:
        (batch,) = reader.batches.newest()
        assert reader.batches.count_items(batch.id)[ItemState.ISSUED] == 8
    world.toolkit.database.close()


def test_a_row_that_is_not_good_ends_the_bench(tmp_path: Path) -> None:
    world = furnished_world(tmp_path)
    path = tmp_path / "long.csv"
    long_file.write(world, path, 1, 2)
    path.write_text(path.read_text().replace("p00002", "nobody"))
    with pytest.raises(SystemExit, match="of 2 were good"):
        long_file.issue(world, path, 2, Steps(), read_only=True)
    world.toolkit.database.close()
