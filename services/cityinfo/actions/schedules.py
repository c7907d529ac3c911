# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Schedules that have been worked out, by the hash of what they say: never stale, shared by all places."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime

import msgspec

from services.cityinfo.domain.hour_days import Schedule
from services.cityinfo.domain.hours import Hours
from services.cityinfo.domain.openness import Status, status_at
from services.cityinfo.store import content as store
from services.kit.data import Database

MOST_SCHEDULES = 5_000
_MOST_MOMENTS = 64
_MINUTE_MS = 60_000

_known: OrderedDict[str, Schedule] = OrderedDict()
_moments: OrderedDict[tuple[str, int], bool] = OrderedDict()


def hash_of_hours(hours: Hours) -> str:
    """The name of hours: the same hours have the same, in every process."""
    return hashlib.sha256(msgspec.json.encode(hours)).hexdigest()[:24]


def schedule_of(hours: Hours) -> Schedule:
    """The schedule of hours, worked out once."""
    return _keep(hash_of_hours(hours), hours)


def _keep(mark: str, hours: Hours) -> Schedule:
    found = _known.get(mark)
    if found is None:
        if len(_known) >= MOST_SCHEDULES:
            _known.popitem(last=False)
        found = _known[mark] = Schedule(hours)
    return found


async def open_schedules(database: Database, moment: datetime) -> list[str]:
    """The schedules that are open at an instant, of all that places have now."""
    hashes = await database.many(store.schedule_hashes)
    await _load(database, [mark for mark in hashes if mark not in _known])
    minute = round(moment.timestamp() * 1000) // _MINUTE_MS
    return [mark for mark in hashes if _is_open(mark, minute, moment)]


async def _load(database: Database, missing: Iterable[str]) -> None:
    marks = list(missing)
    if marks:
        for row in await database.many(store.schedules_by_hash, hashes=marks):
            _keep(row.hash, row.hours)


def _is_open(mark: str, minute: int, moment: datetime) -> bool:
    found = _moments.get((mark, minute))
    if found is None:
        if len(_moments) >= _MOST_MOMENTS * 1000:
            _moments.popitem(last=False)
        schedule = _known.get(mark)
        found = schedule is not None and status_at(schedule, moment) is Status.OPEN
        _moments[(mark, minute)] = found
    return found
