# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Quotes and parking sessions: what is promised, what is paid, when it ends."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from services.kit.geometry import Point
from services.parking.domain.local_time import to_utc
from services.parking.domain.places import Place
from services.parking.domain.pricing import Price, price
from services.parking.domain.regulations import HeldPermit, Vehicle
from services.parking.domain.tariffs import FREE, Tariff
from services.parking.domain.verdict import Allowed, Cover, Request, State, judge, turns

QUOTE_LIFE = timedelta(minutes=10)
FREE_CANCEL = timedelta(minutes=2)
LONGEST_SESSION = timedelta(days=14)
WARN_BEFORE = timedelta(minutes=10)


class SessionStatus(StrEnum):
    """Where a session stands."""

    ACTIVE = "active"
    ENDED = "ended"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"


class QuoteStatus(StrEnum):
    """Where a quote stands."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A promised price: the tariff and the feed's version are pinned until it expires."""

    id: str
    owner: str
    regulation: str
    citation: str
    street: str
    area: str
    point: Point
    vehicle: Vehicle
    permits: tuple[HeldPermit, ...]
    tariff: Tariff
    cover: Cover | None
    feed_version: int
    start: datetime
    end: datetime
    total_ore: int
    must_end_at: datetime | None
    """When parking turns forbidden; nobody can pay beyond it."""
    expires_at: datetime


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A parking session as stored. Instants are UTC milliseconds; no plate in the clear."""

    id: str
    owner: str
    operator: str
    domain: str
    regulation: str
    area: str
    zone: int | None
    tariff: Tariff
    started_at: int
    paid_until: int
    must_end_at: int | None
    ended_at: int | None
    status: SessionStatus
    charged_ore: int
    version: int


def forbidden_from(place: Place, request: Request, horizon: timedelta) -> datetime | None:
    """The first instant of a stay at which parking is no longer allowed; None within the horizon."""
    start = to_utc(request.arrival)
    for turn in turns(place, request, start, start + horizon):
        if judge(place, request, turn).allowed is not Allowed.YES:
            return turn
    return None


def priced_tariff(state: State) -> Tariff | None:
    """The tariff that a stay is charged by: free when a permit covers it, None when not known."""
    if state.price is None:
        return None
    return FREE if state.price.cover else state.price.tariff


def charge_until(session_tariff: Tariff, start: datetime, end: datetime) -> Price:
    """The price of a session's stay under its pinned tariff."""
    return price(session_tariff, start, end)
