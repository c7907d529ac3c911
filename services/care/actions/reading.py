# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What residents, relatives and staff read about check-ins; every look is on record before it is answered (L2)."""

from collections.abc import Sequence
from typing import Final

import msgspec

from services.care.actions.access import Look, facts_of, look, look_at
from services.care.domain.answers import Answer
from services.care.domain.occurrences import Occurrence, OccurrenceState
from services.care.domain.people import CareResident, Consent, Endpoint, Share, Status
from services.care.domain.plans import Pause, Plan
from services.care.store import alerts as alert_store
from services.care.store import occurrences as occurrence_store
from services.care.store import people as people_store
from services.care.store import plans as plan_store
from services.care.store.plans import Revision
from services.kit.audit import Entry, record
from services.kit.data import Database
from services.kit.errors import NotFound
from services.kit.policy import decide, require
from services.kit.wire.caller import Caller

STATUS: Final = Look(permission="care.status.read", resource="status")
ANSWERS: Final = Look(permission="care.answers.read", resource="answer")
PLANS: Final = Look(permission="care.plan.read", resource="plan")
CONSENTS: Final = Look(permission="care.consent.read", resource="consent")
SHOWN: Final = [OccurrenceState.OPEN.value, OccurrenceState.SCHEDULED.value]
NEWEST: Final = 2**52
MOST_ANSWERS: Final = 100


async def read_resident(database: Database, resident: str) -> CareResident | None:
    """What care knows of how to speak to her; read inside an allowed look."""
    found = await database.many(people_store.residents_by_id, ids=[resident])
    return found[0] if found else None


async def read_status(database: Database, caller: Caller, resident: str) -> Status:
    """All that a relative learns: ok, late, handled, or waiting (D2)."""
    await look_at(database, caller, STATUS, resident)
    return await status_now(database, resident)


async def status_now(database: Database, resident: str) -> Status:
    """The status, for a caller who may know it."""
    alerts = await database.many(alert_store.open_of_residents, residents=[resident])
    if alerts:
        in_hand = all(held.body.owner is not None for held in alerts)
        return Status.HANDLED if in_hand else Status.LATE
    waiting = await database.many(
        occurrence_store.waiting_of, residents=[resident], states=["open"], most=1
    )
    return Status.WAITING if waiting else Status.OK


async def read_shared_with(database: Database, caller: Caller) -> list[Share]:
    """Who lets the caller in, in her own name; each of them sees that she has looked."""
    require(caller, "care.mine.use")
    now = database.clock.now_ms()
    shares = [
        share
        for share in await database.many(people_store.shares_to, grantee=caller.sub)
        if share.holds(now)
    ]
    await record(
        database,
        (
            Entry(caller=caller, subject=one.grantor, action="care.share.read", resource="share", ids=(one.id,))
            for one in shares
        ),
    )  # fmt: skip
    return shares


async def read_next(database: Database, caller: Caller, resident: str) -> Occurrence | None:
    """The check-in that is open, or the next one."""
    await look_at(
        database, caller, msgspec.structs.replace(STATUS, resource="occurrence"), resident
    )
    found = await database.many(
        occurrence_store.waiting_of, residents=[resident], states=SHOWN, most=1
    )
    return found[0] if found else None


async def read_occurrences(
    database: Database, caller: Caller, resident: str, *, limit: int, before: tuple[int, str] | None
) -> tuple[list[Occurrence], int]:
    """A page of her check-ins, newest first, and how many there are."""
    at, last = before or (NEWEST, "")
    rows = await database.many(
        occurrence_store.page_of, resident=resident, before=at, before_id=last, most=limit
    )
    wish = msgspec.structs.replace(STATUS, resource="occurrence")
    await look_at(database, caller, wish, resident, ids=tuple(one.id for one in rows))
    return rows, await database.one(occurrence_store.count_of, resident=resident) or 0


async def read_occurrences_by_id(
    database: Database, caller: Caller, ids: Sequence[str]
) -> list[Occurrence | None]:
    """Check-ins in the order of their ids; None for what is not there or not for this caller."""
    found = {one.id: one for one in await database.many(occurrence_store.by_ids, ids=list(ids))}
    by_resident: dict[str, tuple[str, ...]] = {}
    for one in found.values():
        by_resident[one.resident] = (*by_resident.get(one.resident, ()), one.id)
    wish = msgspec.structs.replace(STATUS, resource="occurrence")
    allowed = await look(database, caller, wish, by_resident, ids=by_resident)
    return [one if (one := found.get(each)) and one.resident in allowed else None for each in ids]


async def read_answers(
    database: Database, caller: Caller, occurrences: Sequence[Occurrence]
) -> dict[str, list[Answer]]:
    """The answers to check-ins, for those whose answers the caller may read."""
    of = {one.id: one.resident for one in occurrences}
    allowed = await look(database, caller, ANSWERS, of.values())
    kept = [each for each, resident in of.items() if resident in allowed]
    answers: dict[str, list[Answer]] = {each: [] for each in kept}
    for one in await database.many(occurrence_store.answers_of, occurrences=kept):
        answers[one.occurrence or ""].append(one)
    return answers


async def read_plans(database: Database, caller: Caller, resident: str) -> list[Plan]:
    """All plans of a resident."""
    plans = await database.many(plan_store.plans_of, residents=[resident])
    await look_at(database, caller, PLANS, resident, ids=tuple(plan.id for plan in plans))
    return plans


async def read_plans_by_id(
    database: Database, caller: Caller, ids: Sequence[str]
) -> list[Plan | None]:
    """Plans in the order of their ids; None for what is not there or not for this caller."""
    found = {plan.id: plan for plan in await database.many(plan_store.plans_by_id, ids=list(ids))}
    allowed = await look(database, caller, PLANS, {plan.resident for plan in found.values()})
    return [
        plan if (plan := found.get(each)) and plan.resident in allowed else None for each in ids
    ]


async def read_revisions(database: Database, plan: Plan) -> list[Revision]:
    """The revisions of a plan that the caller was allowed to see."""
    return await database.many(plan_store.revisions_of, plans=[plan.id])


async def read_pauses(database: Database, caller: Caller, resident: str) -> list[Pause]:
    """All pauses of a resident."""
    wish = msgspec.structs.replace(PLANS, resource="pause")
    await look_at(database, caller, wish, resident)
    return await database.many(plan_store.pauses_of, resident=resident)


async def read_consents(database: Database, caller: Caller, resident: str) -> list[Consent]:
    """All consents of a resident, withdrawn ones too."""
    await look_at(database, caller, CONSENTS, resident)
    return await database.many(people_store.consents_of, resident=resident)


async def read_shares(database: Database, caller: Caller, resident: str) -> list[Share]:
    """Whom a resident has let in."""
    wish = msgspec.structs.replace(CONSENTS, resource="delegation")
    await look_at(database, caller, wish, resident)
    return await database.many(people_store.shares_of, resident=resident)


async def read_endpoints(database: Database, caller: Caller) -> list[Endpoint]:
    """The caller's own ways to be reached."""
    require(caller, "care.mine.use")
    return await database.many(people_store.endpoints_of, people=[caller.sub])


async def read_rounds(
    database: Database, caller: Caller, unit: str, *, limit: int
) -> list[Occurrence]:
    """The check-ins of a unit that are open now: whom to call or look at."""
    require(caller, "care.unit.read", {"unit": unit})
    rows = await database.many(occurrence_store.open_of_unit, unit=unit, most=limit)
    wish = msgspec.structs.replace(STATUS, resource="round")
    allowed = await look(database, caller, wish, {one.resident for one in rows})
    return [one for one in rows if one.resident in allowed]


async def may_still(database: Database, caller: Caller, permission: str, resident: str) -> bool:
    """Whether a look is still allowed: asked before every push (D1)."""
    now = database.clock.now_ms()
    facts = (await facts_of(database, [resident], now))[resident]
    return decide(caller, permission, facts, now=now).allowed


async def own_answer(database: Database, caller: Caller, answer_id: str) -> Answer:
    """One answer, for whoever may read it."""
    found = await database.many(occurrence_store.answers_by_id, ids=[answer_id])
    if not found:
        raise NotFound
    await look_at(database, caller, ANSWERS, found[0].resident, ids=(answer_id,))
    return found[0]
