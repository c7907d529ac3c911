# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Care through its graph: resident, relative, staff, manager; each sees what is theirs and leaves a trace."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.kit.audit import AuditLog
from services.kit.clock import instant
from services.kit.wire.subgraph import FetchRequest, OperationKind
from tests.services.care.people import (
    BOSS,
    ELIN,
    INGRID,
    NIGHT,
    OMAR,
    SARA,
    SARA_FOR_INGRID,
    STRANGER,
    UNIT,
)
from tests.support.services import Asked, context_of, opened

pytestmark = pytest.mark.anyio
ME = 'query { careResident(id: "demo-elder") { careStatus nextCheckIn { id state opensAt answers { choice freeText } } } }'
QUEUE = (
    "query($unit: String!, $first: Int, $after: String) { triageQueue(unit: $unit, first: $first, after: $after) "
    "{ queueVersion totalCount engineDown endCursor entries { id priority state source slaBreached reason "
    "resident { id } events { seq type actor } notices { to state } } } }"
)


@pytest.fixture
async def care() -> AsyncIterator[Asked]:
    """The service at work with its demo people."""
    async with opened("care", "sqlite://") as asked:
        yield asked


@pytest.fixture
def log(care: Asked) -> AuditLog:
    assert care.running.resources.audit is not None
    return care.running.resources.audit


async def first_check_in(care: Asked) -> dict[str, Any]:
    return (await care.ask(ME, INGRID)).data["careResident"]["nextCheckIn"]


async def queue(care: Asked, caller=ELIN, **more: Any) -> dict[str, Any]:
    found = await care.ask(QUEUE, caller, unit=UNIT, **more)
    assert not found.errors, found.errors
    return found.data["triageQueue"]


async def test_my_next_check_in_and_an_answer(care: Asked) -> None:
    one = await first_check_in(care)
    assert one["state"] == "SCHEDULED"
    answer = (
        "mutation($id: ID!, $e: String!) { answerCheckIn(id: $id, input: {choice: SO_SO, clientEventId: $e, "
        'pictograms: ["pain"], freeText: "Ont i knät"}) { checkIn { state answers { choice freeText onBehalfOf } } '
        "alert userErrors { code path } } }"
    )
    said = (await care.ask(answer, INGRID, id=one["id"], e="one")).data["answerCheckIn"]
    assert said["checkIn"] == {
        "state": "ANSWERED", "answers": [{"choice": "SO_SO", "freeText": "Ont i knät", "onBehalfOf": None}]
    }  # fmt: skip
    again = (await care.ask(answer, INGRID, id=one["id"], e="one")).data["answerCheckIn"]
    assert again["alert"] == said["alert"]
    waiting = await queue(care)
    assert [entry["source"] for entry in waiting["entries"]].count("ANSWER") == 1


async def test_a_stranger_learns_nothing_and_is_on_record(care: Asked, log: AuditLog) -> None:
    found = await care.ask(ME, STRANGER)
    assert found.data["careResident"] == {"careStatus": None, "nextCheckIn": None}
    assert {error["extensions"]["code"] for error in found.errors} == {"NOT_FOUND"}
    seen = await log.seen(care.database, "demo-elder")
    assert {(line.actor, line.outcome) for line in seen} == {("somebody-else", "refused")}


async def test_the_daughter_sees_the_status_until_she_is_shut_out(care: Asked) -> None:
    # care D1, D2
    for caller in (SARA, SARA_FOR_INGRID):
        assert (await care.ask(ME, caller)).data["careResident"]["careStatus"] == "OK"
    plans = await care.ask('query { careResident(id: "demo-elder") { carePlans { id } } }', SARA)
    assert plans.errors[0]["extensions"]["code"] == "NOT_FOUND"
    shares = 'query { careResident(id: "demo-elder") { careDelegations { id grantee scopes withdrawnAt } } }'
    (share,) = (await care.ask(shares, INGRID)).data["careResident"]["careDelegations"]
    out = await care.ask(
        "mutation($id: ID!) { withdrawCareDelegation(id: $id) { delegation { withdrawnAt } } }",
        INGRID,
        id=share["id"],
    )
    assert out.data["withdrawCareDelegation"]["delegation"]["withdrawnAt"]
    for caller in (SARA, SARA_FOR_INGRID):
        assert (await care.ask(ME, caller)).data["careResident"]["careStatus"] is None


async def test_an_open_subscription_ends_within_a_second_of_the_withdrawal(care: Asked) -> None:
    # care D1
    request = FetchRequest(
        query='subscription { residentStatus(resident: "demo-elder") }',
        variables={},
        kind=OperationKind.SUBSCRIPTION,
    )
    told = care.running.subscribe(request, context_of(SARA))
    first = await anext(told)
    assert first.data == {"residentStatus": "OK"}
    waiting = asyncio.ensure_future(anext(told, None))
    shares = 'query { careResident(id: "demo-elder") { careDelegations { id } } }'
    (share,) = (await care.ask(shares, INGRID)).data["careResident"]["careDelegations"]
    await care.ask(
        "mutation($id: ID!) { withdrawCareDelegation(id: $id) { delegation { id } } }",
        INGRID,
        id=share["id"],
    )
    async with asyncio.timeout(5):
        last = await waiting
    assert last is None or last.data is None or last.data.get("residentStatus") is None


async def test_the_queue_belongs_to_its_unit(care: Asked, log: AuditLog) -> None:
    waiting = await queue(care)
    (entry,) = waiting["entries"]
    assert (entry["priority"], entry["source"], entry["reason"]) == (2, "MISSED", "no_answer")
    assert [event["seq"] for event in entry["events"]] == list(range(1, len(entry["events"]) + 1))
    other = await care.ask(QUEUE, NIGHT, unit=UNIT)
    assert other.errors[0]["extensions"]["code"] == "NOT_FOUND"
    assert [line.actor for line in await log.seen(care.database, "demo-care-1")][:1] == [
        "demo-staff"
    ]
    alert = await care.ask("query($id: ID!) { careAlert(id: $id) { id } }", NIGHT, id=entry["id"])
    assert alert.errors[0]["extensions"]["code"] == "NOT_FOUND"
    assert ("demo-nightstaff", "refused") in {
        (line.actor, line.outcome) for line in await log.seen(care.database, "demo-care-1")
    }


async def test_take_act_send_arrive_end_and_begin_anew(care: Asked) -> None:
    taken = (
        await care.ask(
            "mutation($u: String!) { claimNext(unit: $u) { alert { id state owner } } }",
            ELIN,
            u=UNIT,
        )
    ).data
    alert = taken["claimNext"]["alert"]
    assert (alert["state"], alert["owner"]) == ("CLAIMED", "demo-staff")
    empty = (
        await care.ask(
            "mutation($u: String!) { claimNext(unit: $u) { alert { id } userErrors { code } } }",
            OMAR,
            u=UNIT,
        )
    ).data
    assert empty["claimNext"] == {"alert": None, "userErrors": []}
    refused = await care.ask(
        "mutation($id: ID!) { acknowledgeAlert(id: $id) { alert { id } userErrors { code } } }",
        OMAR,
        id=alert["id"],
    )
    assert refused.data["acknowledgeAlert"]["userErrors"] == [{"code": "CARE_STATE"}]
    eta = instant(care.clock.now_ms() + 600_000).isoformat()
    steps = [
        ("mutation($id: ID!) { acknowledgeAlert(id: $id) { alert { state } } }", "acknowledgeAlert", "ACKED"),
        (f'mutation($id: ID!) {{ dispatchAlert(id: $id, eta: "{eta}") {{ alert {{ state }} }} }}', "dispatchAlert", "DISPATCHED"),
        ("mutation($id: ID!) { arriveOnSite(id: $id) { alert { state } } }", "arriveOnSite", "ON_SITE"),
        ("mutation($id: ID!) { resolveAlert(id: $id, outcome: OK_BY_VISIT) { alert { state } } }", "resolveAlert", "RESOLVED"),
        ("mutation($id: ID!) { reopenAlert(id: $id) { alert { state } } }", "reopenAlert", "TRIGGERED"),
    ]  # fmt: skip
    for mutation, field, state in steps:
        done = await care.ask(mutation, ELIN, id=alert["id"])
        assert done.data[field]["alert"]["state"] == state
    note = await care.ask(
        "mutation($id: ID!) { resolveAlert(id: $id, outcome: OTHER) { userErrors { code path } } }",
        ELIN,
        id=alert["id"],
    )
    assert note.data["resolveAlert"]["userErrors"] == [
        {"code": "CARE_NOTE_MISSING", "path": ["note"]}
    ]


async def test_versions_go_up_by_one_and_diffs_are_the_queue(care: Asked) -> None:
    # care Q2
    start = await queue(care)
    request = FetchRequest(
        query="subscription($u: String!, $v: Int!) { triageChanged(unit: $u, afterVersion: $v) { queueVersion added { id } updated { id state } removed resync } }",
        variables={"u": UNIT, "v": start["queueVersion"]}, kind=OperationKind.SUBSCRIPTION,
    )  # fmt: skip
    told = care.running.subscribe(request, context_of(ELIN))
    help_ = 'mutation { askForHelp(input: {choice: NEED_HELP, clientEventId: "h"}) { alert } }'
    raised = (await care.ask(help_, INGRID)).data["askForHelp"]["alert"]
    await care.ask(
        "mutation($id: ID!) { resolveAlert(id: $id, outcome: FALSE_ALARM) { alert { id } } }",
        ELIN,
        id=raised,
    )
    here = {entry["id"] for entry in start["entries"]}
    versions = [start["queueVersion"]]
    while True:
        async with asyncio.timeout(5):
            diff = (await anext(told)).data["triageChanged"]
        versions.append(diff["queueVersion"])
        if diff["added"]:
            here.add(diff["added"]["id"])
        if diff["removed"]:
            here.discard(diff["removed"])
            break
    assert versions == list(range(versions[0], versions[0] + len(versions)))
    assert here == {entry["id"] for entry in (await queue(care))["entries"]}
    await told.aclose()
    late = care.running.subscribe(
        FetchRequest(
            query=request.query, variables={"u": UNIT, "v": 9999}, kind=OperationKind.SUBSCRIPTION
        ),
        context_of(ELIN),
    )
    assert (await anext(late)).data["triageChanged"]["resync"]
    await late.aclose()


async def test_pages_of_the_queue_leave_nobody_out(care: Asked) -> None:
    for number in range(7):
        ask = f'mutation {{ raiseAlert(resident: "demo-care-2", priority: {number % 5 + 1}, clientEventId: "r{number}") {{ alerts {{ id }} }} }}'
        assert (await care.ask(ask, ELIN)).data["raiseAlert"]["alerts"]
    whole = await queue(care, first=50)
    pages: list[str] = []
    after = None
    while True:
        part = await queue(care, first=3, after=after)
        pages += [entry["id"] for entry in part["entries"]]
        after = part["endCursor"]
        if after is None:
            break
    assert pages == [entry["id"] for entry in whole["entries"]]
    assert [entry["priority"] for entry in whole["entries"]] == sorted(
        entry["priority"] for entry in whole["entries"]
    )


async def test_a_plan_is_tried_out_and_refused_with_reasons(care: Asked) -> None:
    policies = (
        await care.ask("query($u: String!) { carePolicies(unit: $u) { id levels } }", ELIN, u=UNIT)
    ).data["carePolicies"]
    preview = (
        "query($r: CarePlanRevisionInput!) { previewPlan(revision: $r, days: 3) { occurrences { opensAt shifted } "
        "worstCaseSecondsToHuman secondsToFirstAlarm userErrors { code message path } } }"
    )
    good = {"startLocal": "2026-03-27T02:30", "rule": "FREQ=DAILY", "windowSeconds": 600, "policy": policies[0]["id"],
            "attempts": [{"afterSeconds": 1200, "channel": "SMS"}]}  # fmt: skip
    shown = (await care.ask(preview, ELIN, r=good)).data["previewPlan"]
    assert (shown["secondsToFirstAlarm"], shown["worstCaseSecondsToHuman"]) == (1800, 2100)
    for change, path in (
        ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, ["rule"]),
        ({"rule": "FREQ=MONTHLY;BYMONTHDAY=31"}, ["rule"]),
        ({"policy": "nobody"}, ["policy"]),
        ({"windowSeconds": 5}, ["windowSeconds"]),
        ({"zone": "Mars/Olympus"}, ["zone"]),
        ({"quietHours": [{"begin": "25:00", "end": "06:00"}]}, ["quietHours"]),
    ):
        (error,) = (await care.ask(preview, ELIN, r=good | change)).data["previewPlan"][
            "userErrors"
        ]
        assert (error["code"], error["path"]) == ("CARE_PLAN_INVALID", path)
        assert error["message"]


async def test_a_plan_without_basis_is_not_promised(care: Asked) -> None:
    create = (
        'mutation($k: CarePlanKind!) { createCarePlan(input: {resident: "demo-care-2", kind: $k, revision: {startLocal: "2026-06-01T08:00", '
        'policy: "hemtjanst-sodermalm:default"}}) { plan { id status } userErrors { code } } }'
    )
    plan = (await care.ask(create, ELIN, k="SELF_CHECKIN")).data["createCarePlan"]["plan"]
    promise = (
        "mutation($id: ID!) { activateCarePlan(id: $id) { plan { status } userErrors { code } } }"
    )
    assert (await care.ask(promise, ELIN, id=plan["id"])).data["activateCarePlan"][
        "userErrors"
    ] == [{"code": "CARE_BASIS_MISSING"}]
    refused = await care.ask(create, INGRID, k="SELF_CHECKIN")
    assert refused.errors[0]["extensions"]["code"] == "NOT_FOUND"


async def test_the_manager_keeps_policies_rotas_and_devices(care: Asked) -> None:
    policy = (
        'mutation($l: [CareLevelInput!]!) { saveCarePolicy(input: {unit: "hemtjanst-sodermalm", name: "natt", levels: $l}) '
        "{ id version userErrors { code path } } }"
    )
    level = {"delaySeconds": 0, "targets": [{"kind": "UNIT", "id": UNIT}], "channels": ["SCREEN"]}
    assert (await care.ask(policy, BOSS, l=[level])).data["saveCarePolicy"]["version"] == 1
    for levels in ([], [level | {"targets": []}], [level | {"channels": []}]):
        (error,) = (await care.ask(policy, BOSS, l=levels)).data["saveCarePolicy"]["userErrors"]
        assert error["code"] == "CARE_POLICY_INVALID"
    refused = await care.ask(policy, ELIN, l=[level])
    assert refused.errors[0]["extensions"]["code"] == "NOT_FOUND"
    rota = (
        'mutation { saveCareRota(input: {unit: "hemtjanst-sodermalm", name: "natt", layers: [{participants: ["a", "b"], beginsOn: "2026-01-01", '
        'fromLocal: "22:00", toLocal: "07:00"}]}) { id version userErrors { code } } }'
    )
    made = (await care.ask(rota, BOSS)).data["saveCareRota"]
    assert made["version"] == 1
    rotas = (
        await care.ask(
            "query($u: String!) { careRotas(unit: $u) { id onCall gaps { beginsAt endsAt } } }",
            ELIN,
            u=UNIT,
        )
    ).data["careRotas"]
    assert len(next(one for one in rotas if one["id"] == made["id"])["gaps"]) >= 7


async def test_i_see_who_has_looked(care: Asked) -> None:
    # care L2
    await care.ask(ME, ELIN)
    ask = 'query { careResident(id: "demo-elder") { careAccessLog { outcome unit byHerself } } }'
    found = await care.ask(ask, INGRID)
    lines = found.data["careResident"]["careAccessLog"]
    assert {"outcome": "DONE", "unit": UNIT, "byHerself": False} in lines
    denied = await care.ask(ask, ELIN)
    assert denied.errors[0]["extensions"]["code"] == "PURPOSE_MISMATCH"


async def test_entities_are_judged_and_on_record(care: Asked, log: AuditLog) -> None:
    one = await first_check_in(care)
    key = [{"__typename": "Occurrence", "id": one["id"]}]
    assert (await care.entities(key, "... on Occurrence { state }", STRANGER)).data[
        "_entities"
    ] == [None]
    assert (await care.entities(key, "... on Occurrence { state }", INGRID)).data["_entities"][0][
        "state"
    ]
    assert ("somebody-else", "refused", "occurrence") in {
        (line.actor, line.outcome, line.resource)
        for line in await log.seen(care.database, "demo-elder")
    }


async def test_the_form_speaks_the_readers_language(care: Asked) -> None:
    ask = "query { checkInForm { buttons { choice label { value language } pictogram } } }"
    for locale in ("sv", "ar", "so"):
        form = (await care.ask(ask, locale=locale)).data["checkInForm"]
        assert [b["choice"] for b in form["buttons"]] == ["OK", "SO_SO", "CALL_ME", "NEED_HELP"]
        assert {b["label"]["language"] for b in form["buttons"]} == {locale}


async def test_figures_of_a_unit(care: Asked) -> None:
    kpis = "query($u: String!, $a: DateTime!, $b: DateTime!) { careKpis(unit: $u, since: $a, until: $b) { alerts answered60s targets } }"
    now = care.clock.now_ms()
    span = {"a": instant(now - 86_400_000).isoformat(), "b": instant(now + 1000).isoformat()}
    found = (await care.ask(kpis, ELIN, u=UNIT, **span)).data["careKpis"]
    assert found == {"alerts": 1, "answered60s": 0.0, "targets": [97.5, 99.0, 90.0, 100.0]}


async def test_a_dead_engine_is_shown(care: Asked) -> None:
    # care A10
    assert not (await queue(care))["engineDown"]
    care.clock.advance(16)
    found = (await care.ask("query { careEngine { isDown } }", ELIN)).data["careEngine"]
    assert found == {"isDown": True} or not (await queue(care))["engineDown"]
