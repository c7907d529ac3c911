# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Raising and changing alerts: events, state, queue numbers and notices in one transaction (care A1)."""

from typing import Any, Final

import msgspec

from services.care.domain import alert_steps as steps
from services.care.domain.alerts import Alert, Event, Happening, apply
from services.care.domain.ladder import Channel as By
from services.care.domain.ladder import Ladder, Level, Target, TargetKind
from services.care.domain.triage import Source
from services.care.store import alerts as store
from services.care.store import occurrences as occurrence_store
from services.care.store import policies as policy_store
from services.kit.data import Tx
from services.kit.errors import Conflict, NotFound
from services.kit.ids import new_id

SYSTEM_ACTOR: Final = "system"
DEFAULT_POLICY: Final = "default"


class RaiseAlert(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody must look at."""

    unit: str
    source: Source
    priority: int
    dedup_key: str
    """The same key while an alert is open joins that alert."""
    resident: str | None = None
    device: str | None = None
    policy: str = ""
    lang: str = "sv"
    skill: str = ""
    about: dict[str, Any] = {}
    actor: str = SYSTEM_ACTOR
    on_behalf_of: str | None = None


class Raised(msgspec.Struct, frozen=True):
    """An alert, and whether it is new."""

    alert: Alert
    is_new: bool


async def raise_alert(tx: Tx, wish: RaiseAlert) -> Raised:
    """Raise an alert, or join the open one with the same key; a joined one keeps the higher urgency."""
    known = await tx.one(store.open_by_key, key=wish.dedup_key)
    if known is not None:
        return Raised(await _join(tx, known.body, wish), is_new=False)
    ladder = await ladder_for(tx, wish.policy, wish.unit)
    data = steps.raised_data(
        unit=wish.unit, resident=wish.resident, device=wish.device, source=wish.source,
        priority=wish.priority, ladder=ladder, about=wish.about, dedup_key=wish.dedup_key, now=tx.now,
    )  # fmt: skip
    first = Event(
        alert=new_id(), seq=1, at=tx.now, actor=wish.actor, on_behalf_of=wish.on_behalf_of,
        type=Happening.RAISED, data=data,
    )  # fmt: skip
    alert = apply(None, first)
    added = await tx.one(
        store.add, id=alert.id, resident=alert.resident, device=alert.device, source=alert.source,
        opened_at=alert.opened_at, lang=wish.lang, skill=wish.skill, dedup_key=alert.dedup_key,
        note=None, **_columns(alert),
    )  # fmt: skip
    if added is None:
        raise Conflict
    await tx.run(store.add_event, **_event_row(first))
    await _number(tx, alert, "added")
    await tx.emit("care.alert.raised", alert.id, _facts(alert))
    return Raised(alert, is_new=True)


async def _join(tx: Tx, alert: Alert, wish: RaiseAlert) -> Alert:
    more = {"priority": wish.priority, "source": wish.source.value} | wish.about
    return await append(
        tx, alert, [(Happening.INFORMATION, more)], actor=wish.actor, on_behalf_of=wish.on_behalf_of
    )


async def append(
    tx: Tx,
    alert: Alert,
    given: list[steps.Step],
    *,
    actor: str,
    on_behalf_of: str | None = None,
) -> Alert:
    """Add events to an alert and store what they add up to; Conflict when somebody was faster."""
    before = alert
    for kind, data in given:
        event = Event(
            alert=alert.id, seq=alert.seq + 1, at=tx.now, actor=actor, on_behalf_of=on_behalf_of,
            type=kind, data=data,
        )  # fmt: skip
        alert = apply(alert, event)
        await tx.run(store.add_event, **_event_row(event))
    saved = await tx.run(
        store.save, id=alert.id, read_seq=before.seq,
        **{f"new_{name}": value for name, value in _columns(alert).items()},
    )  # fmt: skip
    if saved != 1:
        raise Conflict
    if before.is_open or alert.is_open:
        change = "updated" if before.is_open else "added"
        await _number(tx, alert, change if alert.is_open else "removed")
    if before.is_open and not alert.is_open:
        await tx.emit("care.alert.ended", alert.id, _facts(alert))
    return alert


async def locked(tx: Tx, alert_id: str) -> Alert:
    """The alert, for a change; NotFound when there is none."""
    held = await tx.one(store.lock, id=alert_id)
    if held is None:
        raise NotFound
    return held.body


async def ladder_for(tx: Tx, policy: str, unit: str) -> Ladder:
    """The newest version of a policy; without one, the unit's default, and at last its screens."""
    for wanted in (policy, f"{unit}:{DEFAULT_POLICY}"):
        found = await tx.one(policy_store.newest_policy, id=wanted) if wanted else None
        if found is not None:
            return found.body
    screens = Level(delay_s=0, targets=(Target(TargetKind.UNIT, unit),), channels=(By.SCREEN,))
    return Ladder(policy="", version=0, unit=unit, levels=(screens,), final_repeat_s=60)


async def _number(tx: Tx, alert: Alert, change: str) -> None:
    """Count the unit's queue up by one and say so (Q2)."""
    version = await tx.one(store.count_up, unit=alert.unit)
    await tx.run(
        store.add_change, unit=alert.unit, version=version, alert=alert.id, change=change, at=tx.now
    )
    await tx.emit(
        "care.queue.changed", f"unit:{alert.unit}", {"unit": alert.unit, "version": version}
    )
    if alert.resident is not None:
        await tell_resident_changed(tx, alert.resident)


async def tell_resident_changed(tx: Tx, resident: str) -> None:
    """Let open screens of and about a resident look again."""
    await tx.emit("care.resident.changed", f"resident:{resident}", {"resident": resident})


async def occurrences_of(tx: Tx, alert: Alert) -> list[Any]:
    """The check-ins an alert is about."""
    return list(await tx.many(occurrence_store.by_alert, alert=alert.id))


def _columns(alert: Alert) -> dict[str, Any]:
    return {
        "unit": alert.unit, "state": alert.state, "priority": alert.priority,
        "sla_due_at": alert.sla_due_at, "answered_at": alert.answered_at,
        "on_site_at": alert.on_site_at, "waited_ms": alert.waited_ms,
        "next_action_at": alert.next_action_at, "owner": alert.owner, "seq": alert.seq, "body": alert,
    }  # fmt: skip


def _event_row(event: Event) -> dict[str, Any]:
    return {
        "alert": event.alert, "seq": event.seq, "at": event.at, "actor": event.actor,
        "on_behalf_of": event.on_behalf_of, "type": event.type, "data": event.data,
    }  # fmt: skip


def _facts(alert: Alert) -> dict[str, Any]:
    """Ids and kinds, never content."""
    return {
        "id": alert.id, "unit": alert.unit, "resident": alert.resident, "state": alert.state.value,
        "priority": alert.priority, "source": alert.source.value,
    }  # fmt: skip
