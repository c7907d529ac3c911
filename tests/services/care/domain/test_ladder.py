# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The ladder: absolute timing, each missed level once, missed repeats as one, always a next time (care A5, I2)."""

from hypothesis import given
from hypothesis import strategies as st

from services.care.domain.ladder import (
    Channel,
    Fire,
    Ladder,
    LadderInvalid,
    Level,
    Rung,
    Target,
    TargetKind,
    advance,
    again,
    check,
    next_due,
    seconds_to_last_level,
    skip,
)

TO = (Target(TargetKind.UNIT, "u"),)
BY = (Channel.SCREEN,)


def ladder(*delays: int, repeat: int = 300, resend: int | None = None) -> Ladder:
    levels = tuple(Level(delay_s=d, targets=TO, channels=BY, resend_every_s=resend) for d in delays)
    return Ladder(policy="p", version=1, unit="u", levels=levels, final_repeat_s=repeat)


LADDERS = st.builds(
    lambda delays, repeat, resend: ladder(*delays, repeat=repeat, resend=resend),
    st.lists(st.integers(0, 600), min_size=1, max_size=5), st.integers(30, 600),
    st.one_of(st.none(), st.integers(30, 300)),
)  # fmt: skip


def test_levels_fire_at_their_own_time_however_late_the_step_runs():
    steps = ladder(0, 60, 120)
    rung, fires = advance(steps, Rung(0, 0), 10_000)
    assert (rung, fires) == (Rung(1, 0), (Fire(1, 0),))
    assert next_due(steps, rung) == 60_000
    rung, fires = advance(steps, rung, 95_000)
    assert (rung.due, fires) == (60_000, (Fire(2, 0),))
    assert next_due(steps, rung) == 180_000


def test_after_an_outage_each_level_once_and_repeats_as_one():
    rung, fires = advance(ladder(0, 60, 120), Rung(0, 0), 3_600_000)
    assert fires == (Fire(1, 0), Fire(2, 0), Fire(3, 0))
    assert next_due(ladder(0, 60, 120), rung) > 3_600_000
    rung, fires = advance(ladder(0, 60, 120), rung, 7_200_000)
    assert len(fires) == 1
    assert fires[0].level == 3


def test_skipping_makes_the_next_level_due_at_once_and_again_the_same():
    steps = ladder(0, 600, 600)
    rung, _ = advance(steps, Rung(0, 0), 0)
    rung = skip(steps, rung, 5_000)
    assert next_due(steps, rung) == 5_000
    rung, fires = advance(steps, rung, 5_000)
    assert fires == (Fire(2, 0),)
    assert next_due(steps, again(rung, 9_000)) == 609_000


def test_what_reaches_nobody_is_refused():
    good = ladder(0, 60)
    check(good)
    for wrong in (
        ladder(), ladder(-1), ladder(0, repeat=1), ladder(0, resend=5),
        Ladder(policy="", version=1, unit="u", levels=(Level(delay_s=0, targets=(), channels=BY),)),
        Ladder(policy="", version=1, unit="u", levels=(Level(delay_s=0, targets=TO, channels=()),)),
        Ladder(policy="", version=1, unit="u", levels=(Level(delay_s=0, targets=TO, channels=BY, min_acks=2),)),
    ):  # fmt: skip
        try:
            check(wrong)
        except LadderInvalid:
            continue
        raise AssertionError(wrong)
    assert seconds_to_last_level(good) == 60


@given(LADDERS, st.lists(st.integers(0, 900_000), max_size=12))
def test_property_there_is_always_a_next_time_and_no_level_is_left_out(steps, pauses):
    now, rung, told = 0, Rung(0, 0), []
    for pause in pauses:
        now += pause
        rung, fires = advance(steps, rung, now)
        told += fires
        assert next_due(steps, rung) > now
    levels = [fire.level for fire in told]
    assert levels == sorted(levels)
    assert list(dict.fromkeys(levels)) == list(range(1, rung.level + 1))


@given(LADDERS, st.integers(0, 3_000_000), st.lists(st.integers(1, 200_000), max_size=30))
def test_property_when_the_steps_run_makes_no_difference_to_the_timing(steps, end, pauses):
    once, _ = advance(steps, Rung(0, 0), end)
    rung, now = Rung(0, 0), 0
    for pause in pauses:
        now = min(end, now + pause)
        rung, _ = advance(steps, rung, now)
    rung, _ = advance(steps, rung, end)
    assert (rung.level, rung.due) == (once.level, once.due)
    assert next_due(steps, rung) == next_due(steps, once)
