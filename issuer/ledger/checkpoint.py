"""Signed statements about a head: C2SP tlog-checkpoint inside a C2SP signed note.

A checkpoint is three lines: origin, size, root in base64. The note adds an empty line and one line per
signature, which names the key and carries four bytes of its hash. Ed25519 alone (signature type 1).
Witness cosignatures and tiles are not here.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from typing import Final

from issuer.errors import InputError, ProofError
from issuer.ledger.tree import HASH_SIZE
from issuer.signing.key_types import ED25519, KeyType
from issuer.signing.keys import PublicKey
from issuer.signing.signers import Signer

MAX_BYTES: Final = 16_384
_ED25519_TYPE: Final = b"\x01"
_KEY_HASH_BYTES: Final = 4
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_SIGNATURE_LINE: Final = re.compile(r"\u2014 ([^\s+]{1,200}) ([A-Za-z0-9+/]{1,400}={0,2})")


@dataclass(frozen=True)
class Checkpoint:
    """What a log says about itself.

    Attributes:
        origin: the log's name: host and path, without a scheme.
        size: how many entries it has.
        root: 32 bytes that stand for all of them.
    """

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode('ascii')}\n"


def sign(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """Return the signed note of a checkpoint; the key's name is the origin.

    Raises:
        SigningError: the signer's key is not Ed25519.
    """
    text = checkpoint.text()
    signature = signer.sign(text.encode("utf-8"), algorithm=ED25519)
    blob = key_hash(checkpoint.origin, signer.public_key) + signature
    return f"{text}\n\u2014 {checkpoint.origin} {b64encode(blob).decode('ascii')}\n".encode()


def verify(note: bytes, *, origin: str, public_key: PublicKey) -> Checkpoint:
    """Return the checkpoint of a note that this log signed.

    Args:
        note: the signed note; signatures of others in it are passed over.
        origin: the log's name, which is also the name of its key.
        public_key: the log's key.

    Raises:
        ProofError: LOG_PROOF_INVALID: malformed, about another log, or not signed by this key.
    """
    text, signatures = _split(note)
    checkpoint = _read(text)
    if checkpoint.origin != origin:
        raise _wrong(f"the checkpoint is about {checkpoint.origin[:100]!r}, not about {origin!r}")
    expected = key_hash(origin, public_key)
    for name, blob in signatures:
        if name == origin and blob[:_KEY_HASH_BYTES] == expected:
            public_key.verify(blob[_KEY_HASH_BYTES:], text.encode("utf-8"), algorithm=ED25519)
            return checkpoint
    raise _wrong("the checkpoint is not signed by the log's key")


def verifier_key(origin: str, public_key: PublicKey) -> str:
    """Return the one-line form in which a log's key is handed out (signed note `vkey`)."""
    named = key_hash(origin, public_key).hex()
    return f"{origin}+{named}+{b64encode(_ED25519_TYPE + public_key.raw).decode('ascii')}"


def read_verifier_key(text: str) -> tuple[str, PublicKey]:
    """Return origin and key of a one-line form.

    Raises:
        InputError: it is none, or its parts do not belong together.
    """
    # The base64 part may hold a plus sign; a name never does.
    origin, _, rest = text.strip().partition("+")
    named, _, encoded = rest.partition("+")
    try:
        data = b64decode(encoded, validate=True)
    except Error as exc:
        raise InputError("this is not the key of a log") from exc
    if not origin or data[:1] != _ED25519_TYPE or len(data) != HASH_SIZE + 1:
        raise InputError("this is not the key of a log")
    public_key = PublicKey(KeyType.ED25519, data[1:])
    if key_hash(origin, public_key).hex() != named:
        raise InputError("name and key of this log do not belong together")
    return origin, public_key


def key_hash(name: str, public_key: PublicKey) -> bytes:
    """Return the four bytes that name a key in a signature line."""
    covered = name.encode("utf-8") + b"\n" + _ED25519_TYPE + public_key.raw
    return hashlib.sha256(covered).digest()[:_KEY_HASH_BYTES]


def _wrong(detail: str) -> ProofError:
    return ProofError(detail, code="LOG_PROOF_INVALID")


def _split(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > MAX_BYTES:
        raise _wrong(f"a checkpoint has at most {MAX_BYTES} bytes")
    try:
        text, mark, below = note.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError as exc:
        raise _wrong("a checkpoint is UTF-8 text") from exc
    lines = below.splitlines()
    matches = [_SIGNATURE_LINE.fullmatch(line) for line in lines]
    if not mark or not lines or not below.endswith("\n") or None in matches:
        raise _wrong("the checkpoint is not a signed note")
    try:
        signatures = [(match[1], b64decode(match[2], validate=True)) for match in matches if match]
    except Error as exc:
        raise _wrong("a signature of the checkpoint is not base64") from exc
    return text + "\n", signatures


def _read(text: str) -> Checkpoint:
    lines = text.split("\n")
    try:
        origin, size, encoded = lines[0], lines[1], lines[2]
        root = b64decode(encoded, validate=True)
    except (IndexError, Error) as exc:
        raise _wrong("the checkpoint does not have three lines") from exc
    if not origin or not _SIZE.fullmatch(size) or len(root) != HASH_SIZE:
        raise _wrong("the checkpoint names no size or no root")
    return Checkpoint(origin, int(size), root)
