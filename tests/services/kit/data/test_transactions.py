# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One contract for both databases: what a unit of work may count on."""

import asyncio

import pytest

from services.kit.data import ConstraintBroken, Database, Misuse, Taken, Tx, define, func, select
from services.kit.data.free_list import MOST
from services.kit.data.tables import metadata as kit_metadata
from tests.services.kit.data import pots

pytestmark = pytest.mark.anyio


async def add(
    database: Database,
    id: str,  # noqa: A002
    size: int = 1,
) -> None:
    async def unit(tx: Tx) -> None:
        await tx.run(pots.ADD, id=id, size=size)

    await database.transact(unit)


async def side_by_side(database: Database, units: list) -> list:
    """Values or exceptions of all units, as many at once as there are connections."""
    room = asyncio.Semaphore(MOST if database.dialect == "postgresql" else 1000)

    async def one(unit) -> object:
        async with room:
            return await database.transact(unit)

    return await asyncio.gather(*(one(unit) for unit in units), return_exceptions=True)


async def test_what_a_unit_returns_comes_after_the_commit(store: Database) -> None:
    async def unit(tx: Tx) -> pots.Pot | None:
        assert await tx.run(pots.ADD, id="a", size=3) == 1
        return await tx.one(pots.GET, id="a")

    made = await store.transact(unit)
    assert made == pots.Pot("a", 3, pots.Colour.RED, False, None, None, None)
    assert await store.one(pots.GET, id="a") == made


async def test_every_column_type_comes_back_as_it_went(store: Database) -> None:
    whole = pots.Pot(
        "å", 2**31 - 1, pots.Colour.BLUE, True, 2**53, {"sv": ["é", 1.5, None]}, b"\x00"
    )

    async def unit(tx: Tx) -> None:
        await tx.run(
            pots.ADD_WHOLE, id=whole.id, size=whole.size, colour="blue", cracked=True,
            made=whole.made, label=whole.label, photo=whole.photo,
        )  # fmt: skip

    await store.transact(unit)
    assert await store.many(pots.AMONG, ids=["å"]) == [whole]
    assert await store.scan(pots.AMONG, ids=["å"]) == [whole]


async def test_an_exception_undoes_all_of_the_unit(store: Database) -> None:
    async def unit(tx: Tx) -> None:
        await tx.run(pots.ADD, id="a", size=1)
        await tx.run(pots.ADD, id="b", size=1)
        await tx.emit("parking.pot.made", "a")
        await tx.schedule("pot.water", "pot:a", 5)
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        await store.transact(unit)
    assert await store.one(pots.COUNT) == 0
    for table in ("outbox", "job"):
        assert await count_rows(store, table) == 0


async def count_rows(database: Database, table: str) -> int | None:
    found = kit_metadata.tables[table]
    return await database.one(define(select(func.count()).select_from(found), int))


async def test_a_unique_key_is_taken_once(store: Database) -> None:  # reliability D5
    await add(store, "a")
    with pytest.raises(Taken) as refused:
        await add(store, "a")
    assert refused.value.code == "CONFLICT"
    assert await store.one(pots.COUNT) == 1


async def test_other_constraints_say_which_kind(store: Database) -> None:
    with pytest.raises(ConstraintBroken) as refused:
        await add(store, "a", 0)
    assert refused.value.kind == "check"

    async def plant(tx: Tx) -> None:
        await tx.run(pots.PLANT, name="fern", pot_id="nowhere")

    with pytest.raises(ConstraintBroken) as refused:
        await store.transact(plant)
    assert refused.value.kind == "foreign_key"


async def test_a_refusal_that_an_action_swallows_is_raised_at_the_end(store: Database) -> None:
    await add(store, "a")

    async def unit(tx: Tx) -> str:
        await tx.run(pots.ADD, id="b", size=1)
        try:
            await tx.run(pots.ADD, id="a", size=1)
        except Taken:
            return "all is well"
        return "never"

    with pytest.raises(Taken):
        await store.transact(unit)
    assert await store.one(pots.COUNT) == 1


async def test_after_a_refusal_the_transaction_takes_no_more(store: Database) -> None:
    await add(store, "a")

    async def unit(tx: Tx) -> None:
        try:
            await tx.run(pots.ADD, id="a", size=1)
        except Taken:
            await tx.run(pots.ADD, id="b", size=1)

    with pytest.raises(Taken):
        await store.transact(unit)
    assert await store.one(pots.COUNT) == 1


async def test_a_savepoint_undoes_its_inside_alone(store: Database) -> None:
    await add(store, "a")

    async def unit(tx: Tx) -> None:
        await tx.run(pots.ADD, id="b", size=1)
        try:
            async with tx.savepoint():
                await tx.run(pots.ADD, id="c", size=1)
                await tx.run(pots.ADD, id="a", size=1)
        except Taken:
            await tx.run(pots.ADD, id="d", size=1)
        async with tx.savepoint():
            await tx.run(pots.ADD, id="e", size=1)

    await store.transact(unit)
    found = await store.many(pots.AMONG, ids=["a", "b", "c", "d", "e"])
    assert [pot.id for pot in found] == ["a", "b", "d", "e"]


async def test_reads_see_every_acknowledged_write(store: Database) -> None:
    room = asyncio.Semaphore(5)

    async def one(number: int) -> None:
        async with room:
            await add(store, f"p{number}")
        assert await store.one(pots.GET, id=f"p{number}") is not None

    await asyncio.gather(*(one(number) for number in range(100)))


async def test_units_that_count_up_lose_no_step(store: Database) -> None:
    await add(store, "a", 1)

    async def grow(tx: Tx) -> int:
        return await tx.run(pots.GROW, id="a")

    await side_by_side(store, [grow] * 60)
    grown = await store.one(pots.GET, id="a")
    assert grown is not None
    assert grown.size == 61


async def test_failing_units_never_undo_their_neighbours(store: Database) -> None:  # stack D7
    async def unit(tx: Tx, number: int) -> int:
        await tx.run(pots.ADD, id=f"p{number}", size=1)
        if number % 7 == 3:
            raise LookupError(number)
        await tx.run(pots.GROW, id=f"p{number}")
        return number

    def bound(number: int):
        return lambda tx: unit(tx, number)

    answers = await side_by_side(store, [bound(number) for number in range(200)])
    for number, answer in enumerate(answers):
        if number % 7 == 3:
            assert isinstance(answer, LookupError)
        else:
            assert answer == number
    kept = await store.many(pots.OF_SIZES, sizes=[2])
    assert {pot.id for pot in kept} == {f"p{n}" for n in range(200) if n % 7 != 3}
    assert await store.one(pots.COUNT) == len(kept)


async def test_upsert_skip_update_delete_and_their_counts(store: Database) -> None:
    async def unit(tx: Tx) -> list[object]:
        return [
            await tx.run(pots.PUT, id="a", size=1),
            await tx.run(pots.PUT, id="a", size=5),
            await tx.run(pots.SKIP, id="a", size=9),
            await tx.run(pots.PAINT, key="a", colour="blue"),
            await tx.run(pots.PAINT, key="b", colour="blue"),
            await tx.one(pots.TAKE, id="a"),
            await tx.one(pots.TAKE, id="a"),
            await tx.run(pots.DROP, id="a"),
        ]

    assert await store.transact(unit) == [1, 1, 0, 1, 0, 5, None, 0]


async def test_many_rows_in_one_trip(store: Database) -> None:
    async def unit(tx: Tx) -> None:
        await tx.run_each(pots.ADD, ({"id": f"{n:04}", "size": n + 1} for n in range(500)))

    await store.transact(unit)
    assert await store.one(pots.COUNT) == 500


async def test_lists_of_any_length_are_one_parameter(store: Database) -> None:  # stack D3
    await add(store, "a", 4)
    assert await store.many(pots.AMONG, ids=[]) == []
    assert len(await store.many(pots.AMONG, ids=["a", *map(str, range(5000))])) == 1
    assert len(await store.many(pots.OF_SIZES, sizes=[4, 5])) == 1


async def test_events_carry_the_services_name(store: Database) -> None:
    async def unit(tx: Tx) -> None:
        await tx.emit("care.alarm.raised", "x")

    with pytest.raises(ValueError, match="cannot be called"):
        await store.transact(unit)


async def test_a_timer_is_set_once_and_taken_away_once(store: Database) -> None:  # stack J2
    async def unit(tx: Tx) -> list[bool]:
        return [
            await tx.schedule("pot.water", "pot:a", 5, {"litres": 2}),
            await tx.schedule("pot.water", "pot:a", 9),
            await tx.cancel("pot:a"),
            await tx.cancel("pot:a"),
        ]

    assert await store.transact(unit) == [True, False, True, False]


async def test_a_commit_wakes_those_who_watch(store: Database) -> None:
    woken: list[str] = []
    end = store.watch("outbox", lambda: woken.append("outbox"))
    store.watch("job", lambda: woken.append("job"))

    async def quiet(tx: Tx) -> None:
        await tx.run(pots.ADD, id="a", size=1)

    async def loud(tx: Tx) -> None:
        await tx.emit("parking.pot.made", "a")

    await store.transact(quiet)
    assert woken == []
    await store.transact(loud)
    assert woken == ["outbox"]
    end()
    await store.transact(loud)
    assert woken == ["outbox"]


async def test_one_instant_per_transaction(store: Database, manual_clock) -> None:
    async def unit(tx: Tx) -> tuple[int, int]:
        before = tx.now
        manual_clock.advance(3)
        return before, tx.now

    before, after = await store.transact(unit)
    assert before == after


async def test_audit_goes_through_the_attached_log(store: Database) -> None:
    async def unit(tx: Tx) -> None:
        await tx.audit({"who": "r1"})

    with pytest.raises(ValueError, match="no audit log"):
        await store.transact(unit)
    seen: list[object] = []

    async def log(tx: Tx, entry: object) -> None:
        await tx.run(pots.ADD, id="logged", size=1)
        seen.append(entry)

    store.attach_audit(log)
    await store.transact(unit)
    assert seen == [{"who": "r1"}]
    assert await store.one(pots.COUNT) == 1


async def test_a_write_outside_a_unit_is_refused(store: Database) -> None:
    await add(store, "a")
    for ask in (store.one, store.many, store.scan):
        with pytest.raises(Misuse, match="needs transact"):
            await ask(pots.TAKE, id="a")
    assert await store.one(pots.COUNT) == 1


async def test_a_store_that_runs_is_writable(store: Database) -> None:
    assert await store.writable()
