# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ordering interpreters: brokers are asked in their order, each with the term the rules give."""

from datetime import datetime
from typing import Any

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import Conflict, InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller, CallerKind
from services.newcomers.actions.looks import note_change, note_look
from services.newcomers.clients import BrokerCall
from services.newcomers.domain.interpreting.deadlines import (
    AnswerRule,
    Compensation,
    Span,
    answer_deadline,
    cancellation,
)
from services.newcomers.domain.interpreting.orders import (
    POOL,
    Broker,
    Competence,
    Location,
    OrderFacts,
    OrderStatus,
    RequestStatus,
    check_order,
    moved,
    needs_approval,
    next_broker,
    satisfies,
)
from services.newcomers.domain.local_time import to_local, to_ms
from services.newcomers.store import interpreters as store
from services.newcomers.store.interpreters import Order, Request

LONGEST_TEXT = 2000
LIVE = (RequestStatus.CREATED, RequestStatus.RECEIVED)
COMPLAINTS = frozenset(
    {
        "late_or_too_late_interpreter", "bad_quality_delivery", "bad_service_delivery",
        "other_deviation",
    }
)  # fmt: skip


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """An order with every request that was made for it."""

    order: Order
    requests: list[Request]


class AcceptRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A broker's yes; the interpreter may be named later where the rule allows it."""

    request: str
    interpreter: str = ""
    competence: Competence | None = None
    location: Location | None = None
    travel_minutes: int = 0
    travel_km: int = 0


class FileRequisition(msgspec.Struct, frozen=True, kw_only=True):
    """What was really done."""

    order: str
    started_at: datetime
    ended_at: datetime
    break_minutes: int = 0
    waste_minutes: int = 0
    kilometres: int = 0


async def place(
    tx: Tx, caller: Caller, facts: OrderFacts, *, person: str | None = None,
    replaces: str | None = None,
) -> Ordered:  # fmt: skip
    """Order: the best ranked broker is asked at once, with the answer term of the rules."""
    require(caller, "newcomers.interpreter.order")
    now = to_local(tx.now)
    wanted = check_order(facts, now)
    name = new_id()
    await tx.run(
        store.add_order, id=name, number=f"{now:%Y}-{name[-6:].upper()}", person=person,
        unit=caller.assignment.unit if caller.assignment else "", created_by=caller.sub,
        facts=wanted, status=OrderStatus.REQUESTED, replaces=replaces, compensation=None,
        version=1, created_at=tx.now,
    )  # fmt: skip
    if replaces is not None:
        await _replace(tx, caller, replaces, Span(wanted.start_at, wanted.end_at))
    order = await _order(tx, name)
    if person is not None:
        await note_change(tx, caller, person, "interpreter.ordered", (name,))
    await _ask_next(tx, order)
    return await _ordered(tx, name)


async def _replace(tx: Tx, caller: Caller, old: str, span: Span) -> None:
    """Cancel the order that this one stands in for; nothing is due when it really does."""
    before = await _order(tx, old)
    require(
        caller, "newcomers.interpreter.read", {"owner": before.person or "", "unit": before.unit}
    )
    await _cancel(tx, before, replaced=span)


async def _ask_next(tx: Tx, order: Order) -> None:
    """Ask the next broker, or say that nobody is left; where no rule gives a term, the customer must."""
    asked = {one.broker for one in await tx.many(store.requests_of, key=order.id)}
    broker = next_broker(await _brokers(tx, order), asked)
    if broker is None:
        await _move(tx, order, OrderStatus.NO_BROKER_ACCEPTED)
        return
    term = answer_deadline(to_local(tx.now), order.facts.start_at)
    answer_by = term.answer_by or order.facts.latest_answer_by
    if term.rule is AnswerRule.SET_BY_CUSTOMER and answer_by is None:
        if order.status is OrderStatus.REQUESTED:
            await _move(tx, order, OrderStatus.AWAITING_DEADLINE)
        return
    name = new_id()
    due = None if answer_by is None else to_ms(answer_by)
    await tx.run(
        store.add_request, id=name, order=order.id, broker=broker.id,
        status=RequestStatus.CREATED, rule=term.rule, answer_by=due,
        name_by=None if term.name_by is None else to_ms(term.name_by), interpreter="",
        competence=None, location=None, travel_minutes=0, travel_km=0, created_at=tx.now,
    )  # fmt: skip
    if due is not None:
        await tx.schedule("newcomers.request.expire", f"expire:{name}", due, {"id": name})
    if broker.address or broker.email:
        call = _call(order, broker, name, answer_by)
        await tx.schedule("newcomers.request.send", f"send:{name}", tx.now, call)
    await tx.emit(
        "newcomers.interpreter.requested", subject=order.id, data={"id": name, "broker": broker.id}
    )


async def _brokers(tx: Tx, order: Order) -> list[Broker]:
    """Brokers in their order; before them the city's own interpreters, if one of them would do."""
    ranked = await tx.many(store.brokers)
    if order.facts.use_pool:
        own = await tx.many(store.pool_of, of_language=order.facts.language)
        if any(satisfies(order.facts, one.competence) for one in own):
            return [Broker(id=POOL, name=POOL, rank=0), *ranked]
    return ranked


def _call(order: Order, broker: Broker, request: str, answer_by: datetime | None) -> dict[str, Any]:
    """What the broker is told; nothing about the person."""
    facts = order.facts
    call = BrokerCall(
        request=request, broker=broker.id, email=broker.email, address=broker.address,
        number=order.number, language=facts.other_language or facts.language,
        start_at=facts.start_at, end_at=facts.end_at,
        locations=[one.value for one in facts.locations],
        competence=[one.value for one in facts.competence], answer_by=answer_by,
    )  # fmt: skip
    return msgspec.to_builtins(call)


async def mark_received(tx: Tx, request_id: str) -> None:
    """The broker has been told."""
    request = await tx.one(store.request_by_id, key=request_id)
    if request is not None and request.status is RequestStatus.CREATED:
        await _answer(tx, request, RequestStatus.RECEIVED, AcceptRequest(request=request_id))


async def check_broker(tx: Tx, request_id: str, broker: str) -> None:
    """Refuse a broker that answers for another."""
    request = await _request(tx, request_id)
    if request.broker != broker:
        raise NotFound


async def set_deadline(tx: Tx, caller: Caller, order_id: str, answer_by: datetime) -> Ordered:
    """The customer says by when a broker must answer."""
    order = await _owned(tx, caller, order_id)
    if not to_local(tx.now) < answer_by <= order.facts.start_at:
        raise InputInvalid(path=("answerBy",))
    if order.status is not OrderStatus.AWAITING_DEADLINE:
        raise Conflict(state=order.status.value)
    again = await _move(tx, order, OrderStatus.REQUESTED)
    facts = msgspec.structs.replace(again.facts, latest_answer_by=answer_by)
    await _ask_next(tx, msgspec.structs.replace(again, facts=facts))
    return await _ordered(tx, order_id)


async def accept(tx: Tx, caller: Caller, given: AcceptRequest) -> Ordered:
    """A broker says yes, with or without a name; far travel waits for the customer."""
    require(caller, "newcomers.interpreter.answer")
    request = await _request(tx, given.request)
    order = await _order(tx, request.order)
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
    await _answer(tx, request, RequestStatus.ACCEPTED, given)
    await tx.cancel(f"expire:{request.id}")
    if not given.interpreter:
        await _move(tx, order, OrderStatus.ACCEPTED_AWAITING_INTERPRETER)
        name_by = request.name_by or tx.now
        await tx.schedule(
            "newcomers.request.expire", f"name:{request.id}", name_by, {"id": request.id}
        )
    else:
        await _settle(tx, order, given)
    return await _ordered(tx, order.id)


async def _name(tx: Tx, order: Order, request: Request, given: AcceptRequest) -> Ordered:
    """The interpreter is named in time."""
    if not given.interpreter:
        raise InputInvalid(path=("interpreter",))
    _check_answer(order.facts, given)
    await _answer(tx, request, RequestStatus.ACCEPTED, given)
    await tx.cancel(f"name:{request.id}")
    await _settle(tx, order, given)
    return await _ordered(tx, order.id)


async def _settle(tx: Tx, order: Order, given: AcceptRequest) -> None:
    far = needs_approval(order.facts, minutes=given.travel_minutes, kilometres=given.travel_km)
    to = OrderStatus.AWAITING_APPROVAL if far else OrderStatus.ACCEPTED
    await _move(tx, order, to)


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
    require(caller, "newcomers.interpreter.answer")
    request = await _request(tx, request_id)
    if request.status not in LIVE:
        raise Conflict(state=request.status.value)
    await _pass_on(tx, request, RequestStatus.DECLINED_BY_BROKER)
    return await _ordered(tx, request.order)


async def expire(tx: Tx, request_id: str) -> None:
    """The term is over: the next broker is asked; more time for one is forbidden."""
    request = await tx.one(store.request_by_id, key=request_id)
    if request is None:
        return
    is_unnamed = request.status is RequestStatus.ACCEPTED and not request.interpreter
    if request.status in LIVE or is_unnamed:
        await _pass_on(tx, request, RequestStatus.DENIED_BY_TIME_LIMIT)


async def _pass_on(tx: Tx, request: Request, status: RequestStatus) -> None:
    await _answer(tx, request, status, AcceptRequest(request=request.id))
    await tx.cancel(f"expire:{request.id}")
    order = await _order(tx, request.order)
    if order.status is OrderStatus.ACCEPTED_AWAITING_INTERPRETER:
        order = await _move(tx, order, OrderStatus.REQUESTED)
    if order.status is OrderStatus.REQUESTED:
        await _ask_next(tx, order)


async def approve(tx: Tx, caller: Caller, order_id: str, *, is_approved: bool) -> Ordered:
    """The customer agrees to the travel, or asks the next broker."""
    order = await _owned(tx, caller, order_id)
    if order.status is not OrderStatus.AWAITING_APPROVAL:
        raise Conflict(state=order.status.value)
    requests = await tx.many(store.requests_of, key=order_id)
    request = next(one for one in requests if one.status is RequestStatus.ACCEPTED)
    if is_approved:
        await _answer(tx, request, RequestStatus.APPROVED, _as_given(request))
        await _move(tx, order, OrderStatus.ACCEPTED)
    else:
        again = await _move(tx, order, OrderStatus.REQUESTED)
        await _answer(tx, request, RequestStatus.DENIED_BY_CREATOR, _as_given(request))
        await _ask_next(tx, again)
    return await _ordered(tx, order_id)


async def cancel(tx: Tx, caller: Caller, order_id: str) -> Ordered:
    """Cancel: what it costs follows from the rules and is kept with the order."""
    order = await _owned(tx, caller, order_id)
    await _cancel(tx, order)
    if order.person is not None:
        await note_change(tx, caller, order.person, "interpreter.cancelled", (order_id,))
    return await _ordered(tx, order_id)


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
    await _move(tx, order, OrderStatus.CANCELLED_BY_CREATOR, cost)
    to = (
        RequestStatus.CANCELLED_BY_CREATOR_WHEN_APPROVED
        if was_accepted
        else RequestStatus.CANCELLED_BY_CREATOR
    )
    for request in await tx.many(store.requests_of, key=order.id):
        if request.status in (*LIVE, RequestStatus.ACCEPTED, RequestStatus.APPROVED):
            await _answer(tx, request, to, _as_given(request))
            await tx.cancel(f"expire:{request.id}")


async def file_requisition(tx: Tx, caller: Caller, given: FileRequisition) -> Ordered:
    """What was delivered, in real times."""
    order = await _owned(tx, caller, given.order)
    length = given.ended_at - given.started_at
    if (
        length.total_seconds() <= 0
        or min(given.break_minutes, given.waste_minutes, given.kilometres) < 0
    ):
        raise InputInvalid(path=("endedAt",))
    await _move(tx, order, OrderStatus.DELIVERED)
    await tx.run(
        store.add_requisition, order=order.id, started_at=to_ms(given.started_at),
        ended_at=to_ms(given.ended_at), break_minutes=given.break_minutes,
        waste_minutes=given.waste_minutes, kilometres=given.kilometres, filed_by=caller.sub,
        filed_at=tx.now,
    )  # fmt: skip
    return await _ordered(tx, order.id)


async def complain(tx: Tx, caller: Caller, order_id: str, *, kind: str, text: str) -> Ordered:
    """Say what went wrong."""
    order = await _owned(tx, caller, order_id)
    if kind not in COMPLAINTS:
        raise InputInvalid(path=("kind",))
    if not 1 <= len(text.strip()) <= LONGEST_TEXT:
        raise InputInvalid(path=("text",), max=LONGEST_TEXT)
    await tx.run(
        store.add_complaint,
        id=new_id(),
        order=order.id,
        kind=kind,
        text=text,
        by=caller.sub,
        at=tx.now,
    )
    return await _ordered(tx, order_id)


async def read_order(database: Database, caller: Caller, order_id: str) -> Ordered:
    """An order for the unit that made it or the person it is for."""
    order = await database.one(store.order_by_id, key=order_id)
    if order is None:
        raise NotFound
    require(caller, "newcomers.interpreter.read", {"owner": order.person or "", "unit": order.unit})
    if order.person is not None:
        await note_look(database, caller, order.person, "interpreter.read", (order_id,))
    return Ordered(order=order, requests=await database.many(store.requests_of, key=order_id))


async def list_orders(database: Database, caller: Caller, *, after: str, most: int) -> list[Order]:
    """Orders of one's unit, or those that are for oneself."""
    if caller.kind is CallerKind.STAFF:
        unit = caller.assignment.unit if caller.assignment else ""
        require(caller, "newcomers.interpreter.read", {"owner": "", "unit": unit})
        return await database.many(store.orders_of_unit, of_unit=unit, after=after, most=most)
    require(caller, "newcomers.interpreter.read", {"owner": caller.sub, "unit": ""})
    return await database.many(store.orders_of_person, who=caller.sub)


def _as_given(request: Request) -> AcceptRequest:
    return AcceptRequest(
        request=request.id, interpreter=request.interpreter, competence=request.competence,
        location=request.location, travel_minutes=request.travel_minutes, travel_km=request.travel_km,
    )  # fmt: skip


async def _answer(tx: Tx, request: Request, to: RequestStatus, given: AcceptRequest) -> None:
    changed = await tx.one(
        store.answer_request, key=request.id, from_status=request.status, to_status=to,
        who=given.interpreter, level=given.competence, where_at=given.location,
        minutes=given.travel_minutes, km=given.travel_km,
    )  # fmt: skip
    if changed is None:
        raise Conflict(state=request.status.value)


async def _move(tx: Tx, order: Order, to: OrderStatus, cost: Compensation | None = None) -> Order:
    changed = await tx.one(
        store.move_order, key=order.id, read_version=order.version,
        to_status=moved(order.status, to), cost=cost,
    )  # fmt: skip
    if changed is None:
        raise Conflict
    await tx.emit("newcomers.interpreter.changed", subject=order.id, data={"status": to.value})
    return changed


async def _owned(tx: Tx, caller: Caller, order_id: str) -> Order:
    order = await _order(tx, order_id)
    require(caller, "newcomers.interpreter.order")
    require(caller, "newcomers.interpreter.read", {"owner": "", "unit": order.unit})
    return order


async def _order(tx: Tx, order_id: str) -> Order:
    found = await tx.one(store.order_by_id, key=order_id)
    if found is None:
        raise NotFound
    return found


async def _request(tx: Tx, request_id: str) -> Request:
    found = await tx.one(store.request_by_id, key=request_id)
    if found is None:
        raise NotFound
    return found


async def _ordered(tx: Tx, order_id: str) -> Ordered:
    requests: list[Any] = await tx.many(store.requests_of, key=order_id)
    return Ordered(order=await _order(tx, order_id), requests=requests)
