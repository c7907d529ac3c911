# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What people and timers may do to an alert: each step as the event that it adds, or a refusal."""

from typing import Any

import msgspec

from services.care.domain import ladder as ladders
from services.care.domain.alerts import (
    ETA_GRACE_MS,
    IN_HAND,
    LEASE_MS,
    ON_SITE_MS,
    REOPEN_MS,
    Alert,
    Happening,
    Outcome,
    State,
)
from services.care.domain.ladder import Fire, Rung

Step = tuple[Happening, dict[str, Any]]
"""An event to add, without its place and its author."""


class NotNow(ValueError):
    """The alert is not in a state in which that can be done."""


def claim(alert: Alert, who: str, now: int) -> Step:
    """Take it for a minute; nobody else may while the lease holds."""
    if alert.state is not State.TRIGGERED:
        raise NotNow(alert.state)
    del who
    return Happening.CLAIMED, {"until": now + LEASE_MS}


def acknowledge(alert: Alert, who: str, now: int) -> Step:
    """Say that one acts; also prolongs. Only this stops the ladder, and only for a time (A7)."""
    if not alert.is_open or (alert.state is State.CLAIMED and alert.owner != who):
        raise NotNow(alert.state)
    if alert.state in IN_HAND and alert.owner != who:
        raise NotNow(alert.state)
    level = alert.ladder.levels[max(alert.level, 1) - 1]
    have = len({*alert.ackers, who})
    enough = alert.state in IN_HAND or have >= level.min_acks
    rung = alert.rung
    return Happening.ACKED, {
        "enough": enough,
        "until": now + level.ack_timeout_s * 1000,
    } | _rung(rung, max(now, ladders.next_due(alert.ladder, rung)))


def dispatch(alert: Alert, to: str | None, eta: int, now: int) -> Step:
    """Somebody is on the way and will be there at `eta`."""
    if alert.state not in {State.ACKED, State.DISPATCHED} or eta < now:
        raise NotNow(alert.state)
    return Happening.DISPATCHED, {"to": to, "eta": eta, "until": eta + ETA_GRACE_MS}


def arrive(alert: Alert, now: int) -> Step:
    """Somebody is there."""
    if alert.state not in IN_HAND:
        raise NotNow(alert.state)
    return Happening.ARRIVED, {"until": now + ON_SITE_MS}


def resolve(alert: Alert, outcome: Outcome, note: str | None) -> Step:
    """It is over; `other` needs words, which are kept apart from the event."""
    if not alert.is_open:
        raise NotNow(alert.state)
    if outcome is Outcome.OTHER and not (note or "").strip():
        raise ValueError("note")
    return Happening.RESOLVED, {"outcome": outcome.value}


def reopen(alert: Alert, now: int) -> Step:
    """It was not over: the ladder begins anew, at once."""
    ended = alert.ended_at
    if alert.state is not State.RESOLVED or ended is None or now - ended > REOPEN_MS:
        raise NotNow(alert.state)
    delay = alert.ladder.levels[0].delay_s * 1000
    return Happening.REOPENED, _rung(Rung(0, now - delay), now)


def merge(alert: Alert, into: Alert) -> tuple[Step, Step]:
    """Two alerts of one resident become one: highest priority, earliest timer."""
    same = alert.resident is not None and alert.resident == into.resident
    if not (alert.is_open and into.is_open and same) or alert.id == into.id:
        raise NotNow(alert.state)
    timers = [at for at in (alert.next_action_at, into.next_action_at) if at is not None]
    absorbed = {
        "from": alert.id, "priority": alert.priority, "default": alert.default_priority,
        "next": min(timers), "sla_due": alert.sla_due_at,
    }  # fmt: skip
    return (Happening.MERGED, {"into": into.id}), (Happening.ABSORBED, absorbed)


def offer(alert: Alert, who: str, to: str) -> Step:
    """Offer it to a colleague; it stays with its owner until she accepts."""
    if alert.state not in IN_HAND or alert.owner != who or to == who:
        raise NotNow(alert.state)
    return Happening.OFFERED, {"to": to}


def accept(alert: Alert, who: str, now: int) -> Step:
    """Take over what was offered."""
    if alert.state not in IN_HAND or alert.offered_to != who:
        raise NotNow(alert.state)
    level = alert.ladder.levels[max(alert.level, 1) - 1]
    until = max(alert.next_action_at or now, now + level.ack_timeout_s * 1000)
    return Happening.HANDED_OVER, {"until": until}


def wait_for_112(alert: Alert, *, back: bool) -> Step:
    """An ambulance has it: the one thing that stops the clock of the service level (Q3)."""
    if alert.state not in IN_HAND or (alert.waiting_since is not None) is not back:
        raise NotNow(alert.state)
    return (Happening.BACK_FROM_112 if back else Happening.WAITING_112), {}


def wake(alert: Alert, now: int) -> tuple[list[Step], tuple[Fire, ...]]:
    """What the engine does with an alert whose time has come: events, and levels to tell.

    Whoever had taken it on and was not heard of again loses it, and the same level fires at once.
    """
    steps: list[Step] = []
    rung = alert.rung
    if alert.state is State.CLAIMED:
        steps.append((Happening.LEASE_ENDED, _next(alert, rung)))
    elif alert.state in IN_HAND:
        rung = ladders.again(rung, now)
        steps.append((Happening.TIMED_OUT, {"was": alert.state.value} | _next(alert, rung)))
        fires: tuple[Fire, ...] = (Fire(rung.level, 0),)
        return steps, fires
    rung, fires = ladders.advance(alert.ladder, rung, now)
    if fires or not steps:
        steps.append((Happening.FIRED, _next(alert, rung)))
    return steps, fires


def pass_over(alert: Alert, now: int) -> Step:
    """Nobody of the level can be told: the next level is due now (A6)."""
    rung = ladders.skip(alert.ladder, alert.rung, now)
    return Happening.UNREACHED, {"missed": alert.level} | _next(alert, rung)


def _next(alert: Alert, rung: Rung) -> dict[str, Any]:
    return _rung(rung, ladders.next_due(alert.ladder, rung))


def _rung(rung: Rung, next_action_at: int) -> dict[str, Any]:
    return {"level": rung.level, "due": rung.due, "round": rung.round, "next": next_action_at}


def raised_data(
    *,
    unit: str,
    resident: str | None,
    device: str | None,
    source: str,
    priority: int,
    ladder: ladders.Ladder,
    about: dict[str, Any],
    dedup_key: str,
    now: int,
) -> dict[str, Any]:
    """The data of the first event."""
    return {
        "unit": unit, "resident": resident, "device": device, "source": source,
        "priority": priority, "ladder": msgspec.to_builtins(ladder), "about": about,
        "dedup_key": dedup_key, "next": ladders.next_due(ladder, Rung(0, now)),
    }  # fmt: skip
