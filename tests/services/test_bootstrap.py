"""Starting: tables, base address and keys must fit, or the process does not start (F-20)."""

import gc
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from issuer import bootstrap
from issuer.errors import ConfigurationError
from issuer.services import keys, self_check
from issuer.services.principal import OPERATOR
from issuer.services.toolkit import Toolkit
from issuer.settings import Passphrase, Settings
from issuer.store import KeyPurpose
from issuer.workers import InProcess
from tests.services.worlds import World, furnished_world, keyring_in, settings_in
from tests.store import shell
from tests.store.fresh import url_of


def start(home: Path, **change: object) -> Toolkit:
    settings = settings_in(home)
    changed: Settings = replace(settings, **change)  # type: ignore[arg-type]
    return bootstrap.build(changed)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    furnished_world(tmp_path).toolkit.database.close()
    return tmp_path


def test_an_installation_in_order_starts(home: Path) -> None:
    toolkit = start(home)
    assert toolkit.url("/s/scsc-1") == "https://badges.demo.example/s/scsc-1"
    assert isinstance(toolkit.workers, InProcess)
    assert toolkit.fetch.get("https://badges.demo.example/p/scsc/did.json").body
    toolkit.database.close()


def test_hostile_bytes_go_to_a_pool_unless_told_otherwise(home: Path) -> None:
    toolkit = start(home, workers=1)
    assert toolkit.workers.run("os:getpid") != os.getpid()
    toolkit.workers.close()
    toolkit.database.close()


def test_without_tables_it_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="at nothing") as refused:
        start(tmp_path)
    assert refused.value.hint == "Run `mintmark db upgrade`."


def test_under_another_address_it_does_not_start(home: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"it cannot become https://other\.example"):
        start(home, base_url="https://other.example")


def test_with_another_passphrase_it_does_not_start(home: Path) -> None:
    with pytest.raises(ConfigurationError, match="does not open: wrong passphrase"):
        start(home, key_passphrase=Passphrase(b"wrong"))


def key_files(home: Path) -> list[Path]:
    return sorted((home / "keys").glob("*.key.json"))


def _lose(home: Path) -> None:
    key_files(home)[0].unlink()


def _swap(home: Path) -> None:
    first, second, *_ = key_files(home)
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)


def _rebind(home: Path) -> None:
    path = key_files(home)[0]
    record = json.loads(path.read_bytes())
    record["controller"] = "did:web:badges.demo.example:p:msc"
    path.write_text(json.dumps(record, separators=(",", ":")))


def _damage(home: Path) -> None:
    key_files(home)[0].write_bytes(b"{}")


def _row(home: Path, *statements: str) -> None:
    """Change rows as somebody who may drop triggers."""
    shell.tamper(url_of(home), ";".join(statements))


def _point_elsewhere(home: Path) -> None:
    first, second, *_ = [key.uri for key in keyring_in(home).stored_keys()]
    _row(
        home,
        f"UPDATE keys SET key_uri = 'file:{'A' * 43}' WHERE key_uri = '{first}'",  # noqa: S608  (names of the test itself)
        f"UPDATE keys SET key_uri = '{first}' WHERE key_uri = '{second}'",  # noqa: S608  (names of the test itself)
    )


def _rename(home: Path) -> None:
    _row(home, "UPDATE keys SET verification_method = verification_method || 'x'")


@pytest.mark.parametrize("break_", [_lose, _swap, _rebind, _damage, _point_elsewhere, _rename])
def test_with_a_key_that_does_not_match_it_does_not_start(home: Path, break_: Callable[[Path], None]) -> None:
    start(home).database.close()
    break_(home)
    with pytest.raises(ConfigurationError, match="does not start") as refused:
        start(home)
    assert "did:web:badges.demo.example:p:" in refused.value.detail
    toolkit = bootstrap.assemble(settings_in(home))
    assert self_check.key_problems(toolkit)
    toolkit.database.close()


def test_a_key_that_signs_no_more_may_be_missing(world: World) -> None:
    (old,) = [
        key for key in keys.of_profile(world.toolkit, "scsc") if key.purpose is KeyPurpose.DATA_INTEGRITY
    ]
    keys.rotate(world.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    (world.home / "keys" / f"{old.key_uri.removeprefix('file:')}.key.json").unlink()
    start(world.home).database.close()


def test_what_a_worker_has_loaded_is_kept_from_the_collector_until_it_ends() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with bootstrap.kept_for_good():
        assert gc.get_freeze_count() > before[1]
        assert gc.get_threshold()[0] == bootstrap.COLLECT_AFTER > before[0][0]
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
