# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A resident's care as FHIR resources: each kind under its own permission, every look on record first."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec

from services.care.actions.access import Look, look_at
from services.care.actions.consultations import read_own_consultations
from services.care.domain.fhir import checkins, consultations, r4, rights
from services.care.store import alerts as alert_store
from services.care.store import devices as device_store
from services.care.store import occurrences as occurrence_store
from services.care.store import people as people_store
from services.kit.audit import AuditLog
from services.kit.data import Database
from services.kit.errors import NotFound
from services.kit.wire.caller import Caller

MOST: Final = 200
"""Resources of one kind in one answer, newest first."""
DAY_MS: Final = 86_400_000
BEHIND_MS: Final = 90 * DAY_MS
AHEAD_MS: Final = 2 * DAY_MS


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A question for one kind of resource of one resident."""

    kind: str
    resident: str
    key: str | None = None
    """Only the resource with this id."""


async def search(
    database: Database, log: AuditLog | None, caller: Caller, asked: Search
) -> list[r4.Resource]:
    """The resources asked for; NotFound for a kind that is not served or a person who is not hers to see."""
    if asked.kind == "AuditEvent":
        found = await _log(database, log, caller, asked.resident)
    elif (find := _FINDERS.get(asked.kind)) is not None:
        found = await find(database, caller, asked.resident)
    else:
        raise NotFound
    if asked.key is None:
        return found
    return [one for one in found if one.id == asked.key]


async def _appointments(database: Database, caller: Caller, person: str) -> list[r4.Resource]:
    seen = await read_own_consultations(database, caller, person)
    return [consultations.appointment(one.facts, one.people) for one in seen]


async def _encounters(database: Database, caller: Caller, person: str) -> list[r4.Resource]:
    seen = await read_own_consultations(database, caller, person)
    found = (consultations.encounter(one.facts, one.people) for one in seen)
    return [one for one in found if one is not None]


async def _tasks(database: Database, caller: Caller, person: str) -> list[r4.Resource]:
    await _look(database, caller, "care.plan.read", "Task", person)
    now = database.clock.now_ms()
    due = await database.many(
        occurrence_store.of_residents, residents=[person], since=now - BEHIND_MS,
        until=now + AHEAD_MS, most=MOST,
    )  # fmt: skip
    alerts = await database.many(alert_store.of_residents, residents=[person], most=MOST)
    return [
        *(checkins.alert_task(held.body) for held in alerts),
        *(checkins.check_in(one) for one in reversed(due)),
    ]


async def _flags(database: Database, caller: Caller, person: str) -> list[r4.Resource]:
    await _look(database, caller, "care.plan.read", "Flag", person)
    alerts = await database.many(alert_store.of_residents, residents=[person], most=MOST)
    found = (checkins.alert_flag(held.body) for held in alerts)
    return [one for one in found if one is not None]


async def _observations(database: Database, caller: Caller, person: str) -> list[r4.Resource]:
    await _look(database, caller, "care.answers.read", "Observation", person)
    answers = await database.many(occurrence_store.answers_of_resident, resident=person, most=MOST)
    return [checkins.observation(one) for one in answers]


async def _communications(database: Database, caller: Caller, person: str) -> list[r4.Resource]:
    await _look(database, caller, "care.plan.read", "Communication", person)
    alerts = await database.many(alert_store.of_residents, residents=[person], most=MOST)
    found: list[r4.Resource] = []
    for held in alerts:
        messages = await database.many(device_store.messages_of_alert, alert_id=held.body.id)
        found.extend(checkins.communication(one, person) for one in messages)
    return found


async def _consents(database: Database, caller: Caller, person: str) -> list[r4.Resource]:
    await _look(database, caller, "care.consent.read", "Consent", person)
    now = database.clock.now_ms()
    given = await database.many(people_store.consents_of, resident=person)
    shared = await database.many(people_store.shares_of, resident=person)
    return [
        *(rights.consent(one, now) for one in given),
        *(rights.share(one, now) for one in shared),
    ]


async def _log(
    database: Database, log: AuditLog | None, caller: Caller, person: str
) -> list[r4.Resource]:
    await _look(database, caller, "audit.log.read", "AuditEvent", person)
    if log is None:
        raise NotFound
    lines = await log.seen(database, person, most=MOST)
    return [rights.audit_event(one, person, number) for number, one in enumerate(lines)]


async def _look(
    database: Database, caller: Caller, permission: str, resource: str, person: str
) -> None:
    await look_at(database, caller, Look(permission=permission, resource=resource), person)


_FINDERS: Final[dict[str, Callable[[Database, Caller, str], Awaitable[list[Any]]]]] = {
    "Appointment": _appointments,
    "Encounter": _encounters,
    "Communication": _communications,
    "Observation": _observations,
    "Task": _tasks,
    "Flag": _flags,
    "Consent": _consents,
}
KINDS: Final = (*_FINDERS, "AuditEvent")
