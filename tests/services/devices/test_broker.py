# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A real broker: batches, states and uplinks come in, bad ones are counted, kills lose nothing (iot I5)."""

import asyncio
import base64
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiomqtt
import msgspec
import pytest

from services.devices.actions.entities import read_one
from services.devices.actions.running import Intake
from services.devices.actions.uplinks import read_again, register_device
from services.devices.clients.broker import BrokerReader, read_address
from services.devices.domain.topics import Kind, read_topic, state_topic
from services.devices.domain.uplinks import Device
from services.devices.policy import rules
from services.devices.settings import Settings
from services.devices.store import entities as store_of
from services.kit import policy
from services.kit.data import Database, migrate
from services.kit.errors import SettingsProblem
from tests.services.devices.conftest import GATEWAY
from tests.services.devices.facts import spot
from tests.services.devices.mosquitto import Mosquitto

pytestmark = pytest.mark.anyio
BATCH = "city/parking/ParkingSpot/batch"
READINGS, A_BATCH = 400, 10


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    running = Mosquitto(tmp_path / "broker")
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def base(tmp_path: Path) -> AsyncIterator[Database]:
    policy.register(rules)
    database = Database.open(f"sqlite:///{tmp_path}/data", service="devices")
    await database.start()
    await migrate(database, "services.devices")
    yield database
    await database.stop()


async def until(check: Callable[[], Any], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await check():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def publishing(broker: Mosquitto) -> AsyncIterator[aiomqtt.Client]:
    async with aiomqtt.Client("127.0.0.1", broker.port, identifier="test-sender") as client:
        yield client


async def test_everything_the_broker_brings_is_taken_or_counted(
    broker: Mosquitto, base: Database
) -> None:
    await base.transact(
        lambda tx: register_device(
            tx, GATEWAY,
            Device(id="bay-9", model="moko-lw009", entity="urn:ngsi-ld:ParkingSpot:l9", type="ParkingSpot"),
        )
    )  # fmt: skip
    uplink = {
        "end_device_ids": {"device_id": "bay-9"},
        "received_at": "2026-01-01T00:00:00Z",
        "uplink_message": {
            "f_port": 1,
            "f_cnt": 3,
            "frm_payload": base64.b64encode(b"\x0c").decode(),
        },
    }
    reader = BrokerReader(Settings(broker=broker.url), Intake(base))
    await reader.start()
    async with asyncio.timeout(30):
        await reader.subscribed.wait()
    sent: list[tuple[str, Any]] = [
        (BATCH, [spot(1), spot(2) | {"id": 5}, spot(3)]),
        (state_topic("parking", "ParkingSpot", "t4"), spot(4)),
        (state_topic("parking", "ParkingSpot", "t5"), spot(6)),
        ("v3/torget/devices/bay-9/up", uplink),
        ("v3/torget/devices/nobody/up", uplink | {"end_device_ids": {"device_id": "nobody"}}),
        (BATCH, {"no": "array"}),
    ]
    try:
        async with publishing(broker) as client:
            for topic, payload in sent:
                await client.publish(topic, msgspec.json.encode(payload), qos=1)
            await client.publish(BATCH, b"\xff\xfe", qos=1)

            async def all_acknowledged() -> bool:
                return reader.acknowledged == len(sent) + 1

            await until(all_acknowledged)
    finally:
        await reader.stop()
    for name in ("t1", "t3", "t4"):
        assert await read_one(base, f"urn:ngsi-ld:ParkingSpot:{name}") is not None
    taken = await read_one(base, "urn:ngsi-ld:ParkingSpot:l9")
    assert taken is not None
    assert (taken.attributes["status"].value, taken.attributes["status"].sequence) == (
        "occupied",
        3,
    )
    refused = {(one.reason, one.count) for one in await base.many(store_of.refusals, most=20)}
    assert refused == {
        ("bad_id", 1), ("wrong_topic", 1), ("unknown_device", 1), ("not_an_array", 1), ("not_json", 1)
    }  # fmt: skip
    again = await read_again(base, 0)
    assert [one["id"] for one in again] == [
        "urn:ngsi-ld:ParkingSpot:l9",
        "urn:ngsi-ld:Device:bay-9",
    ]


def start_reader(broker: Mosquitto, folder: Path) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.services.devices.victim", broker.url, str(folder)],
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"reading\n"
    return child


def kill(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(signal.SIGKILL)
    child.wait(20)
    assert child.stdout is not None
    child.stdout.close()


async def test_kill_9_of_broker_and_reader_loses_no_reading(
    broker: Mosquitto, base: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "data"

    async def send(numbers: range) -> None:
        """Until the broker has acknowledged each batch, as a gateway does."""
        for start in numbers:
            body = msgspec.json.encode([spot(n) for n in range(start, start + A_BATCH)])
            async with asyncio.timeout(30):
                while True:
                    try:
                        async with publishing(broker) as client:
                            await client.publish(BATCH, body, qos=1)
                            break
                    except aiomqtt.MqttError:
                        await asyncio.sleep(0.05)

    async def has(number: int) -> bool:
        return await read_one(base, spot(number)["id"]) is not None

    async with publishing(broker) as client:
        await client.publish(
            state_topic("parking", "ParkingSpot", "t9999"),
            msgspec.json.encode(spot(9999)),
            qos=1,
            retain=True,
        )
    reader = start_reader(broker, folder)
    await until(lambda: has(9999))
    third = READINGS // 3 // A_BATCH * A_BATCH
    sending = asyncio.create_task(send(range(0, third, A_BATCH)))
    await until(lambda: has(third // 2 // A_BATCH * A_BATCH))
    kill(reader)
    await sending
    await send(range(third, 2 * third, A_BATCH))
    acknowledged = time.time()
    await send(range(8000, 8000 + A_BATCH, A_BATCH))  # makes the broker write its file once more

    async def written() -> bool:
        return broker.has_written_since(acknowledged)

    await until(written)
    broker.kill()
    reader = start_reader(broker, folder)
    broker.start()
    sending = asyncio.create_task(send(range(2 * third, READINGS, A_BATCH)))
    await until(lambda: has(third))
    kill(reader)
    await sending
    reader = start_reader(broker, folder)
    try:
        for number in range(READINGS):
            await until(lambda n=number: has(n))
    finally:
        kill(reader)


@pytest.mark.parametrize("url", ["http://host", "mqtt://", "mqtt://host:99999", "host:1883"])
def test_an_address_that_is_none_is_one_clear_line(url: str) -> None:
    with pytest.raises(SettingsProblem):
        read_address(url)


def test_topics_and_ids_that_could_be_wildcards() -> None:
    assert read_topic("city/parking/ParkingSpot/batch").kind is Kind.BATCH  # type: ignore[union-attr]
    for wrong in (
        "city/parking/ParkingSpot",
        "city/+/x/batch",
        "other/a/b/batch",
        "city//x/batch",
        "city/a\x00/x/batch",
    ):
        assert read_topic(wrong) is None
    for part in ("a+b", "a/b", "#", "", "a\nb"):
        with pytest.raises(ValueError, match="topic"):
            state_topic("parking", "ParkingSpot", part)
