# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations in the database: nobody is booked twice, nobody enters unseen (care C1-C6)."""

import asyncio

import pytest

from services.care.actions import bookings, consultations, waiting_room
from services.care.actions.weeding import weed
from services.care.domain.consultations import (
    HOLD_MS,
    LONGEST_WAIT_MS,
    NO_SHOW_MS,
    NOTE_MS,
    RECONNECT_MS,
    ConsultationState,
    Ended,
    Role,
    Step,
)
from services.care.store import consultations as store
from services.kit.errors import Conflict, InputInvalid, NotFound, Problem
from tests.services.care.consulting import (
    DAUGHTER,
    MOTHER,
    NURSE,
    WEAK,
    admitted,
    offered,
    requested,
    scheduled,
)
from tests.services.care.people import NIGHT, OMAR, STRANGER, UNIT, staff

pytestmark = pytest.mark.anyio
HOUR = 3_600_000


async def found(database, key):
    return await consultations.find(database, key, database.clock.now_ms())


@pytest.fixture
def soon(manual_clock):
    return manual_clock.now_ms() + HOUR


async def test_from_the_wish_to_the_signed_note(care_store, soon):
    one = await admitted(care_store, start=soon)
    key = one.facts.id
    assert one.facts.state is ConsultationState.ADMITTED
    assert (one.facts.staff, one.facts.starts_at) == (NURSE.sub, soon)
    for step in (Step.CONNECT, Step.LOSE, Step.CONNECT, Step.END):
        one = await care_store.transact(
            lambda tx, step=step: waiting_room.report_call(tx, MOTHER, key, step)
        )
    assert (one.facts.state, one.facts.ended) == (ConsultationState.ENDED, Ended.HANGUP)
    one = await care_store.transact(
        lambda tx: waiting_room.document(tx, NURSE, key, "Talade om yrsel.")
    )
    assert one.facts.state is ConsultationState.DOCUMENTED
    with pytest.raises(Problem) as refused:
        await care_store.transact(lambda tx: waiting_room.document(tx, NURSE, key, "Annat."))
    assert refused.value.code == "CARE_STATE"
    note = await care_store.one(store.note_of, consultation=key)
    assert (note.body, note.signed_by) == ("Talade om yrsel.", NURSE.sub)
    traces = await care_store.many(store.call_events_of, consultation=key)
    assert [one.type for one in traces][:2] == ["waiting", "admitted"]


async def test_eight_at_once_want_one_time_and_one_gets_it(care_store, soon):
    # care C1
    (slot,) = await offered(care_store, soon)
    wishes = [await requested(care_store) for _ in range(8)]
    for each in wishes:
        await care_store.transact(
            lambda tx, each=each: bookings.propose_slots(tx, NURSE, each.facts.id, [slot.id])
        )

    async def choose(each):
        try:
            await care_store.transact(
                lambda tx: bookings.choose_slot(tx, MOTHER, each.facts.id, slot.id)
            )
        except Problem as problem:
            return problem.code
        return "taken"

    answers = await asyncio.gather(*(choose(each) for each in wishes))
    assert sorted(answers) == ["CARE_SLOT_TAKEN"] * 7 + ["taken"]
    states = [
        one.facts.state
        for one in await consultations.read_own_consultations(care_store, MOTHER, MOTHER.sub)
    ]
    assert states.count(ConsultationState.SCHEDULED) == 1, "who came too late has lost nothing"
    assert states.count(ConsultationState.PROPOSED) == 7


async def test_a_hold_keeps_others_out_for_five_minutes(care_store, soon, manual_clock):
    # care C1
    (slot,) = await offered(care_store, soon)
    mine, yours = await requested(care_store), await requested(care_store, DAUGHTER)
    await care_store.transact(lambda tx: bookings.hold_slot(tx, MOTHER, mine.facts.id, slot.id))
    assert await bookings.read_open_slots(care_store, DAUGHTER, UNIT) == []
    with pytest.raises(Problem) as refused:
        await care_store.transact(
            lambda tx: bookings.hold_slot(tx, DAUGHTER, yours.facts.id, slot.id)
        )
    assert refused.value.code == "CARE_SLOT_TAKEN"
    manual_clock.advance(HOLD_MS / 1000)
    held = await care_store.transact(
        lambda tx: bookings.hold_slot(tx, DAUGHTER, yours.facts.id, slot.id)
    )
    assert held.held_for == yours.facts.id


async def test_the_same_time_of_the_same_person_is_offered_once(care_store, soon):
    assert len(await offered(care_store, soon)) == 1
    assert await offered(care_store, soon) == []


async def test_cancelling_frees_the_time_and_empties_the_waiting_room(care_store, soon):
    # care C2
    one = await scheduled(care_store, start=soon)
    await care_store.transact(
        lambda tx: waiting_room.enter_waiting_room(tx, MOTHER, one.facts.id, consents=True)
    )
    gone = await care_store.transact(
        lambda tx: bookings.cancel_consultation(tx, NURSE, one.facts.id)
    )
    assert (gone.facts.state, gone.facts.ended) == (ConsultationState.CANCELLED, Ended.CANCELLED)
    assert [s.starts_at for s in await bookings.read_open_slots(care_store, MOTHER, UNIT)] == [soon]
    left = await found(care_store, one.facts.id)
    assert all(person.left_at is not None for person in left.people)


async def test_moving_makes_a_new_consultation_with_the_same_people(care_store, soon):
    one = await scheduled(care_store, start=soon)
    await care_store.transact(
        lambda tx: bookings.invite(
            tx, NURSE, one.facts.id, DAUGHTER.sub, role=Role.RELATIVE, language="sv"
        )
    )
    (later,) = await offered(care_store, soon + HOUR)
    fresh = await care_store.transact(
        lambda tx: bookings.reschedule_consultation(tx, MOTHER, one.facts.id, later.id)
    )
    assert fresh.facts.id != one.facts.id
    assert (fresh.facts.replaces, fresh.facts.starts_at) == (one.facts.id, soon + HOUR)
    assert {p.person for p in fresh.people} == {MOTHER.sub, DAUGHTER.sub, NURSE.sub}
    old = await found(care_store, one.facts.id)
    assert old.facts.state is ConsultationState.RESCHEDULED


async def test_moving_to_a_taken_time_changes_nothing(care_store, soon):
    one = await scheduled(care_store, start=soon)
    other = await scheduled(care_store, DAUGHTER, start=soon + HOUR)
    taken = await care_store.one(store.slots_by_id, ids=[])
    assert taken is None
    slots = await care_store.many(store.open_slots, unit=UNIT, now=0, most=10)
    assert slots == []
    (late,) = await offered(care_store, soon + 2 * HOUR)
    await care_store.transact(
        lambda tx: bookings.reschedule_consultation(tx, DAUGHTER, other.facts.id, late.id)
    )
    with pytest.raises(Problem):
        await care_store.transact(
            lambda tx: bookings.reschedule_consultation(tx, MOTHER, one.facts.id, late.id)
        )
    still = await found(care_store, one.facts.id)
    assert still == one


async def test_without_consent_nobody_takes_a_seat(care_store, soon):
    # care C6
    one = await scheduled(care_store, start=soon)
    with pytest.raises(InputInvalid):
        await care_store.transact(
            lambda tx: waiting_room.enter_waiting_room(tx, MOTHER, one.facts.id, consents=False)
        )
    assert (await found(care_store, one.facts.id)).facts.state is (ConsultationState.SCHEDULED)


@pytest.mark.parametrize(
    "who",
    [STRANGER, WEAK, DAUGHTER, NIGHT, staff("demo-typist", rights=("read",))],
    ids=["stranger", "weak sign-in", "daughter without a share", "another unit", "no right"],
)
async def test_nobody_else_moves_it_or_enters(care_store, soon, who):
    one = await scheduled(care_store, start=soon)
    key = one.facts.id
    if who.sub != "demo-typist":
        assert await consultations.read_consultations(care_store, who, [key]) == [None]
    for attempt in (
        lambda tx: waiting_room.enter_waiting_room(tx, who, key, consents=True),
        lambda tx: waiting_room.admit(tx, who, key, []),
        lambda tx: bookings.cancel_consultation(tx, who, key),
        lambda tx: waiting_room.document(tx, who, key, "x"),
    ):
        with pytest.raises(Problem):
            await care_store.transact(attempt)
    assert await found(care_store, key) == one, "nothing happened"


async def test_the_booked_colleague_is_ill_and_another_admits(care_store, soon):
    one = await scheduled(care_store, start=soon)
    await care_store.transact(
        lambda tx: waiting_room.enter_waiting_room(tx, MOTHER, one.facts.id, consents=True)
    )
    colleague = OMAR
    seen = await care_store.transact(lambda tx: waiting_room.admit(tx, colleague, one.facts.id, []))
    assert seen.of(OMAR.sub).admitted_at is not None
    assert seen.of(NURSE.sub).admitted_at is None


async def test_an_interpreter_who_leaves_does_not_end_the_call(care_store, soon):
    one = await scheduled(care_store, start=soon)
    key = one.facts.id
    await care_store.transact(
        lambda tx: bookings.invite(
            tx, NURSE, key, DAUGHTER.sub, role=Role.INTERPRETER, language="so"
        )
    )
    with pytest.raises(Conflict):
        await care_store.transact(
            lambda tx: bookings.invite(
                tx, NURSE, key, DAUGHTER.sub, role=Role.RELATIVE, language="so"
            )
        )
    for who in (MOTHER, DAUGHTER):
        await care_store.transact(
            lambda tx, who=who: waiting_room.enter_waiting_room(tx, who, key, consents=True)
        )
    await care_store.transact(lambda tx: waiting_room.admit(tx, NURSE, key, []))
    await care_store.transact(lambda tx: waiting_room.report_call(tx, MOTHER, key, Step.CONNECT))
    seen = await care_store.transact(
        lambda tx: waiting_room.report_call(tx, DAUGHTER, key, Step.END)
    )
    assert seen.facts.state is ConsultationState.IN_CALL
    assert seen.of(DAUGHTER.sub).left_at is not None


async def test_by_telephone_with_one_tap(care_store, soon):
    one = await admitted(care_store, start=soon)
    seen = await care_store.transact(
        lambda tx: waiting_room.go_on_by_phone(tx, NURSE, one.facts.id)
    )
    assert (seen.facts.state, seen.facts.channel, seen.facts.ended) == (
        ConsultationState.PHONE_FALLBACK, "phone", Ended.FALLBACK,
    )  # fmt: skip
    ended = await care_store.transact(
        lambda tx: waiting_room.end_by_staff(tx, NURSE, one.facts.id, Step.END)
    )
    assert ended.facts.state is ConsultationState.ENDED


async def _due(care_store, clock, one, after_ms):
    clock.set(after_ms)
    await care_store.transact(lambda tx: waiting_room.when_due(tx, one.facts.id, one.facts.version))
    return (await found(care_store, one.facts.id)).facts


async def test_what_time_alone_does(care_store, soon, manual_clock):
    # care C4, C5 and section 2
    missed = await scheduled(care_store, start=soon)
    assert (await _due(care_store, manual_clock, missed, soon + NO_SHOW_MS - 1)).state is (
        ConsultationState.SCHEDULED
    )
    assert (await _due(care_store, manual_clock, missed, soon + NO_SHOW_MS)).state is (
        ConsultationState.NO_SHOW
    )
    later = manual_clock.now_ms() + HOUR
    waiting = await scheduled(care_store, start=later)
    waiting = await care_store.transact(
        lambda tx: waiting_room.enter_waiting_room(tx, MOTHER, waiting.facts.id, consents=True)
    )
    assert (await _due(care_store, manual_clock, waiting, later + LONGEST_WAIT_MS)).state is (
        ConsultationState.ABANDONED
    )
    call = await admitted(care_store, start=manual_clock.now_ms() + HOUR)
    for step in (Step.CONNECT, Step.LOSE):
        call = await care_store.transact(
            lambda tx, step=step, key=call.facts.id: waiting_room.report_call(tx, MOTHER, key, step)
        )
    ended = await _due(care_store, manual_clock, call, call.facts.state_since + RECONNECT_MS)
    assert (ended.state, ended.ended) == (ConsultationState.ENDED, Ended.LOST)
    over = await found(care_store, call.facts.id)
    still = await _due(care_store, manual_clock, over, over.facts.state_since + NOTE_MS)
    assert still.state is ConsultationState.ENDED, "a missing note is a task, not an end"


async def test_a_timer_of_an_older_version_does_nothing(care_store, soon, manual_clock):
    one = await scheduled(care_store, start=soon)
    moved = await care_store.transact(
        lambda tx: waiting_room.enter_waiting_room(tx, MOTHER, one.facts.id, consents=True)
    )
    found = await _due(care_store, manual_clock, one, soon + NO_SHOW_MS)
    assert found == moved.facts


async def test_traces_of_calls_go_after_thirty_days(care_store, soon, manual_clock):
    one = await admitted(care_store, start=soon)
    manual_clock.advance(31 * 86_400)
    assert await care_store.transact(weed) > 0
    assert await care_store.many(store.call_events_of, consultation=one.facts.id) == []


async def test_an_unknown_consultation_is_not_there(care_store):
    with pytest.raises(NotFound):
        await care_store.transact(lambda tx: bookings.cancel_consultation(tx, MOTHER, "no-such"))
