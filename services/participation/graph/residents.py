# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What participation adds to a resident: polls that wait for her vote."""

import strawberry

from services.kit.graph import Info
from services.kit.graph.feed import FeedItem, feed_item
from services.kit.graph_guard import guarded, permission
from services.participation.actions.waiting import waiting_polls
from services.participation.graph.feed import poll_items
from services.participation.graph.marks import WORD
from services.participation.graph.words import EntityKey, chosen_text


@strawberry.federation.type(
    name="Resident",
    keys=["id"],
    description="A person the city knows; participation adds what waits for her vote.",
    directives=[WORD],
)
class ResidentType:
    """A resident, as far as participation knows her."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")

    @strawberry.field(
        description="Polls that wait for her vote, for the personal feed.",
        extensions=[permission("participation.feed.read")],
    )
    async def participation_feed(self, info: Info) -> list[FeedItem] | None:
        """An item per open poll in which she has not taken her right."""
        context = info.context
        rows = await waiting_polls(
            context.database, context.caller, str(self.id), context.resources.folder
        )
        titles = {row.id: chosen_text(row.body.title, context.locale) for row in rows}
        return [feed_item(one, info) for one in poll_items(rows, titles)]

    @classmethod
    @guarded("participation.public.read")
    async def resolve_references(
        cls, keys: "list[EntityKey]", info: Info
    ) -> "list[ResidentType | None]":
        """Stand-ins for residents; what they may see is judged field by field."""
        del info
        return [cls(id=strawberry.ID(key.id)) for key in keys]
