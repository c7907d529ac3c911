# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""My feed: what waits for me in every service, in one order (cityinfo F1-F4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry

from i18n import t
from services.kit.clock import instant
from services.kit.errors import InputInvalid
from services.kit.graph import Info, LocalizedText, localized
from services.kit.graph.feed import (
    FeedItem,
    FeedPriority,
    Wanting,
    feed_item,
    feed_sources,
    gather_feed,
    required_feeds,
)
from services.kit.graph_guard import permission
from services.kit.policy import decide
from services.kit.privacy import public_data
from services.kit.roster import deployed
from services.kit.wire.notice import Urgency
from services.residents.actions.inbox import unread
from services.residents.actions.sending import SOMETHING
from services.residents.domain.inbox import Message

MANIFESTS = deployed()
SOURCES = tuple(name for name, each in MANIFESTS.items() if each.feed and name != "residents")
"""The services of this deployment that have a feed."""

MOST_ITEMS = 100

Since = Annotated[
    datetime | None, strawberry.argument(description="Only what is newer; null: everything.")
]
First = Annotated[int, strawberry.argument(description="How many at most: 1 to 100.")]


@strawberry.type(
    description="A service whose part of the feed cannot be shown now.", directives=[public_data()]
)
class SilentService:
    """A service that did not answer."""

    service: str = strawberry.field(description="Its name.")
    title: LocalizedText = strawberry.field(description="What people call it.")
    sentence: LocalizedText = strawberry.field(description="What to tell the person.")


@strawberry.type(description="What waits for a resident, from every service, in one order.")
class Feed:
    """One feed over every service, without a copy of anybody's data."""

    items: list[FeedItem] = strawberry.field(
        description="By priority, then by due date, then newest first; never by a profile of her."
    )
    unavailable: list[SilentService] = strawberry.field(
        description="Services that did not answer: their part is missing, not empty."
    )


_Sources: Any = feed_sources(SOURCES) if SOURCES else object


@strawberry.type
class FeedReader(_Sources):
    """A resident with what the services told about her in the representation."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    answers: strawberry.Private[Mapping[str, Any] | None] = None

    @strawberry.federation.field(
        description="What waits for her in every service.",
        requires=required_feeds(SOURCES),
        extensions=[permission("residents.me.read")],
    )
    async def feed(self, info: Info, since: Since = None, first: First = 50) -> Feed | None:
        """One ordered feed."""
        if not 1 <= first <= MOST_ITEMS:
            raise InputInvalid(path=("first",), max=MOST_ITEMS)
        now = instant(info.context.clock.now_ms())
        own = await _letters(str(self.id), info)
        gathered = gather_feed(self.answers or {}, SOURCES, own, now=now)
        items = [one for one in gathered.items if since is None or one.created_at > since]
        return Feed(
            items=items[:first],
            unavailable=[silent_service(name, info) for name in gathered.unavailable],
        )


def silent_service(name: str, info: Info) -> SilentService:
    """What to tell of a service that did not answer."""
    title = MANIFESTS[name].title
    sentence = t(
        "residents.feed.unavailable",
        "Den här delen går inte att visa just nu. Försök igen om en stund.",
    )
    return SilentService(
        service=name, title=localized(title, info), sentence=localized(sentence, info)
    )


async def _letters(person: str, info: Info) -> list[FeedItem]:
    """Unread messages as items of the feed; none for whoever acts for her."""
    context = info.context
    if not decide(context.caller, "residents.inbox.read", {"owner": person}).allowed:
        return []
    found = await unread(context.database, context.caller, person)
    return [feed_item(_letter(one), info) for one in found]


def _letter(one: Message) -> Wanting:
    hidden = one.sensitive or not one.is_shown
    return Wanting(
        kind="residents.message",
        subject=one.id,
        title=SOMETHING if hidden else one.title,
        reason=t("residents.feed.unread", "Du har inte läst meddelandet."),
        created_at=one.created_at,
        valid_until=one.expires_at,
        due_at=one.due_at,
        priority=FeedPriority.URGENT if one.urgency is Urgency.URGENT else FeedPriority.NORMAL,
        action=f"/inbox/{one.id}",
    )
