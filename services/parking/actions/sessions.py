# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Parking itself: a quote pins the price, a session runs on it, stops, and is paid to the second."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from i18n import t
from services.kit.clock import instant, milliseconds
from services.kit.crypto.sealing import KeyChest
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, InputInvalid, NotFound, Problem
from services.kit.geometry import Point
from services.kit.ids import new_id
from services.kit.policy import decide, require
from services.kit.wire.caller import Caller
from services.kit.wire.notice import Notice, Urgency
from services.parking.actions.plates import (
    LOCAL,
    current_key,
    current_secret,
    seal_plate,
    stands_already,
)
from services.parking.actions.verdicts import kerbs
from services.parking.domain.places import REACH_M, place_at
from services.parking.domain.plates import HOME
from services.parking.domain.pricing import VAT_PERCENT, Price, price
from services.parking.domain.regulations import HeldPermit, Vehicle
from services.parking.domain.sessions import (
    FREE_CANCEL,
    LONGEST_SESSION,
    QUOTE_LIFE,
    WARN_BEFORE,
    Quote,
    QuoteStatus,
    Session,
    SessionStatus,
    forbidden_from,
    priced_tariff,
)
from services.parking.domain.tariffs import Tariff
from services.parking.domain.verdict import Allowed, Request, judge
from services.parking.store import regulations as feed_store
from services.parking.store import sessions as store

CITY = "torget"
NEARLY_OVER = t(
    "parking.notice.nearly_over", "Din parkering är snart slut. Förläng den eller flytta fordonet."
)
MUST_MOVE = t(
    "parking.notice.must_move",
    "Snart får du inte längre parkera där. Flytta fordonet i tid.",
)
DOMAIN = "STO"
DAY_MS = 86_400_000
MOST_OVERDUE = 500


class AskQuote(msgspec.Struct, frozen=True, kw_only=True):
    """A stay that somebody wants to know the price of."""

    point: Point
    start: datetime | None = None
    """None = now, by the city's own clock."""
    end: datetime
    vehicle: Vehicle = Vehicle.CAR
    permits: tuple[HeldPermit, ...] = ()


class StartParking(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to park on a quote."""

    quote: str
    plate: str
    country: str = HOME


class ExtendParking(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to stay longer; `version` is the session's as it was read."""

    session: str
    until: datetime
    version: int


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """A quote with the steps to its price."""

    quote: Quote
    price: Price


async def make_quote(tx: Tx, caller: Caller, given: AskQuote) -> Quoted:
    """Promise a price for ten minutes. Raises PARKING_NOT_ALLOWED, PARKING_PRICE_UNKNOWN."""
    require(caller, "parking.session.start")
    now = instant(tx.now)
    start = given.start or now
    if given.end <= start or given.end - start > LONGEST_SESSION:
        raise InputInvalid(path=("end",))
    if start < now - QUOTE_LIFE:
        raise InputInvalid(path=("start",))
    place = place_at(given.point, await kerbs(tx, given.point, REACH_M))
    request = Request(vehicle=given.vehicle, permits=given.permits, arrival=start)
    state = judge(place, request)
    if place is None or state.allowed is not Allowed.YES or state.price is None:
        raise Problem("PARKING_NOT_ALLOWED", path=("point",))
    tariff = priced_tariff(state)
    if tariff is None:
        raise Problem("PARKING_PRICE_UNKNOWN", path=("point",))
    last = forbidden_from(place, request, LONGEST_SESSION)
    if last is not None and given.end > last:
        raise Problem("PARKING_NOT_ALLOWED", path=("end",), extensions={"until": last.isoformat()})
    paid = price(tariff, start, given.end)
    regulation = state.because[0].regulation
    quote = Quote(
        id=new_id(), owner=caller.subject, regulation=regulation.id, citation=regulation.citation,
        street=regulation.street, area=regulation.area, point=given.point, vehicle=given.vehicle,
        permits=given.permits, tariff=tariff, cover=state.price.cover,
        feed_version=await tx.one(feed_store.feed_version) or 0, start=start, end=given.end,
        total_ore=paid.total_ore, must_end_at=last, expires_at=now + QUOTE_LIFE,
    )  # fmt: skip
    await tx.run(
        store.add_quote, id=quote.id, owner=quote.owner, body=quote,
        status=QuoteStatus.OPEN, expires_at=milliseconds(quote.expires_at),
    )  # fmt: skip
    return Quoted(quote=quote, price=paid)


async def start_parking(
    tx: Tx, caller: Caller, given: StartParking, *, chest: KeyChest = LOCAL
) -> Session:
    """Begin on a quote: one active session per plate, whoever comes first (parking P1)."""
    require(caller, "parking.session.start")
    row = await tx.one(store.quote_by_id, id=given.quote)
    if row is None or row.body.owner != caller.subject:
        raise NotFound
    quote = row.body
    epoch, key = await current_key(tx, given.plate, given.country, chest=chest)
    _, secret = await current_secret(tx, chest)
    too_early = milliseconds(quote.start) > tx.now + round(QUOTE_LIFE.total_seconds() * 1000)
    if too_early or milliseconds(quote.end) <= tx.now:
        raise Problem("PARKING_QUOTE_EXPIRED")
    if await stands_already(tx, CITY, DOMAIN, given.plate, given.country, chest=chest):
        raise Problem("PARKING_PLATE_ACTIVE", path=("plate",))
    if not await tx.run(store.use_quote, id=quote.id, now=tx.now):
        raise Problem("PARKING_QUOTE_EXPIRED")
    charged = min(quote.total_ore, price(quote.tariff, instant(tx.now), quote.end).total_ore)
    name = new_id()
    session = await tx.one(
        store.start_session, id=name, owner=quote.owner, operator=CITY, domain=DOMAIN,
        plate_key=key, epoch=epoch, regulation=quote.regulation,
        plate_sealed=seal_plate(secret, name, quote.owner, given.plate, given.country),
        area=quote.area, zone=zone_number(quote.tariff), tariff=quote.tariff, started_at=tx.now,
        paid_until=milliseconds(quote.end),
        must_end_at=milliseconds(quote.must_end_at) if quote.must_end_at else None,
        ended_at=None, status=SessionStatus.ACTIVE, charged_ore=charged, version=1,
        changed_at=tx.now,
    )  # fmt: skip
    if session is None:
        raise Problem("PARKING_PLATE_ACTIVE", path=("plate",))
    await _charge(tx, session, charged)
    await _set_timers(tx, session)
    await tx.schedule("parking.forget", f"forget:{tx.now // DAY_MS}", tx.now + DAY_MS)
    await tx.emit("parking.session.started", session.id, _facts(session))
    return session


async def extend_parking(tx: Tx, caller: Caller, given: ExtendParking) -> Session:
    """Pay for a longer stay: the whole price less what is paid already (parking T6, P2)."""
    session = await _own(tx, caller, given.session)
    if session.ended_at is not None or session.paid_until <= tx.now:
        raise Problem("PARKING_SESSION_OVER")
    until = milliseconds(given.until)
    if until <= session.paid_until or given.until - instant(session.started_at) > LONGEST_SESSION:
        raise InputInvalid(path=("until",))
    if session.must_end_at is not None and until > session.must_end_at:
        last = instant(session.must_end_at).isoformat()
        raise Problem("PARKING_NOT_ALLOWED", path=("until",), extensions={"until": last})
    total = price(session.tariff, instant(session.started_at), given.until).total_ore
    changed = await tx.one(
        store.extend_session, id=session.id, read_version=given.version, until=until,
        charged=max(total, session.charged_ore), now=tx.now,
    )  # fmt: skip
    if changed is None:
        raise Conflict
    await _charge(tx, changed, changed.charged_ore - session.charged_ore)
    await _drop_timers(tx, session)
    await _set_timers(tx, changed)
    await tx.emit("parking.session.extended", changed.id, _facts(changed))
    return changed


async def stop_parking(tx: Tx, caller: Caller, session_id: str) -> Session:
    """End a session now and give back what was not used; within two minutes it costs nothing.

    Stopping a session that has ended already answers with it, unchanged.
    """
    session = await _own(tx, caller, session_id)
    if session.ended_at is not None:
        return session
    start, end = instant(session.started_at), instant(min(tx.now, session.paid_until))
    cancelled = end - start <= FREE_CANCEL
    due = 0 if cancelled else min(session.charged_ore, price(session.tariff, start, end).total_ore)
    status = SessionStatus.CANCELLED if cancelled else SessionStatus.ENDED
    ended = await tx.one(
        store.end_session, id=session.id, until=milliseconds(end), end=tx.now, new_status=status,
        charged=due, now=tx.now,
    )  # fmt: skip
    if ended is None:
        raise Conflict
    await _charge(tx, ended, due - session.charged_ore)
    await _drop_timers(tx, session)
    await _collect(tx, ended)
    await tx.emit("parking.session.ended", ended.id, _facts(ended))
    return ended


async def end_when_paid_time_is_over(tx: Tx, session_id: str) -> Session | None:
    """The auto-stop of the timer; None when the session has ended or was extended meanwhile."""
    session = await tx.one(store.by_id, id=session_id)
    if session is None or session.ended_at is not None or session.paid_until > tx.now:
        return None
    ended = await tx.one(
        store.end_session, id=session.id, until=session.paid_until, end=session.paid_until,
        new_status=SessionStatus.ENDED, charged=session.charged_ore, now=tx.now,
    )  # fmt: skip
    if ended is not None:
        await _collect(tx, ended)
        await tx.emit("parking.session.ended", ended.id, _facts(ended))
    return ended


async def end_overdue(tx: Tx) -> int:
    """End sessions whose timer was lost, at the end of their paid time; how many."""
    found = await tx.many(store.over_time, now=tx.now, most=MOST_OVERDUE)
    for one in found:
        await end_when_paid_time_is_over(tx, one.id)
    return len(found)


async def remind(tx: Tx, session_id: str) -> None:
    """Say that the paid time is nearly over, if it still is; free of charge, into the inbox."""
    session = await tx.one(store.by_id, id=session_id)
    if session is None or session.ended_at is not None:
        return
    await tx.emit("parking.session.reminded", session.id, _facts(session))
    if session.operator != CITY:
        return
    forbidden = session.must_end_at is not None and session.must_end_at <= session.paid_until
    notice = Notice(
        title=MUST_MOVE if forbidden else NEARLY_OVER,
        category="session",
        urgency=Urgency.URGENT,
        due_at=session.paid_until,
        action="/parking/sessions",
        subject_ref=session.id,
    )
    await tx.emit("parking.notice.wanted", session.owner, msgspec.to_builtins(notice))


async def read_sessions(database: Database, caller: Caller, ids: list[str]) -> list[Session | None]:
    """Sessions in the order of their ids; None for what is not there or not for this caller."""
    found = {one.id: one for one in await database.many(store.by_ids, ids=ids)}
    return [
        one if (one := found.get(each)) is not None and _may_read(caller, one) else None
        for each in ids
    ]


async def read_own_session(database: Database, caller: Caller, session_id: str) -> Session:
    """One session of the caller; NotFound for anybody else's."""
    found = (await read_sessions(database, caller, [session_id]))[0]
    if found is None:
        raise NotFound
    return found


async def list_sessions(
    database: Database, caller: Caller, owner: str, *, limit: int, after: str | None
) -> tuple[list[Session], int]:
    """A page of somebody's sessions, newest first, and how many there are."""
    require(caller, "parking.session.read", {"owner": owner})
    rows = await database.many(store.of_owner, owner=owner, after=after or "", most=limit)
    return rows, await database.one(store.count_of_owner, owner=owner) or 0


async def read_charges(
    database: Database, caller: Caller, sessions: Sequence[Session]
) -> dict[str, list[store.Charge]]:
    """The money taken and given back for sessions the caller may read."""
    mine = [one.id for one in sessions if _may_read(caller, one)]
    found: dict[str, list[store.Charge]] = {each: [] for each in mine}
    for row in await database.many(store.charges_of, sessions=mine):
        found[row.session].append(row)
    return found


def _may_read(caller: Caller, session: Session) -> bool:
    facts = {"owner": session.owner}
    if caller.subject != session.owner and not caller.is_known:
        return False
    return decide(caller, "parking.session.read", facts).allowed


def zone_number(tariff: Tariff) -> int | None:
    """The number of a tariff, if it has one; 1 is the dearest."""
    return int(tariff.code) if tariff.code.isdigit() else None


async def _own(tx: Tx, caller: Caller, session_id: str) -> Session:
    session = await tx.one(store.by_id, id=session_id)
    if session is None or session.owner != caller.subject or not caller.subject:
        raise NotFound
    require(caller, "parking.session.change", {"owner": session.owner})
    return session


async def _charge(tx: Tx, session: Session, ore: int) -> None:
    if ore:
        await tx.run(
            store.add_charge, id=new_id(), session=session.id, ore=ore,
            vat_percent=VAT_PERCENT, at=tx.now,
        )  # fmt: skip


async def _collect(tx: Tx, ended: Session) -> None:
    """What a stay cost is collected when it is over, whole and once."""
    if ended.operator == CITY and ended.charged_ore > 0:
        await tx.schedule("parking.collect", f"collect:{ended.id}", tx.now, {"id": ended.id})


async def _set_timers(tx: Tx, session: Session) -> None:
    paid = session.paid_until
    await tx.schedule("parking.stop", f"session:{session.id}:stop:{paid}", paid, {"id": session.id})
    warn = paid - round(WARN_BEFORE.total_seconds() * 1000)
    if warn > tx.now:
        await tx.schedule(
            "parking.remind", f"session:{session.id}:remind:{paid}", warn, {"id": session.id}
        )


async def _drop_timers(tx: Tx, session: Session) -> None:
    await tx.cancel(f"session:{session.id}:stop:{session.paid_until}")
    await tx.cancel(f"session:{session.id}:remind:{session.paid_until}")


def _facts(session: Session) -> dict[str, object]:
    return {
        "id": session.id, "owner": session.owner, "regulation": session.regulation,
        "paidUntil": session.paid_until, "status": session.status.value, "version": session.version,
    }  # fmt: skip
