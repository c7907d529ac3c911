# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Devices: entity updates a second by HTTP and MQTT batches, durable; subscriptions matched per update."""

import asyncio
import gc
import random
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import aiomqtt
import msgspec

from services.devices.actions.running import Intake
from services.devices.clients.broker import BrokerReader
from services.devices.domain.entities import Entity
from services.devices.domain.matching import Watchers
from services.devices.domain.merging import Merged, Outcome
from services.devices.domain.reading import read_entity
from services.devices.domain.subscriptions import Selector, Subscription
from services.devices.domain.writing import iso
from services.devices.policy import rules
from services.devices.settings import Settings
from services.kit import policy
from services.kit.bus.null import NullBus
from services.kit.clock import SystemClock
from services.kit.data import Database, migrate
from services.kit.running import open_service
from services.kit.testing.redis import free_port
from services.kit.web_door import rest_doors
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.front.head import RequestHead
from services.kit.wire.server import Served, run
from tests.benchmarks.measuring import cpu_seconds, wait_until
from tests.services.devices.mosquitto import Mosquitto

THINGS, BATCH, ROUNDS, SENDERS = 20_000, 1_000, 5, 8
MQTT_BATCH = 50
SUBSCRIPTIONS = 5_000
UPSERT = "/devices/ngsi-ld/v1/entityOperations/upsert?options=update"
GATEWAY = Caller(kind=CallerKind.SERVICE, sub="bench")


def main() -> None:
    """Print the figures."""
    _matching()
    with tempfile.TemporaryDirectory() as folder:
        _http(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_mqtt(Path(folder)))


def reports(round_: int, first: int, count: int, chance: random.Random) -> bytes:
    """A batch as a gateway sends it: the newest status of some bays."""
    now = iso(1_767_225_600_000 + 60_000 * round_)
    return msgspec.json.encode(
        [
            {
                "id": f"urn:ngsi-ld:ParkingSpot:{number}",
                "type": "ParkingSpot",
                "status": {
                    "type": "Property",
                    "value": chance.choice(("free", "occupied")),
                    "observedAt": now,
                },
            }
            for number in range(first, first + count)
        ]
    )


def _http(folder: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.devices", "serve", str(port), str(folder)]
    )
    try:
        wait_until(lambda: _is_up(port), seconds=30)
        chance = random.Random(1)
        for round_ in range(ROUNDS):
            bodies = [reports(round_, start, BATCH, chance) for start in range(0, THINGS, BATCH)]
            busy, begun = cpu_seconds(server.pid), time.perf_counter()
            _send(port, bodies)
            took, busy = time.perf_counter() - begun, cpu_seconds(server.pid) - busy
            print(f"HTTP, batches of {BATCH:,}, round {round_ + 1}: {THINGS / took:,.0f} entity updates a second "
                  f"(bar 50,000), {1e6 * busy / THINGS:.1f} µs of processor each = "
                  f"{THINGS / busy:,.0f} a second of processor")  # fmt: skip
    finally:
        server.terminate()
        server.wait(20)


def _send(port: int, bodies: list[bytes]) -> None:
    """Send bodies over a few connections side by side; each is on the disk when it is answered."""
    waiting = list(reversed(bodies))

    def work() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            try:
                body = waiting.pop()
            except IndexError:
                connection.close()
                return
            connection.request("POST", UPSERT, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (201, 204):
                raise AssertionError(f"answered {answer.status}")

    threads = [threading.Thread(target=work) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _is_up(port: int) -> bool:
    with suppress(OSError):
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", "/devices/ngsi-ld/v1/types")
        return connection.getresponse().status == 200
    return False


async def _mqtt(folder: Path) -> None:
    policy.register(rules)
    broker = Mosquitto(folder / "broker", careful=False)
    broker.start()
    database = Database.open(f"sqlite:///{folder}/data", service="devices")
    await database.start()
    await migrate(database, "services.devices")
    reader = BrokerReader(Settings(broker=broker.url), Intake(database))
    await reader.start()
    gc.collect()
    gc.freeze()  # as a serving process does
    try:
        await reader.subscribed.wait()
        chance = random.Random(2)
        for round_ in range(ROUNDS):
            bodies = [
                reports(round_, start, MQTT_BATCH, chance) for start in range(0, THINGS, MQTT_BATCH)
            ]
            sender = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.benchmarks.devices", "publish", str(broker.port),
                stdin=subprocess.PIPE,
            )  # fmt: skip
            assert sender.stdin is not None
            wanted = reader.acknowledged + len(bodies)
            already = reader.acknowledged
            sender.stdin.write(msgspec.json.encode([body.decode() for body in bodies]))
            sender.stdin.close()
            while reader.acknowledged == already:
                await asyncio.sleep(0.001)
            first, begun = reader.acknowledged - already, time.perf_counter()
            busy = time.process_time()
            while reader.acknowledged < wanted:
                await asyncio.sleep(0.01)
            took, busy = time.perf_counter() - begun, time.process_time() - busy
            await sender.wait()
            count = THINGS - first * MQTT_BATCH
            print(f"MQTT, QoS 1, batches of {MQTT_BATCH}, round {round_ + 1}: {count / took:,.0f} entity updates a second "
                  f"(bar 15,000), {1e6 * busy / count:.1f} µs of processor each")  # fmt: skip
    finally:
        await reader.stop()
        await database.stop()
        broker.stop()


async def publish(port: int) -> None:
    """Publish bodies from the standard input, many under way at once."""
    bodies = msgspec.json.decode(sys.stdin.buffer.read(), type=list[str])
    async with aiomqtt.Client("127.0.0.1", port, identifier="bench") as client:
        client.pending_calls_threshold = 1_000
        await asyncio.gather(
            *(client.publish("city/parking/ParkingSpot/batch", body, qos=1) for body in bodies)
        )


def _matching() -> None:
    chance = random.Random(3)
    wishes = [
        Subscription(
            id=f"urn:s:{number}", uri="https://example.org/x", selectors=(Selector("ParkingSpot"),),
            watched=("status",), q='status=="free"',
            geo={"georel": "near;maxDistance==150", "geometry": "Point",
                 "coordinates": [18.0 + chance.random() * 0.2, 59.25 + chance.random() * 0.15]},
        )
        for number in range(SUBSCRIPTIONS)
    ]  # fmt: skip
    watchers = Watchers((one, False) for one in wishes)
    plain = [(one, *one.conditions()) for one in wishes]
    changes: list[Merged] = []
    for number in range(2_000):
        place = {
            "type": "Point",
            "coordinates": [18.0 + chance.random() * 0.2, 59.25 + chance.random() * 0.15],
        }
        sent = read_entity(
            {"id": f"urn:x:{number}", "type": "ParkingSpot", "status": "free", "location": place}, 0
        )
        entity = Entity(sent.id, sent.type, sent.attributes, 0, 0)
        changes.append(Merged(entity, Outcome.CHANGED, ("status",)))
    begun = time.process_time()
    for change in changes:
        watchers.match(change)
    indexed = (time.process_time() - begun) / len(changes)
    begun = time.process_time()
    for change in changes[:20]:
        held = change.entity.attributes
        _ = [
            one.id
            for one, query, area in plain
            if query and area and query.test(held) and area.holds(held)
        ]
    looped = (time.process_time() - begun) / 20
    print(
        f"{SUBSCRIPTIONS:,} subscriptions: {1e6 * indexed:.1f} µs an update, {looped / indexed:.0f}x a loop"
    )


async def _open(folder: str) -> Served:
    from services.devices import service

    clock = SystemClock()
    running = await open_service(
        service, database_url=f"sqlite:///{folder}", bus=NullBus(), clock=clock
    )

    async def admit(_: RequestHead) -> Caller:
        return GATEWAY

    await running.start()
    app = rest_doors([running], admit, clock)
    gc.collect()
    gc.freeze()
    return Served(app=app, stop=running.stop)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", port, folder]:
            run(lambda: _open(folder), host="127.0.0.1", port=int(port))
        case ["publish", port]:
            asyncio.run(publish(int(port)))
        case _:
            main()
