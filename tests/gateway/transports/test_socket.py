# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""graphql-transport-ws at the gateway's door (reliability 3.2)."""

import asyncio
from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.transports import Gateway
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.front.head import RequestHead
from services.kit.wire.live.socket_door import SocketSettings
from services.kit.wire.problem import Problem
from tests.support.asgi import SocketClient, until
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

DEVELOPER = GatewaySettings(profile=Profile.DEVELOPER)


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def gateway(town: Town) -> Gateway:
    return town.gateway(DEVELOPER)


def subscribe(name: str, query: str, **payload: Any) -> dict[str, Any]:
    return {"id": name, "type": "subscribe", "payload": {"query": query, **payload}}


async def close_of(client: SocketClient) -> int:
    while True:
        message = await client.read()
        if message["type"] == "websocket.close":
            await client.task
            return message["code"]


async def test_the_protocol_is_chosen_among_several(gateway: Gateway) -> None:  # W1
    client = SocketClient(gateway, protocols=["graphql-ws", "graphql-transport-ws"])
    assert (await client.read())["subprotocol"] == "graphql-transport-ws"
    await client.leave()


@pytest.mark.parametrize("protocols", [[], ["graphql-ws"], ["chat"]])
async def test_foreign_protocols_end_with_4406(gateway: Gateway, protocols: list[str]) -> None:
    assert await close_of(SocketClient(gateway, protocols=protocols)) == 4406  # reliability W1


async def test_a_foreign_origin_is_refused_in_the_handshake(gateway: Gateway) -> None:  # W1
    client = SocketClient(gateway, headers=[("origin", "https://evil.example")])
    assert (await client.read())["type"] == "websocket.close"


async def test_without_origin_a_public_door_wants_a_token(town: Town) -> None:  # W1
    client = SocketClient(town.gateway(GatewaySettings()))
    await client.read()
    client.say({"type": "connection_init"})
    assert await close_of(client) == 4403


@pytest.mark.parametrize("payload", [[], "x", 1, True])
async def test_a_strange_init_payload_is_4400(gateway: Gateway, payload: Any) -> None:  # W2
    client = SocketClient(gateway)
    client.say({"type": "connection_init", "payload": payload})
    assert await close_of(client) == 4400


async def test_no_init_is_4408(gateway: Gateway) -> None:  # reliability W2
    gateway.sockets.settings = SocketSettings(init_seconds=0.01)
    assert await close_of(SocketClient(gateway)) == 4408


async def test_a_second_init_is_4429_even_while_the_first_is_judged(town: Town) -> None:  # W2
    async def ponder(head: RequestHead) -> Caller:
        await asyncio.Event().wait()
        return ANONYMOUS

    for authenticate in (None, ponder):
        given = {} if authenticate is None else {"authenticate": authenticate}
        client = SocketClient(town.gateway(DEVELOPER, **given))
        client.say({"type": "connection_init"})
        client.say({"type": "connection_init"})
        assert await close_of(client) == 4429


async def test_subscribe_before_the_ack_is_4401(gateway: Gateway) -> None:  # W2
    client = SocketClient(gateway)
    client.say(subscribe("1", "{ __typename }"))
    assert await close_of(client) == 4401


async def test_a_refused_caller_is_4403(town: Town) -> None:  # reliability W2
    async def refuse(head: RequestHead) -> Caller:
        raise Problem("TOKEN_INVALID")

    client = SocketClient(town.gateway(DEVELOPER, authenticate=refuse))
    client.say({"type": "connection_init"})
    assert await close_of(client) == 4403


async def test_pings_are_answered_with_their_payload_at_any_time(gateway: Gateway) -> None:  # W3
    client = SocketClient(gateway)
    await client.read()
    client.say({"type": "ping", "payload": {"a": [1, "å"]}})
    assert await client.read() == {"type": "pong", "payload": {"a": [1, "å"]}}
    client.say({"type": "ping"})
    assert await client.read() == {"type": "pong"}
    client.say({"type": "pong"})
    client.say({"type": "connection_init"})
    assert await client.read() == {"type": "connection_ack"}
    await client.leave()


async def test_we_ping_and_silence_ends_the_socket(gateway: Gateway) -> None:  # reliability W3
    gateway.sockets.settings = SocketSettings(ping_seconds=0.01, silence_seconds=0.05)
    client = SocketClient(gateway)
    await client.begin()
    assert await client.read() == {"type": "ping"}
    assert await close_of(client) == 1001


@pytest.mark.parametrize(
    "message",
    [
        "", "{", "[]", "1", "null", '"x"', "{}", {"type": 1}, {"type": "nope"}, {"type": None},
        {"type": "next", "id": "1"}, {"type": "connection_ack"}, {"type": "error", "id": "1"},
        {"type": "subscribe", "payload": {"query": "{a}"}},
        {"type": "subscribe", "id": "", "payload": {"query": "{a}"}},
        {"type": "subscribe", "id": 1, "payload": {"query": "{a}"}},
        {"type": "subscribe", "id": "1"}, {"type": "subscribe", "id": "1", "payload": None},
        {"type": "subscribe", "id": "1", "payload": []}, {"type": "subscribe", "id": "1", "payload": {}},
        {"type": "subscribe", "id": "1", "payload": {"query": 1}},
        {"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": []}},
        {"type": "subscribe", "id": "1", "payload": {"query": "{a}", "extensions": "x"}},
        {"type": "subscribe", "id": "1", "payload": {"query": "{a}", "operationName": 1}},
        {"type": "complete"}, {"type": "complete", "id": 1}, {"type": "ping", "payload": 1},
        '{"type":"ping","type":"ping"}',
    ],
)  # fmt: skip
async def test_a_malformed_message_is_4400(gateway: Gateway, message: Any) -> None:  # W4
    client = SocketClient(gateway)
    await client.begin()
    client.say(message)
    assert await close_of(client) == 4400


async def test_a_binary_frame_is_4400(gateway: Gateway) -> None:  # reliability W4
    client = SocketClient(gateway)
    await client.begin()
    client.say_bytes(b"{}")
    assert await close_of(client) == 4400


async def test_a_live_id_again_is_4409(gateway: Gateway) -> None:  # reliability W5
    client = SocketClient(gateway)
    await client.begin()
    client.say(subscribe("1", "subscription { forever }"))
    assert (await client.read())["type"] == "next"
    client.say(subscribe("1", "{ __typename }"))
    assert await close_of(client) == 4409


async def test_a_query_is_one_next_and_complete_and_the_id_is_free_again(gateway: Gateway) -> None:
    client = SocketClient(gateway)  # reliability W5, W6
    await client.begin()
    for _ in range(2):
        client.say(subscribe("q", "{ __typename }"))
        assert await client.read() == {
            "id": "q",
            "type": "next",
            "payload": {"data": {"__typename": "Query"}},
        }
        assert await client.read() == {"id": "q", "type": "complete"}
    await client.leave()


async def test_a_subscription_counts_and_completes(gateway: Gateway, town: Town) -> None:  # W6
    client = SocketClient(gateway)
    await client.begin()
    client.say(subscribe("s", "subscription($n: Int!) { ticks(to: $n) }", variables={"n": 3}))
    numbers = [(await client.read())["payload"]["data"]["ticks"] for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert await client.read() == {"id": "s", "type": "complete"}
    await until(lambda: town.listeners == 0)
    await client.leave()


async def test_entities_of_an_event_come_from_other_subgraphs(gateway: Gateway) -> None:
    client = SocketClient(gateway)
    await client.begin()
    client.say(subscribe("s", 'subscription { named(id: "7") { name reviews { text } } }'))
    payload = (await client.read())["payload"]
    assert payload == {"data": {"named": {"name": "Plats 7", "reviews": [{"text": "Bra 7"}]}}}
    await client.leave()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ nope }", "VALIDATION_FAILED"),
        ("{", "PARSE_FAILED"),
        ("query($n: Int!) { places(first: $n) { id } }", "VARIABLES_INVALID"),
        ("subscription($n: Int!) { ticks(to: $n) }", "VARIABLES_INVALID"),
        ("query A { __typename } query B { __typename }", "OPERATION_UNKNOWN"),
        (
            "{ " + " ".join(f"a{n}: __typename" for n in range(300)) + " }",
            "OPERATION_LIMIT_EXCEEDED",
        ),
    ],
)
async def test_a_request_error_is_one_error_and_the_others_go_on(
    gateway: Gateway, query: str, code: str
) -> None:  # reliability W6
    client = SocketClient(gateway)
    await client.begin()
    client.say(subscribe("1", query))
    message = await client.read()
    assert message["type"] == "error"
    assert message["id"] == "1"
    assert message["payload"][0]["extensions"]["code"] == code
    client.say(subscribe("1", "{ __typename }"))
    assert (await client.read())["type"] == "next"
    await client.leave()


async def test_a_field_error_stays_inside_next(gateway: Gateway) -> None:  # reliability W6
    client = SocketClient(gateway)
    await client.begin()
    client.say(subscribe("1", "{ fail }"))
    message = await client.read()
    assert message["type"] == "next"
    assert message["payload"]["errors"][0]["path"] == ["fail"]
    await client.leave()


async def test_a_source_that_breaks_says_so_masked_and_frees_the_id(gateway: Gateway) -> None:
    client = SocketClient(gateway)  # reliability W6
    await client.begin()
    client.say(subscribe("1", "subscription { broken }"))
    messages = [await client.read(), await client.read()]
    while messages[-1]["type"] == "next":
        messages.append(await client.read())
    assert "secret" not in str(messages)
    client.say(subscribe("1", "{ __typename }"))
    assert (await client.read())["type"] == "next"
    await client.leave()


async def test_complete_reaches_the_source(gateway: Gateway, town: Town) -> None:  # W7
    client = SocketClient(gateway)
    await client.begin()
    client.say({"id": "unknown", "type": "complete"})
    client.say(subscribe("1", "subscription { forever }"))
    await client.read()
    assert town.listeners == 1
    client.say({"id": "1", "type": "complete"})
    client.say(subscribe("2", "{ __typename }"))
    while (await client.read())["id"] != "2":
        pass
    await until(lambda: town.listeners == 0)
    await client.leave()


async def test_hanging_up_reaches_the_source(gateway: Gateway, town: Town) -> None:  # W7
    client = SocketClient(gateway)
    await client.begin()
    client.say(subscribe("1", "subscription { forever }"))
    await client.read()
    await client.leave()
    await until(lambda: town.listeners == 0)


async def test_the_hundred_and_first_operation_is_an_error_not_a_close(gateway: Gateway) -> None:
    gateway.sockets.settings = SocketSettings(operations=2)  # reliability W8
    client = SocketClient(gateway)
    await client.begin()
    for name in ("1", "2", "3"):
        client.say(subscribe(name, "{ slow(seconds: 5) }"))
    message = await client.read()
    assert (message["id"], message["type"]) == ("3", "error")
    assert message["payload"][0]["extensions"]["code"] == "OPERATION_LIMIT_EXCEEDED"
    await client.leave()


async def test_a_flood_of_messages_ends_the_socket(gateway: Gateway) -> None:  # W8
    client = SocketClient(gateway)
    await client.begin()
    for _ in range(300):
        client.say({"type": "pong"})
    assert await close_of(client) == 1013


async def test_a_caller_whose_session_ends_gets_nothing_more(town: Town) -> None:  # W9
    session = {"valid": True}

    async def authenticate(head: RequestHead) -> Caller:
        if not session["valid"]:
            raise Problem("SESSION_ENDED")
        return Caller(kind=CallerKind.RESIDENT, sub="r1")

    client = SocketClient(town.gateway(DEVELOPER, authenticate=authenticate))
    await client.begin({"authorization": "Bearer x"})
    client.say(subscribe("1", "subscription { forever }"))
    await client.read()
    session["valid"] = False
    assert await close_of(client) == 4403
    await until(lambda: town.listeners == 0)


async def test_a_silent_reader_whose_right_is_gone_is_told_when_it_is_revoked(town: Town) -> None:
    # security B6: nothing has to happen for the stream to end
    valid = {"r1", "r2"}

    async def authenticate(head: RequestHead) -> Caller:
        who = str((head.payload or {}).get("authorization"))
        if who not in valid:
            raise Problem("SESSION_ENDED")
        return Caller(kind=CallerKind.RESIDENT, sub=who)

    gateway = town.gateway(DEVELOPER, authenticate=authenticate)
    readers = [SocketClient(gateway), SocketClient(gateway)]
    for reader, who in zip(readers, ("r1", "r2"), strict=True):
        await reader.begin({"authorization": who})
        reader.say(subscribe("1", "subscription { silent }"))
    await until(lambda: len(gateway.desk.standing) == 2)
    valid.remove("r1")
    gateway.look_at_standing()
    told = await readers[0].read()
    assert (told["type"], told["payload"][0]["extensions"]["code"]) == ("error", "SESSION_ENDED")
    await until(lambda: len(gateway.desk.standing) == 1)
    assert readers[1].is_quiet()
    for reader in readers:
        await reader.leave()
    await until(lambda: town.listeners == 0)


async def test_draining_closes_with_1012(gateway: Gateway) -> None:  # reliability W9, V4
    client = SocketClient(gateway)
    await client.begin()
    await gateway.sockets.drain(seconds=0)
    assert await close_of(client) == 1012
