import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InputError, ProofError
from issuer.ledger import tree

ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
"""The entries on which the reference implementations of Certificate Transparency are tested."""

ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [tree.leaf_hash(entry) for entry in ENTRIES]
MANY = [tree.leaf_hash(bytes([number])) for number in range(70)]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_implementations(size: int) -> None:
    assert tree.root(LEAVES[:size]).hex() == ROOTS[size]


def by_the_book(leaves: list[bytes]) -> bytes:
    """Compute the root as RFC 9162 section 2.1.1 writes it, word for word."""
    if not leaves:
        return tree.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return tree.node_hash(by_the_book(leaves[:split]), by_the_book(leaves[split:]))


@pytest.mark.parametrize("size", range(len(MANY) + 1))
def test_root_and_frontier_agree_with_the_book(size: int) -> None:
    frontier = tree.Frontier()
    for leaf in MANY[:size]:
        frontier = frontier.append(leaf)
    assert frontier.size == size
    assert tree.root(MANY[:size]) == frontier.root() == by_the_book(MANY[:size])
    half = tree.Frontier().extend(MANY[: size // 2])
    assert half.extend(MANY[size // 2 : size]) == frontier
    assert tree.Frontier.from_bytes(size, frontier.to_bytes()) == frontier


@pytest.mark.parametrize(("size", "data"), [(1, b""), (2, bytes(64)), (3, bytes(63)), (-1, b"")])
def test_bytes_that_are_no_frontier_are_refused(size: int, data: bytes) -> None:
    with pytest.raises(InputError, match="not the frontier"):
        tree.Frontier.from_bytes(size, data)


sizes = st.integers(min_value=1, max_value=len(MANY))


@given(sizes, st.data())
def test_every_leaf_can_be_proved_and_only_in_its_place(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    other = data.draw(st.integers(min_value=0, max_value=size))
    leaves, root = MANY[:size], tree.root(MANY[:size])
    proof = tree.inclusion_proof(leaves, index)
    tree.verify_inclusion(leaf=leaves[index], index=index, size=size, root=root, proof=proof)
    if other != index:
        with pytest.raises(ProofError):
            tree.verify_inclusion(leaf=leaves[index], index=other, size=size, root=root, proof=proof)
    wrong_proofs = [[*proof, bytes(32)], [bytes(32), *proof], proof[1:] if proof else [root]]
    wrong_proofs += [[*proof[:at], bytes(32), *proof[at + 1 :]] for at in range(len(proof))]
    for wrong in wrong_proofs:
        with pytest.raises(ProofError) as caught:
            tree.verify_inclusion(leaf=leaves[index], index=index, size=size, root=root, proof=wrong)
        assert caught.value.code == "LOG_PROOF_INVALID"


@given(sizes, sizes)
def test_every_earlier_tree_is_proved_a_beginning_and_nothing_else_is(first: int, second: int) -> None:
    old, new = sorted((first, second))
    old_root, root = tree.root(MANY[:old]), tree.root(MANY[:new])
    proof = tree.consistency_proof(MANY[:new], old)
    tree.verify_consistency(old_size=old, old_root=old_root, size=new, root=root, proof=proof)
    lies = [(bytes(32), root, proof), (old_root, bytes(32), proof), (old_root, root, [*proof, bytes(32)])]
    lies += [(old_root, root, [*proof[:at], bytes(32), *proof[at + 1 :]]) for at in range(len(proof))]
    lies += [(old_root, root, proof[:at]) for at in range(len(proof))]
    for lie_old, lie_root, lie_proof in lies:
        with pytest.raises(ProofError):
            tree.verify_consistency(old_size=old, old_root=lie_old, size=new, root=lie_root, proof=lie_proof)


def test_a_changed_past_has_no_proof() -> None:
    past, now = MANY[:20], [*MANY[:7], tree.leaf_hash(b"other"), *MANY[8:33]]
    with pytest.raises(ProofError):
        tree.verify_consistency(
            old_size=20,
            old_root=tree.root(past),
            size=len(now),
            root=tree.root(now),
            proof=tree.consistency_proof(now, 20),
        )


@pytest.mark.parametrize("index", [-1, 8])
def test_a_leaf_that_is_not_there_has_no_proof(index: int) -> None:
    with pytest.raises(InputError):
        tree.inclusion_proof(LEAVES, index)
    with pytest.raises(ProofError):
        tree.verify_inclusion(leaf=LEAVES[0], index=index, size=8, root=tree.root(LEAVES), proof=[])


@pytest.mark.parametrize("old_size", [-1, 0, 9])
def test_a_size_that_never_was_has_no_proof(old_size: int) -> None:
    root = tree.root(LEAVES)
    with pytest.raises(InputError):
        tree.consistency_proof(LEAVES, old_size)
    with pytest.raises(ProofError):
        tree.verify_consistency(old_size=old_size, old_root=root, size=8, root=root, proof=[])


def test_leaves_and_nodes_are_never_mistaken_for_each_other() -> None:
    left, right = LEAVES[:2]
    assert tree.leaf_hash(left + right) != tree.node_hash(left, right)
