# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Telling people: who is meant by a level now, by which ways, each notice once (care A5-A8)."""

import msgspec

from services.care.actions.alerts import append
from services.care.domain.alerts import Alert, Happening
from services.care.domain.ladder import Channel, Fire, Level, Target, TargetKind
from services.care.domain.notices import (
    LIFE_MS,
    SMS_WINDOWS,
    Notice,
    NoticeState,
    Template,
    alert_key,
    too_many,
)
from services.care.domain.occurrences import Occurrence
from services.care.domain.people import ShareScope
from services.care.domain.plans import AttemptChannel
from services.care.domain.rotas import on_call
from services.care.domain.triage import HELP
from services.care.store import notices as store
from services.care.store import people as people_store
from services.care.store import policies as policy_store
from services.kit.data import Tx
from services.kit.ids import new_id

_WAYS = {AttemptChannel.PUSH: Channel.PUSH, AttemptChannel.SMS: Channel.SMS}
"""Calls and visits are made by people: no notice stands for them."""


class Told(msgspec.Struct, frozen=True):
    """What telling a level came to."""

    alert: Alert
    reached: bool
    """Whether there was anybody who could be told."""


async def tell_level(tx: Tx, alert: Alert, fire: Fire) -> Told:
    """Write the notices of a level; who is on call is looked up now, not when the alert was raised."""
    level = alert.ladder.levels[fire.level - 1]
    reached = False
    for target in level.targets:
        people = await _people(tx, alert, target)
        if not people and target.kind is TargetKind.ROTA:
            alert = await append(
                tx, alert, [(Happening.ROTA_GAP, {"rota": target.id})], actor="system"
            )
            await tx.emit(
                "care.rota.empty", f"unit:{alert.unit}", {"rota": target.id, "alert": alert.id}
            )
            await _to_screens(tx, alert, fire, alert.ladder.unit)
            reached = True
        for person in people:
            reached |= await _to_person(
                tx, alert, fire, level=level, person=person, kind=target.kind
            )
    return Told(alert, reached)


async def tell_fallback(tx: Tx, alert: Alert, fire: Fire) -> None:
    """The last level reached nobody: the screens of the unit, always."""
    await _to_screens(tx, alert, fire, alert.ladder.unit)


async def ask_resident(
    tx: Tx,
    one: Occurrence,
    template: Template,
    *,
    not_before: int,
    channel: AttemptChannel | None = None,
) -> None:
    """Ask on every way she has, or on the one that an attempt names; reminders replace each other (N2)."""
    await tx.run(store.supersede_occurrence, occurrence_id=one.id, now=tx.now)
    only = None if channel is None else _WAYS.get(channel)
    for way in await tx.many(people_store.endpoints_of, people=[one.resident]):
        if channel is not None and way.channel is not only:
            continue
        await _add(
            tx, key=f"occ:{one.id}:{one.attempt_no}:{one.reminders_sent}:{way.id}", occurrence=one.id,
            person=one.resident, channel=way.channel, endpoint=way.id, template=template,
            lang=way.lang, not_before=not_before, expires_at=max(one.closes_at, not_before + 1),
        )  # fmt: skip


async def tell_person(tx: Tx, person: str, template: Template, *, key: str) -> None:
    """One notice to every way of a person."""
    for way in await tx.many(people_store.endpoints_of, people=[person]):
        await _add(
            tx, key=f"{key}:{way.id}", person=person, channel=way.channel, endpoint=way.id,
            template=template, lang=way.lang, expires_at=tx.now + LIFE_MS[template],
        )  # fmt: skip


async def tell_unit(tx: Tx, unit: str, template: Template, *, key: str) -> None:
    """One notice to the screens of a unit."""
    await _add(
        tx, key=key, person=f"unit:{unit}", channel=Channel.SCREEN, template=template,
        expires_at=tx.now + LIFE_MS[template],
    )  # fmt: skip


async def _people(tx: Tx, alert: Alert, target: Target) -> list[str]:
    if target.kind is TargetKind.ROTA:
        rota = await tx.one(policy_store.rota_by_id, id=target.id)
        if rota is None:
            return []
        rows = await tx.many(policy_store.overrides_of, rotas=[target.id], now=tx.now)
        person = on_call(rota.body, tuple(row.fact for row in rows), tx.now)
        return [person] if person else []
    if target.kind is TargetKind.RELATIVE:
        if alert.resident is None:
            return []
        shares = await tx.many(people_store.shares_in_force, residents=[alert.resident], now=tx.now)
        return sorted({s.grantee for s in shares if ShareScope.RECEIVE_ALERTS.value in s.scopes})
    if target.kind is TargetKind.UNIT:
        return [f"unit:{target.id or alert.unit}"]
    return [target.id if target.kind is TargetKind.USER else f"external:{target.id}"]


async def _to_person(
    tx: Tx, alert: Alert, fire: Fire, *, level: Level, person: str, kind: TargetKind
) -> bool:  # fmt: skip
    if kind is TargetKind.UNIT:
        await _to_screens(tx, alert, fire, person.removeprefix("unit:"))
        return True
    reached = False
    template = Template.ALERT_RELATIVE if kind is TargetKind.RELATIVE else Template.ALERT
    ways = await tx.many(people_store.endpoints_of, people=[person])
    for channel in sorted({way.channel for way in ways}):  # before any of this step is written
        await tx.run(store.supersede_older, alert_id=alert.id, to=person, by=channel, now=tx.now)
    for way in ways:
        if way.channel not in level.channels or await _is_too_many(tx, alert, person, way.channel):
            continue
        reached = True
        await _add(
            tx, key=alert_key(
                alert=alert.id, generation=alert.generation, level=fire.level, round=fire.round,
                person=person, channel=way.channel, endpoint=way.id,
            ),
            alert=alert.id, generation=alert.generation, level=fire.level, person=person,
            channel=way.channel, endpoint=way.id, template=template, lang=way.lang,
            urgent=alert.priority == HELP, expires_at=tx.now + LIFE_MS[template],
        )  # fmt: skip
    return reached


async def _to_screens(tx: Tx, alert: Alert, fire: Fire, unit: str) -> None:
    await _add(
        tx, key=alert_key(
            alert=alert.id, generation=alert.generation, level=fire.level, round=fire.round,
            person=f"unit:{unit}", channel=Channel.SCREEN, endpoint=None,
        ),
        alert=alert.id, generation=alert.generation, level=fire.level, person=f"unit:{unit}",
        channel=Channel.SCREEN, template=Template.ALERT, urgent=alert.priority == HELP,
        expires_at=tx.now + LIFE_MS[Template.ALERT],
    )  # fmt: skip


async def _is_too_many(tx: Tx, alert: Alert, person: str, channel: Channel) -> bool:
    """Text messages are rationed, never those of P1 (N5)."""
    if channel is not Channel.SMS or alert.priority == HELP:
        return False
    since = tx.now - max(span for span, _ in SMS_WINDOWS)
    sent = await tx.many(store.sent_to, to=person, by=channel, since=since)
    return too_many(sent, tx.now)


async def _add(
    tx: Tx, *, key: str, person: str, channel: Channel, template: Template, expires_at: int,
    endpoint: str | None = None, alert: str | None = None, generation: int = 0, level: int = 0,
    occurrence: str | None = None, lang: str = "sv", urgent: bool = False, not_before: int | None = None,
) -> None:  # fmt: skip
    fresh = Notice(
        id=new_id(), dedup_key=key, alert=alert, generation=generation, occurrence=occurrence,
        level=level, person=person, channel=channel, endpoint=endpoint, template=template, lang=lang,
        urgent=urgent, not_before=tx.now if not_before is None else not_before, expires_at=expires_at,
        state=NoticeState.PENDING, attempts=0, lease_until=0, lease_by=None, provider_id=None,
        created_at=tx.now, done_at=None,
    )  # fmt: skip
    await tx.run(store.add, **msgspec.structs.asdict(fresh))
