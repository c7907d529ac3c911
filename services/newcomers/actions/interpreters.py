# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ordering interpreters: brokers are asked in their order, each with the term the rules give."""

from datetime import datetime

import msgspec

from services.kit.data import Tx
from services.kit.errors import Conflict, InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.newcomers.actions.asking import ask_next, has_ended
from services.newcomers.actions.looks import note_change
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
    request_of,
)
from services.newcomers.domain.interpreting.deadlines import Compensation, Span, cancellation
from services.newcomers.domain.interpreting.orders import (
    OrderFacts,
    OrderStatus,
    RequestStatus,
    check_order,
    needs_approval,
    satisfies,
)
from services.newcomers.domain.local_time import to_local, to_ms
from services.newcomers.store import interpreters as store
from services.newcomers.store.interpreters import Order, Request


async def place(
    tx: Tx, caller: Caller, facts: OrderFacts, *, person: str | None = None,
    replaces: str | None = None,
) -> Ordered:  # fmt: skip
    """Order: the best ranked broker is asked at once, with the answer term of the rules."""
    require(caller, "newcomers.interpreter.order")
    now = to_local(tx.now)
    wanted = check_order(facts, now)
    if not wanted.use_pool and await has_ended(tx, wanted.agreement):
        raise Problem("INTERPRETER_AGREEMENT_ENDED", path=("agreement",))
    name = new_id()
    await tx.run(
        store.add_order, id=name, number=f"{now:%Y}-{name[-6:].upper()}", person=person,
        unit=caller.assignment.unit if caller.assignment else "", created_by=caller.sub,
        facts=wanted, status=OrderStatus.REQUESTED, replaces=replaces, compensation=None,
        version=1, created_at=tx.now,
    )  # fmt: skip
    if replaces is not None:
        await _replace(tx, caller, replaces, Span(wanted.start_at, wanted.end_at))
    order = await order_of(tx, name)
    if person is not None:
        await note_change(tx, caller, person, "interpreter.ordered", (name,))
    await tx.schedule(
        "newcomers.order.start", f"start:{name}", to_ms(wanted.start_at), {"id": name}
    )
    await ask_next(tx, order)
    return await ordered_of(tx, name)


async def _replace(tx: Tx, caller: Caller, old: str, span: Span) -> None:
    """Cancel the order that this one stands in for; nothing is due when it really does."""
    before = await order_of(tx, old)
    require(
        caller, "newcomers.interpreter.read", {"owner": before.person or "", "unit": before.unit}
    )
    await _cancel(tx, before, replaced=span)


async def mark_received(tx: Tx, request_id: str) -> None:
    """The broker has been told."""
    request = await tx.one(store.request_by_id, key=request_id)
    if request is not None and request.status is RequestStatus.CREATED:
        await answer(tx, request, RequestStatus.RECEIVED, AcceptRequest(request=request_id))


async def check_broker(tx: Tx, request_id: str, broker: str) -> None:
    """Refuse a broker that answers for another."""
    request = await request_of(tx, request_id)
    if request.broker != broker:
        raise NotFound


async def set_deadline(tx: Tx, caller: Caller, order_id: str, answer_by: datetime) -> Ordered:
    """The customer says by when a broker must answer."""
    order = await owned(tx, caller, order_id)
    if not to_local(tx.now) < answer_by <= order.facts.start_at:
        raise InputInvalid(path=("answerBy",))
    if order.status is not OrderStatus.AWAITING_DEADLINE:
        raise Conflict(state=order.status.value)
    again = await move(tx, order, OrderStatus.REQUESTED)
    facts = msgspec.structs.replace(again.facts, latest_answer_by=answer_by)
    await ask_next(tx, msgspec.structs.replace(again, facts=facts))
    return await ordered_of(tx, order_id)


async def accept(tx: Tx, caller: Caller, given: AcceptRequest) -> Ordered:
    """A broker says yes, with or without a name; far travel waits for the customer."""
    request = await answerable(tx, caller, given.request)
    order = await order_of(tx, request.order)
    if (
        request.status is RequestStatus.ACCEPTED
        and order.status is OrderStatus.ACCEPTED_AWAITING_INTERPRETER
    ):
        return await _name(tx, order, request, given)
    if request.status not in LIVE or (request.answer_by is not None and tx.now > request.answer_by):
        raise Conflict(state=request.status.value)
    _check_answer(order.facts, given)
    if not given.interpreter and request.name_by is None:
        raise InputInvalid(path=("interpreter",))
    await answer(tx, request, RequestStatus.ACCEPTED, given)
    await tx.cancel(f"expire:{request.id}")
    if not given.interpreter:
        await move(tx, order, OrderStatus.ACCEPTED_AWAITING_INTERPRETER)
        name_by = request.name_by or tx.now
        await tx.schedule(
            "newcomers.request.expire", f"name:{request.id}", name_by, {"id": request.id}
        )
    else:
        await _settle(tx, order, given)
    return await ordered_of(tx, order.id)


async def _name(tx: Tx, order: Order, request: Request, given: AcceptRequest) -> Ordered:
    """The interpreter is named in time."""
    if not given.interpreter:
        raise InputInvalid(path=("interpreter",))
    _check_answer(order.facts, given)
    await answer(tx, request, RequestStatus.ACCEPTED, given)
    await tx.cancel(f"name:{request.id}")
    await _settle(tx, order, given)
    return await ordered_of(tx, order.id)


async def _settle(tx: Tx, order: Order, given: AcceptRequest) -> None:
    far = needs_approval(order.facts, minutes=given.travel_minutes, kilometres=given.travel_km)
    to = OrderStatus.AWAITING_APPROVAL if far else OrderStatus.ACCEPTED
    await move(tx, order, to)


def _check_answer(facts: OrderFacts, given: AcceptRequest) -> None:
    if (
        given.interpreter
        and given.competence is not None
        and not satisfies(facts, given.competence)
    ):
        raise InputInvalid(path=("competence",))
    if given.location is not None and given.location not in facts.locations:
        raise InputInvalid(path=("location",))


async def decline(tx: Tx, caller: Caller, request_id: str) -> Ordered:
    """A broker says no: the next one is asked."""
    request = await answerable(tx, caller, request_id)
    if request.status not in LIVE:
        raise Conflict(state=request.status.value)
    await _pass_on(tx, request, RequestStatus.DECLINED_BY_BROKER)
    return await ordered_of(tx, request.order)


async def expire(tx: Tx, request_id: str) -> None:
    """The term is over: the next broker is asked; more time for one is forbidden."""
    request = await tx.one(store.request_by_id, key=request_id)
    if request is None:
        return
    is_unnamed = request.status is RequestStatus.ACCEPTED and not request.interpreter
    if request.status in LIVE or is_unnamed:
        await _pass_on(tx, request, RequestStatus.DENIED_BY_TIME_LIMIT)


async def _pass_on(tx: Tx, request: Request, status: RequestStatus) -> None:
    await answer(tx, request, status, AcceptRequest(request=request.id))
    await tx.cancel(f"expire:{request.id}")
    order = await order_of(tx, request.order)
    if order.status is OrderStatus.ACCEPTED_AWAITING_INTERPRETER:
        order = await move(tx, order, OrderStatus.REQUESTED)
    if order.status is OrderStatus.REQUESTED:
        await ask_next(tx, order)


async def approve(tx: Tx, caller: Caller, order_id: str, *, is_approved: bool) -> Ordered:
    """The customer agrees to the travel, or asks the next broker."""
    order = await owned(tx, caller, order_id)
    if order.status is not OrderStatus.AWAITING_APPROVAL:
        raise Conflict(state=order.status.value)
    requests = await tx.many(store.requests_of, key=order_id)
    request = next(one for one in requests if one.status is RequestStatus.ACCEPTED)
    if is_approved:
        await answer(tx, request, RequestStatus.APPROVED, as_given(request))
        await move(tx, order, OrderStatus.ACCEPTED)
    else:
        again = await move(tx, order, OrderStatus.REQUESTED)
        await answer(tx, request, RequestStatus.DENIED_BY_CREATOR, as_given(request))
        await ask_next(tx, again)
    return await ordered_of(tx, order_id)


async def cancel(tx: Tx, caller: Caller, order_id: str) -> Ordered:
    """Cancel: what it costs follows from the rules and is kept with the order."""
    order = await owned(tx, caller, order_id)
    await _cancel(tx, order)
    if order.person is not None:
        await note_change(tx, caller, order.person, "interpreter.cancelled", (order_id,))
    return await ordered_of(tx, order_id)


async def _cancel(tx: Tx, order: Order, *, replaced: Span | None = None) -> None:
    facts = order.facts
    cost = Compensation.NONE
    if order.status in (OrderStatus.ACCEPTED, OrderStatus.NEW_INTERPRETER):
        cost = cancellation(
            to_local(tx.now), facts.start_at, replaced=replaced,
            booked=Span(facts.start_at, facts.end_at), agreement=facts.agreement,
        )  # fmt: skip
    if cost is Compensation.IMPOSSIBLE or to_local(tx.now) >= facts.start_at:
        raise Problem("INTERPRETER_TOO_LATE", path=("orderId",))
    was_accepted = order.status is OrderStatus.ACCEPTED
    await move(tx, order, OrderStatus.CANCELLED_BY_CREATOR, cost)
    to = (
        RequestStatus.CANCELLED_BY_CREATOR_WHEN_APPROVED
        if was_accepted
        else RequestStatus.CANCELLED_BY_CREATOR
    )
    for request in await tx.many(store.requests_of, key=order.id):
        if request.status in (*LIVE, RequestStatus.ACCEPTED, RequestStatus.APPROVED):
            await answer(tx, request, to, as_given(request))
            await tx.cancel(f"expire:{request.id}")
