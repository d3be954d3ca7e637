"""CCTV Ed25519 edge cases: our verdict is the strictest one and never softer than the library's."""

import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from issuer.errors import ProofError, ResolutionError
from issuer.signing.key_types import ED25519, KeyType
from issuer.signing.keys import PublicKey
from tests.foreign.pinned import ACCEPTED, Verdicts, changes
from tests.places import shared

pytestmark = pytest.mark.foreign
VECTORS = 914


def _vectors() -> list[dict[str, Any]]:
    text = shared("vectors", "cctv-ed25519", "ed25519vectors.json").read_text(encoding="utf-8")
    vectors: list[dict[str, Any]] = json.loads(text)
    return vectors


def _verdict(key: bytes, signature: bytes, data: bytes) -> str:
    try:
        PublicKey(KeyType.ED25519, key).verify(signature, data, algorithm=ED25519)
    except (ProofError, ResolutionError) as error:
        return error.code
    return ACCEPTED


def verdicts() -> Verdicts:
    return {
        "ed25519vectors.json": {
            str(vector["number"]): _verdict(
                bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"]), vector["msg"].encode()
            )
            for vector in _vectors()
        }
    }


def _library(key: bytes, signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_only_signatures_without_any_edge_are_accepted() -> None:
    vectors = _vectors()
    assert len(vectors) == VECTORS
    accepted, softer = [], []
    for vector in vectors:
        key, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"])
        data = vector["msg"].encode()
        if _verdict(key, signature, data) == ACCEPTED:
            accepted.append(vector["flags"] or [])
            if not _library(key, signature, data):
                softer.append(vector["number"])
    assert not softer
    assert accepted
    assert all(flags == [] for flags in accepted)


def test_no_verdict_changes() -> None:
    assert not changes("cctv", verdicts())
