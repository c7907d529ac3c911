# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a unit reads: its queue with numbered changes, alerts, figures, who is on call, whether the engine lives."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from services.care.actions.access import Look as Wish
from services.care.actions.access import entry_of, look, unit_facts
from services.care.domain import rotas
from services.care.domain.alerts import Alert, Event
from services.care.domain.devices import Device, DeviceMessage
from services.care.domain.triage import Kpis, figures
from services.care.store import alerts as store
from services.care.store import devices as device_store
from services.care.store import notices as notice_store
from services.care.store import policies as policy_store
from services.care.store.alerts import Change, Held
from services.kit.audit import Entry, record
from services.kit.data import Database
from services.kit.errors import InputInvalid, NotFound
from services.kit.policy import decide, require
from services.kit.wire.caller import Caller

DEAD_MS: Final = 15_000
"""A sign of life older than this: the engine is down (A10)."""
MOST_CHANGES: Final = 200
DAY_MS: Final = 86_400_000


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a unit's queue as it was at a version."""

    version: int
    rows: list[Held]
    total: int
    engine_down: bool


class Diff(msgspec.Struct, frozen=True, kw_only=True):
    """What one change did to a queue; `resync` when the client must read it anew (Q2)."""

    version: int
    change: str
    alert: Held | None
    alert_id: str
    resync: bool = False


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Whether alarms are moved on."""

    is_down: bool
    last_beat_at: int | None
    overdue: int


async def read_queue(
    database: Database, caller: Caller, unit: str, *, limit: int, after: str | None
) -> Queue:
    """A page of what waits, most urgent first; each resident in it is on record."""
    require(caller, "care.queue.read", unit_facts(unit))
    now = database.clock.now_ms()
    version = await database.one(store.version_of, unit=unit) or 0
    rows = await database.many(
        store.queue_page, unit=unit, now=now, most=limit, **_start(after, now)
    )
    await record(database, looks(caller, "care.queue.read", (row.body for row in rows)))
    total = await database.one(store.count_open, unit=unit) or 0
    health = await read_health(database)
    return Queue(version=version, rows=rows, total=total, engine_down=health.is_down)


def place_of(row: Held, now: int) -> str:
    """Where an entry stands, as a cursor."""
    one = row.body
    breached = 0 if one.sla_due_at <= now else 1
    return f"{breached}.{one.priority}.{one.sla_due_at}.{one.opened_at}.{one.id}"


def _start(after: str | None, now: int) -> dict[str, Any]:
    del now
    if after is None:
        return {"from_start": 1, "breached": 0, "rank": 0, "sla": 0, "opened": 0, "last": ""}
    parts = after.split(".", 4)
    try:
        breached, rank, sla, opened = (int(part) for part in parts[:4])
        return {
            "from_start": 0, "breached": breached, "rank": rank, "sla": sla, "opened": opened, "last": parts[4],
        }  # fmt: skip
    except (ValueError, IndexError):
        raise InputInvalid(path=("after",)) from None


async def read_alerts_by_id(
    database: Database, caller: Caller, ids: Sequence[str]
) -> list[Held | None]:
    """Alerts in the order of their ids; None for what is not there or not for this caller."""
    found = {held.body.id: held for held in await database.many(store.by_ids, ids=list(ids))}
    mine = {
        each: held
        for each, held in found.items()
        if decide(caller, "care.queue.read", unit_facts(held.body.unit)).allowed
    }
    await record(database, looks(caller, "care.queue.read", (held.body for held in mine.values())))
    rest = {
        held.body.resident
        for each, held in found.items()
        if each not in mine and held.body.resident
    }
    await look(
        database,
        caller,
        Wish(permission="care.queue.read", resource="alert"),
        [r for r in rest if r],
    )
    return [mine.get(each) for each in ids]


async def read_events(database: Database, alerts: Sequence[str]) -> dict[str, list[Event]]:
    """The events of alerts that the caller was allowed to see."""
    found: dict[str, list[Event]] = {each: [] for each in alerts}
    for event in await database.many(store.events_of, alerts=list(alerts)):
        found[event.alert].append(event)
    return found


async def read_messages(database: Database, alert: str) -> list[DeviceMessage]:
    """What devices sent about an alert that the caller was allowed to see."""
    return await database.many(device_store.messages_of_alert, alert_id=alert)


async def read_notices(database: Database, alert: str) -> list[notice_store.Notice]:
    """Who was told about an alert that the caller was allowed to see."""
    return await database.many(notice_store.of_alerts, alerts=[alert])


async def read_changes(database: Database, unit: str, after: int) -> list[Diff]:
    """The changes of a queue after a version, in order; one `resync` when they are no longer kept."""
    newest = await database.one(store.version_of, unit=unit) or 0
    if after > newest:
        return [Diff(version=newest, change="", alert=None, alert_id="", resync=True)]
    changes = await database.many(store.changes_after, unit=unit, after=after, most=MOST_CHANGES)
    if newest > after and (not changes or changes[0].version != after + 1):
        return [Diff(version=newest, change="", alert=None, alert_id="", resync=True)]
    found = {
        held.body.id: held
        for held in await database.many(store.by_ids, ids=sorted({each.alert for each in changes}))
    }
    return [_diff(each, found.get(each.alert)) for each in changes]


def _diff(change: Change, held: Held | None) -> Diff:
    return Diff(version=change.version, change=change.change, alert=held, alert_id=change.alert)


def looks(caller: Caller, permission: str, alerts: Iterable[Alert]) -> list[Entry]:
    """One line of the log per resident, with the ids of her alerts."""
    by_resident: dict[str, tuple[str, ...]] = {}
    for alert in alerts:
        if alert.resident is not None:
            by_resident[alert.resident] = (*by_resident.get(alert.resident, ()), alert.id)
    return [entry_of(caller, permission, "alert", who, ids=ids) for who, ids in by_resident.items()]


async def read_health(database: Database) -> Health:
    """Whether the engine has been alive within fifteen seconds, and how much is overdue (A10)."""
    now = database.clock.now_ms()
    beats = {beat.name: beat.at for beat in await database.many(policy_store.beats)}
    at = beats.get("engine")
    overdue = await database.one(store.overdue, before=now - DEAD_MS) or 0
    return Health(is_down=at is None or now - at > DEAD_MS, last_beat_at=at, overdue=overdue)


async def read_kpis(database: Database, caller: Caller, unit: str, begin: int, end: int) -> Kpis:
    """The figures of a unit between two instants."""
    require(caller, "care.unit.read", unit_facts(unit))
    if not begin < end <= begin + 400 * DAY_MS:
        raise InputInvalid(path=("until",))
    return figures(await database.scan(store.times, unit=unit, since=begin, until=end))


async def read_policies(
    database: Database, caller: Caller, unit: str
) -> list[policy_store.PolicyRow]:
    """The newest version of each policy of a unit."""
    require(caller, "care.unit.read", unit_facts(unit))
    return await database.many(policy_store.policies_of, unit=unit)


async def read_rotas(database: Database, caller: Caller, unit: str) -> list[policy_store.RotaRow]:
    """The rotas of a unit."""
    require(caller, "care.unit.read", unit_facts(unit))
    return await database.many(policy_store.rotas_of, unit=unit)


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call by a rota, and when nobody is."""

    person: str | None
    gaps: list[tuple[int, int]]


async def read_duty(database: Database, row: policy_store.RotaRow, at: int, *, days: int) -> Duty:
    """Who is on call at an instant, and the gaps of the days after it."""
    stand_ins = await database.many(policy_store.overrides_of, rotas=[row.id], now=at)
    facts = tuple(one.fact for one in stand_ins)
    return Duty(
        person=rotas.on_call(row.body, facts, at),
        gaps=rotas.gaps(row.body, facts, at, at + days * DAY_MS),
    )


async def read_devices(
    database: Database, caller: Caller, unit: str, *, limit: int
) -> list[Device]:
    """The devices of a unit."""
    require(caller, "care.unit.read", unit_facts(unit))
    devices = await database.many(device_store.devices_of, unit=unit, most=limit)
    residents = sorted({one.resident for one in devices if one.resident})
    await record(
        database, [entry_of(caller, "care.unit.read", "device", each) for each in residents]
    )
    return devices


async def one_alert(database: Database, caller: Caller, alert_id: str) -> Held:
    """One alert of the caller's unit; NotFound for any other."""
    found = (await read_alerts_by_id(database, caller, [alert_id]))[0]
    if found is None:
        raise NotFound
    return found
