# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How long one may stand: signed longest stays, the 24-hour rule, and the parking disc."""

from datetime import datetime, timedelta

from services.parking.domain.day_types import DayType, day_type
from services.parking.domain.local_time import ONE_DAY, start_of, to_local, to_utc
from services.parking.domain.windows import Recurrence, times_in_force

LONGEST_DEFAULT = timedelta(hours=24)
HALF_HOUR = timedelta(minutes=30)


def default_deadline(arrival: datetime) -> datetime:
    """The UTC instant at which the 24-hour rule ends a stay.

    24 hours in a row on plain weekdays; the day before a red day and the red day break the run.
    """
    arrival = to_utc(arrival)
    day = to_local(arrival).date()
    run = timedelta(0)
    begin = arrival
    while True:
        end = start_of(day + ONE_DAY)
        if day_type(day) is DayType.WEEKDAY:
            if run + (end - begin) >= LONGEST_DEFAULT:
                return begin + (LONGEST_DEFAULT - run)
            run += end - begin
        else:
            run = timedelta(0)
        day += ONE_DAY
        begin = end


def limit_deadline(
    when: Recurrence, longest: timedelta, *, arrival: datetime, at: datetime
) -> datetime | None:
    """The instant at which a signed longest stay ends for somebody still standing at `at`.

    Time outside the limit's own hours does not count. None when the limit is not in force at `at`.
    """
    spans = times_in_force((when,), to_utc(arrival), to_utc(at) + timedelta(seconds=1))
    if not spans or spans[-1][1] <= to_utc(at):
        return None
    return spans[-1][0] + longest


def disc_setting(arrival: datetime) -> datetime:
    """The local time that a parking disc is set to: the next half hour (13:02 gives 13:30)."""
    local = to_local(arrival).replace(second=0, microsecond=0, fold=0)
    over = timedelta(minutes=local.minute % 30)
    return local if not over else local + HALF_HOUR - over
