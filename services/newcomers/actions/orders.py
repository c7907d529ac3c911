# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What every step with an interpreter order needs: finding, moving, answering, reading it."""

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import Conflict, NotFound
from services.kit.policy import require
from services.kit.wire.caller import Caller, CallerKind
from services.newcomers.actions.looks import note_look
from services.newcomers.domain.interpreting.deadlines import Compensation
from services.newcomers.domain.interpreting.orders import (
    POOL,
    Competence,
    Location,
    OrderStatus,
    RequestStatus,
    moved,
)
from services.newcomers.domain.interpreting.prices import (
    PriceLine,
    Worked,
    after_cancelling,
    price,
)
from services.newcomers.domain.local_time import to_local
from services.newcomers.store import agreements
from services.newcomers.store import interpreters as store
from services.newcomers.store.interpreters import Order, Request

LIVE = (RequestStatus.CREATED, RequestStatus.RECEIVED)


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What an order costs, line by line."""

    lines: list[PriceLine]
    is_expected: bool
    """Whether it is worked out from what was ordered; else from what was done."""


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """An order with every request that was made for it."""

    order: Order
    requests: list[Request]
    price: Price | None = None
    """What it is expected to cost, or has cost; None while the agreement has no prices."""


class AcceptRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A broker's yes; the interpreter may be named later where the rule allows it."""

    request: str
    interpreter: str = ""
    competence: Competence | None = None
    location: Location | None = None
    travel_minutes: int = 0
    travel_km: int = 0


async def read_order(database: Database, caller: Caller, order_id: str) -> Ordered:
    """An order for the unit that made it or the person it is for."""
    order = await database.one(store.order_by_id, key=order_id)
    if order is None:
        raise NotFound
    require(caller, "newcomers.interpreter.read", {"owner": order.person or "", "unit": order.unit})
    if order.person is not None:
        await note_look(database, caller, order.person, "interpreter.read", (order_id,))
    requests = await database.many(store.requests_of, key=order_id)
    return Ordered(order=order, requests=requests, price=await _price(database, order, requests))


async def list_orders(database: Database, caller: Caller, *, after: str, most: int) -> list[Order]:
    """Orders of one's unit, or those that are for oneself."""
    if caller.kind is CallerKind.STAFF:
        unit = caller.assignment.unit if caller.assignment else ""
        require(caller, "newcomers.interpreter.read", {"owner": "", "unit": unit})
        return await database.many(store.orders_of_unit, of_unit=unit, after=after, most=most)
    require(caller, "newcomers.interpreter.read", {"owner": caller.sub, "unit": ""})
    return await database.many(store.orders_of_person, who=caller.sub)


def as_given(request: Request) -> AcceptRequest:
    """What a request has been answered already."""
    return AcceptRequest(
        request=request.id, interpreter=request.interpreter, competence=request.competence,
        location=request.location, travel_minutes=request.travel_minutes, travel_km=request.travel_km,
    )  # fmt: skip


async def answer(tx: Tx, request: Request, to: RequestStatus, given: AcceptRequest) -> None:
    """The request in its next state; CONFLICT when somebody else has moved it."""
    changed = await tx.one(
        store.answer_request, key=request.id, from_status=request.status, to_status=to,
        who=given.interpreter, level=given.competence, where_at=given.location,
        minutes=given.travel_minutes, km=given.travel_km,
    )  # fmt: skip
    if changed is None:
        raise Conflict(state=request.status.value)


async def move(tx: Tx, order: Order, to: OrderStatus, cost: Compensation | None = None) -> Order:
    """The order in its next state, and others told; CONFLICT when somebody else has moved it."""
    changed = await tx.one(
        store.move_order, key=order.id, read_version=order.version,
        to_status=moved(order.status, to), cost=cost,
    )  # fmt: skip
    if changed is None:
        raise Conflict
    await tx.emit("newcomers.interpreter.changed", subject=order.id, data={"status": to.value})
    return changed


async def owned(tx: Tx, caller: Caller, order_id: str) -> Order:
    """An order of the caller's own unit; NOT_FOUND for anybody else."""
    order = await order_of(tx, order_id)
    require(caller, "newcomers.interpreter.order")
    require(caller, "newcomers.interpreter.read", {"owner": "", "unit": order.unit})
    return order


async def order_of(tx: Tx, order_id: str) -> Order:
    """An order; NOT_FOUND without one."""
    found = await tx.one(store.order_by_id, key=order_id)
    if found is None:
        raise NotFound
    return found


async def request_of(tx: Tx, request_id: str) -> Request:
    """A request to a broker; NOT_FOUND without one."""
    found = await tx.one(store.request_by_id, key=request_id)
    if found is None:
        raise NotFound
    return found


async def answerable(tx: Tx, caller: Caller, request_id: str) -> Request:
    """A request the caller may answer: the pool's own staff only those to the pool (else NOT_FOUND)."""
    require(caller, "newcomers.interpreter.answer")
    request = await request_of(tx, request_id)
    if caller.kind is CallerKind.STAFF and request.broker != POOL:
        raise NotFound
    return request


async def ordered_of(tx: Tx, order_id: str) -> Ordered:
    """An order with its requests and what it costs."""
    order = await order_of(tx, order_id)
    requests = await tx.many(store.requests_of, key=order_id)
    return Ordered(order=order, requests=requests, price=await _price(tx, order, requests))


async def _price(reader: Tx | Database, order: Order, requests: list[Request]) -> Price | None:
    """By the rows of the agreement: real times once there are some, else those that were ordered."""
    rows = [one.row for one in await reader.many(agreements.prices)]
    if not any(row.agreement is order.facts.agreement for row in rows):
        return None
    done = await reader.one(store.requisition_of, key=order.id)
    chosen = next((one for one in reversed(requests) if one.competence is not None), None)
    level = chosen.competence if chosen and chosen.competence else Competence.OTHER
    if done is None:
        worked = Worked(start_at=order.facts.start_at, end_at=order.facts.end_at)
    else:
        worked = Worked(
            start_at=to_local(done.started_at), end_at=to_local(done.ended_at),
            break_minutes=done.break_minutes, waste_minutes=done.waste_minutes,
            kilometres=done.kilometres,
        )  # fmt: skip
    lines = price(worked, level, rows, order.facts.agreement)
    return Price(lines=after_cancelling(lines, order.compensation), is_expected=done is None)
