# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Interpreter orders: brokers in their order, terms, travel, cancelling, replacing, what came of it."""

from typing import Any

import pytest

from services.newcomers.store import interpreters as store
from tests.services.language.clients.partners import Call, partner
from tests.services.newcomers.people import AMINA, BROKER, LIBRARY, POOL, SOCIAL
from tests.services.newcomers.test_rest import web

pytestmark = pytest.mark.anyio

ORDER = """{ id number status compensation locations requests { id broker status rule answerBy nameBy interpreter } }"""
PAYLOAD = f"order {ORDER} userErrors {{ code path }}"
PLACE = f"mutation($i: OrderInterpreterInput!) {{ orderInterpreter(input: $i) {{ {PAYLOAD} }} }}"
ACCEPT = f"mutation($i: AcceptInterpreterRequestInput!) {{ acceptInterpreterRequest(input: $i) {{ {PAYLOAD} }} }}"
DECLINE = f"mutation($i: DeclineInterpreterRequestInput!) {{ declineInterpreterRequest(input: $i) {{ {PAYLOAD} }} }}"
APPROVE = f"mutation($i: ApproveInterpreterInput!) {{ approveInterpreterTravel(input: $i) {{ {PAYLOAD} }} }}"
CANCEL = (
    f"mutation($i: CancelInterpreterInput!) {{ cancelInterpreterOrder(input: $i) {{ {PAYLOAD} }} }}"
)
TERM = f"mutation($i: SetInterpreterDeadlineInput!) {{ setInterpreterDeadline(input: $i) {{ {PAYLOAD} }} }}"
FILE = f"mutation($i: FileRequisitionInput!) {{ fileInterpreterRequisition(input: $i) {{ {PAYLOAD} }} }}"
COMPLAIN = f"mutation($i: ComplainInterpreterInput!) {{ complainAboutInterpreter(input: $i) {{ {PAYLOAD} }} }}"
READ = f"query($id: ID!) {{ interpreterOrder(id: $id) {ORDER} }}"
LIST = "{ interpreterOrders { nodes { id } } }"

NEXT_WEEK = {"language": "ar", "startAt": "2026-12-03T09:00:00Z", "endAt": "2026-12-03T10:00:00Z"}


async def do(pair, query: str, caller=LIBRARY, **given: Any) -> Any:
    answer = await pair.newcomers.ask(query, caller, i=given)
    assert answer.errors == [], answer.errors
    (payload,) = answer.data.values()
    return payload


async def placed(pair, **more: Any) -> Any:
    done = await do(pair, PLACE, **(NEXT_WEEK | more))
    assert done["userErrors"] == []
    return done["order"]


async def test_the_best_ranked_broker_is_asked_with_the_term_of_the_rules(pair):
    order = await placed(pair)
    (request,) = order["requests"]
    assert (request["broker"], request["status"], request["rule"]) == (
        "broker-a",
        "CREATED",
        "NEXT_DAY",
    )
    assert request["answerBy"] == "2026-11-27T14:00:00Z"
    assert order["status"] == "REQUESTED"


async def test_accepted_cancelled_and_what_it_costs(pair):
    order = await placed(pair)
    done = await do(
        pair,
        ACCEPT,
        BROKER,
        requestId=order["requests"][0]["id"],
        interpreter="N.N.",
        competence="AUTHORIZED",
    )
    assert done["order"]["status"] == "ACCEPTED"
    ended = await do(pair, CANCEL, orderId=order["id"])
    assert (ended["order"]["status"], ended["order"]["compensation"]) == (
        "CANCELLED_BY_CREATOR",
        "BROKER_FEE",
    )
    assert ended["order"]["requests"][0]["status"] == "CANCELLED_BY_CREATOR_WHEN_APPROVED"


async def test_cancelled_late_costs_everything_and_after_the_start_it_cannot_be(pair):
    order = await placed(pair)
    await do(pair, ACCEPT, BROKER, requestId=order["requests"][0]["id"], interpreter="N.N.")
    pair.clock.advance(6 * 86_400)
    ended = await do(pair, CANCEL, orderId=order["id"])
    assert ended["order"]["compensation"] == "FULL"
    other = await placed(pair, startAt="2026-12-04T09:00:00Z", endAt="2026-12-04T10:00:00Z")
    pair.clock.advance(3 * 86_400)
    late = await do(pair, CANCEL, orderId=other["id"])
    assert late["userErrors"][0]["code"] == "INTERPRETER_TOO_LATE"


async def test_declined_and_timed_out_the_next_is_asked_until_nobody_is_left(pair):
    order = await placed(pair)
    second = (await do(pair, DECLINE, BROKER, requestId=order["requests"][0]["id"]))["order"]
    assert [one["broker"] for one in second["requests"]] == ["broker-a", "broker-b"]
    pair.clock.advance(86_400 + 6 * 3600)
    await pair.settle()
    seen = (await pair.newcomers.ask(READ, LIBRARY, id=order["id"])).data["interpreterOrder"]
    assert [one["status"] for one in seen["requests"]] == [
        "DECLINED_BY_BROKER",
        "DENIED_BY_TIME_LIMIT",
        "CREATED",
    ]
    late = await do(pair, ACCEPT, BROKER, requestId=seen["requests"][1]["id"], interpreter="N.N.")
    assert late["userErrors"][0]["code"] == "CONFLICT"
    last = (await do(pair, DECLINE, BROKER, requestId=seen["requests"][2]["id"]))["order"]
    assert last["status"] == "NO_BROKER_ACCEPTED"


async def test_far_travel_waits_for_approval(pair):
    # newcomers 2.4: above 3 h or 250 km
    order = await placed(pair, locations=["ON_SITE"], travelCost="IMPLICIT_APPROVAL")
    far = await do(
        pair,
        ACCEPT,
        BROKER,
        requestId=order["requests"][0]["id"],
        interpreter="N.N.",
        location="ON_SITE",
        travelMinutes=181,
    )
    assert far["order"]["status"] == "AWAITING_APPROVAL"
    refused = await do(pair, APPROVE, orderId=order["id"], isApproved=False)
    assert [one["status"] for one in refused["order"]["requests"]] == [
        "DENIED_BY_CREATOR",
        "CREATED",
    ]
    near = await do(
        pair,
        ACCEPT,
        BROKER,
        requestId=refused["order"]["requests"][1]["id"],
        interpreter="N.N.",
        location="ON_SITE",
        travelMinutes=180,
    )
    assert near["order"]["status"] == "ACCEPTED"


async def test_a_name_may_follow_when_the_rule_allows(pair):
    order = await placed(pair, startAt="2027-01-20T09:00:00Z", endAt="2027-01-20T10:00:00Z")
    (request,) = order["requests"]
    assert request["rule"] == "MORE_THAN_TWENTY"
    assert request["nameBy"]
    first = await do(pair, ACCEPT, BROKER, requestId=request["id"])
    assert first["order"]["status"] == "ACCEPTED_AWAITING_INTERPRETER"
    named = await do(pair, ACCEPT, BROKER, requestId=request["id"], interpreter="N.N.")
    assert named["order"]["status"] == "ACCEPTED"


async def test_a_name_that_does_not_come_loses_the_order(pair):
    order = await placed(pair, startAt="2027-01-20T09:00:00Z", endAt="2027-01-20T10:00:00Z")
    await do(pair, ACCEPT, BROKER, requestId=order["requests"][0]["id"])
    pair.clock.advance(50 * 86_400)
    await pair.settle()
    seen = (await pair.newcomers.ask(READ, LIBRARY, id=order["id"])).data["interpreterOrder"]
    assert seen["requests"][0]["status"] == "DENIED_BY_TIME_LIMIT"
    assert seen["requests"][1]["broker"] == "broker-b"


async def test_where_no_rule_gives_a_term_the_customer_must(pair):
    order = await placed(pair, startAt="2026-11-26T13:00:00Z", endAt="2026-11-26T14:00:00Z")
    assert (order["status"], order["requests"]) == ("AWAITING_DEADLINE", [])
    assert order["locations"] == ["PHONE"]
    bad = await do(pair, TERM, orderId=order["id"], answerBy="2026-11-26T15:00:00Z")
    assert bad["userErrors"][0]["path"] == ["answerBy"]
    done = await do(pair, TERM, orderId=order["id"], answerBy="2026-11-26T11:00:00Z")
    assert (done["order"]["status"], done["order"]["requests"][0]["rule"]) == (
        "REQUESTED",
        "SET_BY_CUSTOMER",
    )


async def test_a_replacement_ends_the_old_order_for_nothing(pair):
    order = await placed(pair)
    await do(pair, ACCEPT, BROKER, requestId=order["requests"][0]["id"], interpreter="N.N.")
    await placed(
        pair, replaces=order["id"], startAt="2026-12-03T09:30:00Z", endAt="2026-12-03T10:30:00Z"
    )
    old = (await pair.newcomers.ask(READ, LIBRARY, id=order["id"])).data["interpreterOrder"]
    assert (old["status"], old["compensation"]) == ("CANCELLED_BY_CREATOR", "NONE")


async def test_delivered_filed_and_complained_about(pair):
    order = await placed(pair)
    await do(pair, ACCEPT, BROKER, requestId=order["requests"][0]["id"], interpreter="N.N.")
    bad = await do(
        pair,
        FILE,
        orderId=order["id"],
        startedAt="2026-12-03T10:00:00Z",
        endedAt="2026-12-03T09:00:00Z",
    )
    assert bad["userErrors"][0]["path"] == ["endedAt"]
    done = await do(
        pair,
        FILE,
        orderId=order["id"],
        startedAt="2026-12-03T09:05:00Z",
        endedAt="2026-12-03T10:00:00Z",
    )
    assert done["order"]["status"] == "DELIVERED"
    wrong = await do(pair, COMPLAIN, orderId=order["id"], kind="bad_weather", text="x")
    assert wrong["userErrors"][0]["path"] == ["kind"]
    told = await do(
        pair,
        COMPLAIN,
        orderId=order["id"],
        kind="late_or_too_late_interpreter",
        text="Fem minuter.",
    )
    assert told["userErrors"] == []


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"startAt": "2026-11-25T09:00:00Z"}, "INTERPRETER_TOO_LATE", ["startAt"]),
        ({"endAt": "2026-12-03T08:00:00Z"}, "INPUT_INVALID", ["endAt"]),
        ({"competence": ["OTHER", "EDUCATED", "LEGAL"]}, "INPUT_INVALID", ["competence"]),
        ({"locations": []}, "INPUT_INVALID", ["locations"]),
        ({"dialectRequired": True}, "INPUT_INVALID", ["dialect"]),
        ({"language": "rw", "competence": ["LEGAL"], "competenceRequired": True}, "INTERPRETER_LEVEL_MISSING", ["competence"]),
    ],
)  # fmt: skip
async def test_orders_that_cannot_be_placed(pair, more, code, path):
    done = await do(pair, PLACE, **(NEXT_WEEK | more))
    (error,) = done["userErrors"]
    assert (error["code"], error["path"], done["order"]) == (code, path, None)


async def test_the_unit_and_the_person_see_an_order_and_nobody_else(pair):
    order = await placed(pair, person="demo-amina")
    for caller, count in ((LIBRARY, 1), (AMINA, 1), (SOCIAL, 0)):
        found = await pair.newcomers.ask(LIST, caller)
        assert len(found.data["interpreterOrders"]["nodes"]) == count
    seen = await pair.newcomers.ask(READ, SOCIAL, id=order["id"])
    assert seen.errors[0]["extensions"]["code"] == "NOT_FOUND"
    stolen = await pair.newcomers.ask(CANCEL, SOCIAL, i={"orderId": order["id"]})
    assert stolen.errors[0]["extensions"]["code"] == "NOT_FOUND"


async def test_the_citys_own_interpreters_are_asked_first_when_wanted(pair):
    order = await placed(pair, usePool=True)
    assert order["requests"][0]["broker"] == "pool"
    done = await do(pair, ACCEPT, POOL, requestId=order["requests"][0]["id"], interpreter="Tolk 1")
    assert done["order"]["status"] == "ACCEPTED"
    other = await placed(pair, usePool=True, language="rw")
    assert other["requests"][0]["broker"] == "broker-a"


async def test_a_broker_is_told_by_its_interface_and_answers_there(pair):
    # newcomers item 9: adapters for brokers
    seen: list[Call] = []

    def listen(call: Call):
        seen.append(call)
        return 202, {}

    with partner(listen) as theirs:
        await tell_of(pair, "broker-0", address=theirs.origin)
        order = await placed(pair)
        await pair.settle()
    (call,) = seen
    assert call.path == "/interpreter-requests"
    assert call.headers["authorization"] == "Bearer key-0"
    assert call.json["requestId"] == order["requests"][0]["id"]
    assert (call.json["language"], call.json["startAt"]) == ("ar", "2026-12-03T10:00:00")
    path = f"/newcomers/brokers/broker-0/requests/{call.json['requestId']}"
    async with web(pair.newcomers) as client:
        wrong = await client.post(
            path, json={"accepted": True}, headers={"authorization": "Bearer x"}
        )
        assert wrong.status_code == 401
        other = await client.post(
            path.replace("broker-0", "broker-9"),
            json={"accepted": True},
            headers={"authorization": "Bearer key-9"},
        )
        assert other.status_code == 404
        done = await client.post(
            path,
            json={"accepted": True, "interpreter": "N.N."},
            headers={"authorization": "Bearer key-0"},
        )
        assert done.json()["status"] == "accepted"


async def test_a_broker_without_an_interface_gets_a_letter(pair, tmp_path):
    await tell_of(pair, "broker-0", email="tolk@example.se")
    order = await placed(pair)
    await pair.settle()
    seen = (await pair.newcomers.ask(READ, LIBRARY, id=order["id"])).data["interpreterOrder"]
    assert seen["requests"][0]["status"] == "RECEIVED"


async def test_a_broker_that_cannot_be_reached_is_tried_again(pair):
    with partner(lambda call: (500, {})) as theirs:
        await tell_of(pair, "broker-0", address=theirs.origin)
        order = await placed(pair)
        await pair.settle()
    seen = (await pair.newcomers.ask(READ, LIBRARY, id=order["id"])).data["interpreterOrder"]
    assert seen["requests"][0]["status"] == "CREATED"


@pytest.mark.parametrize("address", ["http://10.0.0.7", "https://169.254.169.254", "https://[::1]"])
async def test_a_broker_cannot_be_an_address_of_the_citys_own_network(pair, address):
    # security row 50
    await tell_of(pair, "broker-0", address=address)
    order = await placed(pair)
    await pair.settle()
    seen = (await pair.newcomers.ask(READ, LIBRARY, id=order["id"])).data["interpreterOrder"]
    assert seen["requests"][0]["status"] == "CREATED"


async def tell_of(pair, broker: str, *, email: str = "", address: str = "") -> None:
    async def unit(tx):
        await tx.run(store.put_broker, id=broker, name=broker, rank=0, email=email, address=address)

    await pair.newcomers.database.transact(unit)
