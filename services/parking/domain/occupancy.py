# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Is a bay free: readings in any order, asymmetric dwell, staleness, confidence, clamped counts."""

from collections.abc import Iterable
from enum import StrEnum
from math import exp

import msgspec

FUTURE_MS = 120_000
"""A reading farther ahead is taken as observed when it was received, and flagged."""
METHOD = "singleSpaceDetection"
"""How bays are known, in the words of the smart data models: each by a sensor of its own."""
DWELL_MS = 30_000
"""A bay is called free only after so long without contradiction; occupied at once."""
STALE_HEARTBEATS = 2.5
HEARTBEAT_MS = 3_600_000
ARRIVALS_PER_MS = 1 / 1_800_000
"""Arrivals per free bay while nothing better is known: one in half an hour."""
FEWEST_KNOWN = 4
"""Zones with fewer known bays show no counts."""


class SpaceStatus(StrEnum):
    """What a sensor says, and what is told of it."""

    FREE = "free"
    OCCUPIED = "occupied"
    UNKNOWN = "unknown"
    OUT_OF_SERVICE = "out_of_service"


class Outcome(StrEnum):
    """What became of a reading."""

    CHANGED = "changed"
    CONFIRMED = "confirmed"
    DUPLICATE = "duplicate"
    LATE = "late"


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One message about one bay. Instants are UTC milliseconds."""

    space: str
    status: SpaceStatus
    observed_at: int
    sequence: int = 0
    source: str = ""


class SpaceState(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a bay."""

    status: SpaceStatus
    observed_at: int
    sequence: int
    received_at: int
    source: str
    since: int
    """When the status last changed."""
    stale_at: int
    flagged: bool = False
    """The reading claimed to come from the future."""


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of a zone; total leaves out what is out of service, free leaves out what is stale."""

    total: int
    known: int
    free: int
    blurred: bool
    """True: too few bays are known to show counts; they are 0 here."""
    observed_at: int | None
    confidence: float = 0.0
    """How much of the zone is surely so still, 0..1: each known bay by its age; 0 where counts are blurred."""


def accept(
    stored: SpaceState | None, reading: Reading, *, now: int, heartbeat_ms: int = HEARTBEAT_MS
) -> tuple[SpaceState, Outcome]:
    """The state after a reading. What is not newer than the stored state never changes it."""
    flagged = reading.observed_at > now + FUTURE_MS
    observed = now if flagged else reading.observed_at
    mark = (observed, reading.sequence)
    if stored is not None and mark <= (stored.observed_at, stored.sequence):
        same = mark == (stored.observed_at, stored.sequence)
        return stored, Outcome.DUPLICATE if same else Outcome.LATE
    restamped = (
        stored is not None
        and reading.sequence
        and reading.sequence == stored.sequence
        and reading.status is stored.status
    )
    if restamped and stored is not None:
        return stored, Outcome.DUPLICATE
    changed = stored is None or stored.status is not reading.status
    state = SpaceState(
        status=reading.status, observed_at=observed, sequence=reading.sequence, received_at=now,
        source=reading.source, since=observed if changed or stored is None else stored.since,
        stale_at=observed + round(STALE_HEARTBEATS * heartbeat_ms), flagged=flagged,
    )  # fmt: skip
    return state, Outcome.CHANGED if changed else Outcome.CONFIRMED


def told(state: SpaceState | None, now: int) -> SpaceStatus:
    """What is said of a bay at an instant: silence never means free."""
    if state is None:
        return SpaceStatus.UNKNOWN
    if state.status is SpaceStatus.OUT_OF_SERVICE:
        return state.status
    if now >= state.stale_at:
        return SpaceStatus.UNKNOWN
    if state.status is SpaceStatus.FREE and now - state.since < DWELL_MS:
        return SpaceStatus.OCCUPIED
    return state.status


def confidence(observed_at: int, now: int, arrivals_per_ms: float = ARRIVALS_PER_MS) -> float:
    """The chance, 0..1, that a bay is still as it was seen (parking O5)."""
    return exp(-arrivals_per_ms * max(0, now - observed_at))


def chance_of_one(free_seen: Iterable[int], now: int) -> float:
    """The chance that at least one of the bays, last seen free at these instants, is free."""
    none_left = 1.0
    for observed_at in free_seen:
        none_left *= 1 - confidence(observed_at, now)
    return 1 - none_left


def count(states: Iterable[SpaceState | None], now: int) -> Zone:
    """The counts of a zone's bays."""
    total = known = free = 0
    sure = 0.0
    newest: int | None = None
    for state in states:
        status = told(state, now)
        if status is SpaceStatus.OUT_OF_SERVICE:
            continue
        total += 1
        if state is None or status is SpaceStatus.UNKNOWN:
            continue
        known += 1
        free += status is SpaceStatus.FREE
        sure += confidence(state.observed_at, now)
        newest = state.observed_at if newest is None else max(newest, state.observed_at)
    share = sure / total if total else 0.0
    if known < FEWEST_KNOWN:
        return Zone(total=total, known=0, free=0, blurred=True, observed_at=newest)
    return Zone(
        total=total, known=known, free=free, blurred=False, observed_at=newest, confidence=share
    )


def clamp(free: int, total: int) -> tuple[int, bool]:
    """A reported free count inside 0..total, and whether it had to be moved."""
    inside = min(max(free, 0), max(total, 0))
    return inside, inside != free
