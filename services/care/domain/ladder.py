# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The escalation ladder: who is told, when, and again, until a human acts (care A5, A6).

Timing is absolute: each level is due at the due time of the one before plus its delay, however late
the step before ran. After an outage every missed level fires once and missed repeats are one.
"""

from enum import StrEnum
from typing import Final

import msgspec

MOST_LEVELS: Final = 10
LONGEST_DELAY_S: Final = 86_400


class Channel(StrEnum):
    """How somebody is told."""

    SCREEN = "screen"
    PUSH = "push"
    SMS = "sms"
    EMAIL = "email"


class TargetKind(StrEnum):
    """Who a level tells."""

    USER = "user"
    ROTA = "rota"
    RELATIVE = "relative"
    UNIT = "unit"
    EXTERNAL = "external"


class Target(msgspec.Struct, frozen=True):
    """One who is told: a person, whoever is on call, the relatives, a unit's screens, a partner."""

    kind: TargetKind
    id: str = ""


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the ladder."""

    delay_s: int
    """After the level before (after the alert, for the first)."""
    targets: tuple[Target, ...]
    channels: tuple[Channel, ...]
    ack_timeout_s: int = 600
    resend_every_s: int | None = None
    min_acks: int = 1


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a policy as it was when the alert was raised."""

    policy: str
    version: int
    unit: str
    """Whose screens are told when nobody else can be."""
    levels: tuple[Level, ...]
    final_repeat_s: int = 300


class Rung(msgspec.Struct, frozen=True):
    """Where an alert stands on its ladder."""

    level: int = 0
    """0 before the first level has fired, then 1 to n."""
    due: int = 0
    """When that level was due (UTC ms); before the first, when the alert was raised."""
    round: int = 0
    """How many repeats of the level are behind us."""


class Fire(msgspec.Struct, frozen=True):
    """A level that must be told now."""

    level: int
    round: int


class LadderInvalid(ValueError):
    """A ladder that would leave somebody without help; `path` says where."""

    def __init__(self, *path: str | int) -> None:
        super().__init__(".".join(map(str, path)))
        self.path = path


def check(ladder: Ladder) -> None:
    """Raise LadderInvalid for a ladder that nobody could be reached by."""
    if not 1 <= len(ladder.levels) <= MOST_LEVELS:
        raise LadderInvalid("levels")
    if not 30 <= ladder.final_repeat_s <= LONGEST_DELAY_S:  # noqa: PLR2004 -- half a minute
        raise LadderInvalid("finalRepeatSeconds")
    for number, level in enumerate(ladder.levels):
        if not 0 <= level.delay_s <= LONGEST_DELAY_S:
            raise LadderInvalid("levels", number, "delaySeconds")
        if not level.targets:
            raise LadderInvalid("levels", number, "targets")
        if not level.channels:
            raise LadderInvalid("levels", number, "channels")
        if not 30 <= level.ack_timeout_s <= LONGEST_DELAY_S:  # noqa: PLR2004
            raise LadderInvalid("levels", number, "ackTimeoutSeconds")
        if level.resend_every_s is not None and level.resend_every_s < 30:  # noqa: PLR2004
            raise LadderInvalid("levels", number, "resendEverySeconds")
        if not 1 <= level.min_acks <= max(1, len(level.targets)):
            raise LadderInvalid("levels", number, "minAcks")


def next_due(ladder: Ladder, rung: Rung) -> int:
    """When the ladder acts next (UTC ms): there is always a next time (I2)."""
    return min(_level_due(ladder, rung), _repeat_due(ladder, rung))


def advance(ladder: Ladder, rung: Rung, now: int) -> tuple[Rung, tuple[Fire, ...]]:
    """Everything that is due by `now`: each missed level once, missed repeats as one (A5)."""
    fires: list[Fire] = []
    while next_due(ladder, rung) <= now:
        level_due = _level_due(ladder, rung)
        if level_due <= _repeat_due(ladder, rung):
            rung = Rung(rung.level + 1, level_due)
            fires.append(Fire(rung.level, 0))
            continue
        period = _period_ms(ladder, rung.level)
        passed = (min(now, level_due - 1) - rung.due) // period
        rung = Rung(rung.level, rung.due, passed)
        if not fires or fires[-1].level != rung.level:
            fires.append(Fire(rung.level, rung.round))
    return rung, tuple(fires)


def skip(ladder: Ladder, rung: Rung, now: int) -> Rung:
    """The rung from which the next level is due at once: nobody of this one can be told (A6)."""
    if rung.level >= len(ladder.levels):
        return rung
    return Rung(rung.level, now - ladder.levels[rung.level].delay_s * 1000, rung.round)


def again(rung: Rung, now: int) -> Rung:
    """The rung from which the same level fires now: what somebody took on was not followed up."""
    return Rung(max(rung.level, 1), now)


def seconds_to_last_level(ladder: Ladder) -> int:
    """From the alert until every level has been told, if nobody acts before."""
    return sum(level.delay_s for level in ladder.levels)


NEVER: Final = 2**62


def _level_due(ladder: Ladder, rung: Rung) -> int:
    if rung.level >= len(ladder.levels):
        return NEVER
    return rung.due + ladder.levels[rung.level].delay_s * 1000


def _repeat_due(ladder: Ladder, rung: Rung) -> int:
    period = _period_ms(ladder, rung.level)
    return NEVER if period == 0 else rung.due + (rung.round + 1) * period


def _period_ms(ladder: Ladder, level: int) -> int:
    """Milliseconds between repeats of a level; 0 for one that is told once."""
    if level == 0:
        return 0
    resend = ladder.levels[level - 1].resend_every_s
    if level == len(ladder.levels):
        return min(resend or ladder.final_repeat_s, ladder.final_repeat_s) * 1000
    return (resend or 0) * 1000
