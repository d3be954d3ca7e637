"""The keyring: what lies on the disk, who can open it, and what happens to damaged or exchanged files."""

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from issuer.errors import KeyUnavailableError
from issuer.signing import base64url
from issuer.signing.envelope import Cost
from issuer.signing.key_types import ALGORITHM_OF, KeyType
from issuer.signing.keyring import Keyring, StoredKey
from tests.signing.makers import CONTROLLER, OTHER_CONTROLLER, signer_for

PASSPHRASE = b"correct horse battery staple"
CHEAP = Cost(n=2**4, r=1, p=1)


def _keyring(folder: Path, passphrase: bytes = PASSPHRASE) -> Keyring:
    return Keyring(folder / "keys", passphrase, cost=CHEAP)


def _stored(folder: Path, key_type: KeyType = KeyType.ED25519) -> StoredKey:
    return _keyring(folder).store(signer_for(key_type))


def _file(folder: Path, stored: StoredKey) -> Path:
    return folder / "keys" / f"{stored.uri.removeprefix('file:')}.key.json"


@pytest.mark.parametrize("key_type", list(KeyType))
def test_a_key_survives_a_restart(tmp_path: Path, key_type: KeyType) -> None:
    stored = _keyring(tmp_path).create(CONTROLLER, key_type)
    signer = _keyring(tmp_path).open(stored.uri)
    algorithm = ALGORITHM_OF[key_type]
    stored.public_key.verify(signer.sign(b"data", algorithm=algorithm), b"data", algorithm=algorithm)
    assert signer.controller == stored.controller == CONTROLLER
    assert signer.public_key == stored.public_key
    assert stored.uri == f"file:{stored.public_key.thumbprint()}"


def test_files_are_for_the_owner_alone_and_hold_no_secret(tmp_path: Path) -> None:
    signer = signer_for(KeyType.ED25519)
    stored = _stored(tmp_path)
    folder = tmp_path / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["keyring.json", _file(tmp_path, stored).name]
    )
    secret = signer._key.private_bytes_raw()  # type: ignore[union-attr]
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert base64url.encode(secret)[:20].encode() not in path.read_bytes()
        assert PASSPHRASE not in path.read_bytes()


def test_an_opened_key_stays_open_while_its_file_is_the_same(tmp_path: Path) -> None:
    keyring, stored = _keyring(tmp_path), _stored(tmp_path)
    opened = keyring.open(stored.uri)
    assert keyring.open(stored.uri) is opened
    path = _file(tmp_path, stored)
    text = path.read_text()
    path.write_text(text.replace(CONTROLLER, OTHER_CONTROLLER))
    with pytest.raises(KeyUnavailableError):
        keyring.open(stored.uri)
    path.write_text(text)
    assert keyring.open(stored.uri).public_key == opened.public_key
    path.unlink()
    with pytest.raises(KeyUnavailableError, match="no file"):
        keyring.open(stored.uri)


def test_public_records_need_no_passphrase(tmp_path: Path) -> None:
    stored = _stored(tmp_path)
    blind = _keyring(tmp_path, b"")
    assert blind.describe(stored.uri) == stored
    assert blind.stored_keys() == (stored,)
    assert _keyring(tmp_path / "elsewhere").stored_keys() == ()


@pytest.mark.parametrize("passphrase", [b"", b"wrong", PASSPHRASE + b"\n"])
def test_another_passphrase_opens_nothing_and_adds_nothing(tmp_path: Path, passphrase: bytes) -> None:
    stored = _stored(tmp_path)
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path, passphrase).open(stored.uri)
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path, passphrase).create(CONTROLLER, KeyType.ED25519)
    assert _keyring(tmp_path).stored_keys() == (stored,)


def test_a_new_passphrase_rewraps_one_value(tmp_path: Path) -> None:
    stored = _stored(tmp_path)
    before = _file(tmp_path, stored).read_bytes()
    keyring = _keyring(tmp_path)
    keyring.change_passphrase(b"a new one")
    assert keyring.open(stored.uri).public_key == stored.public_key
    assert _keyring(tmp_path, b"a new one").open(stored.uri).public_key == stored.public_key
    assert _file(tmp_path, stored).read_bytes() == before
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path).open(stored.uri)


def test_storing_again_changes_nothing_and_rebinding_is_refused(tmp_path: Path) -> None:
    stored = _stored(tmp_path)
    before = _file(tmp_path, stored).read_bytes()
    assert _stored(tmp_path) == stored
    with pytest.raises(KeyUnavailableError, match="another controller"):
        _keyring(tmp_path).store(signer_for(KeyType.ED25519, controller=OTHER_CONTROLLER))
    assert _file(tmp_path, stored).read_bytes() == before


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "file:",
        "file:../../etc/passwd",
        "file:" + "a" * 42,
        "file:" + "a" * 43 + "\n",
        "pkcs11:x",
        "a" * 48,
    ],
)
def test_only_key_uris_are_looked_up(tmp_path: Path, uri: str) -> None:
    _stored(tmp_path)
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path).open(uri)


def test_an_unknown_key_or_an_empty_folder_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path).open("file:" + "a" * 43)
    _stored(tmp_path)
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path).open("file:" + "a" * 43)


def test_a_public_half_that_does_not_match_is_refused(tmp_path: Path) -> None:
    stored = _stored(tmp_path)
    path = _file(tmp_path, stored)
    other = signer_for(KeyType.ED25519, "rivers").public_key
    record = json.loads(path.read_text())
    record["publicKey"] = other.jwk()
    path.with_name(f"{other.thumbprint()}.key.json").write_text(json.dumps(record))
    path.write_text(json.dumps(record))
    for uri in (stored.uri, f"file:{other.thumbprint()}"):
        with pytest.raises(KeyUnavailableError):
            _keyring(tmp_path).open(uri)


@pytest.mark.parametrize("member", ["format", "controller", "publicKey", "box"])
@pytest.mark.parametrize("change", ["edited", "missing", "number"])
def test_a_damaged_key_file_is_refused(tmp_path: Path, member: str, change: str) -> None:
    stored = _stored(tmp_path)
    path = _file(tmp_path, stored)
    record = json.loads(path.read_text())
    if change == "missing":
        del record[member]
    else:
        record[member] = 7 if change == "number" else f"{record[member]}A"
    path.write_text(json.dumps(record))
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path).open(stored.uri)


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", '{"format": "mintmark-keyring-1"}', "\0"])
@pytest.mark.parametrize("which", ["header", "key"])
def test_a_file_that_is_no_record_is_refused(tmp_path: Path, text: str, which: str) -> None:
    stored = _stored(tmp_path)
    path = _file(tmp_path, stored) if which == "key" else tmp_path / "keys" / "keyring.json"
    path.write_text(text)
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path).open(stored.uri)


@pytest.mark.parametrize(
    "scrypt", [{"n": 3}, {"n": 2**40}, {"p": 10**6}, {"r": 0}, {"n": 2**5}, {"salt": "="}]
)
def test_an_edited_scrypt_cost_is_refused(tmp_path: Path, scrypt: dict[str, object]) -> None:
    stored = _stored(tmp_path)
    path = tmp_path / "keys" / "keyring.json"
    header = json.loads(path.read_text())
    header["scrypt"] |= scrypt
    path.write_text(json.dumps(header))
    with pytest.raises(KeyUnavailableError):
        _keyring(tmp_path).open(stored.uri)


def test_many_beginners_share_one_keyring(tmp_path: Path) -> None:
    stored: list[StoredKey] = []
    threads = [
        threading.Thread(target=lambda: stored.append(_keyring(tmp_path).create(CONTROLLER, KeyType.ED25519)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {_keyring(tmp_path).open(key.uri).public_key for key in stored} == {k.public_key for k in stored}
    assert len(stored) == 8


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = _stored(tmp_path)

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device", str(descriptor))

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        _keyring(tmp_path).change_passphrase(b"a new one")
    monkeypatch.undo()
    assert _keyring(tmp_path).open(stored.uri).public_key == stored.public_key
    assert not list((tmp_path / "keys").glob("*.draft"))


def test_the_default_cost_is_not_below_the_published_minimum() -> None:
    cost = Cost()
    assert (cost.n, cost.r, cost.p) == (2**15, 8, 3)
