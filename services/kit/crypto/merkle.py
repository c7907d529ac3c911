# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merkle trees over a growing list (RFC 9162, section 2.1): roots, inclusion, consistency."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

HASH_BYTES: Final = 32
EMPTY: Final = sha256(b"").digest()


class ProofInvalid(Exception):
    """A proof that proves nothing, or was asked for a tree that there is not."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of an entry."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


class Tree:
    """A tree that grows at its right end. Full subtrees are remembered, so proofs are quick."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        """Begin with these leaf hashes."""
        self.levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash."""
        if len(leaf) != HASH_BYTES:
            raise ProofInvalid("a leaf hash has 32 bytes")
        level = 0
        node = leaf
        while True:
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(node)
            if len(self.levels[level]) % 2:
                return
            node = node_hash(*self.levels[level][-2:])
            level += 1

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves; all without it."""
        size = self._size(size)
        return self._range(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that leaf `index` is in the tree of `size`."""
        size = self._size(size)
        if not 0 <= index < size:
            raise ProofInvalid("there is no such leaf in a tree of this size")
        return self._path(index, 0, size)

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """The proof that the tree of `first` is the beginning of the tree of `second`."""
        second = self._size(second)
        if not 1 <= first <= second:
            raise ProofInvalid("a smaller tree is the beginning of a larger one, and not empty")
        return [] if first == second else self._prefix(first, 0, second, whole=True)

    def _size(self, size: int | None) -> int:
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise ProofInvalid("there is no tree of this size")
        return size

    def _range(self, start: int, end: int) -> bytes:
        size = end - start
        if size & (size - 1) == 0 and start % size == 0:
            level = size.bit_length() - 1
            if start // size < len(self.levels[level]):
                return self.levels[level][start // size]
        middle = start + split(size)
        return node_hash(self._range(start, middle), self._range(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._range(middle, end)]
        return [*self._path(index, middle, end), self._range(start, middle)]

    def _prefix(self, size: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if size == end:
            return [] if whole else [self._range(start, end)]
        middle = start + split(end - start)
        if size <= middle:
            return [*self._prefix(size, start, middle, whole=whole), self._range(middle, end)]
        return [*self._prefix(size, middle, end, whole=False), self._range(start, middle)]


def _checked(hashes: Sequence[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofInvalid("a hash has 32 bytes")


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise ProofInvalid unless the leaf hash is number `index` of the tree (RFC 9162 2.1.3.2)."""
    _checked([leaf, root, *proof])
    if size < 1 or not 0 <= index < size:
        raise ProofInvalid("there is no such leaf in a tree of this size")
    f, s, r = index, size - 1, leaf
    for p in proof:
        if s == 0:
            raise ProofInvalid("the proof is too long")
        if f & 1 or f == s:
            r = node_hash(p, r)
            while f & 1 == 0 and f:
                f, s = f >> 1, s >> 1
        else:
            r = node_hash(r, p)
        f, s = f >> 1, s >> 1
    if s or r != root:
        raise ProofInvalid("the proof does not lead to the root")


def check_consistency(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> None:
    """Raise ProofInvalid unless one tree is the beginning of the other (RFC 9162 2.1.4.2)."""
    _checked([first_root, second_root, *proof])
    if not 1 <= first <= second:
        raise ProofInvalid("a smaller tree is the beginning of a larger one, and not empty")
    if first == second:
        if proof or first_root != second_root:
            raise ProofInvalid("trees of one size are one tree, and need no proof")
        return
    if not proof:
        raise ProofInvalid("the proof is empty")
    fr, sr = _climb(first, second, [first_root, *proof] if first & (first - 1) == 0 else proof)
    if fr != first_root or sr != second_root:
        raise ProofInvalid("the proof does not lead to both roots")


def _climb(first: int, second: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    f, s = first - 1, second - 1
    while f & 1:
        f, s = f >> 1, s >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if s == 0:
            raise ProofInvalid("the proof is too long")
        if f & 1 or f == s:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while f & 1 == 0 and f:
                f, s = f >> 1, s >> 1
        else:
            sr = node_hash(sr, c)
        f, s = f >> 1, s >> 1
    if s:
        raise ProofInvalid("the proof is too short")
    return fr, sr
