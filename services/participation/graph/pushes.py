# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What participation tells as it happens: turnout, phases, results."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from services.kit.graph import Info, broadcast, local_id
from services.kit.graph_guard import permission
from services.participation.actions.polls import read_poll
from services.participation.graph.polls import PollGraph, TurnoutGraph, turnout_of

Id = Annotated[strawberry.ID, strawberry.argument(description="The poll.")]


@strawberry.type
class Subscription:
    """What is told as it happens."""

    @strawberry.subscription(
        description="Turnout, now and at every change; from the registrar alone.",
        extensions=[permission("participation.public.read"), broadcast(opens=True)],
    )
    async def participation_turnout_changed(
        self, info: Info, poll: Id
    ) -> AsyncGenerator[TurnoutGraph]:
        """Turnout as it grows."""
        key, context = local_id("ParticipationPoll", poll), info.context
        wanted = "participation.turnout.changed"
        async with aclosing(context.live.listen(wanted, subject=key)) as events:
            while True:
                yield await turnout_of(key, info)
                await anext(events)

    @strawberry.subscription(
        description="A poll, now and whenever it moves on; its result when it has been counted.",
        extensions=[permission("participation.public.read"), broadcast(opens=True)],
    )
    async def participation_poll_changed(self, info: Info, poll: Id) -> AsyncGenerator[PollGraph]:
        """The poll through its life."""
        key, context = local_id("ParticipationPoll", poll), info.context
        wanted = "participation.poll.moved"
        async with aclosing(context.live.listen(wanted, subject=key)) as events:
            while True:
                yield PollGraph(row=await read_poll(context.database, key))
                await anext(events)
