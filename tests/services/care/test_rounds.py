# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Check-ins from promise to end: opened, answered, missed, late, unreachable, after an outage (care section 2, A3, A4)."""

import msgspec
import pytest

from services.care.actions import making
from services.care.actions.answering import GiveAnswer, answer_check_in, ask_for_help
from services.care.actions.handling import acknowledge, resolve
from services.care.actions.making import make_ahead
from services.care.actions.planning import RestPlan, end_rest, rest, revise_plan
from services.care.domain.alerts import Outcome, State
from services.care.domain.answers import Choice
from services.care.domain.occurrences import OccurrenceState as S
from services.care.domain.plans import Attempt, AttemptChannel, PauseReason, PlanRevision, Reminder
from services.care.domain.quiet import QuietHours
from tests.services.care.conftest import World, unit_level
from tests.services.care.people import ELIN, INGRID

pytestmark = pytest.mark.anyio
DAILY = PlanRevision(start_local="2026-06-01T11:00", rule="FREQ=DAILY", window_s=3600)
HOUR = 3600


async def promised(care: World, revision: PlanRevision = DAILY, **more):
    await care.resident()
    policy = await care.policy(unit_level())
    return await care.plan(msgspec.structs.replace(revision, policy=policy), **more)


async def test_two_days_are_made_once(care: World) -> None:
    # care R10
    await promised(care)
    found = await care.occurrences()
    assert [one.recurrence_id for one in found] == [
        "2026-06-01T11:00:00|0",
        "2026-06-02T11:00:00|0",
    ]
    assert all(one.next_action_at == one.opens_at for one in found)
    await care.do(make_ahead)
    assert await care.occurrences() == found


async def test_an_answer_in_time_closes(care: World) -> None:
    await promised(care)
    await care.endpoint(INGRID)
    await care.later(HOUR)
    one = (await care.occurrences())[0]
    assert one.state is S.OPEN
    sent = list(care.channels.values())[1].sent
    assert len(sent) == 1
    assert "Ingrid" not in sent[0].body
    given = GiveAnswer(
        choice=Choice.OK, client_event_id="e1", pictograms=("tired",), free_text="Bra"
    )
    first = await care.do(answer_check_in, INGRID, one.id, given)
    again = await care.do(answer_check_in, INGRID, one.id, given)
    assert (first.is_new, again.is_new, again.answer) == (True, False, first.answer)
    assert first.occurrence.state is S.CLOSED
    await care.later(2 * HOUR)
    assert await care.alerts() == []


async def test_nobody_answers_and_the_unit_is_told(care: World) -> None:
    await promised(care)
    await care.later(HOUR)
    await care.later(HOUR)
    (alert,) = await care.alerts()
    one = (await care.occurrences())[0]
    assert (one.state, one.alert, alert.priority) == (S.ESCALATING, alert.id, 2)
    assert alert.about["reason"] == "no_answer"
    assert [n.person for n in await care.notices() if n.alert] == ["unit:hemtjanst-sodermalm"]
    await care.do(acknowledge, ELIN, alert.id)
    await care.do(resolve, ELIN, alert.id, Outcome.OK_BY_PHONE)
    assert (await care.occurrences())[0].state is S.RESOLVED
    await care.check()


async def test_a_late_answer_is_told_and_ends_nothing(care: World) -> None:
    await promised(care)
    await care.later(HOUR)
    await care.later(HOUR)
    one = (await care.occurrences())[0]
    await care.do(
        answer_check_in, INGRID, one.id, GiveAnswer(choice=Choice.OK, client_event_id="late")
    )
    (alert,) = await care.alerts()
    assert (alert.said_ok, alert.is_open) == (True, True)
    assert (await care.occurrences())[0].state is S.LATE_OK
    await care.do(resolve, ELIN, alert.id, Outcome.OK_BY_PHONE)
    assert (await care.occurrences())[0].state is S.RESOLVED


@pytest.mark.parametrize(
    ("choice", "priority"), [(Choice.SO_SO, 3), (Choice.CALL_ME, 3), (Choice.NEED_HELP, 1)]
)
async def test_answers_that_need_somebody(care: World, choice: Choice, priority: int) -> None:
    await promised(care)
    await care.later(HOUR)
    one = (await care.occurrences())[0]
    await care.do(answer_check_in, INGRID, one.id, GiveAnswer(choice=choice, client_event_id="x"))
    (alert,) = await care.alerts()
    assert alert.priority == priority
    assert (await care.occurrences())[0].state is S.ANSWERED
    await care.do(resolve, ELIN, alert.id, Outcome.OK_BY_VISIT)
    ended = (await care.occurrences())[0]
    assert (ended.state, ended.reason) == (S.CLOSED, "followed_up")


async def test_help_may_be_asked_for_at_any_time(care: World) -> None:
    await care.resident()
    given = GiveAnswer(choice=Choice.NEED_HELP, client_event_id="h1")
    await care.do(ask_for_help, INGRID, "demo-elder", given)
    await care.do(ask_for_help, INGRID, "demo-elder", given)
    (alert,) = await care.alerts()
    assert (alert.priority, alert.state) == (1, State.TRIGGERED)
    await care.check()


async def test_second_attempt_and_reminder_come_first(care: World) -> None:
    revision = PlanRevision(
        start_local="2026-06-01T11:00", rule="FREQ=DAILY", window_s=1800,
        attempts=(Attempt(1200, AttemptChannel.SMS),), reminders=(Reminder(600),),
    )  # fmt: skip
    await promised(care, revision)
    await care.endpoint(INGRID)
    await care.later(HOUR)
    await care.later(600)
    await care.later(1200)
    one = (await care.occurrences())[0]
    assert (one.state, one.attempt_no, one.closes_at - one.opens_at) == (S.OPEN, 2, 3_000_000)
    assert [n.template.value for n in await care.notices()] == ["checkin", "reminder", "retry"]
    await care.later(1200)
    assert (await care.occurrences())[0].state is S.ESCALATING


async def test_after_an_outage_late_windows_open_and_lost_ones_are_missed(care: World) -> None:
    # care A4
    await promised(
        care,
        PlanRevision(
            start_local="2026-06-01T11:00", rule="FREQ=DAILY;BYHOUR=11,13;BYMINUTE=0", window_s=1800
        ),
    )
    await care.later(3.4 * HOUR)  # 13:24 local: one window is lost, one is still open
    first, second = (await care.occurrences())[:2]
    assert (first.state, first.reason) == (S.ESCALATING, "service_outage")
    assert (second.state, second.reason) == (S.OPEN, "opened_late")
    assert second.closes_at > care.clock.now_ms()


async def test_a_pause_rests_and_ends_by_itself(care: World) -> None:
    plan = await promised(care)
    now = care.clock.now_ms()
    pause = await care.do(rest, INGRID, RestPlan(
        resident="demo-elder", plan=plan.id, begins_at=now, ends_at=now + 36 * HOUR * 1000, reason=PauseReason.TRAVEL))  # fmt: skip
    assert [one.state for one in await care.occurrences()] == [S.SKIPPED, S.SKIPPED]
    await care.later(10)
    assert await care.alerts() == []
    await care.do(end_rest, INGRID, pause.id)
    assert [one.state for one in await care.occurrences()] == [S.SCHEDULED, S.SCHEDULED]


async def test_a_revision_changes_the_future_alone(care: World) -> None:
    # care R7
    plan = await promised(care)
    await care.later(HOUR)
    one = (await care.occurrences())[0]
    await care.do(
        answer_check_in, INGRID, one.id, GiveAnswer(choice=Choice.OK, client_event_id="e1")
    )
    policy = await care.policy()
    later = msgspec.structs.replace(DAILY, start_local="2026-06-01T15:00", policy=policy)
    await care.do(revise_plan, ELIN, plan.id, later, version=plan.version)
    found = await care.occurrences()
    assert [(o.recurrence_id[8:13], o.state, o.rev) for o in found if o.state is not S.SUPERSEDED] == [
        ("01T11", S.CLOSED, 1), ("01T15", S.SCHEDULED, 2), ("02T15", S.SCHEDULED, 2),
    ]  # fmt: skip


async def test_quiet_hours_move_the_notice_not_the_deadline(care: World) -> None:
    # care R9
    quiet = msgspec.structs.replace(DAILY, quiet_hours=(QuietHours("10:30", "11:30"),))
    await promised(care, quiet)
    await care.endpoint(INGRID)
    await care.later(HOUR)
    (notice,) = await care.notices()
    one = (await care.occurrences())[0]
    assert notice.not_before == one.opens_at + 1_800_000
    assert one.closes_at == one.opens_at + 3_600_000
    assert list(care.channels.values())[1].sent == []
    await care.later(1801)
    assert len(list(care.channels.values())[1].sent) == 1


async def test_a_new_edition_of_the_zones_reckons_the_future_anew(
    care: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # care R8
    await promised(care)
    await care.later(HOUR)
    before = await care.occurrences()
    monkeypatch.setattr(making, "tzdata_version", lambda: "2099.1")
    assert await care.do(making.rezone) == 1
    opened, ahead = await care.occurrences()
    assert opened == before[0]
    assert (ahead.id, ahead.state, ahead.tzdata) == (before[1].id, S.SCHEDULED, "2099.1")
    assert await care.do(making.rezone) == 0
