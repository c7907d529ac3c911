# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""After a yes: a broker that cannot after all, another interpreter, an hour that comes without an answer."""

from services.kit.data import Tx
from services.kit.errors import Conflict, InputInvalid
from services.kit.ids import new_id
from services.kit.wire.caller import Caller
from services.newcomers.actions.orders import (
    LIVE,
    AcceptRequest,
    Ordered,
    answer,
    answerable,
    as_given,
    move,
    order_of,
    ordered_of,
    owned,
)
from services.newcomers.domain.interpreting.orders import OrderStatus, RequestStatus, satisfies
from services.newcomers.domain.local_time import to_local
from services.newcomers.store import interpreters as store
from services.newcomers.store.interpreters import Request

HELD = (RequestStatus.ACCEPTED, RequestStatus.APPROVED)
_TOO_LATE = {
    OrderStatus.REQUESTED: OrderStatus.NO_BROKER_ACCEPTED,
    OrderStatus.ACCEPTED_AWAITING_INTERPRETER: OrderStatus.NO_BROKER_ACCEPTED,
    OrderStatus.AWAITING_APPROVAL: OrderStatus.RESPONSE_NOT_ANSWERED,
    OrderStatus.AWAITING_DEADLINE: OrderStatus.NO_DEADLINE,
    OrderStatus.NEW_INTERPRETER: OrderStatus.CANCELLED_BY_BROKER,
}
"""What becomes of an order whose hour has come while it still waits."""


async def cancel_by_broker(tx: Tx, caller: Caller, request_id: str) -> Ordered:
    """The broker cannot after all: the order ends, and a new one must be placed."""
    request = await _held(tx, caller, request_id)
    await move(tx, await order_of(tx, request.order), OrderStatus.CANCELLED_BY_BROKER)
    await answer(tx, request, RequestStatus.CANCELLED_BY_BROKER, as_given(request))
    await tx.cancel(f"name:{request.id}")
    return await ordered_of(tx, request.order)


async def propose_other(tx: Tx, caller: Caller, given: AcceptRequest) -> Ordered:
    """Another interpreter of the same broker; the customer says yes or no."""
    request = await _held(tx, caller, given.request)
    order = await order_of(tx, request.order)
    if not given.interpreter or given.interpreter == request.interpreter:
        raise InputInvalid(path=("interpreter",))
    if given.competence is not None and not satisfies(order.facts, given.competence):
        raise InputInvalid(path=("competence",))
    if to_local(tx.now) >= order.facts.start_at:
        raise Conflict(state=order.status.value)
    await move(tx, order, OrderStatus.NEW_INTERPRETER)
    await answer(tx, request, RequestStatus.INTERPRETER_REPLACED, as_given(request))
    await tx.run(
        store.add_request, id=new_id(), order=order.id, broker=request.broker,
        status=RequestStatus.ACCEPTED, rule=request.rule, answer_by=None, name_by=None,
        interpreter=given.interpreter, competence=given.competence or request.competence,
        location=given.location or request.location, travel_minutes=given.travel_minutes,
        travel_km=given.travel_km, created_at=tx.now,
    )  # fmt: skip
    return await ordered_of(tx, order.id)


async def decide_other(tx: Tx, caller: Caller, order_id: str, *, is_approved: bool) -> Ordered:
    """The customer takes the other interpreter, or the order ends as the broker's cancellation."""
    order = await owned(tx, caller, order_id)
    if order.status is not OrderStatus.NEW_INTERPRETER:
        raise Conflict(state=order.status.value)
    requests = await tx.many(store.requests_of, key=order_id)
    request = next(one for one in reversed(requests) if one.status is RequestStatus.ACCEPTED)
    to = RequestStatus.APPROVED if is_approved else RequestStatus.DENIED_BY_CREATOR
    end = OrderStatus.ACCEPTED if is_approved else OrderStatus.CANCELLED_BY_BROKER
    await answer(tx, request, to, as_given(request))
    await move(tx, order, end)
    return await ordered_of(tx, order_id)


async def at_start(tx: Tx, order_id: str) -> None:
    """The hour has come: an order that still waits for somebody ends, and says for whom it waited."""
    order = await tx.one(store.order_by_id, key=order_id)
    if order is None or order.status not in _TOO_LATE:
        return
    await move(tx, order, _TOO_LATE[order.status])
    for request in await tx.many(store.requests_of, key=order_id):
        if request.status in (*LIVE, RequestStatus.ACCEPTED):
            await answer(tx, request, RequestStatus.DENIED_BY_TIME_LIMIT, as_given(request))
            for timer in ("expire", "name"):
                await tx.cancel(f"{timer}:{request.id}")


async def _held(tx: Tx, caller: Caller, request_id: str) -> Request:
    request = await answerable(tx, caller, request_id)
    if request.status not in HELD:
        raise Conflict(state=request.status.value)
    return request
