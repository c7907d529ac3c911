# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Verdicts and regulations as the graph shows them."""

from datetime import datetime

import msgspec
import strawberry

from services.kit.errors import InputInvalid
from services.kit.geometry import Point
from services.kit.graph import Info, LocalizedText, Money, global_id, local_id, localized, money
from services.kit.graph_guard import guarded
from services.parking.actions import verdicts as actions
from services.parking.domain.prices_text import window_text
from services.parking.domain.regulations import HeldPermit, PermitKind, Regulation
from services.parking.domain.sentences import NOTICE, action_text, reason_text, rule_text, summary
from services.parking.domain.tariffs import Tariff
from services.parking.domain.verdict import Action, Allowed, Cover, PricePlan, Reason, Verdict
from services.parking.privacy import CITY


@strawberry.input(name="ParkingPointInput", description="A place on earth, WGS 84.")
class PointInput:
    """A place on earth."""

    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")


@strawberry.input(name="ParkingPermitInput", description="A permit that the driver holds.")
class HeldPermitInput:
    """A permit, for a what-if question; nothing is proved by it."""

    kind: PermitKind = strawberry.field(description="What sort of permit it is.")
    area: str | None = strawberry.field(
        default=None, description="The parking district of a resident permit, for example Vasastan."
    )


@strawberry.federation.type(
    name="ParkingRegulation",
    keys=["id"],
    description="One row of the city's traffic regulations.",
    directives=[CITY],
)
class RegulationType:
    """A regulation as the graph shows it."""

    row: strawberry.Private[Regulation]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("ParkingRegulation", self.row.id)

    @strawberry.field(
        description="The decision, as in the national register, for example 0180 2017-01931."
    )
    def citation(self) -> str:
        """The decision."""
        return self.row.citation

    @strawberry.field(description="Where the decision can be read.")
    def url(self) -> str | None:
        """Where the decision can be read."""
        return self.row.url or None

    @strawberry.field(description="The street, if the city names it.")
    def street(self) -> str | None:
        """The street."""
        return self.row.street or None

    @strawberry.field(description="House numbers along the kerb, if the city names them.")
    def address(self) -> str | None:
        """House numbers."""
        return self.row.address or None

    @strawberry.field(description="The parking district that resident permits name.")
    def area(self) -> str | None:
        """The parking district."""
        return self.row.area or None

    @strawberry.field(description="The kerb line: longitude, latitude pairs as in GeoJSON.")
    def line(self) -> list[list[float]]:
        """The kerb line."""
        return [[point.lon, point.lat] for point in self.row.line]

    @strawberry.field(description="Every rule of the regulation as a sentence.")
    def rules(self, info: Info) -> list[LocalizedText]:
        """Every rule as a sentence."""
        return [
            localized(rule_text(rule, self.row.audience), info)
            for rule in self.row.rules
            if not rule.inferred
        ]

    @strawberry.field(description="The tariff of the place, if it is known.")
    def tariff(self) -> "TariffType | None":
        """The tariff."""
        found = self.row.tariff()
        return TariffType(facts=found) if found is not None else None

    @strawberry.field(description="Why part of the row could not be read; empty when all could.")
    def doubts(self) -> list[str]:
        """Why part of the row could not be read."""
        return list(self.row.doubts)

    @classmethod
    @guarded("parking.verdict.read")
    async def resolve_references(
        cls, keys: "list[RegulationKey]", info: Info
    ) -> "list[RegulationType | None]":
        """The regulations of a batch of keys, misses None."""
        ids = [local_id("ParkingRegulation", key.id) for key in keys]
        found = await actions.read_regulations(info.context.database, ids)
        return [cls(row=one) if one else None for one in found]


class RegulationKey(msgspec.Struct, frozen=True):
    """The key other services know a regulation by."""

    id: str


@strawberry.type(
    name="ParkingTariffWindow",
    description="A price on some day types between two times.",
    directives=[CITY],
)
class TariffWindowType:
    """One priced window."""

    text: LocalizedText = strawberry.field(description="The window as a sentence.")
    price_per_hour: Money = strawberry.field(description="What an hour costs.")


@strawberry.type(
    name="ParkingTariff",
    description="A tariff of the city, read from its own wording.",
    directives=[CITY],
)
class TariffType:
    """A tariff."""

    facts: strawberry.Private[Tariff]

    @strawberry.field(description="The city's number of the tariff; empty for free parking.")
    def code(self) -> str:
        """The city's number."""
        return self.facts.code

    @strawberry.field(description="The city's own wording, in Swedish.")
    def wording(self) -> str:
        """The city's own wording."""
        return self.facts.text

    @strawberry.field(description="The windows with a price of their own.")
    def windows(self, info: Info) -> list[TariffWindowType]:
        """The windows."""
        return [
            TariffWindowType(
                text=localized(window_text(window), info),
                price_per_hour=money(window.ore_per_hour),
            )
            for window in self.facts.windows
        ]

    @strawberry.field(description="What an hour costs at all other times.")
    def other_price_per_hour(self) -> Money:
        """What an hour costs at all other times."""
        return money(self.facts.other_ore_per_hour)

    @strawberry.field(description="What a resident permit costs a month, as the city's feed says.")
    def resident_price_per_month(self) -> Money | None:
        """What a resident permit costs a month."""
        resident = self.facts.resident
        return money(resident.month) if resident and resident.month is not None else None


@strawberry.type(
    name="ParkingReason", description="A rule that speaks here, with its source.", directives=[CITY]
)
class ReasonType:
    """A rule that decides or was overruled."""

    text: LocalizedText = strawberry.field(description="The rule as a sentence.")
    band: int = strawberry.field(
        description="How early it is heard: 10 is strictest, 100 the default."
    )
    citation: str = strawberry.field(description="The decision it stands in.")
    url: str | None = strawberry.field(description="Where the decision can be read.")
    regulation: RegulationType = strawberry.field(description="The regulation it stands in.")


@strawberry.type(
    name="ParkingPrice", description="What parking costs at the asked time.", directives=[CITY]
)
class PriceType:
    """The price now."""

    per_hour: Money | None = strawberry.field(
        description="What an hour costs now; null if not known."
    )
    cover: Cover | None = strawberry.field(description="What stands in for the fee.")
    tariff: TariffType | None = strawberry.field(description="The tariff it comes from.")


@strawberry.type(
    name="ParkingAction", description="Something the driver has to do.", directives=[CITY]
)
class ActionType:
    """Something to do."""

    kind: Action = strawberry.field(description="What sort of thing.")
    text: LocalizedText = strawberry.field(description="It as a sentence.")


@strawberry.type(
    name="ParkingVerdict", description="May I park here: the whole answer.", directives=[CITY]
)
class VerdictType:
    """The whole answer."""

    allowed: Allowed = strawberry.field(description="YES, NO or UNKNOWN.")
    summary: LocalizedText = strawberry.field(description="The answer in one or two sentences.")
    at: datetime = strawberry.field(description="The time the answer is for.")
    until: datetime | None = strawberry.field(
        description="When the answer or the price changes next; null: not in the next 400 days."
    )
    then: Allowed | None = strawberry.field(description="What holds after that.")
    because: list[ReasonType] = strawberry.field(description="The rules that decide.")
    superseded: list[ReasonType] = strawberry.field(
        description="Rules that speak but were overruled."
    )
    price: PriceType | None = strawberry.field(description="What it costs, if parking is allowed.")
    actions: list[ActionType] = strawberry.field(description="What the driver has to do.")
    distance_metres: float | None = strawberry.field(
        description="From the asked point to the kerb meant."
    )
    notice: LocalizedText = strawberry.field(description="That the sign on the spot always wins.")
    nearby: list["VerdictType"] = strawberry.field(
        description="Answers for other kerbs within the accuracy of the point, nearest first."
    )


def point_of(given: PointInput) -> Point:
    """The domain's point; InputInvalid when it is no place on earth."""
    try:
        return Point(given.latitude, given.longitude)
    except ValueError as broken:
        raise InputInvalid(path=("point",)) from broken


def held(permits: list[HeldPermitInput] | None) -> tuple[HeldPermit, ...]:
    """The domain's permits."""
    return tuple(HeldPermit(one.kind, one.area) for one in permits or ())


def verdict_type(
    verdict: Verdict, at: datetime, info: Info, nearby: tuple[Verdict, ...] = ()
) -> VerdictType:
    """A verdict in the reader's language."""
    return VerdictType(
        allowed=verdict.allowed,
        summary=localized(summary(verdict), info),
        at=at,
        until=verdict.until,
        then=verdict.then,
        because=[_reason(one, info) for one in verdict.because],
        superseded=[_reason(one, info) for one in verdict.superseded],
        price=_price(verdict.price),
        actions=[
            ActionType(kind=one, text=localized(action_text(one, verdict.until), info))
            for one in verdict.actions
        ],
        distance_metres=round(verdict.place.distance_m, 1) if verdict.place else None,
        notice=localized(NOTICE, info),
        nearby=[verdict_type(one, at, info) for one in nearby],
    )


def _reason(reason: Reason, info: Info) -> ReasonType:
    return ReasonType(
        text=localized(reason_text(reason), info),
        band=int(reason.rule.band),
        citation=reason.regulation.citation,
        url=reason.regulation.url or None,
        regulation=RegulationType(row=reason.regulation),
    )


def _price(plan: PricePlan | None) -> PriceType | None:
    if plan is None:
        return None
    return PriceType(
        per_hour=money(plan.ore_per_hour) if plan.ore_per_hour is not None else None,
        cover=plan.cover,
        tariff=TariffType(facts=plan.tariff) if plan.tariff is not None else None,
    )
