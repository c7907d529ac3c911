# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of places (cityinfo 4.1), and the order of the answers (S1-S5)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from i18n import t
from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.event_query import HERE
from services.cityinfo.domain.places import PlaceKind, TargetGroup
from services.kit.errors import InputInvalid
from services.kit.geometry import Point

MOST_METRES: Final = 20_000.0
_AHEAD: Final = re.compile(r"now(?:\+(\d{1,4})([hmd]))?")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


class PlaceQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A question about places; what is empty or None is not asked."""

    text: str = ""
    languages: tuple[str, ...] = ()
    """Search texts of these languages alone; empty: of all."""
    kinds: tuple[PlaceKind, ...] = ()
    keywords: tuple[tuple[str, ...], ...] = ()
    """One of each set, the sets all."""
    divisions: tuple[str, ...] = ()
    provider_types: tuple[str, ...] = ()
    owner_types: tuple[str, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    must_be_reservable: bool = False
    is_free: bool | None = None
    open_at: datetime | None = None
    near: Point | None = None
    within_metres: float | None = None
    bbox: tuple[float, float, float, float] | None = None
    order_by_distance: Point | None = None
    farthest_first: bool = False
    order_by_name: bool = False
    order_by_accessibility: Profile | None = None


def check_query(query: PlaceQuery) -> PlaceQuery:
    """The question itself; InputInvalid for orders that exclude each other and impossible distances."""
    orders = (query.order_by_distance, query.order_by_name or None, query.order_by_accessibility)
    if sum(order is not None for order in orders) > 1:
        raise InputInvalid(
            t("cityinfo.one_order", "Välj en enda sortering: avstånd, namn eller tillgänglighet."),
            path=("order",),
        )
    if query.within_metres is not None:
        if query.near is None or not 0 < query.within_metres <= MOST_METRES:
            raise InputInvalid(path=("withinMetres",), max=MOST_METRES)
    elif query.near is not None:
        raise InputInvalid(path=("withinMetres",), max=MOST_METRES)
    return query


def read_moment(text: str, now: datetime) -> datetime:
    """An instant: ISO 8601 with or without an offset (the city's time), `now`, `now+3h`, `now+2d`."""
    match = _AHEAD.fullmatch(text.strip())
    if match is not None:
        ahead = {_UNITS[match[2]]: int(match[1])} if match[1] else {}
        return now + timedelta(**ahead)
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=HERE)).astimezone(UTC)
    except (ValueError, OverflowError) as broken:
        raise InputInvalid(
            t("cityinfo.moment", "Skriv tiden som 2026-05-04T10:00 eller now+3h."),
            path=("openAt",),
        ) from broken
