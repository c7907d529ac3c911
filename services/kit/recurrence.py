# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Repeating wall-clock times as instants (RFC 5545, 3.3.10), without losing or doubling one at a clock change.

Days and coarser repeat by the wall clock; HOURLY and MINUTELY without BYHOUR are exact steps in UTC.
A wall time that the spring change skips is read with the offset before it and so comes an hour later
by the clock; of the doubled hour the first is meant. That is GapMode.CARE: nothing promised is skipped.
GapMode.RFC5545 leaves skipped times out, as calendars do.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from services.kit.recurrence_rule import DAY_STEPS, RuleInvalid, RuleReason, RuleText, read_rule
from services.kit.recurrence_walk import local_times

__all__ = [
    "GapMode",
    "Instance",
    "Recurrence",
    "RuleInvalid",
    "RuleReason",
    "expand",
    "first_instance",
    "instance_id",
    "read_recurrence",
]

MARGIN: Final = timedelta(days=2)
"""How far around a window the neighbours are looked at, for doubled instants and filled holes."""

HORIZON: Final = timedelta(days=366 * 12)
"""A rule that does not fire for so long never does: leap years without a leap day are eight apart."""


class GapMode(StrEnum):
    """What becomes of a wall time that does not exist."""

    CARE = "care"
    RFC5545 = "rfc5545"


class Kind(StrEnum):
    """Why there is an instance."""

    RULE = "rule"
    EXTRA = "extra"
    FILL = "dst_fill"


class Recurrence(msgspec.Struct, frozen=True, kw_only=True):
    """A start on the wall clock of a zone and how it repeats; made by `read_recurrence`."""

    start: datetime
    """Naive: what the clock on the wall shows."""
    zone: str
    rule: RuleText | None = None
    extra: tuple[datetime, ...] = ()
    """RDATE: further wall times."""
    excluded: tuple[tuple[datetime, int], ...] = ()
    """EXDATE: wall time and fold."""
    max_gap_s: int | None = None
    """Neighbours meant to be so near are never further apart: holes of a clock change are filled."""


class Instance(msgspec.Struct, frozen=True, kw_only=True):
    """One time at which something is due."""

    at: datetime
    """UTC."""
    wall: datetime
    """Naive, as the rule names it; the clock may show another time when `shifted`."""
    fold: int = 0
    kind: Kind = Kind.RULE
    shifted: bool = False
    """The wall time does not exist that day; the instant is an hour later by the clock."""
    coalesced: tuple[str, ...] = ()
    """Keys of other wall times that fell on the same instant."""

    @property
    def key(self) -> str:
        """RECURRENCE-ID: nominal wall time and fold, stable whatever the window."""
        return f"{self.wall.isoformat(timespec='seconds')}|{self.fold}"


def read_recurrence(
    start: str,
    zone: str,
    *,
    rule: str | None = None,
    extra: Sequence[str] = (),
    excluded: Sequence[str] = (),
    max_gap_s: int | None = None,
) -> Recurrence:
    """Read texts; raises RuleInvalid, which says what and why. UNTIL may be UTC or local."""
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise RuleInvalid(RuleReason.ZONE, zone) from None
    first = _wall(start, "DTSTART")[0]
    parsed = read_rule(rule, first, place) if rule else None
    if max_gap_s is not None and max_gap_s <= 0:
        raise RuleInvalid(RuleReason.VALUE, "max_gap_s")
    return Recurrence(
        start=first,
        zone=zone,
        rule=parsed,
        extra=tuple(_wall(text, "RDATE")[0] for text in extra),
        excluded=tuple(_wall(text, "EXDATE") for text in excluded),
        max_gap_s=max_gap_s,
    )


def instance_id(owner: str, key: str) -> str:
    """The stable id of an instance of `owner` (a UUID): making it twice makes the same."""
    return str(uuid.uuid5(uuid.UUID(owner), key))


def expand(
    recurrence: Recurrence,
    after: datetime,
    before: datetime,
    *,
    gap_mode: GapMode = GapMode.CARE,
) -> list[Instance]:
    """The instances with `after` <= at < `before` (both UTC), in order."""
    if after.tzinfo is None or before.tzinfo is None:
        raise ValueError("a window needs instants with a time zone")
    low, high = after.astimezone(UTC) - MARGIN, before.astimezone(UTC) + MARGIN
    found = [one for one in _all(recurrence, low, gap_mode, high) if one.at < high]
    merged = _coalesce(sorted(found, key=lambda one: (one.at, one.wall, one.kind)))
    gone = {f"{wall.isoformat(timespec='seconds')}|{fold}" for wall, fold in recurrence.excluded}
    kept = [one for one in merged if one.key not in gone]
    if recurrence.max_gap_s is not None:
        kept = _filled(kept, ZoneInfo(recurrence.zone), recurrence.max_gap_s)
    return [one for one in kept if after <= one.at < before]


def first_instance(
    recurrence: Recurrence, after: datetime, *, gap_mode: GapMode = GapMode.CARE
) -> Instance | None:
    """The first instance at or after an instant; None when the rule fires no more."""
    step = timedelta(days=32)
    start = max(after, _instant(recurrence.start, ZoneInfo(recurrence.zone))[0] - MARGIN)
    end = start + HORIZON
    while start < end:
        found = expand(recurrence, start, start + step, gap_mode=gap_mode)
        if found:
            return found[0]
        start += step
        step = min(step * 2, timedelta(days=730))
    return None


def _all(
    recurrence: Recurrence, low: datetime, gap_mode: GapMode, high: datetime
) -> Iterator[Instance]:
    zone = ZoneInfo(recurrence.zone)
    for wall in recurrence.extra:
        made = _made(wall, zone, Kind.EXTRA, gap_mode)
        if made is not None and low <= made.at < high:
            yield made
    rule = recurrence.rule
    if rule is None:
        made = _made(recurrence.start, zone, Kind.RULE, gap_mode)
        if made is not None and low <= made.at < high:
            yield made
    elif rule.is_exact:
        yield from _steps(rule, recurrence.start, zone, low, high)
    else:
        yield from _walls(rule, recurrence.start, zone, gap_mode, low, high)


def _walls(  # noqa: PLR0917 -- the facts of one walk
    rule: RuleText,
    start: datetime,
    zone: ZoneInfo,
    gap_mode: GapMode,
    low: datetime,
    high: datetime,
) -> Iterator[Instance]:
    """Instances by the wall clock. COUNT counts those that exist, before any exclusion (R6)."""
    from_start = rule.count is not None
    begin = start if from_start else max(start, low.astimezone(zone).replace(tzinfo=None))
    last = high.astimezone(zone).replace(tzinfo=None) + timedelta(days=1)
    made = (
        _made(wall, zone, Kind.RULE, gap_mode) for wall in local_times(rule, start, begin, last)
    )
    real = (one for one in made if one is not None)
    for one in islice(real, rule.count) if from_start else real:
        if rule.until is not None and one.at > rule.until:
            return
        if one.at >= low:
            yield one


def _steps(
    rule: RuleText, start: datetime, zone: ZoneInfo, low: datetime, high: datetime
) -> Iterator[Instance]:
    """Exact steps in UTC from the first instant (R2)."""
    first = _instant(start, zone)[0]
    step = DAY_STEPS[rule.freq] * rule.interval
    number = 0 if rule.count is not None else max(0, (low - first) // step)
    counted = 0
    while (at := first + number * step) < high:
        number += 1
        local = at.astimezone(zone)
        if not rule.admits(local):
            continue
        counted += 1
        if rule.until is not None and at > rule.until:
            return
        if rule.count is not None and counted > rule.count:
            return
        if at >= low:
            yield Instance(at=at, wall=local.replace(tzinfo=None, fold=0), fold=local.fold)


def _made(wall: datetime, zone: ZoneInfo, kind: Kind, gap_mode: GapMode) -> Instance | None:
    at, shifted = _instant(wall, zone)
    if shifted and gap_mode is GapMode.RFC5545:
        return None
    return Instance(at=at, wall=wall, kind=kind, shifted=shifted)


def _instant(wall: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The UTC instant of a wall time, and whether the clock skips it (R1)."""
    at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return at, at.astimezone(zone).replace(tzinfo=None) != wall


def _coalesce(found: list[Instance]) -> list[Instance]:
    """Equal instants become one, which remembers the others (R4)."""
    merged: list[Instance] = []
    for one in found:
        if merged and merged[-1].at == one.at:
            if one.key != merged[-1].key:
                others = (*merged[-1].coalesced, one.key)
                merged[-1] = msgspec.structs.replace(merged[-1], coalesced=others)
        else:
            merged.append(one)
    return merged


def _filled(found: list[Instance], zone: ZoneInfo, max_gap_s: int) -> list[Instance]:
    """Fill holes that only the clock change has made: meant to be near, further apart (R5)."""
    most = timedelta(seconds=max_gap_s)
    filled: list[Instance] = []
    for one in found:
        while filled:
            before = filled[-1]
            meant = one.wall - before.at.astimezone(zone).replace(tzinfo=None)
            if not meant <= most < one.at - before.at:
                break
            local = (before.at + most).astimezone(zone)
            filled.append(
                Instance(
                    at=before.at + most,
                    wall=local.replace(tzinfo=None, fold=0),
                    fold=local.fold,
                    kind=Kind.FILL,
                )
            )
        filled.append(one)
    return filled


def _wall(text: str, part: str) -> tuple[datetime, int]:
    """A local wall time `2026-03-29T02:30` and its fold, `|1` for the second of a doubled hour."""
    stem, _, fold = text.partition("|")
    try:
        wall = datetime.fromisoformat(stem)
    except ValueError:
        raise RuleInvalid(RuleReason.VALUE, part) from None
    if wall.tzinfo is not None or fold not in ("", "0", "1") or wall.microsecond:
        raise RuleInvalid(RuleReason.VALUE, part)
    return wall, int(fold or "0")
