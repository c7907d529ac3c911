# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Escalation on both databases: told in time, to whoever is on call, until a human acts (care A1-A10, N)."""

import asyncio
from typing import Any

import pytest

from services.care.actions.administering import SaveRota, override, save_rota
from services.care.actions.alerts import RaiseAlert, raise_alert
from services.care.actions.escalation import escalate_due
from services.care.actions.handling import (
    accept,
    acknowledge,
    claim,
    claim_next,
    merge,
    offer,
    resolve,
    set_priority,
    wait_for_112,
)
from services.care.actions.sending import Sent, lease, note_delivery, note_sent
from services.care.domain.alerts import Alert, Happening, Outcome, State
from services.care.domain.ladder import Channel, Level, Target, TargetKind
from services.care.domain.notices import NoticeState
from services.care.domain.rotas import Layer
from services.care.domain.triage import Source
from services.care.store import alerts as store
from services.care.store import people as people_store
from services.kit.channels import ChannelKind, Receipt
from services.kit.channels import State as Sending
from services.kit.errors import Conflict, NotFound, Problem
from tests.services.care.conftest import World, unit_level, user_level
from tests.services.care.people import BOSS, ELIN, INGRID, NIGHT, OMAR, UNIT

pytestmark = pytest.mark.anyio


async def alarm(
    care: World, *levels: Level, repeat: int = 300, key: str = "k", priority: int = 2, **more: Any
) -> Alert:
    policy = await care.policy(*levels, repeat=repeat) if levels else ""
    raised = await care.do(raise_alert, RaiseAlert(
        unit=UNIT, source=Source.STAFF, priority=priority, dedup_key=key, policy=policy, **more))  # fmt: skip
    return raised.alert


async def now_of(care: World, alert: Alert) -> Alert:
    return next(one for one in await care.alerts() if one.id == alert.id)


async def happenings(care: World, alert: Alert) -> list[Happening]:
    return [e.type for e in await care.database.many(store.events_of, alerts=[alert.id])]


def texts(care: World) -> list[str]:
    return [message.to for message in care.channels[ChannelKind.SMS].sent]


async def test_level_after_level_then_the_last_for_ever(care: World) -> None:
    await care.endpoint(ELIN, address={"to": "+46701740001"})
    await care.endpoint(OMAR, address={"to": "+46701740002"})
    alert = await alarm(care, user_level("demo-staff", 0), user_level("demo-omar", 60), repeat=120)
    await care.later()
    assert texts(care) == ["+46701740001"]
    await care.later(59)
    assert len(texts(care)) == 1
    await care.later(1)
    assert texts(care)[1:] == ["+46701740002"]
    for _ in range(3):
        await care.later(120)
    assert texts(care)[2:] == ["+46701740002"] * 3
    assert (await now_of(care, alert)).state is State.TRIGGERED
    await care.check()


async def test_a_joined_alert_is_one_and_keeps_the_higher_urgency(care: World) -> None:
    first = await alarm(care, key="same", priority=3)
    second = await alarm(care, key="same", priority=1)
    assert first.id == second.id
    assert (await now_of(care, first)).priority == 1
    await care.check()


async def test_an_acknowledgement_stops_everything_in_its_own_transaction(care: World) -> None:
    # care A7, A8, I6
    await care.endpoint(ELIN)
    alert = await alarm(care, user_level("demo-staff", 0, resend_every_s=30))
    await care.do(escalate_due)
    assert [n.state for n in await care.notices()] == [NoticeState.PENDING]
    await care.do(acknowledge, ELIN, alert.id)
    assert [n.state for n in await care.notices()] == [NoticeState.SUPERSEDED]
    await care.later(500)
    assert texts(care) == []
    await care.later(101)
    assert len(texts(care)) == 1, "nobody was heard of again: the same level fires"
    assert (await happenings(care, alert))[-2:] == [Happening.ACKED, Happening.TIMED_OUT]
    await care.check()


async def test_a_claim_runs_out_and_the_ladder_goes_on(care: World) -> None:
    alert = await alarm(care, unit_level(0), unit_level(30))
    await care.later()
    await care.do(claim, ELIN, alert.id)
    with pytest.raises(Problem):
        await care.do(acknowledge, OMAR, alert.id)
    await care.later(60)
    one = await now_of(care, alert)
    assert (one.state, one.level, one.owner) == (State.TRIGGERED, 2, None)


async def test_who_is_on_call_is_looked_up_when_the_step_fires(care: World) -> None:
    # care A6
    for caller, number in ((ELIN, "+46701740001"), (OMAR, "+46701740002")):
        await care.endpoint(caller, address={"to": number})
    rota = await care.do(save_rota, BOSS, SaveRota(
        unit=UNIT, name="dag", layers=(Layer(participants=("demo-staff",), begins_on="2026-01-01"),)))  # fmt: skip
    level = Level(delay_s=60, targets=(Target(TargetKind.ROTA, rota.id),), channels=(Channel.SMS,))
    await alarm(care, level)
    now = care.clock.now_ms()
    await care.do(override, BOSS, rota.id, "demo-omar", begins_at=now, ends_at=now + 3_600_000)
    await care.later(60)
    assert texts(care) == ["+46701740002"]


async def test_an_empty_rota_is_told_and_the_screens_take_over(care: World) -> None:
    rota = await care.do(save_rota, BOSS, SaveRota(
        unit=UNIT, name="natt", layers=(Layer(participants=("demo-staff",), begins_on="2099-01-01"),)))  # fmt: skip
    alert = await alarm(
        care, Level(delay_s=0, targets=(Target(TargetKind.ROTA, rota.id),), channels=(Channel.SMS,))
    )
    await care.later()
    assert Happening.ROTA_GAP in await happenings(care, alert)
    assert [n.person for n in await care.notices()] == [f"unit:{UNIT}"]


async def test_a_level_that_reaches_nobody_is_passed_over_at_once(care: World) -> None:
    await care.endpoint(OMAR, address={"to": "+46701740002"})
    alert = await alarm(care, user_level("nobody", 0), user_level("demo-omar", 600))
    await care.later()
    assert texts(care) == ["+46701740002"]
    assert Happening.UNREACHED in await happenings(care, alert)
    lonely = await alarm(care, user_level("nobody", 0), key="other")
    await care.later()
    assert [n.person for n in await care.notices() if n.alert == lonely.id] == [f"unit:{UNIT}"]
    await care.check()


async def test_after_an_outage_each_level_once_and_one_repeat(care: World) -> None:
    # care A5
    await care.endpoint(ELIN, address={"to": "+46701740001"})
    await alarm(care, user_level("demo-staff", 0), user_level("demo-staff", 60), repeat=60)
    await care.later(7200)
    assert len(texts(care)) == 1, "older pending notices to the same end are superseded"
    states = [n.state for n in await care.notices()]
    assert states.count(NoticeState.SUPERSEDED) == 1
    await care.check()


async def test_two_must_act(care: World) -> None:
    level = Level(
        delay_s=0, targets=(Target(TargetKind.USER, "demo-staff"), Target(TargetKind.USER, "demo-omar")),
        channels=(Channel.SMS,), min_acks=2,
    )  # fmt: skip
    alert = await alarm(care, level)
    await care.later()
    assert (await care.do(acknowledge, ELIN, alert.id)).state is State.TRIGGERED
    assert (await care.do(acknowledge, OMAR, alert.id)).state is State.ACKED
    await care.check()


async def test_a_dead_endpoint_is_removed_alone_and_the_other_way_serves(care: World) -> None:
    # care N3, A6
    await care.endpoint(
        ELIN, Channel.PUSH, {"endpoint": "https://push.example/1", "p256dh": "p", "auth": "a"}
    )
    await care.endpoint(ELIN, address={"to": "+46701740001"})
    care.channels[ChannelKind.PUSH].answers = [Receipt(state=Sending.PERMANENT_FAILURE, gone=True)]
    await alarm(care, user_level("demo-staff", 0))
    await care.later()
    left = await care.database.many(people_store.endpoints_of, people=["demo-staff"])
    assert [way.channel for way in left] == [Channel.SMS]
    assert texts(care) == ["+46701740001"]


async def test_when_every_way_fails_the_next_level_is_due_at_once(care: World) -> None:
    # care A6, N4
    await care.endpoint(ELIN, address={"to": "+46701740001"})
    await care.endpoint(OMAR, address={"to": "+46701740002"})
    care.channels[ChannelKind.SMS].answers = [Receipt(state=Sending.PERMANENT_FAILURE)]
    alert = await alarm(care, user_level("demo-staff", 0), user_level("demo-omar", 600))
    await care.later()
    assert texts(care) == ["+46701740002"]
    assert (await now_of(care, alert)).level == 2
    await care.check()


async def test_a_provider_that_is_slow_is_tried_again_and_delivered_is_not_acknowledged(
    care: World,
) -> None:
    # care A7
    await care.endpoint(ELIN, address={"to": "+46701740001"})
    care.channels[ChannelKind.SMS].answers = [Receipt(state=Sending.TEMPORARY_FAILURE)]
    alert = await alarm(care, user_level("demo-staff", 0))
    await care.later()
    assert texts(care) == []
    await care.later(15)
    (notice,) = await care.notices()
    assert (notice.state, notice.attempts) == (NoticeState.ACCEPTED, 2)
    assert await care.do(note_delivery, notice.provider_id, delivered=True)
    assert not await care.do(note_delivery, notice.provider_id, delivered=True)
    assert (await now_of(care, alert)).state is State.TRIGGERED


async def test_what_comes_too_late_is_never_sent(care: World) -> None:
    await care.endpoint(ELIN)
    await alarm(care, user_level("demo-staff", 0), repeat=86_400)
    await care.do(escalate_due)
    care.clock.advance(3601)
    await care.engine.step_notices()
    assert texts(care) == []
    assert [n.state for n in await care.notices()] == [NoticeState.EXPIRED]


async def test_a_sender_that_lost_its_lease_writes_nothing(care: World) -> None:
    # care A9
    await care.endpoint(ELIN)
    await alarm(care, user_level("demo-staff", 0))
    await care.do(escalate_due)
    (mine,) = await care.do(lease, "stopped")
    care.clock.advance(16)
    (theirs,) = await care.do(lease, "awake")
    assert not await care.do(note_sent, "stopped", mine.notice, Sent(accepted=True))
    assert await care.do(note_sent, "awake", theirs.notice, Sent(accepted=True))


async def test_text_messages_are_rationed_but_not_for_the_most_urgent(care: World) -> None:
    # care N5
    await care.endpoint(ELIN, address={"to": "+46701740001"})
    level = Level(
        delay_s=0,
        targets=(Target(TargetKind.USER, "demo-staff"), Target(TargetKind.UNIT, UNIT)),
        channels=(Channel.SMS, Channel.SCREEN),
    )
    policy = await care.policy(level)
    for number in range(8):
        await care.do(
            raise_alert,
            RaiseAlert(
                unit=UNIT, source=Source.STAFF, priority=2, dedup_key=f"n{number}", policy=policy
            ),
        )
        await care.later(1)
    assert len(texts(care)) == 5
    await care.do(
        raise_alert,
        RaiseAlert(unit=UNIT, source=Source.STAFF, priority=1, dedup_key="urgent", policy=policy),
    )
    await care.later()
    assert len(texts(care)) == 6


async def test_two_engines_tell_each_step_once(care: World) -> None:
    await care.endpoint(ELIN)
    policy = await care.policy(user_level("demo-staff", 0))
    for number in range(40):
        await care.do(
            raise_alert,
            RaiseAlert(
                unit=UNIT, source=Source.STAFF, priority=1, dedup_key=f"n{number}", policy=policy
            ),
        )
    await asyncio.gather(*(care.do(escalate_due) for _ in range(4)))
    await care.engine.run_due()
    assert len(texts(care)) == 40
    assert len({n.dedup_key for n in await care.notices()}) == 40
    await care.check()


async def test_one_row_that_cannot_be_stepped_does_not_hold_up_the_others(
    care: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.care.actions import escalation  # noqa: PLC0415

    bad = await alarm(care, unit_level(0), key="bad")
    good = await alarm(care, unit_level(0), key="good")
    real = escalation.tell_level

    async def tell(tx: Any, alert: Alert, fire: Any) -> Any:
        if alert.id == bad.id:
            raise ZeroDivisionError
        return await real(tx, alert, fire)

    monkeypatch.setattr(escalation, "tell_level", tell)
    await care.engine.step_alerts()
    assert (await now_of(care, good)).level == 1
    monkeypatch.undo()
    await care.later(5)
    assert (await now_of(care, bad)).level == 1
    await care.check()


async def test_claim_next_gives_each_alert_to_one_and_prefers_a_common_language(
    care: World,
) -> None:
    # care Q3
    for number, (priority, lang) in enumerate(
        ((3, "sv"), (3, "so"), (2, "sv"), (1, "fi"), (1, "so"))
    ):
        await care.do(
            raise_alert,
            RaiseAlert(
                unit=UNIT, source=Source.STAFF, priority=priority, dedup_key=f"c{number}", lang=lang
            ),
        )
        care.clock.advance(1)
    taken = [await care.do(claim_next, ELIN, UNIT, languages=("so",)) for _ in range(6)]
    assert [(one.priority, one.about is not None) for one in taken if one] == [
        (1, True),
        (1, True),
        (2, True),
        (3, True),
        (3, True),
    ]
    assert taken[-1] is None
    langs = {
        row.body.id: row
        for row in await care.database.many(store.by_ids, ids=[one.id for one in taken if one])
    }
    assert len(langs) == 5
    await care.check()


async def test_a_hundred_claims_at_once_never_share(care: World) -> None:
    for number in range(30):
        await care.do(
            raise_alert,
            RaiseAlert(unit=UNIT, source=Source.STAFF, priority=2, dedup_key=f"p{number}"),
        )
    found = []
    for _ in range(4):
        tries = await asyncio.gather(
            *(care.do(claim_next, who, UNIT) for who in (ELIN, OMAR) * 5), return_exceptions=True
        )
        found += [one.id for one in tries if isinstance(one, Alert)]
    assert len(found) == len(set(found)) == 30


async def test_a_skill_is_asked_for_except_in_an_emergency(care: World) -> None:
    await alarm(care, key="nurse", priority=3, skill="nurse")
    assert await care.do(claim_next, ELIN, UNIT) is None
    assert await care.do(claim_next, ELIN, UNIT, skills=("nurse",)) is not None
    await alarm(care, key="urgent", priority=1, skill="nurse")
    assert await care.do(claim_next, OMAR, UNIT) is not None


async def test_handover_merge_priority_and_112(care: World) -> None:
    await care.resident()
    one = await alarm(care, unit_level(0), key="a", resident="demo-elder", priority=3)
    two = await alarm(care, unit_level(0), key="b", resident="demo-elder", priority=1)
    await care.do(acknowledge, ELIN, one.id)
    await care.do(offer, ELIN, [one.id], "demo-omar")
    assert (await now_of(care, one)).owner == "demo-staff"
    (taken,) = await care.do(accept, OMAR, [one.id])
    assert taken.owner == "demo-omar"
    assert (await care.do(set_priority, OMAR, one.id, 2)).priority == 2
    with pytest.raises(Problem):
        await care.do(set_priority, OMAR, two.id, 4)
    await care.do(wait_for_112, OMAR, one.id, back=False)
    due = (await now_of(care, one)).sla_due_at
    care.clock.advance(300)
    back = await care.do(wait_for_112, OMAR, one.id, back=True)
    assert (back.sla_due_at, back.waited_ms) == (due + 300_000, 300_000)
    merged = await care.do(merge, OMAR, two.id, one.id)
    assert (merged.priority, (await now_of(care, two)).state) == (1, State.MERGED)
    await care.do(resolve, OMAR, one.id, Outcome.OK_BY_VISIT)
    assert all(not each.is_open for each in await care.alerts())
    await care.check()


async def test_nothing_happens_for_those_who_may_not(care: World) -> None:
    await care.resident()
    alert = await alarm(care, unit_level(0), resident="demo-elder")
    before = await care.alerts()
    for caller in (NIGHT, INGRID):
        for action in (claim, acknowledge):
            with pytest.raises((NotFound, Problem)):
                await care.do(action, caller, alert.id)
        with pytest.raises((NotFound, Problem)):
            await care.do(resolve, caller, alert.id, Outcome.FALSE_ALARM)
    assert await care.alerts() == before


async def test_the_slower_of_two_changes_is_told(care: World) -> None:
    alert = await alarm(care, unit_level(0))
    from services.care.actions.alerts import append  # noqa: PLC0415

    await care.do(append, alert, [(Happening.INFORMATION, {})], actor="a")
    with pytest.raises(Conflict):
        await care.do(append, alert, [(Happening.INFORMATION, {})], actor="b")
    await care.check()
