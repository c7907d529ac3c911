# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A participatory budget through its ten phases: projects valued, voted on in two purses, delivered."""

import pytest

from services.kit.errors import Problem
from services.participation.actions import budgets
from services.participation.domain.budgets import (
    BudgetPhase,
    BudgetProcess,
    Heading,
    Project,
    ProjectState,
    next_phase,
)
from services.participation.domain.polls import PollKind
from services.participation.store import papers as store
from services.participation.store import polls as poll_store
from tests.services.participation.city import DAY, OFFICER, City, resident

pytestmark = pytest.mark.anyio
PROCESS = BudgetProcess(
    id="mb",
    title={"sv": "Medborgarbudget"},
    headings=(
        Heading(id="stad", title={"sv": "Hela staden"}, budget=100),
        Heading(id="farsta", title={"sv": "Farsta"}, budget=50, district="Farsta"),
    ),
    rule="greedy-skip",
)


def test_there_are_ten_phases_in_order():
    phase, seen = BudgetPhase.DRAFTING, 1
    while phase is not BudgetPhase.FINISHED:
        phase, seen = next_phase(phase), seen + 1
    assert seen == 10


def project(key: str, heading: str = "stad") -> Project:
    return Project(
        id=key,
        process="mb",
        heading=heading,
        title=f"Projekt {key}",
        text="Bra.",
        language="sv",
        author="",
    )


async def advance(city: City, ballots: budgets.Ballots | None = None) -> BudgetPhase:
    return await city.database.transact(
        lambda tx: budgets.advance(tx, OFFICER, "mb", ballots, folder=city.folder)
    )


async def state(city: City, key: str) -> str:
    row = await city.database.one(store.paper_by_id, id=key, kind="project")
    return row.state


async def test_from_draft_to_delivery(small_city: City) -> None:
    city = small_city
    await city.register(3, district="Farsta")
    run = city.database.transact
    await run(lambda tx: budgets.start_process(tx, OFFICER, PROCESS))
    with pytest.raises(Problem) as early:
        await run(lambda tx: budgets.submit(tx, resident(0), project("a")))
    assert early.value.code == "PARTICIPATION_STATE_WRONG"
    await advance(city)
    await advance(city)
    for key, heading in (("a", "stad"), ("b", "stad"), ("c", "farsta"), ("d", "stad")):
        await run(lambda tx, k=key, h=heading: budgets.submit(tx, resident(0), project(k, h)))
    await advance(city)
    await advance(city)
    supports = [
        await run(lambda tx, n=n: budgets.support_project(tx, resident(n), "a", folder=city.folder))
        for n in (0, 1, 1)
    ]
    assert supports == [1, 2, 2]
    await advance(city)
    for key, cost in (("a", 80), ("b", 60), ("c", 40)):
        await run(lambda tx, k=key, c=cost: budgets.value(tx, OFFICER, k, cost=c, unit="Trafik"))
    await run(
        lambda tx: budgets.value(tx, OFFICER, "d", cost=0, unit="Trafik", reason="Ryms inte.")
    )
    assert await state(city, "d") == ProjectState.INADMISSIBLE
    await advance(city)
    now = city.clock.now_ms()
    with pytest.raises(Problem):
        await advance(city)
    held = budgets.Ballots(
        kind=PollKind.KNAPSACK, opens_at=now, closes_at=now + DAY, qualifying_date="2026-01-01"
    )
    assert await advance(city, held) is BudgetPhase.BALLOTING
    await city.until(lambda: city.has_board("mb-farsta"))
    counted = {}
    for poll_id, ballot in (("mb-stad", ["b"]), ("mb-farsta", ["c"])):
        row = await city.database.one(poll_store.poll_by_id, id=poll_id)
        assert row.body.roll_size == 3
        await city.vote(row.body, resident(0), {"kind": "knapsack", "choices": ballot})
        await city.close(poll_id)
        counted[poll_id] = (await city.outcome(poll_id)).result["record"]
    votes = {key: fate.get("score") for key, fate in counted["mb-stad"]["fates"].items()}
    assert votes == {"a": 0, "b": 1}  # two supports of a never became votes (E4)
    assert await city.database.one(store.count_marks, kind="project-support", paper="a") == 2
    await advance(city)
    await advance(city)
    assert [await state(city, key) for key in "abc"] == ["not_funded", "winner", "winner"]
    await run(lambda tx: budgets.deliver(tx, OFFICER, "b", 60))
    row = await city.database.one(store.paper_by_id, id="b", kind="project")
    assert (row.state, row.body["delivered_percent"]) == ("delivered", 60)
    with pytest.raises(Problem):
        await advance(city)
