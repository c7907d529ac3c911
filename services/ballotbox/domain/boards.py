# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Facts of a board: the frozen definition of a poll, ballots before and after they are published."""

import secrets
from enum import StrEnum
from typing import Any, Final, TypeVar

import msgspec

from services.ballotbox.domain.forms import Spec
from services.kit.crypto.board import Head

T = TypeVar("T")

LEAST_BATCH: Final = 10
"""Fewer ballots are never published together: they would point at their voters (S1)."""


class BoardState(StrEnum):
    """The life of a board."""

    OPEN = "open"
    CLOSED = "closed"


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What the box needs of a poll; public, frozen at opening."""

    id: str
    spec: Spec
    key_n: str
    """Modulus of the poll's signing key, hexadecimal."""
    key_e: int
    fingerprint: str
    """SHA-256 of the key's SPKI; clients compare it with what the registrar says (S8)."""
    close_key: str
    """X25519 public key to which openings are sealed, hexadecimal."""
    closes_at: int


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """A poll as the box knows it."""

    id: str
    definition: Definition
    state: BoardState
    size: int
    batch: int


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot that has been acknowledged and waits for its batch."""

    poll: str
    leaf: str
    commitment: str
    serial_hash: str
    sealed: bytes


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A published line of the board."""

    poll: str
    position: int
    leaf: str
    commitment: str
    serial_hash: str
    sealed: bytes = b""
    opening: dict[str, Any] | None = None


class HeadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A signed head as it is stored."""

    body: Head


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Which leaf counts for a serial: the last one cast."""

    serial_hash: str
    leaf: str


def shuffled(rows: list[T]) -> list[T]:
    """The rows in an order nobody can predict or repeat."""
    mixed = list(rows)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def due_for_publication(rows: list[Pending], *, last: bool) -> list[Pending]:
    """What leaves now, shuffled: at least a batch, and a batch stays behind for the close.

    So the last batch is never smaller than the least one, unless the whole poll is.
    """
    mixed = shuffled(rows)
    if last:
        return mixed
    return mixed[LEAST_BATCH:] if len(mixed) >= 2 * LEAST_BATCH else []
