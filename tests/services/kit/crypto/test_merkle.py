# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merkle trees against the sheet's golden values, an independent library, and forged proofs (V1, V3)."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from services.kit.crypto import board
from services.kit.crypto.merkle import (
    EMPTY,
    ProofInvalid,
    Tree,
    check_consistency,
    check_inclusion,
    leaf_hash,
)

SEVEN = [f"ballot-{n}".encode() for n in range(7)]
TREE = Tree([leaf_hash(data) for data in SEVEN])


def test_golden_roots():  # participation 5, Merkle
    starts = {1: "cb56681c", 2: "468b72cd", 3: "e2ecce54", 4: "a20acfb5"}
    for size, start in starts.items():
        assert TREE.root(size).hex().startswith(start)
    assert TREE.root().hex() == "9df7c7973de29817e112a2035d45449347c3a3a3b290ccfe9ea6414c5fcd75cc"
    assert EMPTY.hex().startswith("e3b0c442")
    assert leaf_hash(b"").hex().startswith("6e340b9c")


def test_golden_proofs():
    def starts(proof):
        return [each.hex()[:8] for each in proof]

    assert starts(TREE.inclusion(4)) == ["f657c1a3", "e393ec7b", "a20acfb5"]
    assert starts(TREE.consistency(3)) == ["48493a9d", "5c9e2b85", "468b72cd", "6994d01d"]
    assert starts(TREE.consistency(4)) == ["6994d01d"]


def test_certificate_transparency_reference_tree():
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
              "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
    tree = Tree([leaf_hash(bytes.fromhex(each)) for each in inputs])
    assert tree.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_and_every_prefix_is_proved_and_others_agree(size):
    theirs = InmemoryTree(algorithm="sha256")
    data = [f"entry-{n}".encode() for n in range(size)]
    for each in data:
        theirs.append_entry(each)
    tree = Tree([leaf_hash(each) for each in data])
    assert tree.root() == theirs.get_root()
    for index in range(size):
        check_inclusion(leaf_hash(data[index]), index, size, tree.inclusion(index), tree.root())
    verify_inclusion(
        theirs.get_leaf(1), theirs.get_root(), theirs.prove_inclusion(1, size), index=1, size=size
    )
    for first in range(1, size + 1):
        check_consistency(first, size, tree.consistency(first), tree.root(first), tree.root())
        theirs_proof = theirs.prove_consistency(first, size)
        verify_consistency(
            tree.root(first), tree.root(), theirs_proof, prior_size=first, later_size=size
        )


@given(st.integers(1, 40), st.data())
@settings(max_examples=150, deadline=None)
def test_a_changed_proof_proves_nothing(size, data):
    tree = Tree([leaf_hash(bytes([n])) for n in range(size)])
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, root = tree.levels[0][index], tree.inclusion(index), tree.root()
    wrong = bytes(32)
    forged = [
        (wrong, index, size, proof, root),
        (leaf, index, size, proof, wrong),
        (leaf, index, size, [*proof, wrong], root),
        (leaf, size, size, proof, root),
        (leaf, -1, size, proof, root),
        (leaf, index, 0, [], root),
        (leaf, index, size, [each[:31] for each in proof] or [b""], root),
    ]
    if proof:
        forged += [
            (leaf, index, size, proof[:-1], root),
            (leaf, index, size, [wrong, *proof[1:]], root),
        ]
    for each in forged:
        with pytest.raises(ProofInvalid):
            check_inclusion(*each)


def test_consistency_refuses_what_a_textbook_verifier_lets_through():  # participation V3
    root, proof = TREE.root(), TREE.consistency(3)
    for first, second, given_, r1, r2 in [
        (0, 7, [], EMPTY, root),
        (7, 7, [bytes(32)], root, root),
        (8, 7, proof, root, root),
        (3, 7, [], TREE.root(3), root),
        (3, 7, proof[:-1], TREE.root(3), root),
        (3, 7, [*proof, root], TREE.root(3), root),
        (3, 7, proof, TREE.root(2), root),
        (2, 7, proof, TREE.root(2), root),
        (4, 7, proof, TREE.root(4), root),
        (3, 7, proof, TREE.root(3)[:31], root),
        (7, 7, [], root, TREE.root(6)),
    ]:
        with pytest.raises(ProofInvalid):
            check_consistency(first, second, given_, r1, r2)
    for ask in (lambda: TREE.inclusion(7), lambda: TREE.root(8), lambda: TREE.consistency(0)):
        with pytest.raises(ProofInvalid):
            ask()


def test_golden_leaf_and_commitment():  # participation 5, Leaf
    serial = sha256(bytes([0x11]) * 32).hexdigest()
    data = board.leaf_data("poll-2026-1", serial, bytes(32))
    assert data.startswith(b'{"c":"00')
    assert b'"p":"poll-2026-1","s":"02d449a31fbb267c' in data
    assert leaf_hash(data).hex().startswith("076b091c974cfc2b")
    assert leaf_hash(data).hex().endswith("724d5d14")
    made = board.commit(bytes([0x22]) * 32, {"kind": "approval", "choices": ["A", "C"]}).hex()
    assert made.startswith("e85458a4f20d098b")
    assert made.endswith("6da70845")


def test_heads_are_signed_and_floats_have_no_place():
    key = Ed25519PrivateKey.generate()
    public = board.public_bytes(key)
    head = board.Head(
        poll="p", size=7, root=TREE.root().hex(), batch=1, key_id=board.key_id_of(public)
    )
    signed = board.sign_head(key, head)
    assert board.is_signed(public, signed)
    assert not board.is_signed(public, head)
    changed = board.Head(**{**{f: getattr(signed, f) for f in signed.__struct_fields__}, "size": 8})
    assert not board.is_signed(public, changed)
    with pytest.raises(ValueError, match="float"):
        board.canonical({"a": [1.5]})
