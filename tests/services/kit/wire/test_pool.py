# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The HTTP/1.1 client pool: keep-alive, staleness, bounds (stack 8, reliability U6, U8)."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.wire.pool import (
    BrokenFault,
    ConnectFault,
    Origin,
    Pool,
    PoolFault,
    PoolLimits,
    QueueFault,
    TimeoutFault,
    build_head,
)
from services.kit.wire.pool.reading import AnswerReader
from tests.support.asgi import until
from tests.support.misbehaving import Writer, answer, hangs_up, misbehaving, never, says

FINE = answer({"a": 1})
HEAD = build_head(b"POST", b"/", b"test", [(b"content-length", b"1")]) + b"\r\nx"


def pool_for(port: int, **limits: float) -> Pool:
    return Pool(Origin("127.0.0.1", port), limits=PoolLimits(**limits))  # type: ignore[arg-type]


@pytest.mark.anyio
async def test_a_connection_is_kept_and_used_again() -> None:
    async with misbehaving(says(FINE)) as server:
        pool = pool_for(server.port)
        for _ in range(3):
            assert (await pool.request(HEAD, seconds=1, repeatable=True)).body == b'{"a": 1}'
        assert server.connections == 1
        pool.close()


@pytest.mark.anyio
async def test_a_connection_the_peer_closes_is_not_used_again() -> None:
    close = answer({"a": 1}, extra="connection: close\r\n")
    async with misbehaving(says(close)) as server:
        pool = pool_for(server.port)
        for _ in range(2):
            await pool.request(HEAD, seconds=1, repeatable=False)
        assert server.connections == 2
        assert pool.open_count == 0


@pytest.mark.anyio
async def test_a_kept_connection_that_dies_is_replaced_once_for_what_may_be_repeated() -> None:
    async def behave(body: bytes, writer: Writer) -> None:
        if len(server.requests) == 2:
            writer.close()
        else:
            writer.write(FINE)

    async with misbehaving(behave) as server:
        pool = pool_for(server.port)
        for _ in range(2):
            await pool.request(HEAD, seconds=1, repeatable=True)
        assert len(server.requests) == 3
        pool.close()


@pytest.mark.anyio
async def test_what_must_not_be_repeated_is_written_once() -> None:  # reliability U6
    async def behave(body: bytes, writer: Writer) -> None:
        if len(server.requests) == 2:
            writer.close()
        else:
            writer.write(FINE)

    async with misbehaving(behave) as server:
        pool = pool_for(server.port)
        await pool.request(HEAD, seconds=1, repeatable=False)
        with pytest.raises(BrokenFault) as raised:
            await pool.request(HEAD, seconds=1, repeatable=False)
        assert raised.value.sent
        assert len(server.requests) == 2
        pool.close()


@pytest.mark.anyio
async def test_a_stale_connection_is_noticed_before_anything_is_written() -> None:  # U6
    async def behave(body: bytes, writer: Writer) -> None:
        writer.write(FINE)
        await writer.drain()
        writer.close()

    async with misbehaving(behave) as server:
        pool = pool_for(server.port)
        for _ in range(5):
            await pool.request(HEAD, seconds=1, repeatable=False)
        assert len(server.requests) == 5
        pool.close()


@pytest.mark.anyio
async def test_faults_are_told_apart() -> None:
    async with misbehaving(never(b"HTTP/1.1 200 OK\r\n")) as server:
        with pytest.raises(TimeoutFault):
            await pool_for(server.port).request(HEAD, seconds=0.05, repeatable=True)
        gone = server.port
    with pytest.raises(ConnectFault) as refused:
        await pool_for(gone).request(HEAD, seconds=1, repeatable=True)
    assert not refused.value.sent
    async with misbehaving(hangs_up(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1")) as server:
        with pytest.raises(BrokenFault) as broken:
            await pool_for(server.port).request(HEAD, seconds=1, repeatable=True)
        assert broken.value.answered


@pytest.mark.anyio
async def test_the_queue_is_bounded_in_length_and_time() -> None:  # reliability U8
    async with misbehaving(never()) as server:
        pool = pool_for(server.port, connections=1, queue=1, queue_seconds=0.05)
        first = asyncio.ensure_future(pool.request(HEAD, seconds=0.3, repeatable=True))
        await until(lambda: len(server.requests) == 1)
        second = asyncio.ensure_future(pool.request(HEAD, seconds=1, repeatable=True))
        await until(lambda: len(pool._queue) == 1)
        with pytest.raises(QueueFault):
            await pool.request(HEAD, seconds=1, repeatable=True)
        with pytest.raises(QueueFault):
            await second
        with pytest.raises(TimeoutFault):
            await first
        assert pool.open_count == 0


@pytest.mark.anyio
async def test_a_cancelled_exchange_closes_its_connection_and_wakes_the_next() -> None:
    async def behave(body: bytes, writer: Writer) -> None:
        if len(server.requests) == 1:
            await asyncio.Event().wait()
        writer.write(FINE)

    async with misbehaving(behave) as server:
        pool = pool_for(server.port, connections=1)
        first = asyncio.ensure_future(pool.request(HEAD, seconds=1, repeatable=True))
        await until(lambda: len(server.requests) == 1)
        second = asyncio.ensure_future(pool.request(HEAD, seconds=1, repeatable=True))
        await until(lambda: len(pool._queue) == 1)
        first.cancel()
        assert (await second).status == 200
        pool.close()


@pytest.mark.anyio
async def test_bytes_on_an_idle_connection_close_it() -> None:
    async def behave(body: bytes, writer: Writer) -> None:
        writer.write(FINE)
        await writer.drain()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")

    async with misbehaving(behave) as server:
        pool = pool_for(server.port)
        for _ in range(3):
            try:
                await pool.request(HEAD, seconds=1, repeatable=False)
            except PoolFault as fault:
                assert fault.answered
        assert server.connections == 3
        pool.close()


@pytest.mark.parametrize("value", [b"a\r\nb: c", b"a\nb", b"a\x00"])
def test_headers_cannot_end_their_line(value: bytes) -> None:
    with pytest.raises(ValueError, match="header"):
        build_head(b"POST", b"/", b"h", [(b"x", value)])


@given(st.lists(st.integers(1, 7), max_size=40), st.binary(max_size=40), st.booleans())
def test_however_an_answer_is_cut_it_reads_the_same(
    cuts: list[int], body: bytes, is_chunked: bool
) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Type: x/y\r\n"
    if is_chunked:
        whole += b"transfer-encoding: chunked\r\n\r\n"
        for start in range(0, len(body), 7):
            piece = body[start : start + 7]
            whole += b"%x\r\n%b\r\n" % (len(piece), piece)
        whole += b"0\r\n\r\n"
    else:
        whole += b"content-length: %d\r\n\r\n%b" % (len(body), body)
    reader = AnswerReader(head_cap=1000, body_cap=1000)
    rest = whole
    for cut in cuts:
        if rest:
            reader.feed(rest[:cut])
            rest = rest[cut:]
    if rest:
        reader.feed(rest)
    assert reader.is_done
    assert reader.answer().body == body
    assert reader.headers[b"content-type"] == b"x/y"


@given(st.binary(max_size=300))
def test_any_bytes_end_in_an_answer_a_fault_or_a_wait(data: bytes) -> None:
    reader = AnswerReader(head_cap=100, body_cap=100)
    try:
        reader.feed(b"HTTP/1.1 200 OK\r\n" + data)
        reader.finish()
    except PoolFault:
        return
    assert reader.is_done
