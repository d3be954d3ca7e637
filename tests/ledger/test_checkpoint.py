"""Signed checkpoints: what was signed is read back, and nothing else."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InputError, ProofError
from issuer.ledger import checkpoint
from issuer.ledger.checkpoint import Checkpoint
from issuer.signing import signers
from issuer.signing.key_types import KeyType

ORIGIN = "badges.demo.example/log"
SIGNER = signers.from_private_bytes(KeyType.ED25519, bytes(range(32)), controller="log")
OTHER = signers.from_private_bytes(KeyType.ED25519, bytes(range(1, 33)), controller="log")
HEAD = Checkpoint(ORIGIN, 7, bytes(32))
NOTE = checkpoint.sign(HEAD, SIGNER)


def read(note: bytes, origin: str = ORIGIN) -> Checkpoint:
    return checkpoint.verify(note, origin=origin, public_key=SIGNER.public_key)


def test_the_form_is_a_signed_note_of_three_lines() -> None:
    lines = NOTE.decode().split("\n")
    assert lines[:4] == [ORIGIN, "7", b64encode(bytes(32)).decode(), ""]
    assert lines[4].startswith(f"\u2014 {ORIGIN} ")
    assert lines[5:] == [""]


def test_the_published_example_key_hashes_as_the_specification_says() -> None:
    """The vkey of Go's checksum database: name, hash and key belong together."""
    vkey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    origin, public_key = checkpoint.read_verifier_key(vkey)
    assert checkpoint.verifier_key(origin, public_key) == vkey


@given(st.integers(0, 10**17), st.binary(min_size=32, max_size=32))
def test_what_is_signed_is_read_back(size: int, root: bytes) -> None:
    head = Checkpoint(ORIGIN, size, root)
    assert read(checkpoint.sign(head, SIGNER)) == head


def test_signatures_of_others_are_passed_over() -> None:
    line = checkpoint.sign(HEAD, OTHER).rpartition(b"\n\n")[2]
    assert read(NOTE + line) == HEAD
    with pytest.raises(ProofError, match="not signed by the log's key"):
        read(checkpoint.sign(HEAD, OTHER))


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (NOTE.replace(b"\n7\n", b"\n8\n"), "does not match"),
        (NOTE.replace(b"\n7\n", b"\n07\n"), "no size"),
        (NOTE.replace(b"AAA", b"A", 1), "three lines|no root"),
        (NOTE.rpartition(b"\n\n")[0], "not a signed note"),
        (NOTE.rstrip(b"\n"), "not a signed note"),
        (NOTE + b"more\n", "not a signed note"),
        (NOTE + b"\xff", "UTF-8"),
        (b"x" * 20_000, "at most"),
        (b"", "not a signed note"),
    ],
)
def test_anything_else_is_refused(note: bytes, words: str) -> None:
    with pytest.raises(ProofError, match=words) as refused:
        read(note)
    assert refused.value.code in {"LOG_PROOF_INVALID", "PROOF_VERIFICATION_ERROR"}


def test_a_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(ProofError, match="is about"):
        read(NOTE, origin="other.example/log")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AA==",
        "name+00000000+!!",
        checkpoint.verifier_key(ORIGIN, SIGNER.public_key).replace("badges", "budges"),
    ],
)
def test_what_is_no_key_of_a_log_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        checkpoint.read_verifier_key(text)
