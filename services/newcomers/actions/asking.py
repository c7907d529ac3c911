# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Asking brokers one after another, each with the term the rules give."""

from datetime import datetime
from typing import Any

import msgspec

from services.kit.data import Tx
from services.kit.ids import new_id
from services.newcomers.actions.orders import move
from services.newcomers.clients.brokers import BrokerCall
from services.newcomers.domain.interpreting.agreements import passed_by
from services.newcomers.domain.interpreting.deadlines import (
    Agreement,
    AnswerRule,
    answer_deadline,
)
from services.newcomers.domain.interpreting.orders import (
    POOL,
    Broker,
    OrderStatus,
    RequestStatus,
    Requirement,
    next_broker,
    satisfies,
)
from services.newcomers.domain.local_time import to_local, to_ms
from services.newcomers.store import agreements
from services.newcomers.store import interpreters as store
from services.newcomers.store.interpreters import Order


async def ask_next(tx: Tx, order: Order) -> None:
    """Ask the next broker, or say that nobody is left; where no rule gives a term, the customer must."""
    broker = await _next(tx, order)
    if broker is None:
        await move(tx, order, OrderStatus.NO_BROKER_ACCEPTED)
        return
    term = answer_deadline(to_local(tx.now), order.facts.start_at)
    answer_by = term.answer_by or order.facts.latest_answer_by
    if term.rule is AnswerRule.SET_BY_CUSTOMER and answer_by is None:
        if order.status is OrderStatus.REQUESTED:
            await move(tx, order, OrderStatus.AWAITING_DEADLINE)
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


async def _next(tx: Tx, order: Order) -> Broker | None:
    """The next broker that may be asked; those in quarantine lose their turn, on record."""
    asked = {one.broker for one in await tx.many(store.requests_of, key=order.id)}
    brokers = await _brokers(tx, order)
    held = await tx.many(agreements.quarantines_now, now=tx.now)
    while (broker := next_broker(brokers, asked)) is not None:
        if not passed_by(held, broker.id, order.unit, tx.now):
            return broker
        asked.add(broker.id)
        await _note_lost(tx, order, broker)
    return None


async def _note_lost(tx: Tx, order: Order, broker: Broker) -> None:
    term = answer_deadline(to_local(tx.now), order.facts.start_at)
    await tx.run(
        store.add_request, id=new_id(), order=order.id, broker=broker.id,
        status=RequestStatus.LOST_DUE_TO_QUARANTINE, rule=term.rule, answer_by=None, name_by=None,
        interpreter="", competence=None, location=None, travel_minutes=0, travel_km=0,
        created_at=tx.now,
    )  # fmt: skip


async def has_ended(tx: Tx, agreement: Agreement) -> bool:
    """Whether no broker can be asked under an agreement any more."""
    return any(
        one.agreement is agreement and one.ends_at <= tx.now
        for one in await tx.many(agreements.ends)
    )


async def _brokers(tx: Tx, order: Order) -> list[Broker]:
    """Brokers in their order; before them the city's own interpreters, if one of them would do."""
    ended = await has_ended(tx, order.facts.agreement)
    ranked = [] if ended else await tx.many(store.brokers)
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
        assignment=facts.assignment.value, dialect=facts.dialect,
        requirements=[_in_words(one) for one in facts.requirements],
    )  # fmt: skip
    return msgspec.to_builtins(call)


def _in_words(one: Requirement) -> str:
    said = f"{one.kind.value}: {one.value}" if one.value else one.kind.value
    return f"{said} ({'required' if one.required else 'desired'})"
