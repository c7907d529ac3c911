# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The door for alarm senders: kept, committed, then answered; a second message tells what became of it (S1-S8)."""

import asyncio
import logging
import ssl
from typing import Any, Final

import msgspec

from services.care.actions.alarms import (
    Received,
    Sender,
    note_replied,
    note_taken,
    owed_replies,
    receive_alarm,
)
from services.care.clients import sip
from services.care.clients.digest import DigestDoor, Verdict
from services.care.clients.scaip_document import MEDIA, is_alarm, read_alarm, write_answer
from services.care.clients.sip import SipMessage
from services.care.clients.sip_endpoint import Place, SipEndpoint, Source
from services.care.domain.devices import DeviceMessage
from services.care.domain.scaip import Alarm, Status
from services.care.settings import Settings
from services.care.store import devices as store
from services.kit.context import Resources
from services.kit.data import Database, StorageFull, StorageUnavailable

_log = logging.getLogger(__name__)

ALLOW: Final = ("Allow", "MESSAGE, OPTIONS")
ACCEPT: Final = ("Accept", MEDIA)
OK: Final = 200
FINAL: Final = range(200, 300)
POLL_SECONDS: Final = 0.5
AT_ONCE: Final = 6
"""So many alarms are stored side by side; the rest wait their turn instead of being refused."""


class ScaipReceiver:
    """One listener; several may share a database, and each message is still one alarm."""

    def __init__(self, database: Database, settings: Settings) -> None:
        """Nothing is opened before `start`; without a port nothing is opened at all."""
        self._database = database
        self._clock = database.clock
        self._settings = settings
        self._door = DigestDoor(
            settings.scaip_realm, settings.passwords, lambda: database.clock.now_ms() / 1000
        )
        place = Place(settings.scaip_host, settings.scaip_port, settings.scaip_tls_port)
        self.endpoint = SipEndpoint(self._answer, place, tls=_tls(settings))
        self._storing = asyncio.Semaphore(AT_ONCE)
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Listen, and answer what a process before us still owed."""
        await self.endpoint.start()
        self._spawn(self._replies())

    async def stop(self) -> None:
        """Stop listening; what is still owed is in the database."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.endpoint.stop()

    async def _answer(self, message: SipMessage, source: Source, transport: str) -> bytes:
        if message.method == "OPTIONS":
            return sip.response(message, OK, source, extra=(ALLOW, ACCEPT))
        if message.method != "MESSAGE":
            return sip.response(message, 405, source, extra=(ALLOW,))
        user = ""
        if not self._door.is_open:
            verdict, user = self._door.judge(message.get("authorization"), "MESSAGE")
            if verdict is not Verdict.GOOD:
                challenge = self._door.challenges(stale=verdict is Verdict.STALE)
                return sip.response(message, 401, source, extra=challenge)
        if len(message.body) > sip.LARGEST_BODY:
            return sip.response(message, 413, source)
        if not is_alarm(message.get("content-type"), message.body):
            return sip.response(message, 415, source, extra=(ACCEPT,))
        return await self._take(message, source, transport, user)

    async def _take(self, message: SipMessage, source: Source, transport: str, user: str) -> bytes:
        """Store, commit, and only then say OK; what cannot be stored is refused (S1)."""
        alarm = read_alarm(message.body)
        sender = Sender(
            source="scaip", user=user, from_user=sip.user_of(sip.address_of(message.get("from"))),
            route=_route(message, source, transport),
        )  # fmt: skip
        if self._settings.scaip_strict_identity and user and user != alarm.cid:
            return sip.response(message, 401, source, extra=self._door.challenges())
        try:
            async with self._storing:
                received = await self._database.transact(
                    lambda tx: receive_alarm(
                        tx, alarm, message.body, sender, unit=self._settings.scaip_unit
                    )
                )
        except (StorageUnavailable, StorageFull) as problem:
            _log.warning("an alarm was refused: %s", problem.code)
            return sip.response(message, 503, source, extra=(("Retry-After", "5"),))
        except Exception:  # noqa: BLE001 -- whatever it is, the sender must see the failure
            _log.exception("an alarm could not be stored; its sender is told to try elsewhere")
            return sip.response(message, 503, source, extra=(("Retry-After", "5"),))
        return await self._said(message, source, alarm, received)

    async def _said(
        self, message: SipMessage, source: Source, alarm: Alarm, received: Received
    ) -> bytes:
        """The OK, with the answer inside for devices that want it there."""
        form = received.profile.answer
        if form == "body_in_200":
            await self._database.transact(lambda tx: note_replied(tx, received.message))
        else:
            self._wake.set()
        if form == "message":
            return sip.response(message, OK, source)
        body = write_answer(alarm.ref, received.status, received.detail)
        return sip.response(message, OK, source, extra=(("Content-Type", MEDIA),), body=body)

    async def _replies(self) -> None:
        """Send every answer that is owed, until its sender has taken it."""
        while True:
            self._wake.clear()
            pause = POLL_SECONDS
            try:
                at = await self._database.one(store.next_owed)
                if at not in (None, -1) and at <= self._clock.now_ms():
                    for row in await self._database.transact(owed_replies):
                        self._spawn(self._reply(row))
                    pause = 0.0
            except (StorageUnavailable, StorageFull):
                pause = POLL_SECONDS
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _reply(self, row: DeviceMessage) -> None:
        """One answer in a message of its own, under the Call-ID of the alarm."""
        route = row.route
        told = msgspec.json.decode(row.reply or "{}", type=dict[str, str])
        body = write_answer(told.get("ref", "0"), Status(told.get("snu", "0")), told.get("ste", ""))
        branch = sip.new_branch()
        host = self._settings.scaip_host
        lines = (
            ("Via", f"SIP/2.0/{route['transport']} {host}:{self.endpoint.port};branch={branch};rport"),
            ("Max-Forwards", "70"),
            ("From", f"{route['to']};tag={row.id[-12:]}"),
            ("To", route["from"]),
            ("Call-ID", route["call_id"]),
            ("CSeq", f"{row.attempts + 1} MESSAGE"),
            ("Content-Type", MEDIA),
        )  # fmt: skip
        target = sip.address_of(route["from"]) or f"sip:{route['host']}:{route['port']}"
        status = await self.endpoint.send(
            sip.request("MESSAGE", target, lines, body), branch, route["transport"],
            (route["host"], int(route["port"])),
        )  # fmt: skip
        if status in FINAL:
            async with self._storing:
                await self._database.transact(lambda tx: note_taken(tx, row))

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class ScaipDoor:
    """The receiver as a companion of the service: open when a port is set."""

    def __init__(self, resources: Resources) -> None:
        """Read the settings."""
        settings = resources.settings
        self._receiver: ScaipReceiver | None = None
        if isinstance(settings, Settings) and (settings.scaip_port or settings.scaip_tls_port):
            self._receiver = ScaipReceiver(resources.database, settings)

    async def start(self) -> None:
        """Listen if a port is set."""
        if self._receiver is not None:
            await self._receiver.start()

    async def stop(self) -> None:
        """Stop listening."""
        if self._receiver is not None:
            await self._receiver.stop()


def _route(message: SipMessage, source: Source, transport: str) -> dict[str, str]:
    """How the answer finds back, kept with the alarm so that a restart knows it."""
    to = message.get("to").split(";tag=")[0]
    return {
        "transport": transport, "host": source[0], "port": str(source[1]),
        "from": message.get("from"), "to": to or f"<{message.uri}>", "call_id": message.get("call-id"),
    }  # fmt: skip


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if not settings.scaip_tls_port:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.scaip_tls_cert, settings.scaip_tls_key)
    return context
