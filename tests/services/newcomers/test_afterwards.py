# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Orders after a yes: brokers that cannot, other interpreters, hours that come without an answer."""

from typing import Any

import pytest

from services.kit.wire.caller import Caller
from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import BROKER, LIBRARY, POOL, SOCIAL
from tests.services.newcomers.test_interpreters import ACCEPT, DECLINE, FILE, NEXT_WEEK, PLACE

pytestmark = pytest.mark.anyio

ORDER = "order { status requests { id status interpreter competence } } userErrors { code path }"
CANCEL = f"mutation($i: CancelInterpreterRequestInput!) {{ cancelInterpreterRequest(input: $i) {{ {ORDER} }} }}"
PROPOSE = (
    f"mutation($i: ProposeInterpreterInput!) {{ proposeInterpreter(input: $i) {{ {ORDER} }} }}"
)
DECIDE = f"mutation($i: DecideInterpreterInput!) {{ decideInterpreter(input: $i) {{ {ORDER} }} }}"
AGREE = f"mutation($i: AcceptInterpreterDeliveryInput!) {{ acceptInterpreterDelivery(input: $i) {{ {ORDER} }} }}"
READ = "query($id: ID!) { interpreterOrder(id: $id) { status requests { status } } }"


async def do(pair: Pair, query: str, caller: Caller = LIBRARY, **given: Any) -> Any:
    answer: Any = await pair.newcomers.ask(query, caller, i=given)
    assert answer.errors == [], answer.errors
    (payload,) = answer.data.values()
    return payload


async def placed(pair: Pair, **more: Any) -> Any:
    given: Any = NEXT_WEEK | more
    return (await do(pair, PLACE, **given))["order"]


async def booked(pair: Pair, **more: Any) -> Any:
    order = await placed(pair, **more)
    request = order["requests"][0]["id"]
    await do(pair, ACCEPT, BROKER, requestId=request, interpreter="N.N.", competence="AUTHORIZED")
    return order


async def status(pair: Pair, order: Any) -> tuple[str, list[str]]:
    answer: Any = (await pair.newcomers.ask(READ, LIBRARY, id=order["id"])).data
    seen = answer["interpreterOrder"]
    return seen["status"], [one["status"] for one in seen["requests"]]


async def test_a_broker_that_cannot_after_all_ends_the_order(pair: Pair):
    # newcomers 2.4: CancelledByBroker
    order = await booked(pair)
    done = await do(pair, CANCEL, BROKER, requestId=order["requests"][0]["id"])
    assert done["order"]["status"] == "CANCELLED_BY_BROKER"
    assert await status(pair, order) == ("CANCELLED_BY_BROKER", ["CANCELLED_BY_BROKER"])
    again = await do(pair, CANCEL, BROKER, requestId=order["requests"][0]["id"])
    assert again["userErrors"][0]["code"] == "CONFLICT"


async def test_the_pools_staff_answers_for_the_pool_alone(pair: Pair):
    order = await placed(pair)
    request = order["requests"][0]["id"]
    for query, more in ((ACCEPT, {"interpreter": "N.N."}), (DECLINE, {}), (CANCEL, {})):
        refused = await pair.newcomers.ask(query, POOL, i={"requestId": request} | more)
        assert refused.errors[0]["extensions"]["code"] == "NOT_FOUND"
    assert await status(pair, order) == ("REQUESTED", ["CREATED"])


async def test_another_interpreter_waits_for_a_yes(pair: Pair):
    # newcomers 2.4: NewInterpreter (approve), InterpreterReplaced
    order = await booked(pair)
    request = order["requests"][0]["id"]
    same = await do(pair, PROPOSE, BROKER, requestId=request, interpreter="N.N.")
    assert same["userErrors"][0]["path"] == ["interpreter"]
    proposed = await do(pair, PROPOSE, BROKER, requestId=request, interpreter="M.M.")
    assert proposed["order"]["status"] == "NEW_INTERPRETER"
    stolen = await pair.newcomers.ask(
        DECIDE, SOCIAL, i={"orderId": order["id"], "isApproved": True}
    )
    assert stolen.errors[0]["extensions"]["code"] == "NOT_FOUND"
    taken = await do(pair, DECIDE, orderId=order["id"], isApproved=True)
    assert taken["order"]["status"] == "ACCEPTED"
    assert [(one["status"], one["interpreter"]) for one in taken["order"]["requests"]] == [
        ("INTERPRETER_REPLACED", "N.N."),
        ("APPROVED", "M.M."),
    ]
    assert taken["order"]["requests"][1]["competence"] == "AUTHORIZED"


async def test_another_interpreter_may_be_refused_and_must_do_for_the_order(pair: Pair):
    order = await booked(pair, competence=["AUTHORIZED"], competenceRequired=True)
    request = order["requests"][0]["id"]
    low = await do(pair, PROPOSE, BROKER, requestId=request, interpreter="M.M.", competence="OTHER")
    assert low["userErrors"][0]["path"] == ["competence"]
    await do(pair, PROPOSE, BROKER, requestId=request, interpreter="M.M.")
    refused = await do(pair, DECIDE, orderId=order["id"], isApproved=False)
    assert refused["order"]["status"] == "CANCELLED_BY_BROKER"
    assert refused["order"]["requests"][1]["status"] == "DENIED_BY_CREATOR"


async def test_what_was_delivered_is_agreed_to(pair: Pair):
    # newcomers 2.4: DeliveryAccepted
    order = await booked(pair)
    early = await do(pair, AGREE, orderId=order["id"])
    assert early["userErrors"][0]["code"] == "CONFLICT"
    real: Any = {"startedAt": "2026-12-03T09:00:00Z", "endedAt": "2026-12-03T10:00:00Z"}
    await do(pair, FILE, orderId=order["id"], **real)
    assert (await do(pair, AGREE, orderId=order["id"]))["order"]["status"] == "DELIVERY_ACCEPTED"


async def test_an_hour_that_comes_without_an_answer_ends_the_order(pair: Pair):
    # newcomers 2.4: ResponseNotAnswered, NoDeadlineFromCustomer, NoBrokerAccepted
    far = await placed(pair, locations=["ON_SITE"], travelCost="IMPLICIT_APPROVAL")
    given: Any = {"interpreter": "N.N.", "location": "ON_SITE", "travelMinutes": 181}
    await do(pair, ACCEPT, BROKER, requestId=far["requests"][0]["id"], **given)
    soon = {"startAt": "2026-11-26T13:00:00Z", "endAt": "2026-11-26T14:00:00Z"}
    unanswered = await placed(pair, **soon)
    kept = await booked(pair)
    replaced = await booked(pair)
    other: Any = {"requestId": replaced["requests"][0]["id"], "interpreter": "M.M."}
    await do(pair, PROPOSE, BROKER, **other)
    pair.clock.advance(8 * 86_400)
    await pair.settle()
    assert await status(pair, far) == ("RESPONSE_NOT_ANSWERED", ["DENIED_BY_TIME_LIMIT"])
    assert (await status(pair, unanswered))[0] == "NO_DEADLINE"
    assert (await status(pair, kept))[0] == "ACCEPTED"
    ended = ("CANCELLED_BY_BROKER", ["INTERPRETER_REPLACED", "DENIED_BY_TIME_LIMIT"])
    assert await status(pair, replaced) == ended


async def test_an_occasion_is_at_most_a_week_long(pair: Pair):
    for end in ("2026-12-10T09:01:00Z", "9999-12-03T09:00:00Z", "2026-12-03T08:00:00Z"):
        refused = await do(pair, PLACE, **(NEXT_WEEK | {"endAt": end}))
        assert refused["userErrors"] == [{"code": "INPUT_INVALID", "path": ["endAt"]}]
    order = await booked(pair, endAt="2026-12-10T09:00:00Z")
    for end in ("2026-12-10T09:01:00Z", "9999-12-03T09:00:00Z"):
        given: Any = {"startedAt": "2026-12-03T09:00:00Z", "endedAt": end}
        refused = await do(pair, FILE, orderId=order["id"], **given)
        assert refused["userErrors"] == [{"code": "INPUT_INVALID", "path": ["endedAt"]}]
    assert (await status(pair, order))[0] == "ACCEPTED"
