# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the board: heads, proofs, entries. Everybody may, and nobody is remembered for it."""

from collections import OrderedDict

import msgspec

from services.ballotbox import store
from services.ballotbox.actions.casting import read_board
from services.kit.crypto.board import Head
from services.kit.crypto.merkle import ProofInvalid, Tree
from services.kit.data import Database
from services.kit.errors import NotFound, Problem

MOST_TREES = 16
_trees: OrderedDict[tuple[str, str], Tree] = OrderedDict()


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Hashes that lead to a root, and where in the tree they begin."""

    poll: str
    size: int
    hashes: list[str]
    index: int | None = None
    first: int | None = None


async def read_head(database: Database, poll: str, size: int | None) -> Head:
    """The newest signed head, or the one of a size that was published."""
    held = await read_board(database, poll)
    found = await database.one(
        store.head_of_size, poll=poll, size=held.size if size is None else size
    )
    if found is None:
        raise NotFound
    return found.body


async def _tree(database: Database, poll: str) -> Tree:
    newest = await read_head(database, poll, None)
    key = (poll, newest.root)
    if key not in _trees:
        rows = await database.scan(store.leaves_of, poll=poll)
        _trees[key] = Tree([bytes.fromhex(row.leaf) for row in rows])
        while len(_trees) > MOST_TREES:
            _trees.popitem(last=False)
    return _trees[key]


async def prove_inclusion(database: Database, poll: str, leaf: str, size: int | None) -> Proof:
    """That a leaf stands on the board of that size."""
    tree = await _tree(database, poll)
    wanted = tree.size if size is None else size
    try:
        index = tree.levels[0].index(bytes.fromhex(leaf))
        hashes = tree.inclusion(index, wanted)
    except (ProofInvalid, ValueError) as broken:
        raise Problem("BOARD_PROOF_UNAVAILABLE") from broken
    return Proof(poll=poll, size=wanted, index=index, hashes=[each.hex() for each in hashes])


async def prove_consistency(database: Database, poll: str, first: int, second: int) -> Proof:
    """That the board of one size is the beginning of the board of another."""
    tree = await _tree(database, poll)
    try:
        hashes = tree.consistency(first, second)
    except ProofInvalid as broken:
        raise Problem("BOARD_PROOF_UNAVAILABLE") from broken
    return Proof(poll=poll, size=second, first=first, hashes=[each.hex() for each in hashes])
