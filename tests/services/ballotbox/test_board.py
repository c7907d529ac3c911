# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The board: batches, heads, proofs, what a dump tells before the close, and the opening (S1, S3, V1)."""

import pytest

from services.ballotbox import store
from services.ballotbox.actions import reading
from services.ballotbox.actions.casting import cast
from services.ballotbox.actions.keys import board_key
from services.ballotbox.actions.publishing import close_board, publish
from services.kit.crypto import board, envelopes
from services.kit.crypto.merkle import check_consistency, check_inclusion
from services.kit.data import Database, Table, define, select
from services.kit.data.tables import outbox
from services.kit.errors import Problem
from tests.services.ballotbox.voters import keys, token, vote

pytestmark = pytest.mark.anyio
KEY = board_key(None)


async def fill(box: Database, count: int) -> list[board.Receipt]:
    return [await cast(box, KEY, "poll-1", vote([option])) for option in ("ABC" * count)[:count]]


async def put_up(box: Database, *, last: bool = False) -> None:
    await box.transact(lambda tx: publish(tx, KEY, "poll-1", last=last))


async def test_a_batch_has_at_least_ten_and_ten_stay_behind(box: Database) -> None:  # S1
    await fill(box, 19)
    await put_up(box)
    assert (await box.one(store.board_by_id, id="poll-1")).size == 0
    await fill(box, 6)
    await put_up(box)
    assert (await box.one(store.board_by_id, id="poll-1")).size == 15
    await put_up(box, last=True)
    heads = [row.body for row in await box.many(store.heads_of, poll="poll-1")]
    assert [head.size for head in heads] == [15, 25]
    assert all(board.is_signed(board.public_bytes(KEY), head) for head in heads)


async def test_the_order_of_arrival_is_gone(box: Database) -> None:
    receipts = await fill(box, 30)
    await put_up(box)
    entries = await box.many(store.entries_between, poll="poll-1", start=0, end=30)
    order = [receipt.leaf for receipt in receipts]
    places = [order.index(entry.leaf) for entry in entries]
    assert places != sorted(places)


async def test_leaves_are_proved_and_the_board_only_grows(box: Database) -> None:
    receipts = await fill(box, 24)
    await put_up(box)
    first = await reading.read_head(box, "poll-1", None)
    receipts += await fill(box, 8)
    await put_up(box, last=True)
    second = await reading.read_head(box, "poll-1", None)
    proof = await reading.prove_consistency(box, "poll-1", first.size, second.size)
    hashes = [bytes.fromhex(each) for each in proof.hashes]
    check_consistency(
        first.size, second.size, hashes, bytes.fromhex(first.root), bytes.fromhex(second.root)
    )
    for receipt in receipts:
        shown = await reading.prove_inclusion(box, "poll-1", receipt.leaf, None)
        check_inclusion(
            bytes.fromhex(receipt.leaf), shown.index, second.size,
            [bytes.fromhex(each) for each in shown.hashes], bytes.fromhex(second.root),
        )  # fmt: skip


async def test_a_proof_for_another_size_is_refused(box: Database) -> None:
    receipts = await fill(box, 20)
    await put_up(box)
    for ask in (
        reading.prove_inclusion(box, "poll-1", receipts[0].leaf, 500),
        reading.prove_inclusion(box, "poll-1", "00" * 32, None),
        reading.prove_inclusion(box, "poll-1", "nothing", None),
        reading.prove_consistency(box, "poll-1", 0, 10),
        reading.prove_consistency(box, "poll-1", 10, 500),
    ):
        with pytest.raises(Problem) as problem:
            await ask
        assert problem.value.code == "BOARD_PROOF_UNAVAILABLE"


async def test_before_the_close_a_whole_dump_shows_no_choice(box: Database) -> None:  # S3
    await fill(box, 22)
    await put_up(box)
    for table in (store.board, store.serial, store.pending, store.entry, store.head):
        assert b"choices" not in await dump(box, table)
    with pytest.raises(envelopes.EnvelopeBroken):
        entry = (await box.many(store.entries_between, poll="poll-1", start=0, end=1))[0]
        envelopes.open_envelope(envelopes.new_pair()[0], entry.sealed, b"opening")


async def dump(box: Database, table: Table) -> bytes:
    columns = [
        c
        for c in table.c
        if c.name in ("sealed", "opening", "leaf", "serial_hash", "commitment", "definition")
    ]
    texts: list[bytes] = []
    for column in columns:
        kind = bytes if column.name == "sealed" else str
        if column.name in ("opening", "definition"):
            continue
        rows = await box.many(define(select(column), kind))
        texts += [row if isinstance(row, bytes) else row.encode() for row in rows]
    return b"".join(texts)


async def test_the_close_opens_every_entry_and_tells_which_count(box: Database) -> None:
    held = token()
    await cast(box, KEY, "poll-1", vote(["A"], held=held))
    await fill(box, 12)
    last = await cast(box, KEY, "poll-1", vote(["B"], held=held))
    await box.transact(lambda tx: close_board(tx, KEY, "poll-1", keys().close_private))
    entries = await box.many(store.entries_between, poll="poll-1", start=0, end=99)
    assert len(entries) == 14
    assert all(entry.opening for entry in entries)
    types = await box.many(define(select(outbox.c.type), str))
    assert types.count("ballotbox.board.closed") == 1
    counted = {h.serial_hash: h.leaf for h in await box.many(store.serials_of, poll="poll-1")}
    assert last.leaf in counted.values()
    with pytest.raises(Problem):
        await cast(box, KEY, "poll-1", vote(["A"]))
