# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The budget's statements: one row per pool and year, changed only within its bounds."""

from services.kit.data import (
    Instant,
    Integer,
    Text,
    bindparam,
    define,
    insert,
    select,
    update,
)
from services.language.domain.ledger import Budget, Reservation
from services.language.store.tables import budget, reservation

_row = (
    budget.c.pool == bindparam("of_pool", type_=Text),
    budget.c.period == bindparam("of_period", type_=Text),
)
_words = bindparam("words", type_=Integer)

open_budget = define(insert(budget).on_conflict_do_nothing(index_elements=["pool", "period"]))

reserve = define(
    update(budget)
    .where(*_row, budget.c.cap - budget.c.reserved - budget.c.settled >= _words)
    .values(reserved=budget.c.reserved + _words)
    .returning(budget),
    Budget,
)
"""No row when the words are not there: the check and the change are one statement."""

settle = define(
    update(budget)
    .where(*_row)
    .values(
        reserved=budget.c.reserved - _words,
        settled=budget.c.settled + bindparam("billed", type_=Integer),
    )
)

set_cap = define(
    update(budget)
    .where(*_row)
    .values(
        cap=bindparam("new_cap", type_=Integer),
        margin_percent=bindparam("new_margin", type_=Integer),
    )
    .returning(budget),
    Budget,
)

budget_of = define(select(budget).where(*_row), Budget)
budgets = define(select(budget).order_by(budget.c.pool, budget.c.period.desc()), Budget)

add_reservation = define(insert(reservation))
reservation_by_id = define(
    select(reservation).where(reservation.c.id == bindparam("key", type_=Text)), Reservation
)
close_reservation = define(
    update(reservation)
    .where(reservation.c.id == bindparam("key", type_=Text), reservation.c.billed.is_(None))
    .values(billed=bindparam("billed", type_=Integer))
    .returning(reservation),
    Reservation,
)
"""The reservation that was open until now; no row when it had been closed before."""

overdue = define(
    select(reservation)
    .where(
        reservation.c.billed.is_(None),
        reservation.c.expires_at <= bindparam("now", type_=Instant),
    )
    .limit(100),
    Reservation,
)
