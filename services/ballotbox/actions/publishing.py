# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Letting ballots onto the board in shuffled batches, and opening all of them at the close (S1, V1)."""

from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.ballotbox import store
from services.ballotbox.actions.casting import PURPOSE
from services.ballotbox.domain.boards import (
    Board,
    BoardState,
    Definition,
    Entry,
    Pending,
    due_for_publication,
)
from services.kit.crypto import board, envelopes
from services.kit.crypto.merkle import Tree
from services.kit.data import Tx

CHUNK = 100
"""Openings told in one event."""


async def open_board(tx: Tx, definition: Definition) -> None:
    """Make room for a poll; a second time changes nothing: definitions are frozen."""
    await tx.run(
        store.add_board,
        id=definition.id,
        definition=definition,
        state=BoardState.OPEN.value,
        size=0,
        batch=0,
    )


async def publish(tx: Tx, key: Ed25519PrivateKey, poll: str, *, last: bool = False) -> None:
    """Put the batch that is due onto the board and sign the new head."""
    held = await tx.one(store.lock_board, which=poll)
    if held is None:
        return
    rows = await tx.many(store.pending_of, poll=poll)
    leaving = due_for_publication(rows, last=last)
    state = BoardState.CLOSED if last else BoardState.OPEN
    if leaving or last:
        await _append(tx, key, held, leaving, state)


async def _append(
    tx: Tx, key: Ed25519PrivateKey, held: Board, rows: list[Pending], state: BoardState
) -> None:
    await tx.run_each(
        store.add_entry,
        [
            {
                "poll": held.id,
                "position": held.size + n,
                "leaf": row.leaf,
                "commitment": row.commitment,
                "serial_hash": row.serial_hash,
                "sealed": row.sealed,
                "opening": None,
            }
            for n, row in enumerate(rows)
        ],
    )
    await tx.run_each(store.drop_pending, [{"which": held.id, "gone": row.leaf} for row in rows])
    leaves = await tx.many(store.leaves_of, poll=held.id)
    tree = Tree([bytes.fromhex(each.leaf) for each in leaves])
    head = board.Head(
        poll=held.id,
        size=tree.size,
        root=tree.root().hex(),
        batch=held.batch + 1,
        key_id=board.key_id_of(board.public_bytes(key)),
    )
    await tx.run(
        store.add_head,
        poll=held.id,
        batch=head.batch,
        size=head.size,
        body=board.sign_head(key, head),
    )
    await tx.run(
        store.advance,
        which=held.id,
        read_batch=held.batch,
        size=head.size,
        batch=head.batch,
        state=state.value,
    )


async def close_board(tx: Tx, key: Ed25519PrivateKey, poll: str, close_key: bytes) -> None:
    """Publish what is left, open every entry with the released key, tell all of it."""
    await publish(tx, key, poll, last=True)
    held = await tx.one(store.board_by_id, id=poll)
    if held is None:
        return
    counted = {h.serial_hash: h.leaf for h in await tx.many(store.serials_of, poll=poll)}
    entries = await tx.many(store.entries_between, poll=poll, start=0, end=held.size)
    opened: list[dict[str, Any]] = []
    for each in entries:
        content = envelopes.open_envelope(close_key, each.sealed, PURPOSE)
        opening = msgspec.json.decode(content)
        await tx.run(store.open_entry, which=poll, at=each.position, opening=opening)
        opened.append(public_entry(each, opening, counted))
    for start in range(0, len(opened), CHUNK):
        await tx.emit(
            "ballotbox.entries.released",
            subject=poll,
            data={"poll": poll, "start": start, "entries": opened[start : start + CHUNK]},
        )
    heads = [msgspec.to_builtins(row.body) for row in await tx.many(store.heads_of, poll=poll)]
    await tx.emit(
        "ballotbox.board.closed",
        subject=poll,
        data={
            "poll": poll,
            "size": held.size,
            "heads": heads,
            "board_key": board.public_bytes(key).hex(),
        },
    )


def public_entry(
    entry: Entry, opening: dict[str, Any] | None, counted: dict[str, str]
) -> dict[str, Any]:
    """A line of the board as everybody may read it; its opening after the close alone."""
    line: dict[str, Any] = {
        "position": entry.position,
        "leaf": entry.leaf,
        "commitment": entry.commitment,
        "serial_hash": entry.serial_hash,
    }
    if opening is not None:
        line |= {"opening": opening, "superseded": counted.get(entry.serial_hash) != entry.leaf}
    return line
