# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The alert as a machine: whatever people and timers do, events add up and an open alert has a next time."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.care.domain import alert_steps as steps
from services.care.domain.alert_steps import NotNow
from services.care.domain.alerts import (
    IN_HAND,
    Alert,
    Event,
    Happening,
    Outcome,
    State,
    apply,
    fold,
)
from services.care.domain.ladder import Channel, Ladder, Level, Target, TargetKind
from services.care.domain.triage import Lowered, raised, sla_due

LADDER = Ladder(
    policy="p", version=1, unit="u", final_repeat_s=120,
    levels=tuple(
        Level(delay_s=delay, targets=(Target(TargetKind.USER, "a"), Target(TargetKind.USER, "b")),
              channels=(Channel.SMS,), min_acks=acks, resend_every_s=resend)
        for delay, acks, resend in ((0, 1, None), (60, 2, 30), (120, 1, None))
    ),
)  # fmt: skip
PEOPLE = st.sampled_from(["ann", "bo", "cy"])


class Life(RuleBasedStateMachine):
    """One alert, people who press buttons in any order, an engine that wakes late or early."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.events: list[Event] = []
        self.alert: Alert | None = None

    def add(self, kind: Happening, data: dict, who: str = "system") -> None:
        event = Event(
            alert="a1",
            seq=len(self.events) + 1,
            at=self.now,
            actor=who,
            on_behalf_of=None,
            type=kind,
            data=data,
        )
        self.alert = apply(self.alert, event)
        self.events.append(event)

    def attempt(self, step, who: str = "system") -> None:
        try:
            kind, data = step()
        except NotNow:
            return
        self.add(kind, data, who)

    @initialize(priority=st.integers(1, 5))
    def begin(self, priority: int) -> None:
        self.add(Happening.RAISED, steps.raised_data(
            unit="u", resident="r", device=None, source="missed", priority=priority, ladder=LADDER, about={},
            dedup_key="k", now=self.now,
        ))  # fmt: skip

    @rule(seconds=st.integers(0, 5000))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * 1000

    @rule()
    def the_engine_wakes(self) -> None:
        assert self.alert is not None
        due = self.alert.next_action_at
        if due is None or due > self.now:
            return
        was = self.alert
        given, fires = steps.wake(was, self.now)
        for kind, data in given:
            self.add(kind, data)
        assert self.alert.state is State.TRIGGERED
        assert self.alert.next_action_at > self.now or not fires
        if was.state in IN_HAND:
            assert [fire.level for fire in fires] == [max(was.level, 1)]

    @rule()
    def nobody_can_be_told(self) -> None:
        if self.alert is not None and self.alert.state is State.TRIGGERED and self.alert.level > 0:
            self.add(*steps.pass_over(self.alert, self.now))

    @rule(who=PEOPLE)
    def claim(self, who: str) -> None:
        self.attempt(lambda: steps.claim(self.alert, who, self.now), who)

    @rule(who=PEOPLE)
    def acknowledge(self, who: str) -> None:
        self.attempt(lambda: steps.acknowledge(self.alert, who, self.now), who)

    @rule(who=PEOPLE, minutes=st.integers(0, 60))
    def dispatch(self, who: str, minutes: int) -> None:
        self.attempt(
            lambda: steps.dispatch(self.alert, None, self.now + minutes * 60_000, self.now), who
        )

    @rule(who=PEOPLE)
    def arrive(self, who: str) -> None:
        self.attempt(lambda: steps.arrive(self.alert, self.now), who)

    @rule(who=PEOPLE, to=PEOPLE)
    def offer(self, who: str, to: str) -> None:
        self.attempt(lambda: steps.offer(self.alert, who, to), who)

    @rule(who=PEOPLE)
    def accept(self, who: str) -> None:
        self.attempt(lambda: steps.accept(self.alert, who, self.now), who)

    @rule(back=st.booleans())
    def ambulance(self, back: bool) -> None:
        self.attempt(lambda: steps.wait_for_112(self.alert, back=back))

    @rule(who=PEOPLE)
    def resolve(self, who: str) -> None:
        self.attempt(lambda: steps.resolve(self.alert, Outcome.OK_BY_PHONE, None), who)

    @rule()
    def reopen(self) -> None:
        self.attempt(lambda: steps.reopen(self.alert, self.now))

    @invariant()
    def events_add_up_and_nothing_open_is_forgotten(self) -> None:
        if self.alert is None:
            return
        assert fold(self.events) == self.alert
        assert (self.alert.next_action_at is not None) == self.alert.is_open
        assert [event.seq for event in self.events] == list(range(1, len(self.events) + 1))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_an_urgent_alert_never_sinks():
    # care Q1
    assert raised(3, 1) == 1
    assert raised(3, 5) == 5
    for wanted in (2, 0, 6):
        try:
            raised(1, wanted)
        except Lowered:
            continue
        raise AssertionError(wanted)


def test_deadlines_are_to_answer_then_to_be_there():
    assert sla_due(0, 1, answered=False) == 60_000
    assert sla_due(0, 2, answered=False) == 180_000
    assert sla_due(0, 1, answered=True) == 45 * 60_000
