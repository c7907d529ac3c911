# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the broker (MQTT 3.1.1): persistent session, QoS 1, acknowledged after the commit (iot I5)."""

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

import aiomqtt
import msgspec

from services.devices.actions.intake import Parcel, take_parcels
from services.devices.actions.running import Intake
from services.devices.domain.topics import FILTERS
from services.devices.settings import Settings
from services.kit.data import StorageFull, StorageUnavailable
from services.kit.errors import RateLimited, SettingsProblem

MOST_PARCELS = 100
"""Messages that are written together."""
AGAIN_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
KEEPALIVE_SECONDS = 30


class Address(msgspec.Struct, frozen=True):
    """Where the broker is and who we are to it."""

    host: str
    port: int
    user: str | None
    secret: str | None
    is_safe: bool


def read_address(url: str) -> Address:
    """An address such as mqtts://name:secret@host:8883. Raises SettingsProblem."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname or port == 0:
        raise SettingsProblem(
            "TORGET_DEVICES_BROKER must look like mqtt://host:1883 or mqtts://name:secret@host"
        )
    safe = parts.scheme == "mqtts"
    return Address(
        host=parts.hostname,
        port=port or (8883 if safe else 1883),
        user=unquote(parts.username) if parts.username else None,
        secret=unquote(parts.password) if parts.password else None,
        is_safe=safe,
    )


class BrokerReader:
    """Takes what the broker has; a message is acknowledged only when it is on the disk."""

    def __init__(self, settings: Settings, intake: Intake) -> None:
        """Raises SettingsProblem for an address that cannot be read."""
        self._address = read_address(settings.broker)
        self._client_id = settings.client_id
        self._intake = intake
        self._task: asyncio.Task[None] | None = None
        self.acknowledged = 0
        self.subscribed = asyncio.Event()
        """Set once the broker keeps messages for us."""

    async def start(self) -> None:
        """Connect, and again whenever the connection is lost."""
        self._task = asyncio.create_task(self._run(), name="devices-broker")

    async def stop(self) -> None:
        """End; what was not acknowledged comes again."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        pause = AGAIN_SECONDS
        while True:
            try:
                async with self._connect() as client:
                    pause = AGAIN_SECONDS
                    await self._read(client)
            except (aiomqtt.MqttError, OSError):
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _connect(self) -> aiomqtt.Client:
        address = self._address
        client = aiomqtt.Client(
            address.host,
            address.port,
            username=address.user,
            password=address.secret,
            identifier=self._client_id,
            clean_session=False,
            protocol=aiomqtt.ProtocolVersion.V311,
            keepalive=KEEPALIVE_SECONDS,
            tls_params=aiomqtt.TLSParameters() if address.is_safe else None,
        )
        _wire(client).manual_ack_set(True)
        return client

    async def _read(self, client: aiomqtt.Client) -> None:
        for topic in FILTERS:
            await client.subscribe(topic, qos=1)
        self.subscribed.set()
        arrived = client.messages
        while True:
            messages = [await anext(arrived)]
            while len(messages) < MOST_PARCELS and len(arrived):
                messages.append(await anext(arrived))
            await self._take(messages)
            wire = _wire(client)
            for message in messages:
                if message.qos:
                    wire.ack(message.mid, message.qos)
            self.acknowledged += len(messages)

    async def _take(self, messages: list[aiomqtt.Message]) -> None:
        """Store messages, however long the storage is away; meanwhile the broker keeps the rest."""
        parcels = [Parcel(str(one.topic), _payload(one)) for one in messages]
        while True:
            try:
                await take_parcels(self._intake, parcels)
            except (StorageUnavailable, StorageFull, RateLimited):
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return


def _payload(message: aiomqtt.Message) -> bytes:
    payload = message.payload
    return bytes(payload) if isinstance(payload, bytes | bytearray) else str(payload).encode()


def _wire(client: aiomqtt.Client) -> Any:
    """The client below, which alone can acknowledge by hand."""
    return client._client  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
