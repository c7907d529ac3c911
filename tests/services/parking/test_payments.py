# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Collecting: the provider's protocol over a real socket, once a session, whatever happens between."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from services.kit.clock import ManualClock
from services.kit.data import Database, select
from services.kit.data.statement import define
from services.kit.data.tables import outbox
from services.kit.jobs import Worker
from services.kit.outbound import Outbound, PartnerFault, Reply, Request
from services.kit.outbound.inside import LocalTransport
from services.parking.actions import sessions as actions
from services.parking.clients.payments import NoPayments, SwishPayments, open_payments
from services.parking.clients.swish_stand_in import StandIn
from services.parking.domain.payments import (
    PaymentStatus,
    amount_text,
    instruction_of,
    ore_of_amount,
)
from services.parking.domain.sessions import SessionStatus
from services.parking.jobs import jobs
from services.parking.settings import Settings
from services.parking.store import payments as store
from services.parking.store import sessions as session_store
from tests.services.parking.conftest import resources_of
from tests.services.parking.test_sessions import start, street
from tests.support.services import AMINA

pytestmark = pytest.mark.anyio
TYPES = define(select(outbox.c.type).order_by(outbox.c.seq), str)
__all__ = ["street"]


class Wire:
    """The stand-in behind a socket; `faults` are answered with 500 first, `lost` after it was done."""

    def __init__(self) -> None:
        self.stand_in = StandIn()
        self.faults = 0
        self.lost = 0
        self.calls: list[str] = []
        self.url = ""
        self.tasks: set[asyncio.Task[Any]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                method, path, _ = head.split(" ", 2)
                length = [
                    line for line in head.lower().split("\r\n") if line.startswith("content-length")
                ]
                body = await reader.readexactly(int(length[0].split(":")[1]) if length else 0)
                self.calls.append(method)
                reply = Reply(status=500)
                if self.faults:
                    self.faults -= 1
                else:
                    reply = await self.stand_in.answer(Request(method=method, path=path, body=body))
                if self.lost:
                    self.lost -= 1
                    return
                lines = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
                writer.write(
                    f"HTTP/1.1 {reply.status} X\r\n{lines}Content-Length: {len(reply.body)}\r\n\r\n".encode()
                    + reply.body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.close()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    found = Wire()
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield found
    server.close()
    for task in found.tasks:
        task.cancel()
    await asyncio.gather(*found.tasks, return_exceptions=True)


def worker_of(database: Database, wire: Wire) -> Worker:
    given = msgspec.structs.replace(resources_of(database), settings=Settings(payments=wire.url))
    return Worker(database, jobs(given))


async def over(database: Database, clock: ManualClock) -> str:
    """A stay of an hour that has come to its end."""
    session = await start(database)
    clock.advance(30 * 60)
    await database.transact(lambda tx: actions.stop_parking(tx, AMINA, session.id))
    return session.id


async def run(worker: Worker, clock: ManualClock, name: str, status: SessionStatus) -> None:
    for _ in range(20):
        await worker.run_due()
        found = await worker._database.one(session_store.by_id, id=name)
        if found is not None and found.status is status:
            return
        clock.advance(120)
    raise AssertionError(found)


async def test_what_a_stay_cost_is_collected_once(
    street: Database, manual_clock: ManualClock, wire: Wire
) -> None:
    name = await over(street, manual_clock)
    wire.faults, wire.lost = 2, 1
    await run(worker_of(street, wire), manual_clock, name, SessionStatus.SETTLED)
    (told,) = wire.stand_in.requests.values()
    assert (told["amount"], told["currency"], told["id"]) == ("27.50", "SEK", instruction_of(name))
    paid = await street.one(store.of_session, key=name)
    assert paid is not None
    assert (paid.ore, paid.status) == (2750, PaymentStatus.PAID)
    assert (await street.many(TYPES)).count("parking.session.settled") == 1
    count = len(wire.calls)
    await worker_of(street, wire).run_due()
    assert len(wire.calls) == count


async def test_a_declined_payment_is_told_of(
    street: Database, manual_clock: ManualClock, wire: Wire
) -> None:
    name = await over(street, manual_clock)
    wire.stand_in = StandIn(frozenset({instruction_of(name)}))
    await worker_of(street, wire).run_due()
    paid = await street.one(store.of_session, key=name)
    assert paid is not None
    assert paid.status is PaymentStatus.DECLINED
    assert "parking.notice.wanted" in await street.many(TYPES)
    found = await street.one(session_store.by_id, id=name)
    assert found is not None
    assert found.status is SessionStatus.ENDED


async def test_without_a_provider_nothing_is_collected(
    street: Database, manual_clock: ManualClock
) -> None:
    name = await over(street, manual_clock)
    await Worker(street, jobs(resources_of(street))).run_due()
    assert await street.one(store.of_session, key=name) is None
    assert isinstance(open_payments(Settings(), address=""), NoPayments)


@pytest.mark.parametrize(
    "told",
    [
        {"status": "PAID", "amount": 1.0},
        {"status": "WEIRD"},
        {"currency": "EUR"},
        {"amount": "many"},
    ],
)
async def test_an_answer_that_does_not_fit_is_never_a_payment(told: dict[str, Any]) -> None:
    async def answer(request: Request) -> Reply:
        if request.method == "PUT":
            return Reply(status=201)
        body = {"id": "1", "status": "PAID", "amount": 27.5, "currency": "SEK"} | told
        return Reply(status=200, body=msgspec.json.encode(body))

    payments = SwishPayments(Outbound("p", LocalTransport(answer)), payee="1", callback="https://x")
    with pytest.raises(PartnerFault):
        await payments.collect(instruction_of("s"), 2750, reference="s")


async def test_the_stand_in_refuses_as_the_provider_does() -> None:
    stand_in = StandIn()
    good = {"payeeAlias": "123", "amount": "1.00", "currency": "SEK", "callbackUrl": "https://x"}
    place = "/swish-cpcapi/api/v2/paymentrequests/" + "A" * 32

    async def put(body: Any, path: str = place) -> tuple[int, str]:
        reply = await stand_in.answer(
            Request(method="PUT", path=path, body=msgspec.json.encode(body))
        )
        return reply.status, reply.json(list[dict[str, Any]])[0][
            "errorCode"
        ] if reply.status == 422 else ""

    assert await put(good | {"currency": "EUR"}) == (422, "AM03")
    assert await put(good | {"amount": "0"}) == (422, "AM06")
    assert await put({"amount": "1"}) == (422, "PA01")
    assert await put([]) == (400, "")
    assert await put(good, "/elsewhere") == (404, "")
    assert await put(good) == (201, "")
    assert await put(good) == (422, "RP09")


def test_amounts_and_names() -> None:
    assert (amount_text(5), amount_text(2750)) == ("0.05", "27.50")
    assert [ore_of_amount(one) for one in (27.5, "27.50", 100, "0.05")] == [2750, 2750, 10_000, 5]
    for wrong in ("", "x", "1.234", -1.0):
        with pytest.raises(ValueError, match="amount"):
            ore_of_amount(wrong)
    assert instruction_of("a") == instruction_of("a") != instruction_of("b")
    assert len(instruction_of("a")) == 32
