# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The personal feed: each service tells what waits for a resident, the shell puts it in one order.

A service sets `feed=True` in its manifest and adds to the entity Resident a nullable field called
`<service>Feed: [FeedItem!]`. The service that owns `Resident.feed` declares those fields external and
requires them (Apollo Federation 2 `@requires`): every item comes from its owner at the time of asking,
nobody keeps a copy, and a service that does not answer leaves a null that is shown as such.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Final, cast

import msgspec
import strawberry

from i18n import LazyText
from services.kit.clock import instant
from services.kit.graph.scalars import Locale, read_instant
from services.kit.graph.texts import LocalizedText, TextDirection, TextOrigin, localized
from services.kit.privacy.marks import personal
from services.kit.privacy.purposes import Basis, Purpose

WAITING: Final = personal(
    purpose=Purpose.PROFILE, basis=Basis.PUBLIC_TASK, klassa="K2R1T1", retention="P90D"
)
"""What waits tells as much as the service it comes from; it is shown and kept nowhere else."""


@strawberry.enum(description="How soon an item of the feed wants to be seen.")
class FeedPriority(Enum):
    """How soon an item wants to be seen."""

    URGENT = strawberry.enum_value("URGENT", description="Now: safety, or a term that ends.")
    NORMAL = strawberry.enum_value("NORMAL", description="When you have a moment.")
    LOW = strawberry.enum_value("LOW", description="Good to know.")


@strawberry.federation.type(
    shareable=True,
    description="Something that waits for a resident, told by the service it is of.",
    directives=[WAITING],
)
class FeedItem:
    """Something that waits for a resident (cityinfo F1)."""

    id: strawberry.ID = strawberry.field(description="The same item keeps its id.")
    kind: str = strawberry.field(description="What sort of item, for example `parking.session`.")
    source_service: str = strawberry.field(description="The service that tells it.")
    subject_ref: str = strawberry.field(description="What it is about; one item per kind and this.")
    title: LocalizedText = strawberry.field(description="What waits, in one sentence.")
    created_at: datetime = strawberry.field(description="Since when it waits.")
    valid_until: datetime | None = strawberry.field(
        default=None, description="After this it is no longer of interest."
    )
    due_at: datetime | None = strawberry.field(
        default=None, description="By when it wants to be done."
    )
    priority: FeedPriority = strawberry.field(
        default=FeedPriority.NORMAL, description="How soon it wants to be seen."
    )
    action: str | None = strawberry.field(
        default=None, description="Where in the app it is done, for example `/parking/sessions`."
    )
    reason_shown: LocalizedText = strawberry.field(description="Why it is shown to this person.")


class Wanting(msgspec.Struct, frozen=True, kw_only=True):
    """What a service says of one item before it is put into the reader's language."""

    kind: str
    subject: str
    title: LazyText
    reason: LazyText
    created_at: int
    """UTC milliseconds, like the other instants here."""
    valid_until: int | None = None
    due_at: int | None = None
    priority: FeedPriority = FeedPriority.NORMAL
    action: str | None = None


def feed_item(wanting: Wanting, info: Any) -> FeedItem:
    """The item in the reader's language; the service is the one that answers."""
    service = info.context.resources.service
    return FeedItem(
        id=strawberry.ID(f"{wanting.kind}:{wanting.subject}"),
        kind=wanting.kind,
        source_service=service,
        subject_ref=wanting.subject,
        title=localized(wanting.title, info),
        created_at=instant(wanting.created_at),
        valid_until=_instant(wanting.valid_until),
        due_at=_instant(wanting.due_at),
        priority=wanting.priority,
        action=wanting.action,
        reason_shown=localized(wanting.reason, info),
    )


_TEXT: Final = "{ value language direction isFallback origin }"
_SELECTION: Final = (
    "{ id kind sourceService subjectRef title " + _TEXT + " createdAt validUntil dueAt priority "
    "action reasonShown " + _TEXT + " }"
)


def feed_field(service: str) -> str:
    """The name of the field in which a service answers."""
    return f"{service}Feed"


def required_feeds(services: Iterable[str]) -> list[str]:
    """The field sets for `@requires` of whoever gathers."""
    return [f"{feed_field(name)} {_SELECTION}" for name in services]


def feed_sources(services: Iterable[str]) -> type[Any]:
    """A class with an external field per service, to inherit from in the gathering subgraph."""
    names = list(services)
    body: dict[str, Any] = {
        f"{name}_feed": strawberry.federation.field(
            external=True, default=None, description=f"What {name} has for her; null: no answer."
        )
        for name in names
    }
    body["__annotations__"] = {f"{name}_feed": list[FeedItem] | None for name in names}
    body["__doc__"] = "The feeds of the services, as they come in with a representation."
    return strawberry.type(type("FeedSources", (), body), description="Feeds of the services.")


class Gathered(msgspec.Struct, frozen=True):
    """One ordered feed, and who did not answer."""

    items: list[FeedItem]
    unavailable: list[str]


def gather_feed(
    answers: Mapping[str, Any],
    services: Sequence[str],
    own: Iterable[FeedItem] = (),
    *,
    now: datetime,
) -> Gathered:
    """Items of a representation by priority, due date and time (F4); one per subject and kind (F3)."""
    found: dict[tuple[str, str], FeedItem] = {}
    silent: list[str] = []
    items = list(own)
    for name in services:
        answer = answers.get(feed_field(name))
        if not isinstance(answer, list):
            silent.append(name)
            continue
        items.extend(_read(each) for each in cast("list[Mapping[str, Any]]", answer))
    for item in items:
        if item.valid_until is None or item.valid_until > now:
            found.setdefault((item.subject_ref, item.kind), item)
    return Gathered(sorted(found.values(), key=_place), silent)


_PRIORITIES: Final = list(FeedPriority)


def _place(item: FeedItem) -> tuple[int, float, float, str]:
    due = item.due_at.timestamp() if item.due_at is not None else float("inf")
    return _PRIORITIES.index(item.priority), due, -item.created_at.timestamp(), str(item.id)


def _read(answer: Mapping[str, Any]) -> FeedItem:
    """An item as another subgraph wrote it."""
    return FeedItem(
        id=strawberry.ID(answer["id"]),
        kind=answer["kind"],
        source_service=answer["sourceService"],
        subject_ref=answer["subjectRef"],
        title=read_text(answer["title"]),
        created_at=read_moment(answer["createdAt"]) or instant(0),
        valid_until=read_moment(answer["validUntil"]),
        due_at=read_moment(answer["dueAt"]),
        priority=FeedPriority[answer["priority"]],
        action=answer["action"],
        reason_shown=read_text(answer["reasonShown"]),
    )


def read_text(answer: Mapping[str, Any]) -> LocalizedText:
    """A text as another subgraph wrote it."""
    return LocalizedText(
        value=answer["value"],
        language=Locale(answer["language"]),
        direction=TextDirection[answer["direction"]],
        is_fallback=answer["isFallback"],
        origin=TextOrigin[answer["origin"]],
    )


def read_moment(answer: Any) -> datetime | None:
    """An instant, which comes as text over HTTP and as itself within one process."""
    if answer is None or isinstance(answer, datetime):
        return answer
    return read_instant(answer)


def _instant(given: int | None) -> datetime | None:
    return instant(given) if given is not None else None
