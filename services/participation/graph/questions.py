# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of participation."""

from typing import Annotated

import strawberry

from services.kit.errors import NotFound
from services.kit.graph import Connection, Info, asked, local_id, page
from services.kit.graph_guard import permission
from services.participation.actions.polls import list_polls, read_poll
from services.participation.graph.polls import PollGraph

First = Annotated[int | None, strawberry.argument(description="How many at most: 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="Begin after this cursor.")]
Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]


@strawberry.type
class PollQuestions:
    """Questions about polls."""

    @strawberry.field(
        description="Polls that have been published.",
        extensions=[permission("participation.public.read")],
    )
    async def participation_polls(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[PollGraph]:
        """A page of polls."""
        wanted = asked(first, after)
        rows, total = await list_polls(info.context.database, wanted)
        return page(
            rows, wanted, total=total, place=lambda row: row.id, node=lambda row: PollGraph(row=row)
        )

    @strawberry.field(description="A poll.", extensions=[permission("participation.public.read")])
    async def participation_poll(self, info: Info, id: Id) -> PollGraph | None:
        """A poll, or null."""
        try:
            row = await read_poll(info.context.database, local_id("ParticipationPoll", id))
        except NotFound:
            return None
        return PollGraph(row=row)
