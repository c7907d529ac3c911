# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The states of a consultation: only the drawn ways exist (care section 2, C1-C5)."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.care.domain.consultations import (
    BY_ITSELF,
    HOLD_MS,
    LONGEST_WAIT_MS,
    NO_SHOW_MS,
    OVER,
    RECONNECT_MS,
    STEPS,
    Channel,
    Consultation,
    Participant,
    Role,
    Slot,
    Step,
    after,
    deadline,
    is_free,
    waiting_list,
)
from services.care.domain.consultations import ConsultationState as S

ONE = Consultation(
    id="c", resident="r", unit="u", state=S.REQUESTED, channel=Channel.VIDEO, reason="", language="sv",
    staff=None, starts_at=None, ends_at=None, replaces=None, ended=None, call=0, state_since=0, created_at=0,
    version=1,
)  # fmt: skip
SLOT = Slot(
    id="s", staff="n", unit="u", starts_at=1000, ends_at=2000, held_for=None, held_until=None,
    taken_by=None,
)  # fmt: skip


def test_the_ordinary_way():
    state = S.REQUESTED
    for step in (
        Step.TRIAGE, Step.PROPOSE, Step.CHOOSE, Step.WAIT, Step.ADMIT, Step.CONNECT, Step.LOSE,
        Step.CONNECT, Step.END, Step.DOCUMENT, Step.CLOSE,
    ):  # fmt: skip
        found = after(state, step)
        assert found is not None
        state = found
    assert state is S.CLOSED


def test_one_can_call_again_after_the_end():
    # care C3
    assert after(S.ENDED, Step.CALL_AGAIN) is S.ADMITTED


@given(st.sampled_from(sorted(OVER)), st.sampled_from(sorted(Step)))
def test_what_is_over_stays_so(state, step):
    assert after(state, step) is None


@given(st.lists(st.sampled_from(sorted(Step)), max_size=30))
def test_no_way_leads_into_a_call_but_through_the_door(steps):
    state, admitted = S.REQUESTED, False
    for step in steps:
        found = after(state, step)
        if found is None:
            continue
        admitted = admitted or found is S.ADMITTED
        state = found
        assert admitted or state not in (S.IN_CALL, S.RECONNECTING)


def test_every_state_but_the_first_can_be_reached():
    reached = {target for _, target in STEPS.values()}
    assert reached == set(S) - {S.REQUESTED}


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (S.SCHEDULED, 5000 + NO_SHOW_MS),
        (S.WAITING, 5000 + LONGEST_WAIT_MS),
        (S.RECONNECTING, 70 + RECONNECT_MS),
        (S.ENDED, 70 + 24 * 3_600_000),
        (S.IN_CALL, None),
        (S.CANCELLED, None),
    ],
)
def test_what_moves_by_itself_has_a_time_for_it(state, due):
    # care C4, C5
    one = msgspec.structs.replace(ONE, state=state, starts_at=5000, state_since=70)
    assert deadline(one) == due


@given(st.sampled_from(sorted(BY_ITSELF)))
def test_what_happens_by_itself_is_a_step_that_may_be_taken(state):
    assert after(state, BY_ITSELF[state]) is not None


def test_a_held_slot_is_free_for_its_holder_and_for_all_when_the_hold_is_over():
    # care C1
    held = msgspec.structs.replace(SLOT, held_for="mine", held_until=HOLD_MS, starts_at=10**9)
    assert is_free(held, "mine", 0)
    assert not is_free(held, "yours", HOLD_MS - 1)
    assert is_free(held, "yours", HOLD_MS)
    assert not is_free(msgspec.structs.replace(held, taken_by="x"), "mine", 0)
    assert not is_free(SLOT, "mine", 1000), "a slot that has begun"


def test_staff_see_who_waits_in_the_order_they_came():
    # care C6
    def person(name, role, since, left=None):
        return Participant(
            id=name, consultation="c", person=name, role=role, language="sv", consented_at=None,
            waiting_since=since, admitted_at=None, left_at=left,
        )  # fmt: skip

    people = (
        person("nurse", Role.STAFF, 1),
        person("daughter", Role.RELATIVE, 9),
        person("mother", Role.RESIDENT, 3),
        person("interpreter", Role.INTERPRETER, None),
        person("gone", Role.RELATIVE, 2, left=4),
    )
    assert [one.id for one in waiting_list(people)] == ["mother", "daughter"]
