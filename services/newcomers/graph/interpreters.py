# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Interpreter orders as the graph shows them."""

from datetime import datetime

import strawberry

from services.kit.clock import instant
from services.kit.graph import Money, UserError, money
from services.kit.privacy import public_data
from services.newcomers.actions.orders import Ordered, Price
from services.newcomers.domain.interpreting.deadlines import AnswerRule, Compensation
from services.newcomers.domain.interpreting.orders import (
    Competence,
    Location,
    OrderStatus,
    RequestStatus,
)
from services.newcomers.domain.interpreting.prices import PriceKind
from services.newcomers.domain.local_time import to_ms
from services.newcomers.privacy import INTERPRETING
from services.newcomers.store.interpreters import Order, Request


@strawberry.type(
    name="InterpreterRequest", description="What one broker was asked.", directives=[INTERPRETING]
)
class RequestType:
    """A request."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    broker: str = strawberry.field(description="Who was asked.")
    status: RequestStatus = strawberry.field(description="Where it stands.")
    rule: AnswerRule = strawberry.field(description="Which rule gives the term.")
    answer_by: datetime | None = strawberry.field(description="By when to answer.")
    name_by: datetime | None = strawberry.field(description="By when to name the interpreter.")
    interpreter: str | None = strawberry.field(description="Who comes.")
    competence: Competence | None = strawberry.field(description="How she has qualified.")
    location: Location | None = strawberry.field(description="How she takes part.")


@strawberry.type(
    name="InterpreterPriceLine", description="So many of what.", directives=[public_data()]
)
class PriceLineType:
    """A line."""

    kind: PriceKind = strawberry.field(description="Of what.")
    quantity: int = strawberry.field(description="How many.")
    each: Money = strawberry.field(description="What one costs.")
    total: Money = strawberry.field(description="What they cost together.")


@strawberry.type(
    name="InterpreterPrice", description="What an order costs.", directives=[public_data()]
)
class PriceType:
    """A price."""

    is_expected: bool = strawberry.field(
        description="Worked out from what was ordered; else from what was done."
    )
    lines: list[PriceLineType] = strawberry.field(description="Line by line.")
    total: Money = strawberry.field(description="In all.")


@strawberry.type(
    name="InterpreterOrder", description="An interpreter ordered.", directives=[INTERPRETING]
)
class OrderType:
    """An order."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    number: str = strawberry.field(description="Its number for people.")
    status: OrderStatus = strawberry.field(description="Where it stands.")
    language: str = strawberry.field(description="The language to interpret.")
    start_at: datetime = strawberry.field(description="When it begins.")
    end_at: datetime = strawberry.field(description="When it ends.")
    locations: list[Location] = strawberry.field(description="Ways to take part, best first.")
    competence: list[Competence] = strawberry.field(description="Levels asked for, best first.")
    replaces: strawberry.ID | None = strawberry.field(description="The order it stands in for.")
    compensation: Compensation | None = strawberry.field(description="What cancelling cost.")
    requests: list[RequestType] = strawberry.field(description="Brokers asked, in order.")
    price: PriceType | None = strawberry.field(
        description="By the agreement's rows; null: it has none, or the order is one of a list."
    )


@strawberry.type(description="What came of a change to an interpreter order.")
class InterpreterPayload:
    """The order, or what can be put right."""

    order: OrderType | None = strawberry.field(description="The order.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


def order_type(ordered: Ordered) -> OrderType:
    """An order with its requests."""
    return _order(ordered.order, ordered.requests, ordered.price)


def summary_type(order: Order) -> OrderType:
    """An order of a list."""
    return _order(order, [], None)


def _order(order: Order, requests: list[Request], price: Price | None) -> OrderType:
    facts = order.facts
    return OrderType(
        id=strawberry.ID(order.id), number=order.number, status=order.status,
        language=facts.other_language or facts.language, start_at=instant(to_ms(facts.start_at)),
        end_at=instant(to_ms(facts.end_at)), locations=list(facts.locations),
        competence=list(facts.competence),
        replaces=strawberry.ID(order.replaces) if order.replaces else None,
        compensation=order.compensation, requests=[_request(one) for one in requests],
        price=None if price is None else _price(price),
    )  # fmt: skip


def _price(price: Price) -> PriceType:
    return PriceType(
        is_expected=price.is_expected,
        lines=[
            PriceLineType(
                kind=line.kind, quantity=line.quantity, each=money(line.ore),
                total=money(line.total),
            )
            for line in price.lines
        ],
        total=money(sum(line.total for line in price.lines)),
    )  # fmt: skip


def _request(one: Request) -> RequestType:
    return RequestType(
        id=strawberry.ID(one.id), broker=one.broker, status=one.status, rule=one.rule,
        answer_by=None if one.answer_by is None else instant(one.answer_by),
        name_by=None if one.name_by is None else instant(one.name_by),
        interpreter=one.interpreter or None, competence=one.competence, location=one.location,
    )  # fmt: skip
