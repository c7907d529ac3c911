# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How good forecasts are: error and chance against "it stays as it is", on days not learnt from."""

import csv
from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import sqrt

import msgspec

from services.parking.domain.forecast import (
    SLOTS_A_DAY,
    Predictor,
    Profile,
    filled,
    place_in_week,
    slot_of,
    slots_in,
)
from services.parking.domain.local_time import WallTimeMissing, from_wall

NEED = 5
"""The question of the chance: at least five free."""
DAY_BEGINS, DAY_ENDS = 24, 88
"""Quarters of the day that count: 06:00 to 22:00."""
HELD_OUT = 0.3
"""Share of the days, at the end, that are scored."""
FEWEST_DAYS = 7
YOUNG_DAYS = 14
"""A place younger than this leans on the profile of all places."""
COLUMNS = ("time", "place", "occupied", "capacity")


class SeriesUnreadable(ValueError):
    """A series that cannot be scored; the message names the line or what is missing."""


class Series(msgspec.Struct, frozen=True):
    """What was seen at one place: share occupied (0..1) by slot."""

    place: str
    capacity: int
    values: dict[int, float]


class Score(msgspec.Struct, frozen=True):
    """Errors in per cent of capacity, and the Brier score of "at least five free"."""

    mae: float
    rmse: float
    brier: float


class Comparison(msgspec.Struct, frozen=True):
    """Ours against persistence, over so many forecasts."""

    ours: Score
    persistence: Score
    count: int
    flagged: int
    """Readings that were clamped: more occupied than there is room, or fewer than none."""


def read_series(lines: Iterable[str]) -> tuple[list[Series], int]:
    """Series of a CSV file with columns time, place, occupied, capacity; how many were clamped.

    A time without zone is Stockholm's wall clock. The last reading of a slot counts.
    Raises SeriesUnreadable.
    """
    reader = csv.DictReader(lines)
    if reader.fieldnames is None or not set(COLUMNS) <= set(reader.fieldnames):
        raise SeriesUnreadable(f"the columns must be {', '.join(COLUMNS)}")
    values: dict[str, dict[int, float]] = {}
    capacities: dict[str, int] = {}
    clamped = 0
    for line in reader:
        try:
            slot = slot_of(from_wall(line["time"].strip()))
            occupied, capacity = float(line["occupied"]), int(float(line["capacity"]))
        except WallTimeMissing:
            continue
        except (ValueError, TypeError, AttributeError, OverflowError):
            raise SeriesUnreadable(f"line {reader.line_num} is no reading") from None
        if capacity <= 0 or occupied != occupied:  # noqa: PLR0124 -- not a number
            raise SeriesUnreadable(f"line {reader.line_num} has no capacity or no number")
        share = occupied / capacity
        clamped += not 0 <= share <= 1
        place = line["place"].strip()
        values.setdefault(place, {})[slot] = min(1.0, max(0.0, share))
        capacities[place] = capacity
    return [Series(place, capacities[place], found) for place, found in values.items()], clamped


def compare(series: Sequence[Series], horizon: timedelta, flagged: int = 0) -> Comparison:
    """Walk through all places in time; score the last days. Raises SeriesUnreadable when too short."""
    slots = [slot for one in series for slot in one.values]
    if not slots or max(slots) - min(slots) < FEWEST_DAYS * SLOTS_A_DAY:
        raise SeriesUnreadable(f"at least {FEWEST_DAYS} days are needed")
    scored_from = max(slots) - int((max(slots) - min(slots)) * HELD_OUT)
    ahead = slots_in(horizon)
    area = _area_profile(series, scored_from)
    ours, simple = _Sums(), _Sums()
    for one in series:
        _score_place(one, ahead, scored_from, area, ours, simple)
    if not ours.count:
        raise SeriesUnreadable("no forecast can be compared with what came")
    return Comparison(ours.score(), simple.score(), ours.count, flagged)


def _area_profile(series: Sequence[Series], until: int) -> Profile:
    """The usual week of all places together."""
    profile = Profile()
    sums: dict[int, tuple[float, int]] = {}
    for one in series:
        for slot, value in one.values.items():
            if slot < until:
                total, count = sums.get(slot, (0.0, 0))
                sums[slot] = (total + value, count + 1)
    for slot in sorted(sums):
        total, count = sums[slot]
        profile.learn(slot, total / count)
    return profile


def _score_place(  # noqa: PLR0917 -- one loop, its inputs and its two sums
    one: Series, ahead: int, scored_from: int, area: Profile, ours: "_Sums", simple: "_Sums"
) -> None:
    whole = filled(one.values)
    if not whole:
        return
    young = scored_from - min(whole) < YOUNG_DAYS * SLOTS_A_DAY
    predictor = Predictor(ahead, area if young else None)
    for slot in sorted(whole):
        value = whole[slot]
        found = predictor.learn(slot, value)
        came = one.values.get(slot + ahead)
        quarter = place_in_week(slot + ahead) % SLOTS_A_DAY
        if slot < scored_from or came is None or slot not in one.values:
            continue
        if not DAY_BEGINS <= quarter < DAY_ENDS:
            continue
        free = (1 - came) * one.capacity >= NEED - 1e-9
        chance = found.chance(NEED, one.capacity)
        ours.add(found.occupied - came, chance - free)
        simple.add(value - came, ((1 - value) * one.capacity >= NEED - 1e-9) - free)


class _Sums:
    """Errors added up."""

    def __init__(self) -> None:
        self.count = 0
        self.absolute = 0.0
        self.squared = 0.0
        self.chance = 0.0

    def add(self, error: float, missed: float) -> None:
        self.count += 1
        self.absolute += abs(error)
        self.squared += error * error
        self.chance += missed * missed

    def score(self) -> Score:
        count = self.count
        return Score(
            100 * self.absolute / count, 100 * sqrt(self.squared / count), self.chance / count
        )
