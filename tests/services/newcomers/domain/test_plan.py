# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The plan: states, due dates, independence of order, evidence that is never lost, bad templates."""

import random
from datetime import date, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import InputInvalid, Problem
from services.newcomers import service
from services.newcomers.domain.planning.conditions import ConditionUnreadable, compile_condition
from services.newcomers.domain.planning.due import (
    DueReason,
    DueRule,
    add,
    add_months,
    read_duration,
)
from services.newcomers.domain.planning.plan import (
    Evidence,
    Progress,
    StepState,
    evaluate,
    next_steps,
)
from services.newcomers.domain.planning.reminders import Quiet, awake, overdue, reminders
from services.newcomers.domain.planning.situation import LegalBasis, Situation, read_situation
from services.newcomers.domain.planning.templates import (
    DependsOn,
    StepTemplate,
    compare,
    old_rules,
    publish,
    read_set,
    stockholm,
)
from services.newcomers.domain.steps_text import TITLES

assert service.name == "newcomers"

TODAY = date(2026, 11, 26)
AMINA = Situation(
    legal_basis=LegalBasis.REFUGEE, arrival_date=date(2026, 10, 1), residence_from=date(2026, 11, 1),
    birth_year=1990, children=(2022, 2015), languages=(),
)  # fmt: skip


def by_key(steps):
    return {step.key: step for step in steps}


def rule(anchor="arrival", offset="P7D", **more):
    return DueRule(
        anchor=anchor, offset=offset, source_url="https://e.se", checked_on=TODAY, **more
    )


def test_a_refugee_with_children_sees_her_path():
    # newcomers 2.2: seed, order = dependency
    found = by_key(evaluate(stockholm(), AMINA, {}, TODAY))
    assert found["register_move"].state is StepState.AVAILABLE
    assert found["register_move"].due.on == date(2026, 11, 29)
    assert found["personnummer"].state is StepState.BLOCKED
    assert found["personnummer"].blocked_by == ("register_move",)
    assert found["sfi"].state is StepState.AVAILABLE
    assert found["preschool"].state is StepState.AVAILABLE
    assert found["preschool_place"].due.reason is DueReason.AFTER_STEP
    assert found["lma_card"].state is StepState.NOT_APPLICABLE
    assert found["driving_licence"].state is StepState.NOT_APPLICABLE
    keys = list(found)
    assert (
        keys.index("register_move")
        < keys.index("personnummer")
        < keys.index("id_card")
        < keys.index("bankid")
    )


def test_a_nordic_mover_has_one_week():
    # newcomers 2.2: within one week for Nordic movers
    nordic = Situation(legal_basis=LegalBasis.NORDIC, arrival_date=date(2026, 11, 20))
    found = by_key(evaluate(stockholm(), nordic, {}, TODAY))
    assert found["register_move"].due.on == date(2026, 11, 27)
    assert found["register_move"].due.rule.hard


def test_what_is_done_opens_what_follows_and_starts_its_time():
    progress = {
        "sfi": Progress(done_on=date(2026, 11, 10)),
        "preschool": Progress(done_on=date(2026, 10, 31)),
        "register_move": Progress(done_on=date(2026, 11, 3)),
    }
    found = by_key(evaluate(stockholm(), AMINA, progress, TODAY))
    assert found["sfi_start"].due.on == date(2027, 2, 10)
    assert found["preschool_place"].due.on == date(2027, 2, 28)
    assert found["personnummer"].state is StepState.AVAILABLE


def test_states_of_one_step():
    def state(progress, today=TODAY):
        return by_key(evaluate(stockholm(), AMINA, {"sfi": progress}, today))["sfi"].state

    assert state(Progress(started_on=TODAY)) is StepState.IN_PROGRESS
    assert state(Progress(waiting_for="SFI-centrum", expected_until=TODAY)) is StepState.WAITING
    assert state(Progress(skipped_reason="knows Swedish")) is StepState.SKIPPED
    done = Progress(done_on=TODAY, expires_on=date(2027, 1, 1))
    assert state(done) is StepState.DONE
    assert state(done, date(2027, 1, 2)) is StepState.EXPIRED


def test_a_step_that_no_longer_applies_keeps_its_evidence():
    # newcomers 3 rule 11
    proof = Evidence(kind="document", reference="doc-1", given_on=TODAY)
    progress = {"sfi": Progress(done_on=TODAY, evidence=(proof,))}
    fluent = read_situation(
        {"legal_basis": "refugee", "arrival_date": "2026-10-01", "languages": ["sv"]}
    )
    found = by_key(evaluate(stockholm(), fluent, progress, TODAY))
    assert found["sfi"].state is StepState.NOT_APPLICABLE
    assert found["sfi"].progress.evidence == (proof,)
    again = by_key(evaluate(stockholm(), AMINA, progress, TODAY))
    assert again["sfi"].state is StepState.DONE


SITUATIONS = st.builds(
    Situation,
    legal_basis=st.sampled_from(LegalBasis),
    arrival_date=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    residence_from=st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    birth_year=st.none() | st.integers(1950, 2015),
    children=st.lists(st.integers(2008, 2026), max_size=3).map(tuple),
    has_personnummer=st.booleans(),
    has_driving_licence=st.booleans(),
)
PROGRESS = st.dictionaries(
    st.sampled_from(sorted(TITLES)),
    st.builds(
        Progress,
        started_on=st.none() | st.just(TODAY),
        done_on=st.none() | st.dates(date(2025, 1, 1), TODAY),
        skipped_reason=st.sampled_from(["", "no"]),
        waiting_for=st.sampled_from(["", "authority"]),
    ),
)


@given(SITUATIONS, PROGRESS, st.randoms(use_true_random=False))
def test_evaluation_is_pure_idempotent_and_independent_of_order(situation, progress, chance):
    # newcomers 5: plan evaluation independent of order; re-evaluation idempotent
    first = evaluate(stockholm(), situation, progress, TODAY)
    assert evaluate(stockholm(), situation, progress, TODAY) == first
    shuffled = list(stockholm().steps)
    chance.shuffle(shuffled)
    items = list(progress.items())
    chance.shuffle(items)
    assert evaluate(publish("x", 1, shuffled), situation, dict(items), TODAY) == first
    kept = {step.key: step.progress for step in first if step.key in progress}
    assert kept == {key: value for key, value in progress.items() if key in kept}


def test_every_step_has_words_and_every_deadline_a_source_read_lately():
    assert {step.key for step in stockholm().steps} == set(TITLES)
    assert old_rules(stockholm(), date(2026, 11, 26)) == []
    assert len(old_rules(stockholm(), date(2027, 6, 1))) == sum(
        len(step.due) for step in stockholm().steps
    )


def step(key, *depends, **more):
    return StepTemplate(key=key, depends_on=tuple(DependsOn(key=one) for one in depends), **more)


@pytest.mark.parametrize(
    ("steps", "code", "said"),
    [
        ([step("a", "b"), step("b", "a")], "TEMPLATE_CYCLIC", "a"),
        ([step("a", "a")], "TEMPLATE_CYCLIC", "a"),
        ([step("a", "z")], "TEMPLATE_INVALID", "z"),
        ([step("a"), step("a")], "TEMPLATE_INVALID", "twice"),
        ([step("a", when=("weather sunny",))], "TEMPLATE_INVALID", "weather"),
        ([step("a", due=(rule(anchor=""),))], "TEMPLATE_INVALID", "anchor"),
        ([step("a", due=(rule(anchor="step:z.done"),))], "TEMPLATE_INVALID", "z"),
        ([step("a", due=(rule(anchor="step:a.done"),))], "TEMPLATE_INVALID", "own"),
        ([step("a", due=(rule(offset="7 days"),))], "TEMPLATE_INVALID", "duration"),
        (
            [step("a", due=(rule(offset="P1M", calendar="workdays"),))],
            "TEMPLATE_INVALID",
            "workdays",
        ),
    ],
)
def test_a_broken_template_set_cannot_be_published(steps, code, said):
    # newcomers: bad input, a cyclic step template, a due rule without anchor
    with pytest.raises(Problem) as refusal:
        publish("x", 1, steps)
    assert refusal.value.code == code
    assert said in str(refusal.value.extensions)


def test_a_file_that_is_no_set_is_refused():
    for broken in (b"\xff", b"name = 1", b"name='x'\nversion=1\n[[step]]\nkey='a'\ncolour='red'"):
        with pytest.raises(Problem):
            read_set(broken)


def test_an_upgrade_is_told():
    old = publish("x", 1, [step("a"), step("b"), step("c")])
    new = publish("x", 2, [step("a"), step("b", "a"), step("d")])
    found = compare(old, new)
    assert (found.added, found.removed, found.changed) == (("d",), ("c",), ("b",))


@pytest.mark.parametrize(
    "text", ["", "basis", "basis in", "child 1 6", "has money", "swedish maybe", "adult old"]
)
def test_unreadable_conditions(text):
    with pytest.raises(ConditionUnreadable):
        compile_condition(text)


def test_calendars_of_due_rules():
    assert add_months(date(2026, 10, 31), 4) == date(2027, 2, 28)
    assert add(date(2026, 12, 23), rule(offset="P2D", calendar="workdays")) == date(2026, 12, 29)
    assert read_duration("-P14D").days == -14
    assert add(date(2026, 1, 1), rule(offset="P1Y2M1W3D")) == date(2027, 3, 11)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([], "situation"),
        ({"arrival_date": "2026-10-01"}, "legal_basis"),
        ({"legal_basis": "tourist", "arrival_date": "2026-10-01"}, "legal_basis"),
        ({"legal_basis": "asylum", "arrival_date": "yesterday"}, "arrival_date"),
        ({"legal_basis": "asylum", "arrival_date": "2026-10-01", "religion": "x"}, "religion"),
    ],
)
def test_a_situation_that_cannot_be_read_names_its_field(given, field):
    with pytest.raises(InputInvalid) as refusal:
        read_situation(given)
    assert refusal.value.path == (field,)


def test_reminders_keep_to_the_day_and_to_the_cap():
    # newcomers 2.2: -14 d, -3 d, 0 d, quiet hours, weekly cap
    nordic = Situation(
        legal_basis=LegalBasis.NORDIC, arrival_date=date(2026, 11, 20), children=(2015,)
    )
    steps = evaluate(stockholm(), nordic, {}, date(2026, 11, 20))
    found = reminders(steps, date(2026, 11, 20))
    assert [one.id for one in found if one.step == "register_move"] == [
        "register_move:3",
        "register_move:0",
    ]
    assert all(one.at.time() == time(9) for one in found)
    capped = reminders(steps, date(2026, 11, 20), quiet=Quiet(weekly_cap=0))
    assert {one.step for one in capped} == {"register_move"}
    assert awake(datetime(2026, 11, 20, 23, 0), Quiet()) == datetime(2026, 11, 21, 8, 0)
    assert awake(datetime(2026, 11, 20, 3, 0), Quiet()) == datetime(2026, 11, 20, 8, 0)
    assert awake(datetime(2026, 11, 20, 12, 0), Quiet(begins=time(11), ends=time(13))).hour == 13


def test_what_is_late_and_what_is_next():
    steps = evaluate(stockholm(), AMINA, {}, date(2026, 12, 10))
    assert [one.key for one in overdue(steps, date(2026, 12, 10))] == ["register_move"]
    assert next_steps(steps)[0].due.on == min(one.due.on for one in next_steps(steps) if one.due.on)


def test_random_edits_lose_no_evidence():
    chance = random.Random(5)
    progress: dict[str, Progress] = {}
    situation = AMINA
    keys = [one.key for one in stockholm().steps]
    for number in range(300):
        key = chance.choice(keys)
        before = progress.get(key, Progress())
        proof = Evidence(kind="code", reference=str(number), given_on=TODAY)
        progress[key] = msgspec.structs.replace(before, evidence=(*before.evidence, proof))
        situation = msgspec.structs.replace(situation, legal_basis=chance.choice(list(LegalBasis)))
        steps = evaluate(stockholm(), situation, progress, TODAY + timedelta(days=number))
        assert sum(len(one.progress.evidence) for one in steps) == number + 1
