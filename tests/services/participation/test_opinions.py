# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opinion groups stay who they are while votes come in and services restart (sheet 3, Deliberation)."""

import random
from pathlib import Path

import pytest

from services.kit.crypto.files import secret_file
from services.kit.wire.caller import Caller, CallerKind
from services.participation.actions import deliberation, moderating
from services.participation.actions.papers import mark_key, secret_name
from services.participation.domain.deliberation.pictures import Kept, Statement, recompute
from tests.services.participation.city import City, opened_city, resident

pytestmark = pytest.mark.anyio
MODERATOR = Caller(kind=CallerKind.STAFF, sub="moderator-1", loa=3, roles=("moderator",))
TOPIC = "torget"
CAMPS = [[1, 1, 1, 1, -1, -1, -1, -1], [-1, -1, -1, -1, 1, 1, 1, 1], [1, 1, -1, -1, 1, 1, -1, -1]]
chance = random.Random()


async def ask(city: City) -> None:
    """Eight statements that a moderator has let through."""

    async def unit(tx) -> None:
        for n in range(8):
            said = Statement(id=f"s{n}", text=f"Mening {n}", language="sv", author="")
            await deliberation.state_(tx, resident(1), TOPIC, said)
            await moderating.judge(tx, MODERATOR, moderating.Judge(target=f"s{n}", verb="approve"))

    await city.database.transact(unit)


async def vote(city: City, people: range, camp: int) -> None:
    """People of a camp vote on nearly everything, each in her own way."""

    async def unit(tx) -> None:
        for person in people:
            left_out = chance.randrange(8)
            for n, choice in enumerate(CAMPS[camp]):
                given = 0 if n == left_out else choice
                await deliberation.vote(tx, resident(person), f"s{n}", given, city.folder)

    await city.database.transact(unit)


async def regrouped(city: City) -> Kept:
    """What the next recompute makes of the votes."""
    table = await deliberation.read_table(city.database, TOPIC)
    city.clock.advance(deliberation.REGROUP_MS / 1000)

    async def done() -> bool:
        await city.registrar._worker.run_due()
        seen = await deliberation.read_picture(city.database, TOPIC)
        return seen.body.digest == table.digest

    await city.until(done)
    return (await deliberation.read_picture(city.database, TOPIC)).body


async def test_groups_are_steady_over_restarts(database_url: str, tmp_path: Path) -> None:
    keys = tmp_path / "keys-of-the-city"
    secret_file(keys / "keys" / "marks.key", lambda: bytes(32))  # the same names in every run
    chance.seed(7)
    async with opened_city(database_url, keys, keep=True) as city:
        await ask(city)
        await vote(city, range(20), 0)
        await vote(city, range(20, 36), 1)
        first = await regrouped(city)
        assert [group.size for group in first.picture.groups] == [20, 16]
    shown = []
    for restart in range(4):
        async with opened_city(database_url, keys, keep=restart < 3) as city:
            kept = (await deliberation.read_picture(city.database, TOPIC)).body
            assert len(kept.members) == 36 + 8 * restart  # remembered, not computed anew
            await vote(city, range(36 + 8 * restart, 44 + 8 * restart), 2)
            seen = await regrouped(city)
            shown.append(len(seen.picture.groups))
            table = await deliberation.read_table(city.database, TOPIC)
            assert len(recompute(table, Kept()).picture.groups) == 3  # what a fresh look would show
    assert shown == [2, 2, 2, 3]  # four recomputes in a row prefer three


async def test_the_same_votes_again_are_no_recompute(small_city: City) -> None:
    city = small_city
    await ask(city)
    await vote(city, range(20), 0)
    await regrouped(city)
    before = await deliberation.read_picture(city.database, TOPIC)
    table = await deliberation.read_table(city.database, TOPIC)
    choice = next(row[0] for name, row in zip(table.people, table.votes, strict=True)
                  if name == secret_name(mark_key(city.folder), TOPIC, "person-3"))  # fmt: skip
    again = deliberation.vote
    await city.database.transact(lambda tx: again(tx, resident(3), "s0", choice, city.folder))
    city.clock.advance(deliberation.REGROUP_MS / 1000)
    await city.registrar._worker.run_due()
    assert await deliberation.read_picture(city.database, TOPIC) == before
