"""Merkle trees as in RFC 9162 section 2.1: roots, inclusion proofs and consistency proofs.

SHA-256 alone. Leaves are numbered from 0. Making a proof needs every leaf hash; checking one needs only
the proof. Signed checkpoints and tiles are built on top of this and are not here.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from issuer.errors import InputError, ProofError

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
HASH_SIZE: Final = 32


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry (section 2.1.1: 0x00 before it)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (section 2.1.1: 0x01 before its children)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree: the roots of its complete subtrees, largest first.

    Enough to append to the tree and to say its root, in logarithmic space.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Frontier":
        """Return the frontier after one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Sequence[bytes]) -> "Frontier":
        """Return the frontier after more leaf hashes, in their order."""
        nodes, size = list(self.nodes), self.size
        for leaf in leaves:
            carry, rest = leaf, size
            while rest & 1:
                carry = node_hash(nodes.pop(), carry)
                rest >>= 1
            nodes.append(carry)
            size += 1
        return Frontier(size, tuple(nodes))

    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self.nodes:
            return EMPTY_ROOT
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = node_hash(node, root)
        return root

    def to_bytes(self) -> bytes:
        """Return the nodes one after the other; the size is kept beside them."""
        return b"".join(self.nodes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "Frontier":
        """Read what `to_bytes` wrote for a tree of `size` leaves.

        Raises:
            InputError: the bytes are not the frontier of a tree of that size.
        """
        if size < 0 or len(data) != HASH_SIZE * size.bit_count():
            raise InputError(f"{len(data)} bytes are not the frontier of a tree of {size} leaves")
        return cls(size, tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)))


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of a sequence of leaf hashes (section 2.1.1)."""
    level = list(leaves)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the path from leaf `index` to the root (section 2.1.3.1), lowest sibling first.

    Raises:
        InputError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise InputError(f"the tree of {len(leaves)} leaves has no leaf {index}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*inclusion_proof(left, index), root(right)]
    return [*inclusion_proof(right, index - split), root(left)]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the tree of the first `old_size` leaves is a prefix (section 2.1.4.1).

    Raises:
        InputError: the old size is not between 1 and the number of leaves.
    """
    if not 0 < old_size <= len(leaves):
        raise InputError(
            f"a tree of {len(leaves)} leaves has no earlier tree of {old_size}", code="RANGE_ERROR"
        )
    return _subproof(leaves, old_size, known=True)


def _subproof(leaves: Sequence[bytes], old_size: int, *, known: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if known else [root(leaves)]
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if old_size <= split:
        return [*_subproof(left, old_size, known=known), root(right)]
    return [*_subproof(right, old_size - split, known=False), root(left)]


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def verify_inclusion(*, leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that leaf hash `leaf` is number `index` of the tree of `size` leaves (section 2.1.3.2).

    Raises:
        ProofError: LOG_PROOF_INVALID: it is not, or the proof has another length.
    """
    if not 0 <= index < size:
        raise _wrong(f"a tree of {size} leaves has no leaf {index}")
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise _wrong("the proof is longer than the tree is high")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or found != root:
        raise _wrong("the leaf does not lead to this root")


def verify_consistency(
    *, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the older tree is a prefix of the newer one (section 2.1.4.2).

    Raises:
        ProofError: LOG_PROOF_INVALID: it is not, or the proof has another length.
    """
    if not 0 < old_size <= size:
        raise _wrong(f"a tree of {size} leaves has no earlier tree of {old_size}")
    if old_size == size:
        if proof or old_root != root:
            raise _wrong("two trees of one size have different roots")
        return
    # A complete older tree is itself the first node; the proof leaves it out.
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        raise _wrong("the proof is empty")
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_found = new_found = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise _wrong("the proof is longer than the tree is high")
        if place & 1 or place == last:
            old_found, new_found = node_hash(sibling, old_found), node_hash(sibling, new_found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new_found = node_hash(new_found, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or old_found != old_root or new_found != root:
        raise _wrong("the older tree is not the beginning of the newer one")


def _wrong(why: str) -> ProofError:
    return ProofError(f"The log's proof does not hold: {why}.", code="LOG_PROOF_INVALID")
