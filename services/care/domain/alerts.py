# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The alert: an append-only list of events, and the state that they add up to (care section 2).

`fold(events)` is the state; nothing else changes it. An open alert always has a next action.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Final

import msgspec

from services.care.domain.ladder import Ladder, Rung
from services.care.domain.triage import Source, sla_due

LEASE_MS: Final = 60_000
"""How long a claim holds before somebody says that they act."""
ETA_GRACE_MS: Final = 15 * 60_000
ON_SITE_MS: Final = 60 * 60_000
REOPEN_MS: Final = 24 * 3_600_000


class State(StrEnum):
    """Where an alert stands."""

    TRIGGERED = "triggered"
    CLAIMED = "claimed"
    ACKED = "acked"
    DISPATCHED = "dispatched"
    ON_SITE = "on_site"
    RESOLVED = "resolved"
    MERGED = "merged"


OPEN: Final = frozenset(State) - {State.RESOLVED, State.MERGED}
"""States in which an alert waits for somebody."""
IN_HAND: Final = frozenset({State.ACKED, State.DISPATCHED, State.ON_SITE})
"""Somebody has said that they act: the ladder rests until their time is over."""


class Outcome(StrEnum):
    """How it ended: a closed list."""

    OK_BY_PHONE = "ok_by_phone"
    OK_BY_VISIT = "ok_by_visit"
    FALSE_ALARM = "false_alarm"
    HOSPITAL = "hospital"
    DECEASED = "deceased"
    MOVED = "moved"
    TECHNICAL = "technical"
    DUPLICATE_OF = "duplicate_of"
    OTHER = "other"


class Happening(StrEnum):
    """What can happen to an alert."""

    RAISED = "raised"
    FIRED = "fired"
    UNREACHED = "unreached"
    ROTA_GAP = "rota_gap"
    CLAIMED = "claimed"
    LEASE_ENDED = "lease_ended"
    ACKED = "acked"
    DISPATCHED = "dispatched"
    ARRIVED = "arrived"
    TIMED_OUT = "timed_out"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    MERGED = "merged"
    ABSORBED = "absorbed"
    OFFERED = "handover_offered"
    HANDED_OVER = "handed_over"
    RAISED_PRIORITY = "priority_raised"
    WAITING_112 = "waiting_for_112"
    BACK_FROM_112 = "back_from_112"
    LATE_OK = "late_ok"
    INFORMATION = "information"
    WITHDRAWN = "withdrawn"


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """The state of an alert: what its events add up to."""

    id: str
    unit: str
    resident: str | None
    device: str | None
    source: Source
    default_priority: int
    priority: int
    state: State
    ladder: Ladder
    level: int
    rung_due: int
    rung_round: int
    generation: int
    """Goes up when the ladder begins anew, so that a new send is not taken for an old one."""
    next_action_at: int | None
    """When the engine looks again (UTC ms); None only when it is over."""
    opened_at: int
    sla_due_at: int
    answered_at: int | None
    on_site_at: int | None
    ended_at: int | None
    owner: str | None
    """Who has it in hand."""
    ackers: tuple[str, ...]
    eta: int | None
    outcome: Outcome | None
    merged_into: str | None
    said_ok: bool
    """The resident has answered late that all is well; staff still confirm."""
    waiting_since: int | None
    waited_ms: int
    offered_to: str | None
    about: dict[str, Any]
    """Codes and keys that say what it is about, never words of the resident."""
    dedup_key: str
    seq: int

    @property
    def rung(self) -> Rung:
        """Where it stands on its ladder."""
        return Rung(self.level, self.rung_due, self.rung_round)

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return self.state in OPEN


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to an alert; `seq` counts 1, 2, 3 without a gap."""

    alert: str
    seq: int
    at: int
    actor: str
    on_behalf_of: str | None
    type: Happening
    data: dict[str, Any]


class OutOfOrder(ValueError):
    """Events with a gap, or of another alert."""


def fold(events: Iterable[Event]) -> Alert:
    """The state that the events add up to."""
    alert: Alert | None = None
    for event in events:
        alert = apply(alert, event)
    if alert is None:
        raise OutOfOrder("an alert begins with an event")
    return alert


def apply(alert: Alert | None, event: Event) -> Alert:
    """The state after one more event."""
    if alert is None:
        if event.seq != 1 or event.type is not Happening.RAISED:
            raise OutOfOrder("the first event raises the alert")
        return _raised(event)
    if event.alert != alert.id or event.seq != alert.seq + 1:
        raise OutOfOrder(f"event {event.seq} after {alert.seq}")
    change = _CHANGES[event.type](alert, event)
    return msgspec.structs.replace(alert, seq=event.seq, **change)


def _raised(event: Event) -> Alert:
    given = event.data
    return Alert(
        id=event.alert, unit=given["unit"], resident=given["resident"], device=given["device"],
        source=Source(given["source"]), default_priority=given["priority"],
        priority=given["priority"], state=State.TRIGGERED,
        ladder=msgspec.convert(given["ladder"], Ladder), level=0, rung_due=event.at, rung_round=0,
        generation=0, next_action_at=given["next"], opened_at=event.at,
        sla_due_at=sla_due(event.at, given["priority"], answered=False),
        answered_at=None, on_site_at=None, ended_at=None, owner=None, ackers=(), eta=None,
        outcome=None, merged_into=None, said_ok=False, waiting_since=None, waited_ms=0,
        offered_to=None, about=given["about"], dedup_key=given["dedup_key"], seq=1,
    )  # fmt: skip


def _rung(event: Event) -> dict[str, Any]:
    given = event.data
    return {
        "level": given["level"], "rung_due": given["due"], "rung_round": given["round"],
        "next_action_at": given["next"],
    }  # fmt: skip


def _fired(_: Alert, event: Event) -> dict[str, Any]:
    return {"state": State.TRIGGERED} | _rung(event)


def _claimed(_: Alert, event: Event) -> dict[str, Any]:
    return {"state": State.CLAIMED, "owner": event.actor, "next_action_at": event.data["until"]}


def _let_go(alert: Alert, event: Event) -> dict[str, Any]:
    """Nobody has it in hand any more: the ladder goes on where `data` says."""
    begun = event.type is not Happening.LEASE_ENDED
    return {
        "state": State.TRIGGERED, "owner": None, "ackers": (), "eta": None, "offered_to": None,
        "generation": alert.generation + begun,
    } | _rung(event)  # fmt: skip


def _acked(alert: Alert, event: Event) -> dict[str, Any]:
    ackers = tuple(dict.fromkeys((*alert.ackers, event.actor)))
    if not event.data["enough"]:
        return {"ackers": ackers, "state": State.TRIGGERED, "owner": None} | _rung(event)
    return {
        "state": State.ACKED, "owner": event.actor, "ackers": ackers,
        "next_action_at": event.data["until"],
        "answered_at": alert.answered_at or event.at,
        "sla_due_at": sla_due(alert.opened_at, alert.priority, answered=True),
    }  # fmt: skip


def _dispatched(alert: Alert, event: Event) -> dict[str, Any]:
    return {
        "state": State.DISPATCHED, "owner": event.data["to"] or event.actor,
        "eta": event.data["eta"], "next_action_at": event.data["until"],
        "answered_at": alert.answered_at or event.at,
        "sla_due_at": sla_due(alert.opened_at, alert.priority, answered=True),
    }  # fmt: skip


def _arrived(alert: Alert, event: Event) -> dict[str, Any]:
    return {
        "state": State.ON_SITE, "on_site_at": alert.on_site_at or event.at,
        "answered_at": alert.answered_at or event.at,
        "next_action_at": event.data["until"], "owner": event.actor,
    }  # fmt: skip


def _ended(alert: Alert, event: Event) -> dict[str, Any]:
    merged = event.type is Happening.MERGED
    return {
        "state": State.MERGED if merged else State.RESOLVED, "next_action_at": None,
        "ended_at": event.at, "owner": alert.owner if merged else event.actor,
        "answered_at": alert.answered_at or (None if merged else event.at),
        "outcome": None if merged else Outcome(event.data["outcome"]),
        "merged_into": event.data.get("into"), "offered_to": None,
        "waiting_since": None, "waited_ms": alert.waited_ms + _waited(alert, event),
    }  # fmt: skip


def _reopened(alert: Alert, event: Event) -> dict[str, Any]:
    return _let_go(alert, event) | {
        "outcome": None, "ended_at": None, "answered_at": None, "on_site_at": None,
        "said_ok": False, "sla_due_at": sla_due(event.at, alert.priority, answered=False),
    }  # fmt: skip


def _absorbed(alert: Alert, event: Event) -> dict[str, Any]:
    priority = min(alert.priority, event.data["priority"])
    return {
        "priority": priority, "default_priority": min(alert.default_priority, event.data["default"]),
        "next_action_at": event.data["next"],
        "sla_due_at": min(alert.sla_due_at, event.data["sla_due"]),
    }  # fmt: skip


def _offered(_: Alert, event: Event) -> dict[str, Any]:
    return {"offered_to": event.data["to"]}


def _handed_over(_: Alert, event: Event) -> dict[str, Any]:
    return {"owner": event.actor, "offered_to": None, "next_action_at": event.data["until"]}


def _raised_priority(alert: Alert, event: Event) -> dict[str, Any]:
    priority = event.data["priority"]
    answered = alert.answered_at is not None
    return {
        "priority": priority,
        "sla_due_at": sla_due(alert.opened_at, priority, answered=answered),
    }


def _waiting(_: Alert, event: Event) -> dict[str, Any]:
    return {"waiting_since": event.at}


def _back(alert: Alert, event: Event) -> dict[str, Any]:
    waited = _waited(alert, event)
    return {
        "waiting_since": None, "waited_ms": alert.waited_ms + waited,
        "sla_due_at": alert.sla_due_at + waited,
    }  # fmt: skip


def _waited(alert: Alert, event: Event) -> int:
    return 0 if alert.waiting_since is None else event.at - alert.waiting_since


def _said_ok(_: Alert, event: Event) -> dict[str, Any]:
    del event
    return {"said_ok": True}


def _noted(alert: Alert, event: Event) -> dict[str, Any]:
    """Further facts; a withdrawal by the device is one of them and closes nothing (S6)."""
    priority = event.data.get("priority", alert.priority)
    if priority >= alert.priority:
        return {}
    answered = alert.answered_at is not None
    due = sla_due(alert.opened_at, priority, answered=answered)
    return {"priority": priority, "default_priority": priority, "sla_due_at": due}


def _unchanged(_: Alert, __: Event) -> dict[str, Any]:
    return {}


def _moved(_: Alert, event: Event) -> dict[str, Any]:
    return _rung(event)


_CHANGES: Final[dict[Happening, Callable[[Alert, Event], dict[str, Any]]]] = {
    Happening.FIRED: _fired,
    Happening.UNREACHED: _moved,
    Happening.ROTA_GAP: _unchanged,
    Happening.CLAIMED: _claimed,
    Happening.LEASE_ENDED: _let_go,
    Happening.ACKED: _acked,
    Happening.DISPATCHED: _dispatched,
    Happening.ARRIVED: _arrived,
    Happening.TIMED_OUT: _let_go,
    Happening.RESOLVED: _ended,
    Happening.REOPENED: _reopened,
    Happening.MERGED: _ended,
    Happening.ABSORBED: _absorbed,
    Happening.OFFERED: _offered,
    Happening.HANDED_OVER: _handed_over,
    Happening.RAISED_PRIORITY: _raised_priority,
    Happening.WAITING_112: _waiting,
    Happening.BACK_FROM_112: _back,
    Happening.LATE_OK: _said_ok,
    Happening.INFORMATION: _noted,
    Happening.WITHDRAWN: _unchanged,
}
