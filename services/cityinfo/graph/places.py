# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Places in the graph: told in the reader's language, open or not, how one gets in."""

from datetime import date
from typing import Annotated

import msgspec
import strawberry

from i18n import t
from services.cityinfo.actions import places as actions
from services.cityinfo.domain.accessibility import Profile, View, sentences
from services.cityinfo.domain.event_query import HERE
from services.cityinfo.domain.osm_writing import write_osm
from services.cityinfo.domain.place_query import read_moment
from services.cityinfo.domain.places import Place, PlaceKind, TargetGroup, shortages
from services.cityinfo.graph.openings import Opening, OpeningDay, opening, opening_days
from services.cityinfo.graph.texts import (
    CityImage,
    CityPoint,
    CityPointInput,
    CityText,
    TextStatus,
    city_image,
    city_point,
    city_text,
    text_status,
)
from services.kit.clock import instant
from services.kit.errors import InputInvalid, NotFound
from services.kit.geometry import Point, distance
from services.kit.graph import Info, LocalizedText, describe_enum, global_id, local_id, localized
from services.kit.graph_guard import guarded

describe_enum(
    PlaceKind,
    "PlaceKind",
    description="What a place is.",
    values={
        "LIBRARY": "A library.", "MUSEUM": "A museum.", "POOL": "A swimming hall or pool.",
        "SPORTS": "A sports hall or field.", "PLAYGROUND": "A playground.", "PARK": "A park.",
        "CULTURE_HOUSE": "A house of culture.", "OFFICE": "An office that receives visitors.",
        "ATTRACTION": "A sight.", "OTHER": "Something else.",
    },
)  # fmt: skip
describe_enum(
    TargetGroup,
    "PlaceTargetGroup",
    description="For whom a place is meant.",
    values={each.name: each.value.replace("_", " ").capitalize() + "." for each in TargetGroup},
)
describe_enum(
    Profile,
    "AccessibilityProfile",
    description="For whom a way in is judged.",
    values={
        "HEARING_AID": "With a hearing aid.", "REDUCED_MOBILITY": "Who walks with effort.",
        "ROLLATOR": "With a rollator.", "STROLLER": "With a pram.",
        "VISUALLY_IMPAIRED": "Who sees little or nothing.", "WHEELCHAIR": "In a wheelchair.",
    },
)  # fmt: skip

Days = Annotated[int, strawberry.argument(description="How many dates: 1 to 62.")]
FromDate = Annotated[date | None, strawberry.argument(description="The first date; null: today.")]
At = Annotated[
    str, strawberry.argument(description="`2026-05-04T10:00` (the city's time), or `now+3h`.")
]


@strawberry.type(description="How a way in is for one profile.")
class AccessibilityView:
    """A profile's judgement."""

    profile: Profile = strawberry.field(description="For whom.")
    shortage_count: int | None = strawberry.field(
        description="How much is missing or in the way; null: nobody has looked."
    )
    sentences: list[LocalizedText] = strawberry.field(description="What to expect.")


@strawberry.type(name="PlaceEntrance", description="A way in.")
class EntranceType:
    """A way in."""

    name: CityText | None = strawberry.field(description="What it is called.")
    point: CityPoint | None = strawberry.field(description="Where it is.")
    views: list[AccessibilityView] = strawberry.field(description="How it is for each profile.")


@strawberry.federation.type(name="Place", keys=["id"], description="A place one can go to.")
class PlaceType:
    """A place as the graph shows it."""

    facts: strawberry.Private[Place]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("Place", self.facts.id)

    @strawberry.field(description="What it is.")
    def kind(self) -> PlaceKind:
        """What it is."""
        return self.facts.kind

    @strawberry.field(description="What it is called.")
    def name(self, info: Info) -> CityText | None:
        """What it is called."""
        return city_text(self.facts.names, info)

    @strawberry.field(description="In which languages its name and description are there.")
    def translations(self) -> list[TextStatus]:
        """Languages of the description, or of the name."""
        return text_status(self.facts.description or self.facts.names)

    @strawberry.field(description="What it is like.")
    def description(self, info: Info) -> CityText | None:
        """What it is like."""
        return city_text(self.facts.description, info)

    @strawberry.field(description="Where it is.")
    def point(self) -> CityPoint:
        """Where it is."""
        return city_point(self.facts.point)

    @strawberry.field(description="Street and number; empty when nobody knows.")
    def street_address(self) -> str:
        """Street and number."""
        return self.facts.street

    @strawberry.field(description="Telephone in international form; empty when there is none.")
    def phone(self) -> str:
        """Telephone."""
        return self.facts.phone

    @strawberry.field(description="Its pages on the web.")
    def links(self) -> list[str]:
        """Its pages."""
        return [each.url for each in self.facts.links]

    @strawberry.field(description="The city district it lies in.")
    def district(self) -> str:
        """The district."""
        return self.facts.district

    @strawberry.field(description="The city district area it lies in.")
    def area(self) -> str:
        """The area."""
        return self.facts.area

    @strawberry.field(description="Ids of the words of the ontology it stands under.")
    def keywords(self) -> list[str]:
        """Keywords."""
        return list(self.facts.keywords)

    @strawberry.field(description="For whom it is meant.")
    def target_groups(self) -> list[TargetGroup]:
        """Target groups."""
        return list(self.facts.target_groups)

    @strawberry.field(description="Whether it costs nothing; null when nobody knows.")
    def is_free(self) -> bool | None:
        """Free or not."""
        return self.facts.is_free

    @strawberry.field(description="Where to book; null when it cannot be booked.")
    def reservation_url(self) -> str | None:
        """Where to book."""
        return self.facts.reservation_url or None

    @strawberry.field(description="Pictures, each with what it shows.")
    def images(self, info: Info) -> list[CityImage]:
        """Pictures."""
        return [city_image(each, info) for each in self.facts.images]

    @strawberry.field(description="A notice when nobody has checked the facts.")
    def sample_notice(self, info: Info) -> LocalizedText | None:
        """Marks sample data."""
        if not self.facts.sample:
            return None
        text = t("cityinfo.sample", "Exempeldata: uppgifterna är inte kontrollerade.")
        return localized(text, info)

    @strawberry.field(description="Open now, and until when; null when its hours are not known.")
    def open_now(self, info: Info) -> Opening | None:
        """What holds now."""
        now = instant(info.context.clock.now_ms())
        return opening(self.facts.hours, now, info) if self.facts.hours else None

    @strawberry.field(description="Open at a time; null when its hours are not known.")
    def open_at(self, info: Info, time: At) -> Opening | None:
        """What holds at a time."""
        moment = read_moment(time, instant(info.context.clock.now_ms()))
        return opening(self.facts.hours, moment, info) if self.facts.hours else None

    @strawberry.field(description="The hours of some dates in a row.")
    def opening_days(self, info: Info, first: FromDate = None, days: Days = 7) -> list[OpeningDay]:
        """Hours by date."""
        if self.facts.hours is None:
            return []
        today = instant(info.context.clock.now_ms()).astimezone(HERE).date()
        return opening_days(self.facts.hours, first or today, days, info)

    @strawberry.field(
        description="The hours as OpenStreetMap writes them; null for what it cannot say."
    )
    def opening_hours_osm(self) -> str | None:
        """The hours as text."""
        return write_osm(self.facts.hours) if self.facts.hours else None

    @strawberry.field(description="Its ways in, judged.")
    def entrances(self, info: Info) -> list[EntranceType]:
        """Ways in."""
        return [
            EntranceType(
                name=city_text(each.name, info),
                point=city_point(each.point) if each.point else None,
                views=[_view(view, info) for view in each.views],
            )
            for each in self.facts.entrances
        ]

    @strawberry.field(description="How the best way in is for a profile.")
    def accessibility(
        self, info: Info,
        profile: Annotated[Profile, strawberry.argument(description="For whom.")],
    ) -> AccessibilityView:  # fmt: skip
        """The best way in for a profile; not known is said, never taken for good."""
        best = shortages(self.facts, profile)
        for entrance in self.facts.entrances:
            for view in entrance.views:
                same = view.shortages is not None and len(view.shortages) == best
                if view.profile is profile and same:
                    return _view(view, info)
        return _view(View(profile=profile), info)

    @strawberry.field(description="Metres as the crow flies.")
    def distance_metres(
        self, origin: Annotated[CityPointInput, strawberry.argument(description="From where.")]
    ) -> float:
        """Metres from a point (S3)."""
        return round(distance(point_of(origin), self.facts.point), 1)

    @classmethod
    @guarded("cityinfo.content.read")
    async def resolve_references(
        cls, keys: "list[PlaceKey]", info: Info
    ) -> "list[PlaceType | None]":
        """The places of a batch of keys, misses None."""
        ids = [_local(key.id) for key in keys]
        found = await actions.read_places(info.context.database, [each for each in ids if each])
        by_id = {one.id: one for one in found}
        return [cls(facts=by_id[each]) if each in by_id else None for each in ids]


class PlaceKey(msgspec.Struct, frozen=True):
    """The key other services know a place by."""

    id: str


def point_of(given: CityPointInput) -> Point:
    """The point, if there is such a place on earth."""
    try:
        return Point(given.latitude, given.longitude)
    except ValueError as broken:
        raise InputInvalid(path=("latitude",)) from broken


def _local(given: str) -> str:
    try:
        return local_id("Place", given)
    except NotFound:
        return ""


def _view(view: View, info: Info) -> AccessibilityView:
    return AccessibilityView(
        profile=view.profile,
        shortage_count=len(view.shortages) if view.shortages is not None else None,
        sentences=[localized(each, info) for each in sentences(view)],
    )
