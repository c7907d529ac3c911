# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The coordinator's work through the graph: the pool, quarantines, agreements that end, prices."""

from typing import Any

import pytest

from services.kit.wire.caller import Caller
from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import BROKER, COORDINATOR, LIBRARY, SOCIAL
from tests.services.newcomers.test_interpreters import ACCEPT, CANCEL, FILE, NEXT_WEEK, PLACE

pytestmark = pytest.mark.anyio

ADD = """mutation($i: AddPoolInterpreterInput!) { addPoolInterpreter(input: $i) {
  interpreter { id name language competence } userErrors { code path } } }"""
DROP = """mutation($i: RemovePoolInterpreterInput!) { removePoolInterpreter(input: $i) {
  interpreter { id } userErrors { code } } }"""
HOLD = """mutation($i: QuarantineBrokerInput!) { quarantineBroker(input: $i) {
  quarantine { id broker unit isLifted } userErrors { code path } } }"""
LIFT = """mutation($i: LiftBrokerQuarantineInput!) { liftBrokerQuarantine(input: $i) {
  quarantine { isLifted } userErrors { code } } }"""
END = """mutation($i: EndInterpreterAgreementInput!) { endInterpreterAgreement(input: $i) {
  end { agreement endsAt } userErrors { code path } } }"""
PRICES = """mutation($i: PutInterpreterPricesInput!) { putInterpreterPrices(input: $i) {
  rows { id kind competence validFrom price { amount } } userErrors { code path } } }"""
UNPRICE = """mutation($i: RemoveInterpreterPriceInput!) { removeInterpreterPrice(input: $i) {
  rows { id } userErrors { code } } }"""
PRICE = "price { isExpected total { amount currency } lines { kind quantity each { amount } total { amount } } }"
READ = f"query($id: ID!) {{ interpreterOrder(id: $id) {{ status compensation {PRICE} requests {{ broker status }} }} }}"
SEEN = "{ interpreterPool { name } brokerQuarantines { broker } interpreterAgreementEnds { agreement } interpreterPrices { id } }"

WEEK = "2026-12-10T12:00:00Z"


async def do(pair: Pair, query: str, caller: Caller = COORDINATOR, **given: Any) -> Any:
    answer: Any = await pair.newcomers.ask(query, caller, i=given)
    assert answer.errors == [], answer.errors
    (payload,) = answer.data.values()
    return payload


async def placed(pair: Pair, caller: Caller = LIBRARY, **more: Any) -> Any:
    done = await do(pair, PLACE, caller, **(NEXT_WEEK | more))
    assert done["userErrors"] == []
    return done["order"]


async def order_of(pair: Pair, order: Any) -> Any:
    answer: Any = (await pair.newcomers.ask(READ, LIBRARY, id=order["id"])).data
    return answer["interpreterOrder"]


async def test_a_new_interpreter_in_the_pool_is_asked_and_one_who_left_is_not(pair: Pair):
    made = await do(pair, ADD, name="Tolk 3", language="ti", competence="EDUCATED")
    assert made["interpreter"]["language"] == "ti"
    order = await placed(pair, language="ti", usePool=True)
    assert order["requests"][0]["broker"] == "pool"
    await do(pair, DROP, interpreterId=made["interpreter"]["id"])
    other = await placed(pair, language="ti", usePool=True)
    assert other["requests"][0]["broker"] == "broker-a"


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"name": " "}, "INPUT_INVALID", ["name"]),
        ({"language": "rw", "competence": "LEGAL"}, "INTERPRETER_LEVEL_MISSING", ["competence"]),
    ],
)
async def test_who_cannot_be_in_the_pool(pair: Pair, more: dict[str, Any], code: str, path: Any):
    given: Any = {"name": "N.N.", "language": "so", "competence": "OTHER"} | more
    done = await do(pair, ADD, **given)
    assert done["userErrors"] == [{"code": code, "path": path}]


async def test_a_broker_in_quarantine_is_passed_by_for_that_unit_alone(pair: Pair):
    # newcomers 2.4: LostDueToQuarantine
    held = await do(
        pair, HOLD, broker="broker-a", unit="library", until=WEEK, reason="Uteblev två gånger."
    )
    order = await placed(pair)
    assert [(one["broker"], one["status"]) for one in order["requests"]] == [
        ("broker-a", "LOST_DUE_TO_QUARANTINE"),
        ("broker-b", "CREATED"),
    ]
    other = await placed(pair, SOCIAL)
    assert other["requests"][0]["broker"] == "broker-a"
    await do(pair, LIFT, quarantineId=held["quarantine"]["id"])
    again = await placed(pair)
    assert again["requests"][0]["broker"] == "broker-a"


async def test_when_every_broker_is_in_quarantine_nobody_accepts(pair: Pair):
    for broker in ("broker-a", "broker-b", "broker-c"):
        await do(pair, HOLD, broker=broker, until=WEEK, reason="Prövas.")
    order = await placed(pair)
    assert order["status"] == "NO_BROKER_ACCEPTED"
    assert {one["status"] for one in order["requests"]} == {"LOST_DUE_TO_QUARANTINE"}
    pair.clock.advance(15 * 86_400)
    later: Any = {"startAt": "2026-12-17T09:00:00Z", "endAt": "2026-12-17T10:00:00Z"}
    assert (await placed(pair, **later))["requests"][0]["broker"] == "broker-a"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"broker": "nobody"}, ["broker"]),
        ({"until": "2026-11-01T12:00:00Z"}, ["until"]),
        ({"reason": ""}, ["reason"]),
    ],
)
async def test_quarantines_that_cannot_be(pair: Pair, more: dict[str, Any], path: list[str]):
    given: Any = {"broker": "broker-a", "until": WEEK, "reason": "x"} | more
    assert (await do(pair, HOLD, **given))["userErrors"] == [
        {"code": "INPUT_INVALID", "path": path}
    ]


async def test_an_agreement_that_ends_takes_what_is_not_booked_with_it(pair: Pair):
    # newcomers 2.4: TerminatedAgreement
    waiting, booked = await placed(pair), await placed(pair)
    await do(pair, ACCEPT, BROKER, requestId=booked["requests"][0]["id"], interpreter="N.N.")
    await do(pair, END, agreement="CURRENT", endsAt="2026-11-26T18:00:00Z", reason="Sagts upp.")
    assert (await order_of(pair, waiting))["status"] == "REQUESTED"
    pair.clock.advance(10 * 3600)
    await pair.settle()
    ended = await order_of(pair, waiting)
    assert (ended["status"], ended["requests"][0]["status"]) == (
        "TERMINATED_AGREEMENT",
        "TERMINATED_AGREEMENT",
    )
    assert (await order_of(pair, booked))["status"] == "ACCEPTED"
    refused = await do(pair, PLACE, LIBRARY, **NEXT_WEEK)
    assert refused["userErrors"][0]["code"] == "INTERPRETER_AGREEMENT_ENDED"
    older = await placed(pair, agreement="OLDER")
    assert older["requests"][0]["broker"] == "broker-a"
    own = await placed(pair, usePool=True)
    assert own["requests"][0]["broker"] == "pool"


async def test_an_agreement_that_has_ended_already_ends_at_once(pair: Pair):
    waiting = await placed(pair)
    bare = await do(pair, END, agreement="CURRENT", endsAt="2026-11-25T12:00:00Z", reason=" ")
    assert bare["userErrors"][0]["path"] == ["reason"]
    await do(pair, END, agreement="CURRENT", endsAt="2026-11-25T12:00:00Z", reason="Hävt.")
    assert (await order_of(pair, waiting))["status"] == "TERMINATED_AGREEMENT"


def row(kind: str, amount: int, **more: Any) -> dict[str, Any]:
    return {
        "agreement": "CURRENT", "kind": kind, "amount": amount, "validFrom": "2026-01-01",
        "sourceUrl": "https://example.se/avtal", "checkedOn": "2026-11-01",
    } | more  # fmt: skip


ROWS = [
    row("BROKER_FEE", 9_000), row("FIRST_HOUR", 40_000), row("HALF_HOUR", 20_000),
    row("FIRST_HOUR", 60_000, competence="AUTHORIZED"),
    row("WASTE_HALF_HOUR", 15_000), row("KILOMETRE", 185),
]  # fmt: skip


async def test_an_order_says_what_it_is_expected_to_cost_and_what_it_cost(pair: Pair):
    before = await placed(pair)
    assert (await order_of(pair, before))["price"] is None
    assert len((await do(pair, PRICES, rows=ROWS))["rows"]) == 6
    order = await placed(pair, endAt="2026-12-03T10:45:00Z")
    expected = (await order_of(pair, order))["price"]
    assert expected["isExpected"]
    assert [(one["kind"], one["quantity"]) for one in expected["lines"]] == [
        ("BROKER_FEE", 1),
        ("FIRST_HOUR", 1),
        ("HALF_HOUR", 2),
    ]
    assert expected["total"] == {"amount": 89_000, "currency": "SEK"}
    request = order["requests"][0]["id"]
    await do(pair, ACCEPT, BROKER, requestId=request, interpreter="N.N.", competence="AUTHORIZED")
    assert (await order_of(pair, order))["price"]["total"]["amount"] == 109_000
    await do(
        pair, FILE, LIBRARY, orderId=order["id"], startedAt="2026-12-03T09:00:00Z",
        endedAt="2026-12-03T10:00:00Z", wasteMinutes=20, kilometres=10,
    )  # fmt: skip
    real = (await order_of(pair, order))["price"]
    assert not real["isExpected"]
    assert real["total"]["amount"] == 9_000 + 60_000 + 15_000 + 1_850


async def test_what_a_cancelled_order_costs_in_money(pair: Pair):
    await do(pair, PRICES, rows=ROWS)
    early, late = await placed(pair), await placed(pair)
    for order in (early, late):
        await do(pair, ACCEPT, BROKER, requestId=order["requests"][0]["id"], interpreter="N.N.")
    await do(pair, CANCEL, LIBRARY, orderId=early["id"])
    pair.clock.advance(6 * 86_400)
    await do(pair, CANCEL, LIBRARY, orderId=late["id"])
    cheap, dear = await order_of(pair, early), await order_of(pair, late)
    assert (cheap["compensation"], cheap["price"]["total"]["amount"]) == ("BROKER_FEE", 9_000)
    assert (dear["compensation"], dear["price"]["total"]["amount"]) == ("FULL", 49_000)


async def test_prices_that_cannot_be_and_one_taken_away(pair: Pair):
    for bad, path in (
        ({"amount": -1}, ["rows", "ore"]),
        ({"sourceUrl": "http://x"}, ["rows", "sourceUrl"]),
        ({"checkedOn": "2027-01-01"}, ["rows", "checkedOn"]),
    ):
        done = await do(pair, PRICES, rows=[row("KILOMETRE", 1) | bad])
        assert done["userErrors"] == [{"code": "INPUT_INVALID", "path": path}]
    (made,) = (await do(pair, PRICES, rows=[row("KILOMETRE", 185)]))["rows"]
    (same,) = (await do(pair, PRICES, rows=[row("KILOMETRE", 190)]))["rows"]
    assert (same["id"], same["price"]["amount"]) == (made["id"], 190)
    assert (await do(pair, UNPRICE, rowId=made["id"]))["rows"] == []


async def test_only_the_coordinator_sees_and_changes_any_of_it(pair: Pair):
    seen: Any = await pair.newcomers.ask(SEEN, COORDINATOR)
    assert [one["name"] for one in seen.data["interpreterPool"]] == ["Tolk 1", "Tolk 2"]
    refused = await pair.newcomers.ask(SEEN, LIBRARY)
    assert {error["extensions"]["code"] for error in refused.errors} == {"FORBIDDEN"}
    given = {"broker": "broker-a", "until": WEEK, "reason": "x"}
    stolen = await pair.newcomers.ask(HOLD, LIBRARY, i=given)
    assert stolen.errors[0]["extensions"]["code"] == "FORBIDDEN"
    assert (await placed(pair))["requests"][0]["broker"] == "broker-a"
