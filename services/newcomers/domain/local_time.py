# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Wall-clock time of Stockholm: days and times of people, instants of the database."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from services.kit.clock import instant, milliseconds

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def to_local(at: int) -> datetime:
    """The wall-clock time of an instant in milliseconds, without a zone."""
    return instant(at).astimezone(STOCKHOLM).replace(tzinfo=None)


def local_day(at: int) -> date:
    """The day of an instant in milliseconds."""
    return to_local(at).date()


def to_ms(moment: date) -> int:
    """The instant of a wall-clock time, or of the first moment of a day."""
    wall = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return milliseconds(wall.replace(tzinfo=STOCKHOLM))
