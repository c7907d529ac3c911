# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Participatory budgeting through its phases: projects in, valued, voted on, followed."""

from pathlib import Path

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.papers import (
    add_paper,
    body_of,
    change_paper,
    drop_mark,
    mark_key,
    put_mark,
    read_paper,
    secret_name,
    tell,
)
from services.participation.actions.polls import draft_poll, open_drafted
from services.participation.domain.budgets import (
    BudgetPhase,
    BudgetProcess,
    Heading,
    Project,
    ProjectState,
    move_project,
    must_allow,
    next_phase,
)
from services.participation.domain.polls import Choice, Eligible, Poll, PollKind
from services.participation.domain.words import (
    LONGEST_PROPOSAL,
    LONGEST_TITLE,
    checked_key,
    checked_text,
)
from services.participation.store import papers as store
from services.participation.store import polls as poll_store
from services.participation.store.papers import Paper

KIND, PROJECT, SUPPORT = "budget", "project", "project-support"
MOST = 5_000


class Ballots(msgspec.Struct, frozen=True, kw_only=True):
    """How the ballots of a process are held."""

    kind: PollKind
    opens_at: int
    closes_at: int
    qualifying_date: str
    least_age: int = 13
    most: int = 0
    points: int = 0


async def start_process(tx: Tx, caller: Caller, given: BudgetProcess) -> BudgetProcess:
    """Draft a process."""
    require(caller, "participation.poll.manage")
    checked_key(given.id, "key")
    keys = [checked_key(heading.id, "headings") for heading in given.headings]
    if not keys or len(set(keys)) != len(keys) or any(h.budget <= 0 for h in given.headings):
        raise InputInvalid(path=("headings",))
    await add_paper(tx, KIND, given, author=caller.sub, state=BudgetPhase.DRAFTING.value)
    return given


async def advance(
    tx: Tx, caller: Caller, key: str, ballots: Ballots | None, *, folder: Path | None
) -> BudgetPhase:
    """Go to the next phase; balloting opens a poll per heading, finishing takes their results over."""
    require(caller, "participation.poll.manage")
    held = await read_paper(tx, KIND, key)
    phase = next_phase(BudgetPhase(held.state))
    body = body_of(held, BudgetProcess)
    if phase is BudgetPhase.BALLOTING:
        if ballots is None:
            raise InputInvalid(path=("ballots",))
        body = await _open_polls(tx, caller, body, ballots, folder=folder)
    if phase is BudgetPhase.FINISHED:
        await _take_results(tx, body)
    await change_paper(tx, held, state=phase.value, body=body)
    await tx.emit("participation.budget.moved", subject=key, data={"id": key, "phase": phase.value})
    return phase


async def _projects(tx: Tx, process: str) -> list[Paper]:
    return await tx.many(store.papers_of, kind=PROJECT, parent=process, after="", limit=MOST)


async def _open_polls(
    tx: Tx, caller: Caller, process: BudgetProcess, ballots: Ballots, *, folder: Path | None
) -> BudgetProcess:
    rows = await _projects(tx, process.id)
    headings: list[Heading] = []
    for heading in process.headings:
        chosen = [
            (row, body)
            for row in rows
            if row.state == ProjectState.FEASIBLE.value
            and (body := body_of(row, Project)).heading == heading.id
        ]
        if not chosen:
            headings.append(heading)
            continue
        poll = _poll(process, heading, [body for _, body in chosen], ballots)
        await draft_poll(tx, caller, poll)
        await open_drafted(tx, poll.id, folder)
        for row, _ in chosen:
            state = move_project(ProjectState(row.state), "ballot")
            await change_paper(tx, row, state=state.value)
        headings.append(msgspec.structs.replace(heading, poll=poll.id))
    return msgspec.structs.replace(process, headings=tuple(headings))


def _poll(
    process: BudgetProcess, heading: Heading, projects: list[Project], ballots: Ballots
) -> Poll:
    return Poll(
        id=f"{process.id}-{heading.id}",
        kind=ballots.kind,
        title=heading.title,
        question=process.title,
        choices=tuple(Choice(id=p.id, title={"sv": p.title}, cost=p.cost) for p in projects),
        eligible=Eligible(
            qualifying_date=ballots.qualifying_date,
            least_age=ballots.least_age,
            districts=(heading.district,) if heading.district else (),
        ),
        opens_at=ballots.opens_at,
        closes_at=ballots.closes_at,
        rule=process.rule,
        most=ballots.most,
        points=ballots.points,
        budget=heading.budget,
        budget_process=process.id,
    )


async def _take_results(tx: Tx, process: BudgetProcess) -> None:
    rows = {row.id: row for row in await _projects(tx, process.id)}
    for heading in process.headings:
        if not heading.poll:
            continue
        outcome = await tx.one(poll_store.outcome_of, poll=heading.poll)
        if outcome is None:
            raise InputInvalid(path=("poll",))
        winners = set(outcome.result["record"]["winners"])
        for row in rows.values():
            if row.state == ProjectState.ON_BALLOT.value and (
                body_of(row, Project).heading == heading.id
            ):
                verb = "win" if row.id in winners else "lose"
                await change_paper(tx, row, state=move_project(ProjectState(row.state), verb).value)
                await tell(tx, row.author, row.id)


async def submit(tx: Tx, caller: Caller, given: Project) -> Project:
    """Hand in a project while the process accepts them."""
    require(caller, "participation.proposal.write")
    process = await read_paper(tx, KIND, given.process)
    must_allow(BudgetPhase(process.state), "submit")
    body_of(process, BudgetProcess).heading(given.heading)
    tidy = msgspec.structs.replace(
        given,
        title=checked_text(given.title, LONGEST_TITLE),
        text=checked_text(given.text, LONGEST_PROPOSAL),
        author=caller.sub,
        created_at=tx.now,
    )
    await add_paper(
        tx, PROJECT, tidy, author=caller.sub, state=ProjectState.SUBMITTED.value,
        parent=given.process,
    )  # fmt: skip
    return tidy


async def value(
    tx: Tx, caller: Caller, key: str, *, cost: int, unit: str, reason: str = ""
) -> Project:
    """A unit says what a project costs, or why it cannot be done."""
    require(caller, "participation.poll.manage")
    held = await read_paper(tx, PROJECT, key)
    process = await read_paper(tx, KIND, held.parent)
    verb = "refuse" if reason else "value"
    must_allow(BudgetPhase(process.state), verb)
    if not unit.strip() or (verb == "value" and cost <= 0):
        raise InputInvalid(path=("cost",))
    body = msgspec.structs.replace(body_of(held, Project), cost=cost, unit=unit, reason=reason)
    await change_paper(
        tx, held, state=move_project(ProjectState(held.state), verb).value, body=body
    )
    await tell(tx, held.author, key)
    return body


async def support_project(
    tx: Tx, caller: Caller, key: str, *, folder: Path | None, wants: bool = True
) -> int:
    """Support in secret while projects are selected; never carried over into the vote (E4)."""
    require(caller, "participation.proposal.write")
    held = await read_paper(tx, PROJECT, key)
    process = await read_paper(tx, KIND, held.parent)
    must_allow(BudgetPhase(process.state), "support")
    name = secret_name(mark_key(folder), key, caller.sub)
    await (put_mark if wants else drop_mark)(tx, SUPPORT, key, name)
    return await tx.one(store.count_marks, kind=SUPPORT, paper=key) or 0


async def deliver(tx: Tx, caller: Caller, key: str, percent: int) -> Project:
    """How far a funded project has come."""
    require(caller, "participation.poll.manage")
    held = await read_paper(tx, PROJECT, key)
    must_allow(BudgetPhase((await read_paper(tx, KIND, held.parent)).state), "deliver")
    if not 0 <= percent <= 100:  # noqa: PLR2004
        raise InputInvalid(path=("percent",))
    body = msgspec.structs.replace(body_of(held, Project), delivered_percent=percent)
    await change_paper(
        tx, held, state=move_project(ProjectState(held.state), "deliver").value, body=body
    )
    return body


async def read_process(database: Database, key: str) -> Paper | None:
    """A process, or None."""
    return await database.one(store.paper_by_id, id=key, kind=KIND)
