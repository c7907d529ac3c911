# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One transaction holds state, history and events, on both databases (iot I1, I6, section 5)."""

import asyncio
import random
from typing import Any

import msgspec
import pytest

from services.devices.actions.entities import read_history, read_one
from services.devices.actions.taking_in import Refused, Taken
from services.devices.actions.watching import Watch
from services.devices.actions.writing import MOST_WAITING, StateWriter
from services.devices.domain.merging import Outcome
from services.devices.domain.reading import read_entity
from services.kit.data import Database, StorageUnavailable, select
from services.kit.data.statement import define
from services.kit.data.tables import outbox
from services.kit.errors import RateLimited
from tests.services.devices.facts import NOW, spot

pytestmark = pytest.mark.anyio


class Event(msgspec.Struct, frozen=True):
    data: dict[str, Any]


EVENTS = define(select(outbox.c.data).order_by(outbox.c.seq), Event)


async def write(database: Database, *sent: dict) -> Taken:
    writer = StateWriter(database, watch=Watch())
    return await writer.write([read_entity(one, NOW) for one in sent])


async def changes(database: Database) -> list[list[str]]:
    """Ids in each event so far."""
    rows = await database.many(EVENTS)
    return [[change["id"] for change in row.data.get("changes", [])] for row in rows]


async def test_only_what_changed_is_told(store: Database) -> None:
    first = await write(store, spot(1), spot(2))
    assert first.outcomes == (Outcome.CREATED, Outcome.CREATED)
    again = await write(store, spot(1), spot(2))
    assert again.outcomes == (Outcome.DUPLICATE, Outcome.DUPLICATE)
    mixed = await write(store, spot(1, at=NOW + 1), spot(2, "occupied", at=NOW + 1))
    assert mixed.outcomes == (Outcome.CONFIRMED, Outcome.CHANGED)
    assert await changes(store) == [
        [spot(1)["id"], spot(2)["id"]],
        [spot(2)["id"]],
    ]


async def test_any_order_of_a_log_ends_in_the_same_state(store: Database) -> None:
    chance = random.Random(3)
    log = [
        spot(number, chance.choice(["free", "occupied"]), at=NOW - 1000 * step, sequence=100 - step)
        for number in range(5)
        for step in range(20)
    ]
    ends = []
    for turn in range(3):
        sent = [one | {"id": f"{one['id']}-{turn}"} for one in log] * 2
        chance.shuffle(sent)
        for start in range(0, len(sent), 40):
            await write(store, *sent[start : start + 40])
        found = [await read_one(store, f"{spot(number)['id']}-{turn}") for number in range(5)]
        ends.append(
            [
                (one.attributes["status"].value, one.attributes["status"].mark)
                for one in found
                if one
            ]
        )
    assert ends[0] == ends[1] == ends[2]
    assert all(mark == (NOW, 100) for _, mark in ends[0])


async def test_a_late_message_is_kept_in_the_history_once(store: Database) -> None:
    await write(store, spot(1, "free", at=NOW))
    for _ in range(2):
        late = await write(store, spot(1, "occupied", at=NOW - 5_000))
        assert late.outcomes == (Outcome.LATE,)
    found = await read_one(store, spot(1)["id"])
    assert found is not None
    assert found.attributes["status"].value == "free"
    history = await read_history(
        store, [found.id], names=(), since=0, until=NOW + 1, everything=False
    )
    assert [(one.value, one.observed) for one in history] == [
        ("occupied", NOW - 5_000),
        ("free", NOW),
    ]


async def test_one_thing_twice_in_a_batch_is_told_once(store: Database) -> None:
    taken = await write(store, spot(1, "free"), spot(1, "occupied", at=NOW + 1))
    assert taken.outcomes == (Outcome.CREATED, Outcome.CHANGED)
    assert await changes(store) == [[spot(1)["id"]]]


async def test_another_type_for_a_known_id_is_refused(store: Database) -> None:
    await write(store, spot(1))
    taken = await write(store, spot(1) | {"type": "Streetlight"}, spot(2))
    assert isinstance(taken.outcomes[0], Refused)
    assert taken.outcomes[0].reason == "type_changed"
    assert taken.outcomes[1] is Outcome.CREATED


async def test_waiting_batches_share_a_transaction_and_keep_their_answers(store: Database) -> None:
    writer = StateWriter(store)
    batches = [[read_entity(spot(10 * turn + n), NOW) for n in range(3)] for turn in range(8)]
    answers = await asyncio.gather(*(writer.write(batch) for batch in batches))
    assert all(one.outcomes == (Outcome.CREATED,) * 3 for one in answers)
    await writer.idle()
    assert writer.waiting == 0


async def test_whoever_brings_too_much_is_told_to_come_again(store: Database) -> None:
    # iot N4: back-pressure
    writer = StateWriter(store)
    first = asyncio.create_task(writer.write([read_entity(spot(1), NOW)]))
    await asyncio.sleep(0)
    too_many = [read_entity(spot(2), NOW)] * MOST_WAITING
    with pytest.raises(RateLimited):
        await writer.write(too_many)
    assert (await first).outcomes == (Outcome.CREATED,)
    assert await read_one(store, spot(2)["id"]) is None


async def test_a_storage_that_is_gone_is_told_to_the_sender(store: Database) -> None:
    writer = StateWriter(store)
    await store.stop()
    with pytest.raises(StorageUnavailable):
        await writer.write([read_entity(spot(1), NOW)])
    assert writer.waiting == 0
