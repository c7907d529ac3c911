# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Polls from draft to open: definition checked, keys made, roll taken, all of it frozen and told."""

from hashlib import sha256
from pathlib import Path

import msgspec

from services.kit.crypto import envelopes
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, NotFound, Problem
from services.kit.graph.connections import Slice
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.secrets import PollSecrets, keep_secrets, make_secrets
from services.participation.domain.polls import (
    Poll,
    PollState,
    box_definition,
    check_definition,
    move,
)
from services.participation.domain.registers import make_roll, roll_root
from services.participation.store import polls as store
from services.participation.store.polls import PollRow

APPEAL_MS = 30 * 86_400_000
"""Pseudonyms can be traced for appeals until so long after the close."""


async def draft_poll(tx: Tx, caller: Caller, given: Poll) -> Poll:
    """Write a poll down; InputInvalid names what must be put right."""
    require(caller, "participation.poll.manage")
    checked = check_definition(given, tx.now)
    added = await tx.run(
        store.add_poll,
        id=checked.id,
        state=PollState.DRAFT.value,
        version=1,
        opens_at=checked.opens_at,
        closes_at=checked.closes_at,
        consultation=checked.consultation,
        body=checked,
    )
    if not added:
        raise Conflict
    return checked


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """An opened poll and, once only, the shares of its close key."""

    poll: Poll
    shares: list[str]


async def open_poll(tx: Tx, caller: Caller, poll: str, folder: Path | None) -> Opening:
    """Freeze the definition, take the roll, make the keys, tell the box, set the timer of the close."""
    require(caller, "participation.poll.manage")
    return await open_drafted(tx, poll, folder)


async def open_drafted(tx: Tx, poll: str, folder: Path | None) -> Opening:
    """The same for a timer that an officer has set."""
    row = await read_row(tx, poll)
    move(PollState(row.state), PollState.OPEN)
    held = make_secrets()
    roll = make_roll(row.body.eligible, bytes.fromhex(held.pepper), await tx.many(store.electors))
    key = held.signing.public
    frozen = msgspec.structs.replace(
        row.body,
        key_n=f"{key.n:x}",
        key_e=key.e,
        fingerprint=key.fingerprint,
        close_key=envelopes.public_half(bytes.fromhex(held.close)).hex(),
        seed_commitment=sha256(bytes.fromhex(held.seed)).hexdigest(),
        roll_size=len(roll),
        roll_root=roll_root(entry.pseudonym for entry in roll),
    )
    shares, kept = _share_out(frozen, held)
    keep_secrets(folder, poll, kept)
    await tx.run_each(
        store.add_roll,
        [{"poll": poll, **msgspec.structs.asdict(entry)} for entry in roll],
    )
    await _set(tx, row, PollState.OPEN, frozen)
    await tx.schedule("participation.close", f"close:{poll}", frozen.closes_at, {"poll": poll})
    await tx.emit(
        "participation.poll.opened", subject=poll, data={"definition": box_definition(frozen)}
    )
    return Opening(poll=frozen, shares=shares)


def _share_out(poll: Poll, held: PollSecrets) -> tuple[list[str], PollSecrets]:
    needed, shares = poll.trustees
    if not shares:
        return [], held
    split = envelopes.split_key(bytes.fromhex(held.close), needed=needed, shares=shares)
    return [share.hex() for share in split], msgspec.structs.replace(held, close="")


async def read_row(tx: Tx, poll: str) -> PollRow:
    """The stored poll, or NotFound."""
    row = await tx.one(store.poll_by_id, id=poll)
    if row is None:
        raise NotFound
    return row


async def _set(tx: Tx, row: PollRow, state: PollState, body: Poll) -> None:
    changed = await tx.run(
        store.set_poll, which=row.id, was=row.state, state=state.value, body=body
    )
    if not changed:
        raise Conflict


async def change_state(tx: Tx, row: PollRow, to: PollState) -> None:
    """Move a poll on and tell it; Conflict when somebody was faster."""
    move(PollState(row.state), to)
    await _set(tx, row, to, row.body)
    await tx.emit(
        "participation.poll.moved", subject=row.id, data={"id": row.id, "state": to.value}
    )


async def cancel_poll(tx: Tx, caller: Caller, poll: str) -> Poll:
    """End a poll without a result; a correction is a new poll with its reason."""
    require(caller, "participation.poll.manage")
    row = await read_row(tx, poll)
    await change_state(tx, row, PollState.CANCELLED)
    await tx.cancel(f"close:{poll}")
    return row.body


async def certify_poll(tx: Tx, caller: Caller, poll: str) -> Poll:
    """The board's signature under a counted result."""
    require(caller, "participation.poll.manage")
    row = await read_row(tx, poll)
    await change_state(tx, row, PollState.CERTIFIED)
    return row.body


async def read_poll(database: Database, poll: str) -> PollRow:
    """A poll that has been published; drafts are nobody's business."""
    row = await database.one(store.poll_by_id, id=poll)
    if row is None or row.state == PollState.DRAFT.value:
        raise NotFound
    return row


def must_be_open(row: PollRow, now: int) -> Poll:
    """The definition of an open poll, or the Problem that it is not."""
    if row.state != PollState.OPEN.value or not row.opens_at <= now < row.closes_at:
        raise Problem("PARTICIPATION_POLL_NOT_OPEN")
    return row.body


async def read_any_poll(database: Database, poll: str) -> PollRow:
    """A poll in whatever state, for those who manage it."""
    row = await database.one(store.poll_by_id, id=poll)
    if row is None:
        raise NotFound
    return row


async def list_polls(database: Database, wanted: Slice) -> tuple[list[PollRow], int]:
    """Published polls in order of their ids, and how many there are."""
    rows = await database.many(store.polls, after=wanted.after or "", limit=wanted.limit)
    return rows, await database.one(store.count_polls) or 0
