# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Server-sent events and multipart answers at the gateway's door (reliability 3.3)."""

import asyncio
import json
from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.transports import Gateway
from tests.support.asgi import AsgiClient, make_scope, until
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

DEVELOPER = GatewaySettings(profile=Profile.DEVELOPER)
EVENTS = ("accept", "text/event-stream")
PARTS = ("accept", 'multipart/mixed;boundary="graphql";subscriptionSpec="1.0",application/json')


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def gateway(town: Town) -> Gateway:
    return town.gateway(DEVELOPER)


@pytest.fixture
def client(gateway: Gateway) -> AsgiClient:
    return AsgiClient(gateway)


async def test_a_subscription_is_next_events_and_complete(client: AsgiClient) -> None:  # E1, E2
    answer = await client.post({"query": "subscription { ticks(to: 2) }"}, EVENTS)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.body == (
        b":\n\n"
        b'event: next\ndata: {"data":{"ticks":1}}\n\n'
        b'event: next\ndata: {"data":{"ticks":2}}\n\n'
        b"event: complete\ndata:\n\n"
    )


async def test_a_query_is_one_event(client: AsgiClient) -> None:  # reliability E1
    answer = await client.post({"query": "{ __typename }"}, EVENTS)
    expected = (
        b':\n\nevent: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n'
    )
    assert answer.body == expected
    by_get = await client.get("/graphql?query=%7B__typename%7D", EVENTS)
    assert by_get.body == expected


async def test_request_errors_are_events_and_transport_errors_keep_their_status(
    client: AsgiClient,
) -> None:  # reliability E1
    invalid = await client.post({"query": "{ nope }"}, EVENTS)
    assert invalid.status == 200
    assert b'event: next\ndata: {"errors":[' in invalid.body
    assert invalid.body.endswith(b"event: complete\ndata:\n\n")
    assert (await client.post(b"{", EVENTS)).status == 400
    assert (await client.post({"query": "{a}"}, EVENTS, ("content-type", "x/y"))).status == 415


async def test_a_client_that_leaves_stops_the_source(client: AsgiClient, town: Town) -> None:  # E5
    body = json.dumps({"query": "subscription { forever }"}).encode()
    headers = [("content-type", "application/json"), EVENTS]
    answer = await client.request("POST", "/graphql", body=body, headers=headers, leave_after=0.05)
    assert answer.body.count(b"event: next") >= 1
    assert b"event: complete" not in answer.body
    await until(lambda: town.listeners == 0)


async def test_a_subscription_over_multipart(client: AsgiClient) -> None:  # reliability E4
    answer = await client.post({"query": "subscription { ticks(to: 1) }"}, PARTS)
    assert answer.headers["content-type"] == (
        'multipart/mixed;boundary="graphql";subscriptionSpec="1.0"'
    )
    assert answer.body == (
        b"\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{}"
        b'\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{"payload":{"data":{"ticks":1}}}'
        b"\r\n--graphql--\r\n"
    )


async def test_a_query_by_a_client_that_also_takes_multipart_is_json(client: AsgiClient) -> None:
    answer = await client.post({"query": "{ __typename }"}, PARTS)
    assert answer.headers["content-type"].startswith("application/json")


class Reader:
    """A long answer read piece by piece."""

    def __init__(self, gateway: Gateway, method: str, url: str, *headers: tuple[str, str]) -> None:
        path, _, query = url.partition("?")
        scope = make_scope("http", path, query, headers) | {"method": method}
        self.pieces: asyncio.Queue[Any] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._asked = False
        self.task = asyncio.get_running_loop().create_task(
            gateway(scope, self._receive, self.pieces.put)
        )

    async def _receive(self) -> Any:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def read(self) -> Any:
        async with asyncio.timeout(5):
            return await self.pieces.get()

    async def leave(self) -> None:
        self._gone.set()
        await self.task


async def reserve(client: AsgiClient) -> str:
    answer = await client.request("PUT", "/graphql")
    assert answer.status == 201
    assert answer.headers["content-type"].startswith("text/plain")
    return answer.body.decode()


async def test_a_single_connection_carries_several_operations(
    gateway: Gateway, client: AsgiClient, town: Town
) -> None:  # reliability E3
    token = await reserve(client)
    stream = ("x-graphql-event-stream-token", token)
    reader = Reader(gateway, "GET", "/graphql", EVENTS, stream)
    assert (await reader.read())["status"] == 200
    assert (await reader.read())["body"] == b":\n\n"
    accepted = await client.post(
        {"query": "subscription { ticks(to: 1) }", "extensions": {"operationId": "a"}}, stream
    )
    assert accepted.status == 202
    assert (await reader.read())["body"] == (
        b'event: next\ndata: {"id":"a","payload":{"data":{"ticks":1}}}\n\n'
    )
    assert (await reader.read())["body"] == b'event: complete\ndata: {"id":"a"}\n\n'
    forever = {"query": "subscription { forever }", "extensions": {"operationId": "b"}}
    assert (await client.post(forever, stream)).status == 202
    await reader.read()
    assert (await client.post(forever, stream)).status == 409
    stopped = await client.request("DELETE", "/graphql?operationId=b", headers=[stream])
    assert stopped.status == 200
    await until(lambda: town.listeners == 0)
    await reader.leave()


async def test_reservations_are_judged(gateway: Gateway, client: AsgiClient) -> None:  # E3
    token = await reserve(client)
    stream = ("x-graphql-event-stream-token", token)
    nameless = {"query": "subscription { forever }"}
    assert (await client.post(nameless, stream)).status == 400
    unknown = ("x-graphql-event-stream-token", "nope")
    named = nameless | {"extensions": {"operationId": "a"}}
    assert (await client.post(named, unknown)).status == 404
    first = Reader(gateway, "GET", f"/graphql?token={token}", EVENTS)
    assert (await first.read())["status"] == 200
    second = await client.get("/graphql", EVENTS, stream)
    assert second.status == 409
    await first.leave()
    assert (await client.get("/graphql", EVENTS, unknown)).status == 404


async def test_operations_posted_before_the_stream_opens_are_kept(
    gateway: Gateway, client: AsgiClient
) -> None:
    token = await reserve(client)
    stream = ("x-graphql-event-stream-token", token)
    query = {"query": "{ __typename }", "extensions": {"operationId": "q"}}
    assert (await client.post(query, stream)).status == 202
    reader = Reader(gateway, "GET", "/graphql", EVENTS, stream)
    pieces = [await reader.read() for _ in range(4)]
    assert pieces[2]["body"].startswith(b'event: next\ndata: {"id":"q"')
    assert pieces[3]["body"] == b'event: complete\ndata: {"id":"q"}\n\n'
    await reader.leave()
