# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Exact prices: segments of constant rate, options in a fixed order, one rounding per session."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

import msgspec

from services.parking.domain.day_types import day_type
from services.parking.domain.local_time import ONE_DAY, cuts, to_local, to_utc
from services.parking.domain.tariffs import Tariff

HOUR = timedelta(hours=1)
ZERO = timedelta(0)
LONGEST_STAY = timedelta(days=400)
"""A longer stay is refused: no quote speaks about more than a year."""
VAT_PERCENT = 25


class StayInvalid(ValueError):
    """A stay that ends before it starts, or that is longer than any quote may be."""


class Piece(msgspec.Struct, frozen=True):
    """Time at one rate, and what it costs in öre, exactly; instants are UTC."""

    start: datetime
    end: datetime
    ore_per_hour: int
    ore: Fraction


class LineKind(StrEnum):
    """The steps of a receipt, in the order in which they apply."""

    TIME = "time"
    INCREMENT = "increment"
    FREE_TIME = "free_time"
    FLAT = "flat"
    DAY_CAP = "day_cap"
    ROLLING_CAP = "rolling_cap"
    SESSION_CAP = "session_cap"
    MINIMUM = "minimum"
    ROUNDING = "rounding"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the receipt. The exact amounts of all lines add up to the total."""

    kind: LineKind
    ore: Fraction
    start: datetime | None = None
    end: datetime | None = None
    ore_per_hour: int | None = None
    seconds: int = 0


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What a stay costs, in whole öre, VAT included, with every step of the way."""

    total_ore: int
    vat_ore: int
    net_ore: int
    vat_percent: int
    lines: tuple[Line, ...]


def half_up(amount: Fraction) -> int:
    """The nearest whole number; halves go away from zero upwards (amounts are never negative)."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def vat_of(gross_ore: int) -> int:
    """The VAT, in öre, inside a gross amount at 25 per cent: a fifth."""
    return half_up(Fraction(gross_ore, 5))


def check_stay(start: datetime, end: datetime) -> None:
    """Raise StayInvalid unless [start, end) is a stay that can be priced."""
    if end < start:
        raise StayInvalid("the stay ends before it starts")
    if end - start > LONGEST_STAY:
        raise StayInvalid(f"the stay is longer than {LONGEST_STAY.days} days")


def pieces(tariff: Tariff, start: datetime, end: datetime) -> list[Piece]:
    """The stay [start, end) cut where the rate may change; midnights always cut."""
    if end <= start:
        return []
    start, end = to_utc(start), to_utc(end)
    bounds = [start, *cuts(start, end, tariff.edges()), end]
    found: list[Piece] = []
    for left, right in pairwise(bounds):
        local = to_local(left)
        rate = tariff.rate(day_type(local.date()), local.hour * 60 + local.minute)
        found.append(Piece(left, right, rate, _cost(rate, right - left)))
    return found


def price(tariff: Tariff, start: datetime, end: datetime) -> Price:
    """The price of the half-open stay [start, end). Raises StayInvalid."""
    check_stay(start, end)
    options = tariff.options
    lines: list[Line] = []
    stay_end = _rounded_up(start, end, options.increment_seconds)
    plain = pieces(tariff, start, end)
    sold = plain if stay_end == end else pieces(tariff, start, stay_end)
    lines += _time_lines(plain)
    lines += _step(LineKind.INCREMENT, plain, sold, seconds=_seconds(stay_end - end))
    free_until = min(stay_end, start + timedelta(seconds=options.free_seconds))
    now = sold if free_until == start else pieces(tariff, free_until, stay_end)
    lines += _step(LineKind.FREE_TIME, sold, now, seconds=_seconds(free_until - start))
    if options.tiers and now:
        flat = _flat(tariff, free_until, stay_end)
        lines += _step(LineKind.FLAT, now, flat)
        now = flat
    day, rolling = options.day_cap_ore, options.rolling_cap_ore
    if day is not None:
        capped = _capped(now, day, lambda piece: to_local(piece.start).date().toordinal())
        lines += _step(LineKind.DAY_CAP, now, capped)
        now = capped
    if rolling is not None:
        turns = _split(now, start)
        capped = _capped(turns, rolling, lambda piece: (piece.start - start) // ONE_DAY)
        lines += _step(LineKind.ROLLING_CAP, turns, capped)
        now = capped
    return _settled(tariff, _sum(now), lines)


def extension_ore(tariff: Tariff, start: datetime, end: datetime, already_ore: int) -> int:
    """What is left to pay, in öre, when a stay goes on to `end`: the whole price less the paid."""
    return max(0, price(tariff, start, end).total_ore - already_ore)


def _settled(tariff: Tariff, exact: Fraction, lines: list[Line]) -> Price:
    options = tariff.options
    if options.session_cap_ore is not None and exact > options.session_cap_ore:
        lines.append(Line(kind=LineKind.SESSION_CAP, ore=options.session_cap_ore - exact))
        exact = Fraction(options.session_cap_ore)
    if 0 < exact < options.minimum_ore:
        lines.append(Line(kind=LineKind.MINIMUM, ore=options.minimum_ore - exact))
        exact = Fraction(options.minimum_ore)
    total = half_up(exact)
    if total != exact:
        lines.append(Line(kind=LineKind.ROUNDING, ore=total - exact))
    vat = vat_of(total)
    return Price(
        total_ore=total,
        vat_ore=vat,
        net_ore=total - vat,
        vat_percent=VAT_PERCENT,
        lines=tuple(lines),
    )


def _cost(ore_per_hour: int, length: timedelta) -> Fraction:
    return Fraction(ore_per_hour * (length // timedelta.resolution), HOUR // timedelta.resolution)


def _sum(found: Iterable[Piece]) -> Fraction:
    return sum((piece.ore for piece in found), Fraction(0))


def _seconds(length: timedelta) -> int:
    return length // timedelta(seconds=1)


def _rounded_up(start: datetime, end: datetime, step_seconds: int) -> datetime:
    if not step_seconds:
        return end
    step = timedelta(seconds=step_seconds)
    return start + step * -(-(end - start) // step)


def _time_lines(found: list[Piece]) -> list[Line]:
    """One line for each stretch of equal rate, midnights not shown."""
    lines: list[Line] = []
    for piece in found:
        last = lines[-1] if lines else None
        if last and last.ore_per_hour == piece.ore_per_hour:
            lines.pop()
            start, ore = last.start or piece.start, last.ore + piece.ore
        else:
            start, ore = piece.start, piece.ore
        lines.append(
            Line(
                kind=LineKind.TIME,
                ore=ore,
                start=start,
                end=piece.end,
                ore_per_hour=piece.ore_per_hour,
                seconds=_seconds(piece.end - start),
            )
        )
    return lines


def _step(
    kind: LineKind, before: list[Piece], after: list[Piece], *, seconds: int = 0
) -> list[Line]:
    """The line that leads from one sum to the next; none when nothing changed."""
    change = _sum(after) - _sum(before)
    if not change and not seconds:
        return []
    return [Line(kind=kind, ore=change, seconds=seconds)]


def _flat(tariff: Tariff, start: datetime, end: datetime) -> list[Piece]:
    """The stay with its first part at a flat price."""
    tiers = tariff.options.tiers
    length = end - start
    for tier in tiers:
        if length <= timedelta(seconds=tier.until_seconds):
            return [Piece(start, end, 0, Fraction(tier.ore))]
    last = tiers[-1]
    turn = start + timedelta(seconds=last.until_seconds)
    return [Piece(start, turn, 0, Fraction(last.ore)), *pieces(tariff, turn, end)]


def _split(found: list[Piece], origin: datetime) -> list[Piece]:
    """Pieces cut at every full 24 hours from the origin; what a piece costs is due from its start."""
    parts: list[Piece] = []
    for piece in found:
        left, due = piece.start, piece.ore
        while left < piece.end:
            right = min(piece.end, origin + ONE_DAY * ((left - origin) // ONE_DAY + 1))
            rate = piece.ore_per_hour
            ore = min(due, _cost(rate, right - left)) if rate else due
            parts.append(Piece(left, right, rate, ore))
            left, due = right, due - ore
    return parts


def _capped(found: list[Piece], cap_ore: int, period: Callable[[Piece], int]) -> list[Piece]:
    """Pieces in order, each cut down to what its period has left under the cap."""
    spent: dict[int, Fraction] = {}
    kept: list[Piece] = []
    for piece in found:
        turn = period(piece)
        room = cap_ore - spent.get(turn, Fraction(0))
        ore = min(piece.ore, room)
        spent[turn] = spent.get(turn, Fraction(0)) + ore
        kept.append(Piece(piece.start, piece.end, piece.ore_per_hour, ore))
    return kept
