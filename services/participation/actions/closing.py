# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The close: the key is released, the box opens its entries, the registrar counts and signs (S3, S4)."""

from pathlib import Path
from typing import Any

import msgspec

from services.kit.crypto import envelopes
from services.kit.crypto.board import Head
from services.kit.data import Tx
from services.kit.errors import InputInvalid, Problem
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.polls import APPEAL_MS, change_state, read_row
from services.participation.actions.secrets import read_secrets, registrar_key, shred_pepper
from services.participation.domain.bundles import Line, make_bundle, write_bundle
from services.participation.domain.counting import Turnout, shown
from services.participation.domain.polls import Poll, PollState
from services.participation.store import polls as store


async def close_poll(tx: Tx, poll: str, folder: Path | None) -> None:
    """Take no more rights; release the close key unless trustees hold it."""
    row = await tx.one(store.poll_by_id, id=poll)
    if row is None or row.state != PollState.OPEN.value:
        return
    await change_state(tx, row, PollState.CLOSED)
    await tx.schedule("participation.shred", f"shred:{poll}", tx.now + APPEAL_MS, {"poll": poll})
    held = read_secrets(folder, poll)
    if held is not None and held.close:
        await _release(tx, row.body, held.close)


async def close_now(tx: Tx, caller: Caller, poll: str, folder: Path | None) -> None:
    """Close before the time that was announced."""
    require(caller, "participation.poll.manage")
    row = await read_row(tx, poll)
    if row.state != PollState.OPEN.value:
        raise Problem("PARTICIPATION_POLL_NOT_OPEN")
    await close_poll(tx, poll, folder)
    await tx.cancel(f"close:{poll}")


async def _release(tx: Tx, poll: Poll, close_key: str) -> None:
    if envelopes.public_half(bytes.fromhex(close_key)).hex() != poll.close_key:
        raise Problem("PARTICIPATION_SHARE_INVALID")
    await tx.emit(
        "participation.poll.closed",
        subject=poll.id,
        data={"poll": poll.id, "close_key": close_key},
    )


async def hand_in_share(tx: Tx, caller: Caller, poll: str, share: str) -> int:
    """A trustee's share after the close; with enough of them the key is put together. How many are in."""
    require(caller, "participation.poll.trust")
    row = await read_row(tx, poll)
    if row.state != PollState.CLOSED.value:
        raise Problem("PARTICIPATION_POLL_NOT_CLOSED")
    try:
        bytes.fromhex(share)
    except ValueError as broken:
        raise InputInvalid(path=("share",)) from broken
    await tx.run(store.add_share, poll=poll, share=share)
    shares = await tx.many(store.shares_of, poll=poll)
    needed, _ = row.body.trustees
    if len(shares) == needed:
        try:
            joined = envelopes.join_key([bytes.fromhex(each) for each in shares])
        except ValueError as broken:
            raise Problem("PARTICIPATION_SHARE_INVALID") from broken
        await _release(tx, row.body, joined.hex())
        await tx.run(store.drop_shares, which=poll)
    return len(shares)


async def keep_opened(tx: Tx, data: dict[str, Any]) -> None:
    """Entries that the box has opened."""
    await tx.run_each(
        store.add_opened,
        [
            {"poll": data["poll"], "position": line["position"], "body": line}
            for line in data["entries"]
        ],
    )


async def count_poll(tx: Tx, data: dict[str, Any], folder: Path | None) -> None:
    """All entries are here: count, sign, publish."""
    row = await tx.one(store.poll_by_id, id=data["poll"])
    held = read_secrets(folder, data["poll"])
    if row is None or held is None or row.state != PollState.CLOSED.value:
        return
    entries = [
        msgspec.convert(each.body, Line) for each in await tx.many(store.opened_of, poll=row.id)
    ]
    raw = Turnout(
        roll={e.district: e.count for e in await tx.many(store.roll_by_district, poll=row.id)},
        issued={e.district: e.count for e in await tx.many(store.issued_by_district, poll=row.id)},
    )
    bundle = make_bundle(
        registrar_key(folder),
        row.body,
        shown(raw),
        seed=held.seed,
        heads=msgspec.convert(data["heads"], list[Head]),
        board_key=data["board_key"],
        entries=entries,
        additions=await tx.many(store.additions_of, poll=row.id),
        raw=raw,
    )
    await tx.run(
        store.add_outcome,
        poll=row.id,
        bundle=write_bundle(bundle).decode(),
        result={"record": bundle.result, "quorum": bundle.quorum},
        counted_at=tx.now,
    )
    await change_state(tx, row, PollState.TALLIED)


async def forget_pseudonyms(poll: str, folder: Path | None) -> None:
    """The pepper goes; nobody can tell any more who is behind a pseudonym (S4)."""
    shred_pepper(folder, poll)
