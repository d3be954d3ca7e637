"""The keyring: private keys in files, encrypted at rest, each bound to one controller.

A folder holds `keyring.json` (scrypt parameters and the wrapped key-encryption key) and one
`<thumbprint>.key.json` per key: controller and public JWK in the clear, the private key in a box that is
bound to both. Key URIs read `file:<thumbprint>`. Which key is active, retired or revoked is a
record of the database, not of this folder; nothing here deletes a key.
"""

import re
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import InputError, KeyUnavailableError, ResolutionError
from issuer.signing import base64url, envelope, keys, safe_files, signers
from issuer.signing.envelope import Box, Cost
from issuer.signing.key_types import KeyType
from issuer.signing.keys import PublicKey
from issuer.signing.signers import LocalSigner

SCHEME: Final = "file:"
FORMAT: Final = "mintmark-keyring-1"
_HEADER_NAME: Final = "keyring.json"
_URI: Final = re.compile(r"file:([A-Za-z0-9_-]{43})", re.ASCII)


_FileState: TypeAlias = tuple[int, int, int, int]
"""Device, number, size and moment of change of a file: another file, or another content, has another one."""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """What the keyring says about a key without opening it."""

    uri: str
    public_key: PublicKey
    controller: str


class Keyring:
    """Keys in one folder under one passphrase; safe to share between threads and processes.

    Args:
        directory: the folder; made with mode 0700 by the first `create`.
        passphrase: opens the key-encryption key; asked for only when a key is made or opened.
        cost: scrypt cost of a folder that is begun now; a folder that exists keeps its own.
    """

    def __init__(self, directory: Path, passphrase: bytes, *, cost: Cost | None = None) -> None:
        self._directory = directory
        self._passphrase = passphrase
        self._cost = cost or Cost()
        self._kek: bytes | None = None
        self._opened: dict[str, tuple[_FileState, LocalSigner]] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        """Name the folder; the passphrase never shows."""
        return f"Keyring({str(self._directory)!r})"

    def create(self, controller: str, key_type: KeyType) -> StoredKey:
        """Make a key for `controller`, write it, and return its public half and URI.

        Raises:
            KeyUnavailableError: the passphrase does not open this keyring.
        """
        return self.store(signers.generate(key_type, controller))

    def store(self, signer: LocalSigner) -> StoredKey:
        """Write the key of a signer; storing the same key for the same controller again changes nothing.

        Raises:
            KeyUnavailableError: wrong passphrase, or this key belongs to another controller here.
        """
        kek = self._unlock(begin=True)
        stored = StoredKey(SCHEME + signer.public_key.thumbprint(), signer.public_key, signer.controller)
        box = envelope.seal(kek, signer.to_pkcs8(), bound_to=_binding(stored))
        record: JsonObject = {**_public_record(stored), "box": box.text()}
        try:
            safe_files.write_new(self._path(stored.uri), strict_json.encode(record))
        except FileExistsError as exc:
            if self.describe(stored.uri) != stored:
                raise KeyUnavailableError("this key is already bound to another controller") from exc
        return stored

    def open(self, uri: str) -> LocalSigner:
        """Return the signer of a stored key; one that was opened stays open while its file is the same.

        Raises:
            KeyUnavailableError: no such key, wrong passphrase, damaged or exchanged files, or a private
                key that does not belong to the public key beside it.
        """
        path = self._path(uri)
        state = _file_state(path)
        known = self._opened.get(uri)
        if known is not None and state is not None and known[0] == state:
            return known[1]
        signer = self._open(uri, path)
        if state is not None:
            self._opened[uri] = (state, signer)
        return signer

    def _open(self, uri: str, path: Path) -> LocalSigner:
        record = self._read(path)
        stored = _stored_key(uri, record)
        secret = envelope.unseal(
            self._unlock(begin=False), Box.from_text(_text(record, "box")), bound_to=_binding(stored)
        )
        signer = signers.from_pkcs8(secret, controller=stored.controller)
        if signer.public_key != stored.public_key:
            raise KeyUnavailableError("the private key does not belong to the public key stored beside it")
        return signer

    def describe(self, uri: str) -> StoredKey:
        """Return the public record of a key; no passphrase is needed.

        Raises:
            KeyUnavailableError: no such key, or a damaged file.
        """
        return _stored_key(uri, self._read(self._path(uri)))

    def stored_keys(self) -> tuple[StoredKey, ...]:
        """Return the public record of every key in the folder, in the order of their URIs.

        Raises:
            KeyUnavailableError: a key file is damaged.
        """
        names = sorted(path.name.removesuffix(".key.json") for path in self._directory.glob("*.key.json"))
        return tuple(self.describe(SCHEME + name) for name in names)

    def change_passphrase(self, passphrase: bytes) -> None:
        """Wrap the key-encryption key under another passphrase; the key files stay as they are.

        Raises:
            KeyUnavailableError: the present passphrase does not open this keyring, or the new one is empty.
        """
        kek = self._unlock(begin=False)
        safe_files.replace(self._directory / _HEADER_NAME, _new_header(kek, passphrase, self._cost))
        self._passphrase = passphrase

    def _unlock(self, *, begin: bool) -> bytes:
        with self._lock:
            if self._kek is None:
                path = self._directory / _HEADER_NAME
                if begin and not path.exists():
                    self._begin(path)
                self._kek = _open_header(self._read(path), self._passphrase)
            return self._kek

    def _begin(self, path: Path) -> None:
        safe_files.make_folder(self._directory)
        header = _new_header(secrets.token_bytes(envelope.KEK_BYTES), self._passphrase, self._cost)
        try:
            safe_files.write_new(path, header)
        except FileExistsError:
            return  # another process began this keyring a moment ago; its header is the one that counts

    def _path(self, uri: str) -> Path:
        match = _URI.fullmatch(uri)
        if match is None:
            raise KeyUnavailableError(f"{uri[:80]!r} is not a key URI of a keyring (file:<thumbprint>)")
        return self._directory / f"{match[1]}.key.json"

    def _read(self, path: Path) -> JsonObject:
        try:
            record = strict_json.parse_object(path.read_bytes())
        except FileNotFoundError as exc:
            raise KeyUnavailableError(f"the keyring has no file {path.name}") from exc
        except (OSError, InputError) as exc:
            raise KeyUnavailableError(f"the keyring file {path.name} cannot be read") from exc
        if record.get("format") != FORMAT:
            raise KeyUnavailableError(f"the keyring file {path.name} is not of the format {FORMAT}")
        return record


def _file_state(path: Path) -> _FileState | None:
    """Return what tells a file from another one; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _new_header(kek: bytes, passphrase: bytes, cost: Cost) -> bytes:
    salt = secrets.token_bytes(envelope.SALT_BYTES)
    public: JsonObject = {
        "format": FORMAT,
        "scrypt": {"n": cost.n, "r": cost.r, "p": cost.p, "salt": base64url.encode(salt)},
    }
    wrapping_key = envelope.derive(passphrase, salt=salt, cost=cost)
    box = envelope.seal(wrapping_key, kek, bound_to=strict_json.encode(public))
    return strict_json.encode({**public, "kek": box.text()})


def _open_header(header: JsonObject, passphrase: bytes) -> bytes:
    scrypt = header.get("scrypt")
    if not isinstance(scrypt, dict):
        raise KeyUnavailableError("the keyring header names no scrypt parameters")
    cost = Cost(n=_number(scrypt, "n"), r=_number(scrypt, "r"), p=_number(scrypt, "p"))
    try:
        salt = base64url.decode(_text(scrypt, "salt"))
    except InputError as exc:
        raise KeyUnavailableError("the salt of the keyring is damaged") from exc
    public: JsonObject = {name: value for name, value in header.items() if name != "kek"}
    wrapping_key = envelope.derive(passphrase, salt=salt, cost=cost)
    return envelope.unseal(
        wrapping_key, Box.from_text(_text(header, "kek")), bound_to=strict_json.encode(public)
    )


def _public_record(stored: StoredKey) -> JsonObject:
    return {
        "format": FORMAT,
        "controller": stored.controller,
        "publicKey": dict(stored.public_key.jwk()),
    }


def _binding(stored: StoredKey) -> bytes:
    return strict_json.encode(_public_record(stored))


def _stored_key(uri: str, record: JsonObject) -> StoredKey:
    jwk = record.get("publicKey")
    try:
        public_key = keys.from_jwk(jwk if isinstance(jwk, dict) else {})
    except ResolutionError as exc:
        raise KeyUnavailableError("the public key in a keyring file is damaged") from exc
    if SCHEME + public_key.thumbprint() != uri:
        raise KeyUnavailableError("a keyring file holds another public key than its name says")
    return StoredKey(uri=uri, public_key=public_key, controller=_text(record, "controller"))


def _text(record: JsonObject, name: str) -> str:
    value: Json = record.get(name)
    if not isinstance(value, str) or not value:
        raise KeyUnavailableError(f"a keyring file lacks '{name}'")
    return value


def _number(record: JsonObject, name: str) -> int:
    value: Json = record.get(name)
    if not isinstance(value, int):
        raise KeyUnavailableError(f"a keyring file lacks the number '{name}'")
    return value
