# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The coordinator's work: the city's own interpreters, quarantines, agreements that end, prices."""

from datetime import date, datetime

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.newcomers.actions.orders import LIVE, answer, as_given, move
from services.newcomers.domain.interpreting.agreements import (
    ENDED_WITH_IT,
    AgreementEnd,
    Quarantine,
)
from services.newcomers.domain.interpreting.deadlines import Agreement
from services.newcomers.domain.interpreting.orders import (
    Competence,
    OrderStatus,
    RequestStatus,
    check_level,
)
from services.newcomers.domain.interpreting.prices import PriceRow
from services.newcomers.domain.local_time import local_day, to_ms
from services.newcomers.store import agreements as store
from services.newcomers.store import interpreters as orders
from services.newcomers.store.agreements import StoredPrice
from services.newcomers.store.interpreters import Order, PoolInterpreter

LONGEST_NAME = 200
LONGEST_REASON = 500
MOST_ROWS = 500
_MANAGE = "newcomers.interpreter.manage"
_STOPPED = (*LIVE, RequestStatus.ACCEPTED)


async def list_pool(database: Database, caller: Caller) -> list[PoolInterpreter]:
    """The city's own interpreters, a row for each language of each."""
    require(caller, _MANAGE)
    return await database.many(orders.all_pool)


async def add_to_pool(
    tx: Tx, caller: Caller, *, name: str, language: str, competence: Competence
) -> PoolInterpreter:
    """An interpreter of the city's own, in one of her languages."""
    require(caller, _MANAGE)
    _check_text("name", name, LONGEST_NAME)
    check_level(language, competence)
    made = PoolInterpreter(id=new_id(), name=name.strip(), language=language, competence=competence)
    await tx.run(orders.put_pool, **msgspec.structs.asdict(made))
    return made


async def drop_from_pool(tx: Tx, caller: Caller, name: str) -> PoolInterpreter:
    """She is asked no more; what is booked with her stays booked."""
    require(caller, _MANAGE)
    gone = await tx.one(orders.drop_pool, key=name)
    if gone is None:
        raise NotFound
    return gone


async def list_quarantines(database: Database, caller: Caller) -> list[Quarantine]:
    """Those that hold now or later."""
    require(caller, _MANAGE)
    return await database.many(store.quarantines_now, now=database.clock.now_ms())


async def put_in_quarantine(
    tx: Tx, caller: Caller, *, broker: str, unit: str, until: datetime, reason: str
) -> Quarantine:
    """Pass a broker by, for one unit or (empty) for all; requests it has already are still its own."""
    require(caller, _MANAGE)
    if all(one.id != broker for one in await tx.many(orders.brokers)):
        raise InputInvalid(path=("broker",))
    if to_ms(until) <= tx.now:
        raise InputInvalid(path=("until",))
    _check_text("reason", reason, LONGEST_REASON)
    made = Quarantine(
        id=new_id(), broker=broker, unit=unit.strip(), from_at=tx.now, until_at=to_ms(until),
        reason=reason,
    )  # fmt: skip
    await tx.run(store.add_quarantine, **msgspec.structs.asdict(made), put_by=caller.sub)
    return made


async def lift_quarantine(tx: Tx, caller: Caller, name: str) -> Quarantine:
    """The broker is asked again from now on."""
    require(caller, _MANAGE)
    lifted = await tx.one(store.lift_quarantine, key=name, now=tx.now)
    if lifted is None:
        raise NotFound
    return lifted


async def end_agreement(
    tx: Tx, caller: Caller, *, agreement: Agreement, ends_at: datetime, reason: str
) -> AgreementEnd:
    """From then on nobody is asked under it; orders that are not booked by then end with it."""
    require(caller, _MANAGE)
    _check_text("reason", reason, LONGEST_REASON)
    end = AgreementEnd(agreement=agreement, ends_at=to_ms(ends_at), reason=reason)
    await tx.run(store.put_end, **msgspec.structs.asdict(end), ended_by=caller.sub)
    name = f"agreement:{agreement.value}"
    await tx.cancel(name)
    if end.ends_at <= tx.now:
        await close_orders(tx, agreement)
    else:
        payload = {"agreement": agreement.value}
        await tx.schedule("newcomers.agreement.end", name, end.ends_at, payload)
    return end


async def close_orders(tx: Tx, agreement: Agreement) -> int:
    """End what waits under an agreement that is over; how many orders that were."""
    ends = await tx.many(store.ends)
    if all(one.agreement is not agreement or one.ends_at > tx.now for one in ends):
        return 0
    count, after = 0, ""
    states = sorted(one.value for one in ENDED_WITH_IT)
    while page := await tx.many(store.open_orders, after=after, in_states=states):
        for order in page:
            after = order.id
            if order.facts.agreement is agreement:
                await _close(tx, order)
                count += 1
    return count


async def _close(tx: Tx, order: Order) -> None:
    await move(tx, order, OrderStatus.TERMINATED_AGREEMENT)
    for request in await tx.many(orders.requests_of, key=order.id):
        if request.status in _STOPPED:
            await answer(tx, request, RequestStatus.TERMINATED_AGREEMENT, as_given(request))
            for timer in ("expire", "name"):
                await tx.cancel(f"{timer}:{request.id}")


async def list_agreements(database: Database, caller: Caller) -> list[AgreementEnd]:
    """Agreements that have ended or will."""
    require(caller, _MANAGE)
    return await database.many(store.ends)


async def list_prices(database: Database, caller: Caller) -> list[StoredPrice]:
    """Every row, old ones too."""
    require(caller, _MANAGE)
    return await database.many(store.prices)


async def put_prices(tx: Tx, caller: Caller, rows: list[PriceRow]) -> list[StoredPrice]:
    """Write rows; one of the same agreement, kind, level and day is replaced."""
    require(caller, _MANAGE)
    if not 1 <= len(rows) <= MOST_ROWS:
        raise InputInvalid(path=("rows",), max=MOST_ROWS)
    today = local_day(tx.now)
    for row in rows:
        _check_row(row, today)
        await tx.run(store.put_price, id=_name_of(row), row=row)
    return await tx.many(store.prices)


async def drop_price(tx: Tx, caller: Caller, name: str) -> list[StoredPrice]:
    """Take a row away that should not have been there."""
    require(caller, _MANAGE)
    if await tx.one(store.drop_price, key=name) is None:
        raise NotFound
    return await tx.many(store.prices)


def _check_row(row: PriceRow, today: date) -> None:
    if row.ore < 0:
        raise InputInvalid(path=("rows", "ore"))
    if row.checked_on > today:
        raise InputInvalid(path=("rows", "checkedOn"))
    if not row.source_url.startswith("https://"):
        raise InputInvalid(path=("rows", "sourceUrl"))


def _name_of(row: PriceRow) -> str:
    level = row.competence.value if row.competence else "every"
    return f"{row.agreement.value}:{row.kind.value}:{level}:{row.valid_from.isoformat()}"


def _check_text(name: str, text: str, longest: int) -> None:
    if not 1 <= len(text.strip()) <= longest:
        raise InputInvalid(path=(name,), max=longest)
