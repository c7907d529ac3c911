# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Kill a writer or a worker again and again, and compare the database with what was promised."""

import random

from services.kit.data import Database, Tx, migrate
from tests.support.ledger import ALL, EVENTS, JOBS, KIND, Victim


async def open_ledger(url: str) -> Database:
    """A started database with the table of entries."""
    database = Database.open(url, service="ledger")
    await database.start()
    await migrate(database)
    if "tests.ledger" not in await database.versions():
        await database.apply("tests.ledger", [(1, "tests.support.ledger_step")])
    return database


async def kill_writers(url: str, kills: int, chance: random.Random) -> int:
    """Kill a busy writer `kills` times; how many writes were acknowledged. Every one must be there."""
    acknowledged: set[str] = set()
    database = await open_ledger(url)
    await database.stop()
    for number in range(kills):
        said = Victim("write", url, f"k{number}").lines_until_killed(chance.randrange(20, 1500))
        acknowledged.update(said)
        database = await open_ledger(url)
        kept = set(await database.many(ALL))
        events = await database.many(EVENTS)
        await database.stop()
        assert acknowledged <= kept, f"{len(acknowledged - kept)} acknowledged writes are gone"
        assert sorted(events) == sorted(kept), "a row and its event are one"
    return len(acknowledged)


async def kill_workers(url: str, timers: int, kills: int, chance: random.Random) -> None:
    """Kill a worker while it runs `timers` timers; each must have had its effect once."""
    database = await open_ledger(url)

    async def unit(tx: Tx) -> None:
        for number in range(timers):
            await tx.schedule(KIND, f"t{number}", tx.now, {})

    await database.transact(unit)
    await database.stop()
    for number in range(kills):
        Victim("work", url, str(number)).lines_until_killed(chance.randrange(0, 2))
    while True:
        database = await open_ledger(url)
        left = await database.one(JOBS)
        effects = await database.many(EVENTS)
        await database.stop()
        if not left:
            break
        Victim("work", url, "last").lines_until_killed(20)
    assert sorted(effects) == sorted(f"t{number}" for number in range(timers))
