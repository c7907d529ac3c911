# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Calls: servers for whoever was admitted, signals in order, judged anew at every push (video V5-V10)."""

from collections.abc import AsyncGenerator
from typing import Any, cast

import msgspec

from services.care.actions.consultations import Seen, find, put_on_record
from services.care.actions.rooms import rooms_of
from services.care.actions.waiting_room import admitted
from services.care.domain.consultations import MOST_IN_A_MESH, Participant, session_of
from services.care.domain.signalling import Signal, SignalKind, Taken
from services.care.domain.turn import (
    LIFE_S,
    IceServer,
    ice_servers,
    livekit_token,
    shows_address,
)
from services.care.settings import Settings
from services.kit.data import Database
from services.kit.errors import InputInvalid, NotFound, Problem, RateLimited
from services.kit.wire.caller import Caller

HIDDEN = ""
"""Stands in the log for a candidate that nobody is to see, so that the numbers still follow."""


class Sfu(msgspec.Struct, frozen=True, kw_only=True):
    """A media server for more people than a mesh holds."""

    url: str
    token: str


class CallSession(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser needs to take part in a call."""

    id: str
    me: str
    ice_servers: tuple[IceServer, ...]
    ttl: int
    relay_only: bool
    """Whether only relayed addresses may be used, so that nobody sees where she is."""
    polite: bool
    """Whether this side gives way when both offer at once: everybody but staff (video V4)."""
    sfu: Sfu | None = None


class SendSignal(msgspec.Struct, frozen=True, kw_only=True):
    """A signal as a browser sends it."""

    session: str
    epoch: str
    client_seq: int
    kind: SignalKind
    payload: Any


async def open_call(
    database: Database, caller: Caller, consultation_id: str, settings: Settings
) -> CallSession:
    """Servers and credentials for an admitted participant; asked again it renews them (video V9)."""
    seen, me = await _admitted(database, caller, consultation_id)
    await put_on_record(database, caller, seen, "care.call.join")
    session = session_of(seen.facts)
    now_s = database.clock.now_ms() // 1000
    return CallSession(
        id=session,
        me=me.id,
        ice_servers=ice_servers(
            settings.ice_urls, settings.turn_secret, session, me.id, now_s=now_s
        ),
        ttl=LIFE_S,
        relay_only=settings.relay_only,
        polite=me.role != "staff",
        sfu=_sfu(seen, me, settings, now_s=now_s),
    )


async def send_signal(
    database: Database, caller: Caller, given: SendSignal, settings: Settings
) -> Taken:
    """Pass a signal on; who sent it is known from her token, never from what she says (video V5)."""
    if given.kind is SignalKind.WELCOME:
        raise InputInvalid(path=("kind",))
    if not _is_object(given.payload):
        raise InputInvalid(path=("payload",))
    _, me = await _in_session(database, caller, given.session)
    room = rooms_of(database).room(given.session)
    if settings.relay_only and given.kind is SignalKind.CANDIDATE and _leaks(given.payload):
        given = msgspec.structs.replace(given, payload=HIDDEN)
    taken = room.put(
        me.id, epoch=given.epoch, client_seq=given.client_seq, kind=given.kind,
        payload=given.payload,
    )  # fmt: skip
    if taken is Taken.TOO_MANY:
        raise RateLimited(1)
    return taken


async def read_signals(
    database: Database, caller: Caller, session: str, *, epoch: str | None, after: int
) -> AsyncGenerator[Signal]:
    """The others' signals; ends within a second when she may no longer read them."""
    _, me = await _in_session(database, caller, session)
    room = rooms_of(database).room(session)

    async def judge() -> bool:
        try:
            await _in_session(database, caller, session)
        except Problem:
            return False
        return True

    async for signal in room.read(me.id, epoch=epoch, after=after, judge=judge):
        if signal.payload != HIDDEN:
            yield signal


async def _admitted(
    database: Database, caller: Caller, consultation_id: str
) -> tuple[Seen, Participant]:
    seen = await find(database, consultation_id, database.clock.now_ms())
    if seen is None:
        raise NotFound
    return seen, admitted(seen, caller)


async def _in_session(database: Database, caller: Caller, session: str) -> tuple[Seen, Participant]:
    """As `_admitted`, and the session is the call that is on now."""
    seen, me = await _admitted(database, caller, session.rpartition(".")[0])
    if session_of(seen.facts) != session:
        raise NotFound
    return seen, me


def _is_object(payload: Any) -> bool:
    return isinstance(payload, dict)


def _leaks(payload: Any) -> bool:
    found = cast("dict[str, Any]", payload).get("candidate")
    return isinstance(found, str) and shows_address(found)


def _sfu(seen: Seen, me: Participant, settings: Settings, *, now_s: int) -> Sfu | None:
    if len(seen.people) <= MOST_IN_A_MESH or not settings.livekit_url:
        return None
    from_settings = (settings.livekit_key, settings.livekit_secret)
    token = livekit_token(*from_settings, room=session_of(seen.facts), identity=me.id, now_s=now_s)
    return Sfu(url=settings.livekit_url, token=token)
