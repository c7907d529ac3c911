# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Holds: a bay kept for somebody for a while, in quarters of an hour that only one can have (P3)."""

from datetime import timedelta
from enum import StrEnum

import msgspec

SLOT_MS = 900_000
LONGEST_HOLD = timedelta(hours=4)
FARTHEST = timedelta(days=1)
MOST_HELD = 2
"""Holds that one person may have at a time."""


class HoldStatus(StrEnum):
    """Where a hold stands."""

    HELD = "held"
    USED = "used"
    EXPIRED = "expired"
    RELEASED = "released"


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A bay kept for somebody; instants are UTC milliseconds."""

    id: str
    owner: str
    space: str
    starts_at: int
    ends_at: int
    status: HoldStatus
    made_at: int


def slots_of(start: int, end: int) -> list[int]:
    """The quarters of an hour that [start, end) touches."""
    return list(range(start // SLOT_MS, (end - 1) // SLOT_MS + 1))


def is_span(start: int, end: int, now: int) -> bool:
    """Whether somebody may hold a bay for [start, end)."""
    longest = LONGEST_HOLD.total_seconds() * 1000
    farthest = FARTHEST.total_seconds() * 1000
    return now - SLOT_MS < start < end and end - start <= longest and start <= now + farthest
