# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations read, moved on by one step, and told about: what the other actions share."""

import msgspec

from i18n import t
from services.care.actions.access import (
    Facts,
    Reader,
    Refused,
    entry_of,
    facts_of,
    unit_facts,
)
from services.care.domain.consultations import (
    BEGINS_A_CALL,
    LIVE,
    OVER,
    STEPS,
    Consultation,
    ConsultationState,
    Ended,
    Participant,
    Role,
    Step,
    after,
    deadline,
)
from services.care.store import consultations as store
from services.kit.audit import Entry, Outcome, record
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import decide, require
from services.kit.wire.caller import Caller

MOST_READ = 200
CHANGED = "care.consultation.changed"
RESOURCE = "Consultation"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A consultation, the people in it, and whom the resident lets know what."""

    facts: Consultation
    people: tuple[Participant, ...]
    shares: Facts

    @property
    def rights(self) -> Facts:
        """What the policy asks about it."""
        people = tuple(one.person for one in self.people)
        return {**self.shares, "unit": self.facts.unit, "participants": people}

    def of(self, person: str) -> Participant | None:
        """What a person is in it; None when she is not in it."""
        return next((one for one in self.people if one.person == person), None)


async def find(reader: Reader, consultation_id: str, now: int) -> Seen | None:
    """A consultation with its people."""
    facts = await reader.one(store.by_id, id=consultation_id)
    if facts is None:
        return None
    people = await reader.many(store.participants_of, consultations=[consultation_id])
    shares = await facts_of(reader, [facts.resident], now)
    return Seen(facts=facts, people=tuple(people), shares=shares[facts.resident])


async def allowed(tx: Tx, caller: Caller, permission: str, consultation_id: str) -> Seen:
    """The consultation, if this caller may; a refusal is put on record, though nothing else happens."""
    seen = await find(tx, consultation_id, tx.now)
    if seen is None:
        raise NotFound
    try:
        require(caller, permission, seen.rights, now=tx.now)
    except Problem as problem:
        raise Refused(problem, _entry(caller, permission, seen, Outcome.REFUSED)) from problem
    return seen


async def read_consultations(
    database: Database, caller: Caller, ids: list[str]
) -> list[Seen | None]:
    """The consultations of `ids` in their order, None for what is not there or not hers; on record."""
    facts = {one.id: one for one in await database.many(store.by_ids, ids=ids)}
    people = await database.many(store.participants_of, consultations=list(facts))
    shares = await facts_of(
        database, {one.resident for one in facts.values()}, database.clock.now_ms()
    )
    found = {
        each: Seen(
            facts=one,
            people=tuple(p for p in people if p.consultation == each),
            shares=shares[one.resident],
        )
        for each, one in facts.items()
    }
    may = {
        each: decide(caller, "care.consultation.read", seen.rights).allowed
        for each, seen in found.items()
    }
    await record(
        database,
        [
            _entry(
                caller, "care.consultation.read", seen,
                Outcome.DONE if may[each] else Outcome.REFUSED,
            )
            for each, seen in found.items()
        ],
    )  # fmt: skip
    return [found[each] if may.get(each) else None for each in ids]


async def read_own_consultations(database: Database, caller: Caller, person: str) -> list[Seen]:
    """All of a resident's consultations, newest first; on record also when there are none."""
    shares = await facts_of(database, [person], database.clock.now_ms())
    require(caller, "care.consultation.list", shares[person])
    rows = await database.many(store.of_residents, residents=[person], most=MOST_READ)
    if not rows:
        await record(database, [entry_of(caller, "care.consultation.list", "Consultation", person)])
    found = await read_consultations(database, caller, [one.id for one in rows])
    return [one for one in found if one]


async def read_unit_consultations(
    database: Database, caller: Caller, unit: str, states: frozenset[ConsultationState]
) -> list[Seen]:
    """What a unit has before it, in the order of its times."""
    require(caller, "care.unit.read", unit_facts(unit))
    wanted = sorted(states or (frozenset(ConsultationState) - OVER))
    rows = await database.many(store.of_unit, unit=unit, states=wanted, most=MOST_READ)
    found = await read_consultations(database, caller, [one.id for one in rows])
    return [one for one in found if one]


async def take_step(
    tx: Tx, caller: Caller, seen: Seen, step: Step, *, why: Ended | None = None
) -> Seen:
    """Move on, with the timer of the new state and the news in the same transaction."""
    before = seen.facts
    state = after(before.state, step)
    if state is None:
        raise Problem("CARE_STATE", path=("consultation",), state=before.state.value)
    now = await tx.one(
        store.move, id=before.id, read_version=before.version, new_state=state, now=tx.now,
        why=why or before.ended,
        more_calls=int(step in BEGINS_A_CALL and before.state not in LIVE),
    )  # fmt: skip
    if now is None:
        raise Conflict(
            t("care.changed_meanwhile", "Någon annan hann före. Läs om och försök igen.")
        )
    await _set_timer(tx, now)
    await _tell(tx, caller, now)
    return msgspec.structs.replace(seen, facts=now)


async def begin(tx: Tx, caller: Caller, facts: Consultation, role: Role = Role.RESIDENT) -> Seen:
    """A new consultation with the resident in it."""
    await tx.run(store.add, **msgspec.structs.asdict(facts))
    shares = await facts_of(tx, [facts.resident], tx.now)
    seen = Seen(facts=facts, people=(), shares=shares[facts.resident])
    await add_person(tx, seen, facts.resident, role, facts.language)
    await _tell(tx, caller, facts)
    return await again(tx, facts.id)


async def again(tx: Tx, consultation_id: str) -> Seen:
    """The consultation as it is now in this transaction."""
    seen = await find(tx, consultation_id, tx.now)
    if seen is None:
        raise NotFound
    return seen


async def add_person(tx: Tx, seen: Seen, person: str, role: Role, language: str) -> None:
    """Let somebody take part; once, however often it is asked."""
    one = Participant(
        id=new_id(), consultation=seen.facts.id, person=person,
        role=role, language=language, consented_at=None, waiting_since=None, admitted_at=None,
        left_at=None,
    )  # fmt: skip
    await tx.run(store.add_participant, **msgspec.structs.asdict(one))


async def put_on_record(database: Database, caller: Caller, seen: Seen, action: str) -> None:
    """What was done beyond reading; durable before the answer leaves."""
    await record(database, [_entry(caller, action, seen)])


async def _set_timer(tx: Tx, one: Consultation) -> None:
    timer = f"consultation:{one.id}"
    await tx.cancel(timer)
    due = deadline(one)
    if due is not None:
        await tx.schedule("care.consultation", timer, due, {"id": one.id, "version": one.version})


async def _tell(tx: Tx, caller: Caller, one: Consultation) -> None:
    action = f"care.consultation.{one.state.value}"
    await tx.audit(
        Entry(caller=caller, subject=one.resident, action=action, resource=RESOURCE, ids=(one.id,))
    )
    await tx.emit(CHANGED, one.id, {"id": one.id, "state": one.state.value, "unit": one.unit})


def _entry(caller: Caller, action: str, seen: Seen, outcome: Outcome = Outcome.DONE) -> Entry:
    return entry_of(
        caller, action, RESOURCE, seen.facts.resident, ids=(seen.facts.id,), outcome=outcome
    )


def steps_open(one: Consultation) -> tuple[Step, ...]:
    """Which steps may be taken now."""
    return tuple(step for step, (sources, _) in STEPS.items() if one.state in sources)
