# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One contract over a real socket and a function of this process; the null partner is never there."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec
import pytest

from services.kit.clock import ManualClock
from services.kit.errors import SettingsProblem
from services.kit.outbound import (
    Breaker,
    LocalTransport,
    NullTransport,
    Outbound,
    PartnerFault,
    Reply,
    Request,
    Transport,
)
from services.kit.outbound.http import HttpTransport

pytestmark = pytest.mark.anyio

Play = Callable[[Request], Awaitable[Reply]]


class Partner:
    """Plays the given scenes one after the other; the last one stays."""

    def __init__(self) -> None:
        self.scenes: list[Play] = []
        self.asked: list[Request] = []

    async def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        scene = self.scenes.pop(0) if len(self.scenes) > 1 else self.scenes[0]
        return await scene(request)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The same over HTTP/1.1; ConnectionError in a scene cuts the line."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            method, path, _ = head[0].split(" ")
            headers = {
                k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)
            }
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            reply = await self.answer(Request(method=method, path=path, headers=headers, body=body))
            lines = [f"HTTP/1.1 {reply.status} X", f"content-length: {len(reply.body)}"]
            lines += [f"{name}: {value}" for name, value in reply.headers.items()]
            writer.write("\r\n".join([*lines, "connection: close", "", ""]).encode() + reply.body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.transport.abort()
        finally:
            writer.close()


def says(status: int, body: bytes = b"{}", **headers: str) -> Play:
    async def scene(_: Request) -> Reply:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return Reply(status=status, body=body, headers=names)

    return scene


async def hangs(_: Request) -> Reply:
    await asyncio.sleep(5)
    return Reply(status=200)


async def cuts(_: Request) -> Reply:
    raise ConnectionResetError


async def cuts_inside(_: Request) -> Reply:
    raise PartnerFault("unreachable")


class Stage:
    """A partner and a client that calls it."""

    def __init__(self, partner: Partner, transport: Transport, cut: Play) -> None:
        self.partner = partner
        self.transport = transport
        self.cut = cut
        self.client = Outbound("sms", transport, seconds=0.5)


@pytest.fixture(params=["local", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    partner = Partner()
    if request.param == "local":
        yield Stage(partner, LocalTransport(partner.answer), cuts_inside)
        return
    server = await asyncio.start_server(partner.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    made = Stage(partner, HttpTransport(f"http://127.0.0.1:{port}"), cuts)
    yield made
    await made.client.stop()
    server.close()


async def refused(stage: Stage, request: Request) -> PartnerFault:
    with pytest.raises(PartnerFault) as fault:
        await stage.client.send(request)
    assert fault.value.code == "DOWNSTREAM_SERVICE_ERROR"
    return fault.value


async def test_a_call_and_its_answer(stage: Stage) -> None:
    stage.partner.scenes = [says(201, b'{"a":1}', x_thing="y")]
    request = Request(method="POST", path="/messages?x=1", headers={"x-key": "k"}, body=b"hello")
    reply = await stage.client.send(request)
    assert (reply.status, reply.headers["x-thing"], reply.json(dict[str, int])) == (
        201,
        "y",
        {"a": 1},
    )
    asked = stage.partner.asked[0]
    assert (asked.method, asked.path, asked.headers["x-key"], asked.body) == (
        "POST", "/messages?x=1", "k", b"hello",
    )  # fmt: skip


async def test_an_answer_of_another_shape_is_bad(stage: Stage) -> None:
    stage.partner.scenes = [says(200, b'{"a":"x"}'), says(200, b"\xff"), says(200, b"[" * 100_000)]
    for _ in range(3):
        reply = await stage.client.send(Request())
        with pytest.raises(PartnerFault) as fault:
            reply.json(dict[str, int])
        assert fault.value.reason == "bad_answer"


async def test_the_time_limit_counts_for_the_whole_answer(stage: Stage) -> None:  # reliability U1
    stage.partner.scenes = [hangs]
    assert (await refused(stage, Request())).reason == "timeout"
    assert len(stage.partner.asked) == 1


async def test_a_spent_deadline_sends_nothing(stage: Stage) -> None:
    stage.partner.scenes = [says(200)]
    with pytest.raises(PartnerFault) as fault:
        await stage.client.send(Request(), seconds=0)
    assert fault.value.reason == "timeout"
    assert stage.partner.asked == []


async def test_a_read_is_sent_once_more(stage: Stage) -> None:  # reliability U5
    stage.partner.scenes = [stage.cut, says(200)]
    assert (await stage.client.send(Request())).status == 200
    stage.partner.scenes = [says(502), says(200)]
    assert (await stage.client.send(Request())).status == 200
    stage.client.breaker = Breaker(ManualClock())
    stage.partner.scenes = [says(502)]
    assert (await stage.client.send(Request())).status == 502
    assert len(stage.partner.asked) == 6


async def test_a_change_that_may_have_arrived_is_never_sent_again(stage: Stage) -> None:  # U6
    change = Request(method="POST", body=b"pay")
    stage.partner.scenes = [stage.cut, says(200)]
    assert (await refused(stage, change)).reason == "outcome_unknown"
    stage.partner.scenes = [hangs]
    assert (await refused(stage, change)).reason == "outcome_unknown"
    stage.partner.scenes = [says(503), says(200)]
    assert (await stage.client.send(change)).status == 503
    assert len(stage.partner.asked) == 3


async def test_a_change_with_a_key_of_the_partner_may_be_repeated(stage: Stage) -> None:
    stage.partner.scenes = [stage.cut, says(200)]
    request = Request(method="POST", headers={"idempotency-key": "j1"}, repeatable=True)
    assert (await stage.client.send(request)).status == 200


async def test_a_wait_longer_than_the_deadline_is_not_waited_for(stage: Stage) -> None:
    stage.partner.scenes = [says(429, retry_after="30"), says(200)]
    assert (await stage.client.send(Request())).status == 429


async def test_redirects_are_answers_not_orders(stage: Stage) -> None:  # reliability U4
    stage.partner.scenes = [says(302, location="http://169.254.169.254/")]
    assert (await stage.client.send(Request())).status == 302
    assert len(stage.partner.asked) == 1


async def test_an_answer_too_large_is_cut(stage: Stage) -> None:
    stage.partner.scenes = [says(200, b"x" * 5000)]
    stage.client = Outbound("sms", stage.transport, most_bytes=4000)
    assert (await refused(stage, Request())).reason == "too_large"


async def test_the_breaker_opens_and_closes_again(stage: Stage) -> None:
    clock = ManualClock()
    stage.client = Outbound("sms", stage.transport, seconds=5, clock=clock)
    stage.partner.scenes = [says(500)]
    for _ in range(5):
        await stage.client.send(Request())
    assert (await refused(stage, Request())).reason == "breaker_open"
    assert len(stage.partner.asked) == 5
    clock.advance(1)
    stage.partner.scenes = [says(200)]
    assert (await stage.client.send(Request())).status == 200
    assert stage.client.breaker.state == "closed"


def test_an_open_breaker_waits_longer_each_time_and_lets_one_call_through() -> None:
    clock = ManualClock()
    breaker = Breaker(clock)
    for _ in range(5):
        assert breaker.allow()
        breaker.note(good=False)
    for seconds in (1, 2, 4, 8, 10, 10):
        assert not breaker.allow()
        clock.advance(seconds - 0.01)
        assert breaker.state == "open"
        clock.advance(0.01)
        assert breaker.state == "half_open"
        assert breaker.allow()
        assert not breaker.allow()
        breaker.note(good=False)
    clock.advance(10)
    assert breaker.allow()
    breaker.forgive()
    assert breaker.allow()
    breaker.note(good=True)
    assert breaker.state == "closed"


def test_old_failures_are_forgotten() -> None:
    clock = ManualClock()
    breaker = Breaker(clock)
    for _ in range(4):
        breaker.note(good=False)
    clock.advance(11)
    breaker.note(good=False)
    assert breaker.state == "closed"


async def test_retries_end_with_their_budget(stage: Stage) -> None:
    stage.client = Outbound("sms", stage.transport, clock=ManualClock())
    count = 0
    for _ in range(30):
        stage.partner.scenes = [says(502), says(200), says(200)]
        stage.partner.asked.clear()
        stage.client.breaker = Breaker(ManualClock())
        await stage.client.send(Request())
        count += len(stage.partner.asked) - 1
    assert 10 <= count <= 13


async def test_a_compressed_answer_is_counted_unpacked() -> None:
    partner = Partner()
    partner.scenes = [says(200, gzip.compress(b"0" * 1_000_000), content_encoding="gzip")]
    server = await asyncio.start_server(partner.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Outbound("sms", HttpTransport(f"http://127.0.0.1:{port}"), most_bytes=100_000)
    with pytest.raises(PartnerFault) as fault:
        await client.send(Request())
    assert fault.value.reason == "too_large"
    await client.stop()
    server.close()


async def test_paths_and_headers_cannot_leave_the_origin() -> None:
    transport = HttpTransport("http://127.0.0.1:1")
    client = Outbound("sms", transport)
    for request in (
        Request(path="//evil.example/"), Request(path="@evil.example/"), Request(path="/a b"),
        Request(path="/a\r\nx: y"), Request(headers={"x": "a\r\nb: c"}),
    ):  # fmt: skip
        with pytest.raises(PartnerFault) as fault:
            await client.send(request)
        assert fault.value.reason == "refused"
    await client.stop()


def test_an_origin_is_an_encrypted_origin() -> None:
    for origin in ("ftp://x", "http://partner.example", "https://u:p@x", "https://x/path", "x"):
        with pytest.raises(SettingsProblem):
            HttpTransport(origin)


async def test_the_null_partner_is_never_there() -> None:
    client = Outbound("sms", NullTransport())
    with pytest.raises(PartnerFault) as fault:
        await client.send(Request(method="POST"))
    assert (fault.value.reason, fault.value.sent) == ("unreachable", False)
    assert (
        msgspec.json.encode(fault.value.extensions) == b'{"reason":"unreachable","service":"sms"}'
    )
    await client.stop()
