# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Deliberation: statements in, moderated first; votes; groups, consensus and what to ask next."""

import secrets
from pathlib import Path

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, Problem
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
from services.participation.domain.deliberation.groups import Shown, find_groups
from services.participation.domain.deliberation.opinions import (
    extremity,
    find_space,
    joins,
    project,
)
from services.participation.domain.deliberation.statements import (
    Representative,
    consensus,
    divisive,
    draw,
    priority,
    representative,
    tally,
)
from services.participation.domain.words import LONGEST_STATEMENT, WordState, checked_text
from services.participation.store import papers as store

KIND, VOTE = "statement", "vote"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Something to agree or disagree with."""

    id: str
    text: str
    language: str
    author: str
    is_seed: bool = False
    is_meta: bool = False
    created_at: int = 0


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """People who vote alike, and the statements that tell them apart."""

    size: int
    representative: list[Representative]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """What a deliberation looks like now; ids of statements in their order."""

    statements: list[str]
    participants: int
    groups: list[Group]
    consensus: list[Representative]
    divisive: list[int]


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


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Votes as a matrix, with the names of its rows and columns."""

    people: list[str]
    statements: list[Statement]
    votes: list[list[int | None]]


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


async def read_picture(database: Database, topic: str) -> Picture:
    """Groups and statements as they stand now."""
    table = await read_table(database, topic)
    size = len(table.statements)
    inside = joins(table.votes)
    votes = [table.votes[n] for n in inside]
    groups: list[int] = []
    if votes and size:
        space = find_space(votes)
        groups, _ = find_groups([project(row, space) for row in votes], Shown())
    return Picture(
        statements=[each.id for each in table.statements],
        participants=len(table.people),
        groups=[
            Group(
                size=groups.count(group),
                representative=representative(votes, groups, group, size),
            )
            for group in sorted(set(groups))
        ],
        consensus=consensus(table.votes, size) if table.votes else [],
        divisive=divisive(votes, groups, size) if groups else [],
    )


async def next_statement(
    database: Database, caller: Caller, topic: str, folder: Path | None
) -> Statement | None:
    """One that the caller has not voted on, drawn by how much it would tell."""
    require(caller, "participation.word.write")
    table = await read_table(database, topic)
    name = secret_name(mark_key(folder), topic, caller.sub)
    own = table.votes[table.people.index(name)] if name in table.people else None
    space = find_space(table.votes) if table.votes else None
    everybody = range(len(table.votes))
    weights: list[tuple[str, float]] = []
    for n, each in enumerate(table.statements):
        if own is not None and own[n] is not None:
            continue
        counted = tally(table.votes, everybody, n)
        passes = counted.seen - counted.agree - counted.disagree
        far = extremity(space, n) if space else 0.0
        weights.append(
            (each.id, priority(counted.agree, passes, counted.seen, far, is_meta=each.is_meta))
        )
    chosen = draw(weights, secrets.randbelow(2**32) / 2**32)
    return next((each for each in table.statements if each.id == chosen), None)
