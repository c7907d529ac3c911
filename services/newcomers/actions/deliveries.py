# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""After the occasion: what was really done, and what went wrong."""

from datetime import datetime, timedelta

import msgspec

from services.kit.data import Tx
from services.kit.errors import InputInvalid
from services.kit.ids import new_id
from services.kit.wire.caller import Caller
from services.newcomers.actions.orders import Ordered, move, ordered_of, owned
from services.newcomers.domain.interpreting.orders import LONGEST, OrderStatus
from services.newcomers.domain.local_time import to_ms
from services.newcomers.store import interpreters as store

LONGEST_TEXT = 2000
COMPLAINTS = frozenset(
    {
        "late_or_too_late_interpreter", "bad_quality_delivery", "bad_service_delivery",
        "other_deviation",
    }
)  # fmt: skip


class FileRequisition(msgspec.Struct, frozen=True, kw_only=True):
    """What was really done."""

    order: str
    started_at: datetime
    ended_at: datetime
    break_minutes: int = 0
    waste_minutes: int = 0
    kilometres: int = 0


async def file_requisition(tx: Tx, caller: Caller, given: FileRequisition) -> Ordered:
    """What was delivered, in real times."""
    order = await owned(tx, caller, given.order)
    length = given.ended_at - given.started_at
    if (
        not timedelta() < length <= LONGEST
        or min(given.break_minutes, given.waste_minutes, given.kilometres) < 0
    ):
        raise InputInvalid(path=("endedAt",))
    await move(tx, order, OrderStatus.DELIVERED)
    await tx.run(
        store.add_requisition, order=order.id, started_at=to_ms(given.started_at),
        ended_at=to_ms(given.ended_at), break_minutes=given.break_minutes,
        waste_minutes=given.waste_minutes, kilometres=given.kilometres, filed_by=caller.sub,
        filed_at=tx.now,
    )  # fmt: skip
    return await ordered_of(tx, order.id)


async def accept_delivery(tx: Tx, caller: Caller, order_id: str) -> Ordered:
    """The customer agrees to what was filed."""
    await move(tx, await owned(tx, caller, order_id), OrderStatus.DELIVERY_ACCEPTED)
    return await ordered_of(tx, order_id)


async def complain(tx: Tx, caller: Caller, order_id: str, *, kind: str, text: str) -> Ordered:
    """Say what went wrong."""
    order = await owned(tx, caller, order_id)
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
    return await ordered_of(tx, order_id)
