# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of the ballot box: cast without a name, read the board, ask for proofs."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from services.ballotbox import store
from services.ballotbox.actions import reading
from services.ballotbox.actions.casting import Cast, cast, read_board
from services.ballotbox.actions.keys import board_key
from services.ballotbox.actions.publishing import public_entry
from services.ballotbox.domain.boards import Definition
from services.kit.context import Context
from services.kit.crypto import board
from services.kit.errors import InputInvalid, Problem
from services.kit.policy.routes import public_route

_OPEN = public_route("a ballot carries its own right, and the board is for everybody")
Held = NamedDependency[Context]
Poll = Annotated[str, PathParameter(description="The poll.")]
Size = Annotated[
    int | None, QueryParameter(description="Size of the board; the newest without it.")
]
MOST_ENTRIES = 1000
IDENTITIES = ("authorization", "cookie", "dpop", "traceparent", "x-device-id")


class BoardView(msgspec.Struct, frozen=True, kw_only=True):
    """What a voter's device compares with what the registrar says (S8)."""

    definition: Definition
    state: str
    size: int
    board_key: str
    """Ed25519 public key of the board, hexadecimal."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the board."""

    start: int
    size: int
    entries: list[dict[str, Any]]


@get("/{poll:str}", guards=[_OPEN])
async def read_poll(context: Held, poll: Poll) -> BoardView:
    """The frozen definition, the state and the key of the board."""
    held = await read_board(context.database, poll)
    public = board.public_bytes(board_key(context.resources.folder))
    return BoardView(
        definition=held.definition, state=held.state.value, size=held.size, board_key=public.hex()
    )


@post("/{poll:str}/ballots", guards=[_OPEN])
async def cast_ballot(
    request: Request[Any, Any, State], context: Held, poll: Poll, data: JSONBody[Cast]
) -> board.Receipt:
    """Take a ballot and answer with a signed receipt. A request that says who sends it is refused."""
    if any(name in request.headers for name in IDENTITIES):
        raise Problem("BALLOT_WITH_IDENTITY")
    return await cast(context.database, board_key(context.resources.folder), poll, data)


@get("/{poll:str}/sth", guards=[_OPEN])
async def read_signed_head(context: Held, poll: Poll, size: Size = None) -> board.Head:
    """The signed head of the board."""
    return await reading.read_head(context.database, poll, size)


@get("/{poll:str}/proof/inclusion", guards=[_OPEN])
async def read_inclusion(
    context: Held,
    poll: Poll,
    leaf: Annotated[str, QueryParameter(description="Leaf hash from the receipt.")],
    size: Size = None,
) -> reading.Proof:
    """That a leaf stands on the board."""
    return await reading.prove_inclusion(context.database, poll, leaf, size)


@get("/{poll:str}/proof/consistency", guards=[_OPEN])
async def read_consistency(
    context: Held,
    poll: Poll,
    first: Annotated[int, QueryParameter(description="Size of the earlier board.")],
    second: Annotated[int, QueryParameter(description="Size of the later board.")],
) -> reading.Proof:
    """That the board only grew."""
    return await reading.prove_consistency(context.database, poll, first, second)


@get("/{poll:str}/entries", guards=[_OPEN])
async def read_entries(
    context: Held,
    poll: Poll,
    start: Annotated[int, QueryParameter(ge=0, description="First position.")] = 0,
    end: Annotated[
        int, QueryParameter(ge=0, description="Behind the last position.")
    ] = MOST_ENTRIES,
) -> Page:
    """Lines of the board; with their openings once the poll has closed."""
    if not start <= end <= start + MOST_ENTRIES:
        raise InputInvalid(path=("end",))
    held = await read_board(context.database, poll)
    rows = await context.database.many(store.entries_between, poll=poll, start=start, end=end)
    counted = {
        each.serial_hash: each.leaf
        for each in await context.database.scan(store.serials_of, poll=poll)
    }
    entries = [public_entry(row, row.opening, counted) for row in rows]
    return Page(start=start, size=held.size, entries=entries)


routes = [read_poll, cast_ballot, read_signed_head, read_inclusion, read_consistency, read_entries]
