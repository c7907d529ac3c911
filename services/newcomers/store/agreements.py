# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about what stands above orders: quarantines, agreements that end, prices."""

import msgspec

from services.kit.data import (
    Instant,
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
    update,
)
from services.newcomers.domain.interpreting.agreements import AgreementEnd, Quarantine
from services.newcomers.domain.interpreting.prices import PriceRow
from services.newcomers.store.interpreters import Order
from services.newcomers.store.tables import (
    agreement_end,
    broker_quarantine,
    interpreter_order,
    price_row,
)


class StoredPrice(msgspec.Struct, frozen=True, kw_only=True):
    """A price row as it is kept."""

    id: str
    row: PriceRow


_key = bindparam("key", type_=Text)
_now = bindparam("now", type_=Instant)
_columns = [broker_quarantine.c[name] for name in Quarantine.__struct_fields__]

add_quarantine = define(insert(broker_quarantine))
quarantines_now = define(
    select(*_columns)
    .where(broker_quarantine.c.until_at > _now, broker_quarantine.c.lifted_at.is_(None))
    .order_by(broker_quarantine.c.id),
    Quarantine,
)
lift_quarantine = define(
    update(broker_quarantine)
    .where(broker_quarantine.c.id == _key, broker_quarantine.c.lifted_at.is_(None))
    .values(lifted_at=_now)
    .returning(*_columns),
    Quarantine,
)

_end = insert(agreement_end)
put_end = define(
    _end.on_conflict_do_update(
        index_elements=["agreement"],
        set_={name: _end.excluded[name] for name in ("ends_at", "reason", "ended_by")},
    )
)
ends = define(
    select(agreement_end.c.agreement, agreement_end.c.ends_at, agreement_end.c.reason).order_by(
        agreement_end.c.agreement
    ),
    AgreementEnd,
)
open_orders = define(
    select(interpreter_order)
    .where(
        interpreter_order.c.id > bindparam("after", type_=Text),
        among(interpreter_order.c.status, "in_states"),
    )
    .order_by(interpreter_order.c.id)
    .limit(200),
    Order,
)  # fmt: skip

_row = insert(price_row)
put_price = define(
    _row.on_conflict_do_update(index_elements=["id"], set_={"row": _row.excluded.row})
)
prices = define(select(price_row).order_by(price_row.c.id), StoredPrice)
drop_price = define(
    delete(price_row).where(price_row.c.id == _key).returning(price_row), StoredPrice
)
