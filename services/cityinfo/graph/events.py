# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Events in the graph."""

from datetime import datetime

import msgspec
import strawberry

from services.cityinfo.actions import events as actions
from services.cityinfo.actions import places
from services.cityinfo.domain.events import Event, EventStatus, EventType, SuperType, is_free
from services.cityinfo.graph.places import PlaceType
from services.cityinfo.graph.texts import (
    CityImage,
    CityPoint,
    CityText,
    TextStatus,
    city_image,
    city_point,
    city_text,
    text_status,
)
from services.kit.clock import instant
from services.kit.errors import NotFound
from services.kit.graph import Info, describe_enum, global_id, local_id
from services.kit.graph_guard import guarded, permission

describe_enum(
    EventType,
    "EventType",
    description="What sort of event.",
    values={"GENERAL": "An event.", "COURSE": "A course.", "VOLUNTEERING": "Voluntary work."},
)
describe_enum(
    EventStatus,
    "EventStatus",
    description="Whether it happens.",
    values={
        "SCHEDULED": "It happens as planned.", "CANCELLED": "It does not happen.",
        "POSTPONED": "It happens later; nobody knows when.",
        "RESCHEDULED": "It happens at another time than first said.",
    },
)  # fmt: skip
describe_enum(
    SuperType,
    "SuperEventType",
    description="How an event holds others.",
    values={"RECURRING": "The same again and again.", "UMBRELLA": "Different ones, as a festival."},
)


@strawberry.type(name="EventOffer", description="What an event costs.")
class OfferType:
    """What it costs."""

    is_free: bool = strawberry.field(description="Whether it costs nothing.")
    price: CityText | None = strawberry.field(description="The price in words; null: unknown.")
    info_url: str = strawberry.field(description="Where to read more or buy.")


@strawberry.federation.type(name="CityEvent", keys=["id"], description="Something that happens.")
class EventGraph:
    """An event as the graph shows it."""

    facts: strawberry.Private[Event]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("CityEvent", self.facts.id)

    @strawberry.field(description="What sort of event.")
    def type(self) -> EventType:
        """What sort."""
        return self.facts.type

    @strawberry.field(description="Whether it happens.")
    def status(self) -> EventStatus:
        """Whether it happens."""
        return self.facts.status

    @strawberry.field(description="What it is called.")
    def name(self, info: Info) -> CityText | None:
        """What it is called."""
        return city_text(self.facts.name, info)

    @strawberry.field(description="In a sentence.")
    def short(self, info: Info) -> CityText | None:
        """In a sentence."""
        return city_text(self.facts.short, info)

    @strawberry.field(description="What it is about.")
    def description(self, info: Info) -> CityText | None:
        """What it is about."""
        return city_text(self.facts.description, info)

    @strawberry.field(description="In which languages there is a text about it.")
    def translations(self) -> list[TextStatus]:
        """Languages of the text."""
        return text_status(self.facts.name)

    @strawberry.field(description="Languages spoken there, not those of the text.")
    def in_language(self) -> list[str]:
        """Languages spoken."""
        return list(self.facts.in_language)

    @strawberry.field(description="When it begins.")
    def start(self) -> datetime:
        """When it begins."""
        return instant(self.facts.start)

    @strawberry.field(description="Whether the time of day is known, or the day alone.")
    def has_start_time(self) -> bool:
        """Whether the time is known."""
        return self.facts.has_start_time

    @strawberry.field(description="When it ends; null when nobody has said.")
    def end(self) -> datetime | None:
        """When it ends (V3)."""
        return instant(self.facts.end) if self.facts.end is not None else None

    @strawberry.field(description="Whether it costs nothing; null when nobody knows.")
    def is_free(self) -> bool | None:
        """Free or not (V1)."""
        return is_free(self.facts)

    @strawberry.field(description="What it costs.")
    def offers(self, info: Info) -> list[OfferType]:
        """Offers."""
        return [
            OfferType(
                is_free=each.is_free, price=city_text(each.price, info), info_url=each.info_url
            )
            for each in self.facts.offers
        ]

    @strawberry.field(description="From which age; null when nobody has said.")
    def audience_min_age(self) -> int | None:
        """From which age."""
        return self.facts.min_age

    @strawberry.field(description="To which age; null when nobody has said.")
    def audience_max_age(self) -> int | None:
        """To which age."""
        return self.facts.max_age

    @strawberry.field(description="Ids of the words of the ontology it stands under.")
    def keywords(self) -> list[str]:
        """Keywords."""
        return list(self.facts.keywords)

    @strawberry.field(description="The city district it happens in.")
    def district(self) -> str:
        """The district."""
        return self.facts.district

    @strawberry.field(description="Where it happens; null for what happens on the net.")
    def point(self) -> CityPoint | None:
        """Where it happens."""
        return city_point(self.facts.point) if self.facts.point else None

    @strawberry.field(description="Its address on the net; null for what has none.")
    def virtual_url(self) -> str | None:
        """Its address on the net."""
        return self.facts.virtual_url or None

    @strawberry.field(description="Pictures, each with what it shows.")
    def images(self, info: Info) -> list[CityImage]:
        """Pictures."""
        return [city_image(each, info) for each in self.facts.images]

    @strawberry.field(description="When enrolment begins; null when there is none.")
    def enrolment_start(self) -> datetime | None:
        """When enrolment begins."""
        return instant(self.facts.enrolment_start) if self.facts.enrolment_start else None

    @strawberry.field(description="Places left; null when nobody counts.")
    def remaining_capacity(self) -> int | None:
        """Places left."""
        return self.facts.remaining

    @strawberry.field(description="Whether it is sample data that nobody has checked.")
    def is_sample(self) -> bool:
        """Marks sample data."""
        return self.facts.sample

    @strawberry.field(description="How it holds others; null for an event of its own.")
    def super_event_type(self) -> SuperType | None:
        """How it holds others."""
        return self.facts.super_event_type

    @strawberry.field(
        description="Where it happens; null for what happens on the net alone.",
        extensions=[permission("cityinfo.content.read")],
    )
    async def place(self, info: Info) -> PlaceType | None:
        """The place."""
        if not self.facts.place:
            return None
        found = await places.read_places(info.context.database, [self.facts.place])
        return PlaceType(facts=found[0]) if found else None

    @classmethod
    @guarded("cityinfo.content.read")
    async def resolve_references(
        cls, keys: "list[EventKey]", info: Info
    ) -> "list[EventGraph | None]":
        """The events of a batch of keys, misses None."""
        ids = [_local(key.id) for key in keys]
        found = await actions.read_events(info.context.database, [each for each in ids if each])
        by_id = {one.id: one for one in found if one.publication == "public"}
        return [cls(facts=by_id[each]) if each in by_id else None for each in ids]


class EventKey(msgspec.Struct, frozen=True):
    """The key other services know an event by."""

    id: str


def _local(given: str) -> str:
    try:
        return local_id("CityEvent", given)
    except NotFound:
        return ""
