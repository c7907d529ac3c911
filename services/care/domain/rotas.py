# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is on call: layers that turn on the wall clock, overrides on top, gaps found ahead (care A6)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from services.care.domain.plans import HOME_ZONE

MOST_LAYERS = 5
GAP_STEP = timedelta(minutes=15)


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """People who take turns: each for `shift_days` days, changing at a wall time; some hours only."""

    participants: tuple[str, ...]
    begins_on: str
    """The local date of the first person's first turn."""
    shift_days: int = 7
    handover_local: str = "08:00"
    hours: tuple[str, str] | None = None
    """Only between these wall times (may wrap midnight); None is round the clock."""


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody stands in for a while; `person` "" leaves the time empty on purpose."""

    person: str
    begins_at: int
    ends_at: int


class Rota(msgspec.Struct, frozen=True, kw_only=True):
    """A rota of a unit: the first layer that has somebody decides."""

    id: str
    unit: str
    name: str
    layers: tuple[Layer, ...]
    zone: str = HOME_ZONE
    version: int = 1


class RotaInvalid(ValueError):
    """A rota that nobody could read; `path` says where."""

    def __init__(self, *path: str | int) -> None:
        super().__init__(".".join(map(str, path)))
        self.path = path


def check(rota: Rota) -> None:
    """Raise RotaInvalid for what cannot be followed."""
    if not 1 <= len(rota.layers) <= MOST_LAYERS:
        raise RotaInvalid("layers")
    for number, layer in enumerate(rota.layers):
        if not layer.participants or not all(layer.participants):
            raise RotaInvalid("layers", number, "participants")
        if not 1 <= layer.shift_days <= 60:  # noqa: PLR2004 -- two months
            raise RotaInvalid("layers", number, "shiftDays")
        try:
            _start(layer, rota.zone)
            _covers(layer, rota.zone, datetime(2026, 1, 1, tzinfo=UTC))
        except ValueError:
            raise RotaInvalid("layers", number) from None


def on_call(rota: Rota, overrides: tuple[Override, ...], at: int) -> str | None:
    """Who is on call at an instant (UTC ms); None is a gap."""
    standing = [each for each in overrides if each.begins_at <= at < each.ends_at]
    if standing:
        return max(standing, key=lambda each: each.begins_at).person or None
    moment = datetime.fromtimestamp(at / 1000, UTC)
    for layer in rota.layers:
        if _covers(layer, rota.zone, moment):
            turn = _turn(layer, rota.zone, moment)
            if turn >= 0:
                return layer.participants[turn % len(layer.participants)]
    return None


def gaps(
    rota: Rota, overrides: tuple[Override, ...], begin: int, end: int
) -> list[tuple[int, int]]:
    """Stretches of time with nobody on call, half-open, found in steps of a quarter (UTC ms)."""
    step = round(GAP_STEP.total_seconds() * 1000)
    found: list[tuple[int, int]] = []
    for at in range(begin, end, step):
        if on_call(rota, overrides, at) is None:
            until = min(at + step, end)
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], until)
            else:
                found.append((at, until))
    return found


def _start(layer: Layer, zone: str) -> datetime:
    """The wall time of the first handover, naive."""
    ZoneInfo(zone)
    return datetime.fromisoformat(f"{layer.begins_on}T{layer.handover_local}")


def _turn(layer: Layer, zone: str, at: datetime) -> int:
    """Which turn it is, by the wall clock: handovers stay at their local time over clock changes."""
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return (local - _start(layer, zone)) // timedelta(days=layer.shift_days)


def _covers(layer: Layer, zone: str, at: datetime) -> bool:
    if layer.hours is None:
        return True
    begin, end = (datetime.fromisoformat(f"2000-01-01T{text}").time() for text in layer.hours)
    now = at.astimezone(ZoneInfo(zone)).time()
    return begin <= now < end if begin < end else now >= begin or now < end
