# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""May this vehicle stand here at this time: yes, no or unknown; why; until when; at what price."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

from services.parking.domain.day_types import day_type
from services.parking.domain.local_time import cuts, to_local, to_utc
from services.parking.domain.places import Place
from services.parking.domain.regulations import (
    FEE_EXEMPT,
    UNTIMED_VEHICLES,
    Audience,
    Band,
    Effect,
    HeldPermit,
    PermitKind,
    Regulation,
    Rule,
    Vehicle,
)
from services.parking.domain.stays import default_deadline, limit_deadline
from services.parking.domain.tariffs import Tariff
from services.parking.domain.windows import edges, in_force

HORIZON = timedelta(days=400)
"""How far ahead a change is looked for: every yearly season has turned by then."""
FIRST_LOOK = timedelta(days=8)


class Allowed(StrEnum):
    """The three answers. Without data the answer is never "yes"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Cover(StrEnum):
    """What stands in for the fee."""

    RESIDENT = "resident"
    DISABILITY = "disability"


class Action(StrEnum):
    """What the driver has to do."""

    PAY = "pay"
    SHOW_PERMIT = "show_permit"
    MOVE_BEFORE = "move_before"
    DO_NOT_PARK = "do_not_park"
    READ_SIGN = "read_sign"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants to park, with what, from when."""

    vehicle: Vehicle = Vehicle.CAR
    permits: tuple[HeldPermit, ...] = ()
    arrival: datetime


class Reason(msgspec.Struct, frozen=True):
    """A rule that decides, and the regulation it stands in."""

    rule: Rule
    regulation: Regulation


class PricePlan(msgspec.Struct, frozen=True):
    """The price now, and the tariff it comes from; `tariff` None = the price is not known."""

    tariff: Tariff | None
    ore_per_hour: int | None
    cover: Cover | None = None
    regulation: Regulation | None = None


class State(msgspec.Struct, frozen=True):
    """The answer at one instant."""

    allowed: Allowed
    because: tuple[Reason, ...]
    superseded: tuple[Reason, ...] = ()
    price: PricePlan | None = None

    def key(self) -> tuple[object, ...]:
        """What must change for the verdict to count as changed: the answer or the price."""
        if self.allowed is not Allowed.YES or self.price is None:
            return (self.allowed,)
        return (self.allowed, self.price.ore_per_hour, self.price.cover)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer for a place, a time, a vehicle and its permits."""

    allowed: Allowed
    because: tuple[Reason, ...]
    superseded: tuple[Reason, ...]
    until: datetime | None
    """UTC; the next instant at which answer or price changes. None: nothing changes in 400 days."""
    then: Allowed | None
    price: PricePlan | None
    actions: tuple[Action, ...]
    place: Place | None


def judge(place: Place | None, request: Request, at: datetime | None = None) -> State:
    """The answer at an instant (by default on arrival) for a stay that began at the arrival."""
    at = to_utc(at or request.arrival)
    local = to_local(at)
    active = [
        Reason(rule, regulation)
        for regulation in (place.regulations if place else ())
        if regulation.is_valid(local.date())
        for rule in regulation.rules
        if in_force(rule.when, local)
    ]
    permits = [reason for reason in active if reason.rule.effect is Effect.PERMIT]
    bans = _bans(active, permits)
    shut = [reason for reason in permits if not admits(reason.regulation.audience, request)]
    mine = sorted(
        (reason for reason in permits if reason not in shut),
        key=lambda reason: (reason.rule.band, reason.regulation.length_m()),
    )
    if bans:
        return State(Allowed.NO, tuple(bans), tuple(shut + mine))
    if shut:
        return State(Allowed.NO, tuple(shut), tuple(mine))
    unclear = [reason for reason in active if reason.rule.effect is Effect.UNCLEAR]
    if unclear or not mine:
        return State(Allowed.UNKNOWN, tuple(unclear), tuple(mine))
    return _timed(mine, active, request, at)


def _bans(active: list[Reason], permits: list[Reason]) -> list[Reason]:
    """Bans in force, strictest first, one of each decision and band; inferred ones may be lifted."""
    lifted = {reason.regulation.citation for reason in permits}
    found: dict[tuple[str, Band], Reason] = {}
    for reason in sorted(active, key=lambda one: (one.rule.band, one.rule.inferred)):
        if reason.rule.effect is not Effect.FORBID:
            continue
        if reason.rule.inferred and reason.regulation.citation in lifted:
            continue
        found.setdefault((reason.regulation.citation, reason.rule.band), reason)
    return list(found.values())


def admits(audience: Audience, request: Request) -> bool:
    """Whether the driver is among those the place is kept for."""
    if audience.vehicles and request.vehicle not in audience.vehicles:
        return False
    return audience.permit is None or any(
        permit.kind is audience.permit for permit in request.permits
    )


def _timed(mine: list[Reason], active: list[Reason], request: Request, at: datetime) -> State:
    """Allowed by its rules: now the longest stay, then the price."""
    winner = mine[0].regulation
    for reason in active:
        limit = timedelta(seconds=reason.rule.max_seconds)
        if reason.rule.effect is not Effect.LIMIT or reason.regulation.id != winner.id:
            continue
        end = limit_deadline(reason.rule.when, limit, arrival=request.arrival, at=at)
        if end is not None and at >= end:
            return State(Allowed.NO, (reason,), tuple(mine))
    limited = any(rule.effect is Effect.LIMIT for rule in winner.rules)
    timed = request.vehicle not in UNTIMED_VEHICLES
    if timed and not limited and at >= default_deadline(request.arrival):
        rule = Rule(effect=Effect.LIMIT, band=Band.DEFAULT, max_seconds=24 * 3600)
        return State(Allowed.NO, (Reason(rule, winner),), tuple(mine))
    return State(Allowed.YES, (mine[0],), tuple(mine[1:]), _price(winner, request, at))


def _price(regulation: Regulation, request: Request, at: datetime) -> PricePlan:
    tariff = regulation.tariff()
    if tariff is None:
        return PricePlan(None, None, None, regulation)
    local = to_local(at)
    rate = tariff.rate(day_type(local.date()), local.hour * 60 + local.minute)
    cover = None if tariff.is_free else covered(regulation, request)
    return PricePlan(tariff, 0 if cover else rate, cover, regulation)


def covered(regulation: Regulation, request: Request) -> Cover | None:
    """What stands in for the fee: an exempt permit, or a resident permit of the place's district."""
    kinds = {permit.kind for permit in request.permits}
    if kinds & FEE_EXEMPT:
        return Cover.DISABILITY
    at_home = any(
        permit.kind is PermitKind.RESIDENT
        and permit.area is not None
        and permit.area.casefold() == regulation.area.casefold()
        for permit in request.permits
    )
    return Cover.RESIDENT if regulation.audience.residents and at_home else None


def decide(place: Place | None, request: Request) -> Verdict:
    """The verdict on arrival, with the next instant at which the answer or the price changes."""
    state = judge(place, request)
    turn = next_change(place, request, state)
    then = judge(place, request, turn).allowed if turn is not None else None
    return Verdict(
        allowed=state.allowed,
        because=state.because,
        superseded=state.superseded,
        until=turn,
        then=then,
        price=state.price,
        actions=_actions(state, turn, then),
        place=place,
    )


def next_change(place: Place | None, request: Request, state: State) -> datetime | None:
    """The first instant after arrival with another answer or price; None within the horizon."""
    if place is None:
        return None
    key = state.key()
    start = to_utc(request.arrival)
    for begin, end in ((start, start + FIRST_LOOK), (start + FIRST_LOOK, start + HORIZON)):
        for turn in turns(place, request, begin, end):
            if judge(place, request, turn).key() != key:
                return turn
    return None


def turns(place: Place, request: Request, begin: datetime, end: datetime) -> list[datetime]:
    """Every instant in (begin, end] at which some rule of the place may change its say."""
    minutes: set[int] = {0}
    limits: set[timedelta] = set()
    for regulation in place.regulations:
        for rule in regulation.rules:
            minutes |= edges(rule.when)
            if rule.tariff is not None:
                minutes |= rule.tariff.edges()
            if rule.max_seconds:
                limits.add(timedelta(seconds=rule.max_seconds))
    arrival = to_utc(request.arrival)
    found = set(cuts(begin, end, minutes))
    starts = [arrival, *cuts(arrival, end, minutes)] if limits else []
    found.update(start + limit for start in starts for limit in limits)
    if request.vehicle not in UNTIMED_VEHICLES:
        found.add(default_deadline(arrival))
    found.add(end)
    return sorted(turn for turn in found if begin < turn <= end)


def _actions(state: State, until: datetime | None, then: Allowed | None) -> tuple[Action, ...]:
    found: list[Action] = []
    if state.allowed is Allowed.NO:
        found.append(Action.DO_NOT_PARK)
    elif state.allowed is Allowed.YES and state.price is not None:
        price = state.price
        reserved = any(reason.regulation.audience.permit for reason in state.because)
        if price.cover is not None or reserved:
            found.append(Action.SHOW_PERMIT)
        elif price.tariff is not None and price.ore_per_hour:
            found.append(Action.PAY)
        if until is not None and then is not Allowed.YES:
            found.append(Action.MOVE_BEFORE)
    return (*found, Action.READ_SIGN)


def now_utc(milliseconds: int) -> datetime:
    """The UTC instant of a clock's milliseconds."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
