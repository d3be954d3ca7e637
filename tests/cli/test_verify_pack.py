"""`mintmark verify --pack` and `--network PACK.zip`: the result travels, and comes out the same elsewhere."""

from pathlib import Path

import pytest

from tests.cli.shell import Mintmark
from tests.cli.test_verify import NOW, badge, mintmark, world, write_network
from tests.verify.packs.makers import files_of, packed, rewritten
from tests.worlds import World

__all__ = ["mintmark", "world"]


@pytest.fixture
def pack(mintmark: Mintmark, world: World, tmp_path: Path) -> Path:
    network = write_network(world, tmp_path / "net")
    made = tmp_path / "evidence.zip"
    path = badge(world, tmp_path, "7")
    mintmark("verify", path, "--network", network, "--now", NOW, "--pack", made, code=1)
    return made


def test_a_pack_is_repeated_without_anything_else(mintmark: Mintmark, pack: Path) -> None:
    ran = mintmark("verify", "--network", pack, code=1)
    assert "Withdrawn by the issuer" in ran.out
    assert "The result is the one that was recorded." in ran.out
    found = mintmark("verify", "--network", pack, "--json", code=1).json
    assert (found["verdict"], found["checkedAt"], found["pack"]["same"]) == ("revoked", NOW, True)


def test_an_unpacked_pack_is_a_network_folder(mintmark: Mintmark, pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    for name, body in files_of(pack.read_bytes()).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    given = (folder / "input.json", "--network", folder, "--now", NOW, "--json")
    assert mintmark("verify", *given, code=1).json["verdict"] == "revoked"


def test_a_pack_that_says_something_else_is_told_loudly(mintmark: Mintmark, pack: Path) -> None:
    nicer = files_of(pack.read_bytes())["report.json"].replace(b'"revoked"', b'"valid"')
    pack.write_bytes(rewritten(pack.read_bytes(), "report.json", nicer))
    assert "IS NOT THE ONE" in mintmark("verify", "--network", pack, code=5).out
    assert mintmark("verify", "--network", pack, "--json", code=5).json["pack"]["differences"]


def test_a_changed_pack_is_refused(mintmark: Mintmark, pack: Path) -> None:
    files = files_of(pack.read_bytes())
    pack.write_bytes(packed({**files, "input.json": files["input.json"].replace(b"Lakes", b"Lokes")}))
    assert "PACK_CHANGED" in mintmark("verify", "--network", pack, code=2).err


@pytest.mark.parametrize("more", [("a.json",), ("--now", NOW), ("--pack", "x.zip")])
def test_a_pack_is_repeated_as_it_is(mintmark: Mintmark, pack: Path, more: tuple[str, ...]) -> None:
    assert "repeated as it is" in mintmark("verify", "--network", pack, *more, code=2).err
