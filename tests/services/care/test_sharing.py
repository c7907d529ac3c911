# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents and delegations: default deny, taken back at once, two identities kept, notices without names (care D, N)."""

import msgspec
import pytest

from services.care.actions.answering import GiveAnswer, answer_check_in
from services.care.actions.planning import (
    CreatePlan,
    RecordDecision,
    activate_plan,
    create_plan,
    end_decision,
    record_decision,
    skip_occurrence,
)
from services.care.actions.sharing import (
    GiveConsent,
    GrantShare,
    add_endpoint,
    give_consent,
    grant_share,
    withdraw_consent,
    withdraw_share,
)
from services.care.domain.answers import Choice
from services.care.domain.ladder import Channel, Level, Target, TargetKind
from services.care.domain.notices import TEXTS
from services.care.domain.occurrences import OccurrenceState as S
from services.care.domain.people import ConsentPurpose, ShareScope
from services.care.domain.plans import PlanKind, PlanRevision
from services.care.store import people as store
from services.kit.channels import ChannelKind
from services.kit.errors import InputInvalid, NotFound, Problem
from tests.services.care.conftest import World
from tests.services.care.people import ELIN, INGRID, SARA, SARA_FOR_INGRID, STRANGER

pytestmark = pytest.mark.anyio
DAILY = PlanRevision(start_local="2026-06-01T11:00", rule="FREQ=DAILY")
OK = GiveAnswer(choice=Choice.OK, client_event_id="e1")


async def shared(care: World, *scopes: ShareScope) -> str:
    await care.resident()
    wish = GrantShare(resident="demo-elder", grantee="demo-relative", scopes=scopes)
    return (await care.do(grant_share, INGRID, wish)).id


async def opened(care: World):
    await care.resident()
    await care.plan(msgspec.structs.replace(DAILY, policy=await care.policy()))
    await care.later(3600)
    return (await care.occurrences())[0]


async def test_on_behalf_keeps_two_identities(care: World) -> None:
    # care D2
    one = await opened(care)
    await shared(care, ShareScope.ANSWER)
    done = await care.do(answer_check_in, SARA_FOR_INGRID, one.id, OK)
    assert (done.answer.by, done.answer.on_behalf_of) == ("demo-relative", "demo-elder")


async def test_an_answer_for_somebody_else_is_refused(care: World) -> None:
    one = await opened(care)
    for caller in (STRANGER, SARA, SARA_FOR_INGRID):
        with pytest.raises(Problem):
            await care.do(answer_check_in, caller, one.id, OK)
    share = await shared(care, ShareScope.VIEW_STATUS)
    with pytest.raises(Problem):
        await care.do(answer_check_in, SARA, one.id, OK)
    await care.do(withdraw_share, INGRID, share)
    assert (await care.occurrences())[0].state is S.OPEN


async def test_relatives_are_told_only_with_the_scope(care: World) -> None:
    await care.endpoint(SARA, address={"to": "+46701740606"})
    await care.resident()
    level = Level(delay_s=0, targets=(Target(TargetKind.RELATIVE),), channels=(Channel.SMS,))
    await care.plan(
        msgspec.structs.replace(
            DAILY, rule="FREQ=DAILY;COUNT=1", window_s=60, policy=await care.policy(level)
        )
    )
    share = await shared(care, ShareScope.RECEIVE_ALERTS)
    await care.later(3600)
    await care.later(60)
    (message,) = care.channels[ChannelKind.SMS].sent
    assert message.to == "+46701740606"
    assert "Ingrid" not in message.body
    await care.do(withdraw_share, INGRID, share)
    await care.later(300)
    assert len(care.channels[ChannelKind.SMS].sent) == 1


async def test_a_withdrawn_consent_skips_what_rests_on_it_and_tells_the_unit(care: World) -> None:
    # care D1
    await care.resident()
    await care.plan(msgspec.structs.replace(DAILY, policy=await care.policy()))
    (consent,) = await care.database.many(store.consents_of, resident="demo-elder")
    await care.do(withdraw_consent, INGRID, "demo-elder", consent.id)
    found = await care.occurrences()
    assert {(one.state, one.reason) for one in found} == {(S.SKIPPED, "consent_withdrawn")}
    assert [n.person for n in await care.notices()] == ["unit:hemtjanst-sodermalm"]
    await care.later(90_000)
    assert await care.alerts() == []


async def test_a_camera_look_needs_a_decision_and_a_consent(care: World) -> None:
    await care.resident()
    revision = msgspec.structs.replace(DAILY, policy=await care.policy(), window_s=30)
    decision = await care.do(
        record_decision, ELIN,
        RecordDecision(resident="demo-elder", legal_basis="SoL", effort="Tillsyn", valid_from=care.clock.now_ms()),
    )  # fmt: skip
    wish = CreatePlan(
        resident="demo-elder", kind=PlanKind.VIDEO_LOOK, revision=revision, decision=decision.id
    )
    plan = await care.do(create_plan, ELIN, wish)
    with pytest.raises(Problem):
        await care.do(activate_plan, ELIN, plan.id)
    await care.do(
        give_consent, INGRID, GiveConsent(resident="demo-elder", purpose=ConsentPurpose.CAMERA_LOOK)
    )
    await care.do(activate_plan, ELIN, plan.id)
    await care.do(end_decision, ELIN, decision.id)
    assert {one.reason for one in await care.occurrences()} == {"decision_ended"}


async def test_a_night_may_be_cancelled_alone(care: World) -> None:
    await care.resident()
    await care.plan(msgspec.structs.replace(DAILY, policy=await care.policy()))
    first, second = await care.occurrences()
    await care.do(skip_occurrence, INGRID, first.id)
    states = [(one.state, one.reason) for one in await care.occurrences()]
    assert states == [(S.SKIPPED, "cancelled"), (S.SCHEDULED, None)]
    assert second.state is S.SCHEDULED


async def test_staff_register_a_consent_with_what_they_have_seen(care: World) -> None:
    await care.resident()
    wish = GiveConsent(resident="demo-elder", purpose=ConsentPurpose.VIDEO)
    with pytest.raises(InputInvalid):
        await care.do(give_consent, ELIN, wish)
    seen = await care.do(
        give_consent, ELIN, msgspec.structs.replace(wish, evidence="fullmakt 2026-05-01")
    )
    assert seen.giver == "demo-staff"


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.SMS, {}),
        (Channel.SMS, {"to": ""}),
        (Channel.PUSH, {"endpoint": "x"}),
        (Channel.SCREEN, {"to": "x"}),
    ],
)
async def test_ways_to_be_reached_are_checked(
    care: World, channel: Channel, address: dict[str, str]
) -> None:
    with pytest.raises(InputInvalid):
        await care.do(add_endpoint, INGRID, channel, address, lang="sv")
    first = await care.do(add_endpoint, INGRID, Channel.SMS, {"to": "+46701740607"}, lang="sv")
    again = await care.do(add_endpoint, INGRID, Channel.SMS, {"to": "+46701740607"}, lang="sv")
    assert first.id == again.id


async def test_grants_are_checked_and_a_stranger_grants_nothing(care: World) -> None:
    await care.resident()
    for wrong in (
        GrantShare(resident="demo-elder", grantee="demo-relative", scopes=()),
        GrantShare(resident="demo-elder", grantee="demo-elder", scopes=(ShareScope.BOOK,)),
        GrantShare(resident="demo-elder", grantee="x", scopes=(ShareScope.BOOK,), valid_to=1),
    ):
        with pytest.raises(InputInvalid):
            await care.do(grant_share, INGRID, wrong)
    with pytest.raises((NotFound, Problem)):
        await care.do(
            grant_share,
            STRANGER,
            GrantShare(resident="demo-elder", grantee="somebody-else", scopes=(ShareScope.BOOK,)),
        )
    assert await care.database.many(store.shares_of, resident="demo-elder") == []


def test_no_notice_says_a_name_or_anything_about_health() -> None:
    # care N1
    assert all("{" not in text.source for text in TEXTS.values())
