# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Deliberation: statements in, moderated first; votes; groups, consensus and what to ask next."""

import asyncio
import secrets
from pathlib import Path

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, Problem
from services.kit.jobs import Effect, Job
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.papers import (
    add_paper,
    body_of,
    list_papers,
    mark_key,
    put_mark,
    read_paper,
    secret_name,
)
from services.participation.domain.deliberation.pictures import Kept, Statement, Table, recompute
from services.participation.domain.deliberation.statements import draw, priority
from services.participation.domain.words import LONGEST_STATEMENT, WordState, checked_text
from services.participation.store import papers as store
from services.participation.store.papers import Paper, Seen

KIND, VOTE = "statement", "vote"
REGROUP_MS = 60_000
"""A deliberation is recomputed at most this often, and only when somebody has voted."""


async def state_(
    tx: Tx, caller: Caller, topic: str, given: Statement, *, may_seed: bool = False
) -> Statement:
    """Write a statement; nobody reads it before a moderator has (strict by default)."""
    require(caller, "participation.word.write")
    if may_seed:
        require(caller, "participation.moderation.act")
    tidy = msgspec.structs.replace(
        given,
        text=checked_text(given.text, LONGEST_STATEMENT),
        author=caller.sub,
        is_seed=may_seed,
        created_at=tx.now,
    )
    state = WordState.VISIBLE if may_seed else WordState.PENDING
    await add_paper(tx, KIND, tidy, author=caller.sub, state=state.value, parent=topic)
    return tidy


async def vote(tx: Tx, caller: Caller, key: str, choice: int, folder: Path | None) -> None:
    """Agree (+1), disagree (-1) or pass (0); a later vote replaces."""
    require(caller, "participation.word.write")
    held = await read_paper(tx, KIND, key)
    if held.state != WordState.VISIBLE.value:
        raise Problem("PARTICIPATION_STATE_WRONG")
    if choice not in (-1, 0, 1):
        raise InputInvalid(path=("choice",))
    name = secret_name(mark_key(folder), held.parent, caller.sub)
    await put_mark(tx, VOTE, key, name, value=choice)
    await see_anew(tx, held.parent)


async def see_anew(tx: Tx, topic: str) -> None:
    """Set the timer of the next recompute; there is one at a time."""
    slot = tx.now // REGROUP_MS + 1
    due = slot * REGROUP_MS
    await tx.schedule("participation.regroup", f"regroup:{topic}:{slot}", due, {"topic": topic})


async def read_table(database: Database, topic: str) -> Table:
    """All votes on visible statements of a topic."""
    rows = await list_papers(database, KIND, topic)
    shown = [body_of(row, Statement) for row in rows if row.state == WordState.VISIBLE.value]
    place = {each.id: n for n, each in enumerate(shown)}
    by_person: dict[str, list[int | None]] = {}
    for mark in await database.scan(store.votes_in, parent=topic):
        if mark.paper in place:
            empty: list[int | None] = [None] * len(shown)
            by_person.setdefault(mark.person, empty)[place[mark.paper]] = mark.value
    return Table(people=list(by_person), statements=shown, votes=list(by_person.values()))


async def regroup(database: Database, job: Job) -> Effect:
    """Recompute outside any transaction; what is kept lasts over restarts, so groups stay steady."""
    topic: str = job.payload["topic"]
    held = await database.one(store.opinion_of, topic=topic)
    table = await read_table(database, topic)
    before = held.body if held else Kept()
    kept = await asyncio.to_thread(recompute, table, before)

    async def keep(tx: Tx, job: Job) -> None:
        del job
        if kept is not before:
            await tx.run(store.put_opinion, topic=topic, computed_at=tx.now, body=kept)
            await tx.emit("participation.opinions.grouped", subject=topic, data={"topic": topic})

    return keep


async def read_picture(database: Database, topic: str) -> Seen:
    """Groups and statements as the last recompute saw them; an empty picture before the first."""
    found = await database.one(store.opinion_of, topic=topic)
    return found or Seen(topic=topic, computed_at=0, body=Kept())


async def next_statement(
    database: Database, caller: Caller, topic: str, folder: Path | None
) -> Paper | None:
    """One that the caller has not voted on, drawn by how much it would tell."""
    require(caller, "participation.word.write")
    name = secret_name(mark_key(folder), topic, caller.sub)
    voted = set(await database.many(store.voted_by, parent=topic, person=name))
    weights = (await read_picture(database, topic)).body.weights
    rows = await list_papers(database, KIND, topic)
    asked = {row.id: row for row in rows
             if row.state == WordState.VISIBLE.value and row.id not in voted}  # fmt: skip
    fresh = {
        key: priority(0, 0, 0, 0.0, is_meta=body_of(row, Statement).is_meta)
        for key, row in asked.items()
    }
    known = {key: weights.get(key, weight) for key, weight in fresh.items()}
    chosen = draw(list(known.items()), secrets.randbelow(2**32) / 2**32)
    return None if chosen is None else asked[chosen]
