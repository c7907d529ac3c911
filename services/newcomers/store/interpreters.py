# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about interpreter orders, requests to brokers, the city's own pool, what came of it."""

import msgspec

from services.kit.data import (
    Integer,
    Text,
    bindparam,
    define,
    delete,
    insert,
    select,
    update,
)
from services.newcomers.domain.interpreting.deadlines import AnswerRule, Compensation
from services.newcomers.domain.interpreting.orders import (
    Broker,
    Competence,
    Location,
    OrderFacts,
    OrderStatus,
    RequestStatus,
)
from services.newcomers.store.tables import (
    broker,
    complaint,
    interpreter_order,
    interpreter_request,
    pool,
    requisition,
)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order as it is kept."""

    id: str
    number: str
    person: str | None
    unit: str
    created_by: str
    facts: OrderFacts
    status: OrderStatus
    replaces: str | None
    compensation: Compensation | None
    version: int
    created_at: int


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What one broker was asked and answered."""

    id: str
    order: str
    broker: str
    status: RequestStatus
    rule: AnswerRule
    answer_by: int | None
    name_by: int | None
    interpreter: str
    competence: Competence | None
    location: Location | None
    travel_minutes: int
    travel_km: int
    created_at: int


class PoolInterpreter(msgspec.Struct, frozen=True, kw_only=True):
    """An interpreter of the city's own."""

    id: str
    name: str
    language: str
    competence: Competence


class Requisition(msgspec.Struct, frozen=True, kw_only=True):
    """What was really done."""

    order: str
    started_at: int
    ended_at: int
    break_minutes: int
    waste_minutes: int
    kilometres: int
    filed_by: str
    filed_at: int


_key = bindparam("key", type_=Text)

add_order = define(insert(interpreter_order))
order_by_id = define(select(interpreter_order).where(interpreter_order.c.id == _key), Order)
orders_of_unit = define(
    select(interpreter_order)
    .where(
        interpreter_order.c.unit == bindparam("of_unit", type_=Text),
        interpreter_order.c.id > bindparam("after", type_=Text),
    )
    .order_by(interpreter_order.c.id)
    .limit(bindparam("most", type_=Integer)),
    Order,
)
orders_of_person = define(
    select(interpreter_order)
    .where(interpreter_order.c.person == bindparam("who", type_=Text))
    .order_by(interpreter_order.c.id.desc())
    .limit(100),
    Order,
)
move_order = define(
    update(interpreter_order)
    .where(
        interpreter_order.c.id == _key,
        interpreter_order.c.version == bindparam("read_version", type_=Integer),
    )
    .values(
        status=bindparam("to_status", type_=Text),
        compensation=bindparam("cost", type_=Text),
        version=interpreter_order.c.version + 1,
    )
    .returning(interpreter_order),
    Order,
)

add_request = define(insert(interpreter_request))
request_by_id = define(select(interpreter_request).where(interpreter_request.c.id == _key), Request)
requests_of = define(
    select(interpreter_request)
    .where(interpreter_request.c.order == _key)
    .order_by(interpreter_request.c.id),
    Request,
)
answer_request = define(
    update(interpreter_request)
    .where(
        interpreter_request.c.id == _key,
        interpreter_request.c.status == bindparam("from_status", type_=Text),
    )
    .values(
        status=bindparam("to_status", type_=Text),
        interpreter=bindparam("who", type_=Text),
        competence=bindparam("level", type_=Text),
        location=bindparam("where_at", type_=Text),
        travel_minutes=bindparam("minutes", type_=Integer),
        travel_km=bindparam("km", type_=Integer),
    )
    .returning(interpreter_request),
    Request,
)

brokers = define(select(broker).order_by(broker.c.rank), Broker)
put_broker = define(insert(broker).on_conflict_do_nothing(index_elements=["id"]))
pool_of = define(
    select(pool).where(pool.c.language == bindparam("of_language", type_=Text)).order_by(pool.c.id),
    PoolInterpreter,
)
all_pool = define(select(pool).order_by(pool.c.language, pool.c.id), PoolInterpreter)
put_pool = define(insert(pool).on_conflict_do_nothing(index_elements=["id"]))
drop_pool = define(delete(pool).where(pool.c.id == _key).returning(pool), PoolInterpreter)

add_requisition = define(insert(requisition).on_conflict_do_nothing(index_elements=["order"]))
requisition_of = define(select(requisition).where(requisition.c.order == _key), Requisition)
add_complaint = define(insert(complaint))
