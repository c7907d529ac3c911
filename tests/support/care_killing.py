# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Kill the escalation engine and the alarm receiver again and again; compare with what was promised."""

import asyncio
import json
import random
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from services.care.actions.alerts import RaiseAlert, raise_alert
from services.care.actions.handling import acknowledge
from services.care.domain.alerts import Event, fold
from services.care.domain.ladder import Channel, Ladder, Level, Target, TargetKind
from services.care.domain.people import Endpoint
from services.care.domain.triage import Source
from services.care.store import alerts as alert_store
from services.care.store import devices as device_store
from services.care.store import notices as notice_store
from services.care.store import people as people_store
from services.care.store import policies as policy_store
from services.kit.data import Database, Tx, define, func, select
from tests.services.care.people import ELIN, UNIT
from tests.support.care_victim import CareVictim, open_care

ALERTS = define(select(alert_store.alert.c.body, alert_store.alert.c.note), alert_store.Held)
NOTICES = define(select(notice_store.notice), notice_store.Notice)
REFS = define(
    select(device_store.message.c.ref).where(device_store.message.c.alert.is_not(None)), str
)
MESSAGES = define(select(func.count()).select_from(device_store.message), int)
LEVELS = 3


class Tally(msgspec.Struct):
    """What a run came to."""

    alerts: int = 0
    acknowledged: int = 0
    sent: int = 0
    duplicates: int = 0
    kills: int = 0


async def _ladder(tx: Tx) -> None:
    levels = tuple(
        Level(
            delay_s=delay,
            targets=(Target(TargetKind.USER, f"person-{number}"),),
            channels=(Channel.SMS,),
        )
        for number, delay in enumerate((0, 1, 1))
    )
    ladder = Ladder(policy="chaos", version=1, unit=UNIT, levels=levels, final_repeat_s=600)
    if await tx.one(policy_store.newest_policy, id="chaos") is None:
        row = policy_store.PolicyRow("chaos", 1, UNIT, "chaos", ladder, tx.now, "test")
        await tx.run(policy_store.add_policy, **msgspec.structs.asdict(row))
        for number in range(LEVELS):
            await tx.run(people_store.add_endpoint, **msgspec.structs.asdict(Endpoint(
                id=f"way-{number}", person=f"person-{number}", channel=Channel.SMS, address={"to": f"+4670174060{number}"},
                lang="sv", added_at=tx.now, removed_at=None,
            )))  # fmt: skip


async def kill_engines(
    url: str, folder: Path, *, kills: int, alerts_per_kill: int, chance: random.Random
) -> Tally:
    """Raise ladders, acknowledge some, kill the engine; at the end nothing is lost and nothing sent after an ack."""
    tally = Tally(kills=kills)
    acked: dict[str, int] = {}
    database = await open_care(url)
    await database.transact(_ladder)
    for number in range(kills):
        victim = CareVictim("engine", url, str(folder))
        raised = [
            await database.transact(lambda tx, name=f"c{number}-{each}": raise_alert(tx, RaiseAlert(
                unit=UNIT, source=Source.STAFF, priority=1, dedup_key=name, policy="chaos")))
            for each in range(alerts_per_kill)
        ]  # fmt: skip
        await asyncio.sleep(chance.uniform(0.05, 1.2))
        for one in raised[::3]:
            await database.transact(lambda tx, key=one.alert.id: acknowledge(tx, ELIN, key))
            acked[one.alert.id] = database.clock.now_ms()
        await asyncio.sleep(chance.uniform(0.0, 0.6))
        victim.kill()
        tally.alerts += len(raised)
    last = CareVictim("engine", url, str(folder))
    try:
        await _until_all_are_told(database, set(acked))
    finally:
        last.kill()
    tally.acknowledged = len(acked)
    await _judge(database, folder, acked, tally)
    await database.stop()
    return tally


async def _until_all_are_told(database: Database, acked: set[str]) -> None:
    async with asyncio.timeout(60):
        while True:
            held = await database.many(ALERTS)
            waiting = [n for n in await database.many(NOTICES) if n.done_at is None]
            if not waiting and all(
                one.body.level == LEVELS or one.body.id in acked for one in held
            ):
                return
            await asyncio.sleep(0.1)


async def _judge(database: Database, folder: Path, acked: dict[str, int], tally: Tally) -> None:
    lines = [json.loads(line) for line in (folder / "outgoing-sms.jsonl").read_text().splitlines()]
    counts = Counter(line["id"] for line in lines)
    notices = await database.many(NOTICES)
    tally.sent, tally.duplicates = len(counts), len(lines) - len(counts)
    assert len({n.dedup_key for n in notices}) == len(notices)
    for held in await database.many(ALERTS):
        alert = held.body
        events: list[Event] = await database.many(alert_store.events_of, alerts=[alert.id])
        assert [e.seq for e in events] == list(range(1, len(events) + 1)), "I5"
        assert fold(events) == alert
        assert alert.next_action_at is not None, "I2"
        mine = [n for n in notices if n.alert == alert.id]
        if alert.id in acked:
            assert all(n.created_at <= acked[alert.id] for n in mine), (
                "I6: created after the acknowledgement"
            )
            continue
        for level in range(1, LEVELS + 1):
            told = [n for n in mine if n.level == level and n.id in counts]
            assert told, f"I4: level {level} of {alert.id} was never told"


async def kill_receivers(
    url: str, *, kills: int, alarms_per_kill: int, chance: random.Random
) -> int:
    """Send alarms while the receiver is killed; how many were acknowledged. Each must be there, once."""
    database = await open_care(url)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sender = _Sender(port)
    await sender.open()
    owed: list[str] = []
    acknowledged: set[str] = set()
    for number in range(kills + 1):
        victim = CareVictim("receiver", url, str(port))
        owed += [f"K{number:02}N{each:04}" for each in range(alarms_per_kill)]
        is_last = number == kills
        stop_after = 60.0 if is_last else chance.uniform(0.02, 0.4)
        acknowledged |= await sender.send(owed, seconds=stop_after)
        owed = [ref for ref in owed if ref not in acknowledged]
        victim.kill()
        kept = set(await database.many(REFS))
        assert acknowledged <= kept, f"{len(acknowledged - kept)} acknowledged alarms are gone"
    assert not owed
    alerts = await database.many(ALERTS)
    assert len(alerts) == len({one.body.about["ref"] for one in alerts}), "one alarm, one alert"
    await database.stop()
    sender.close()
    return len(acknowledged)


class _Sender(asyncio.DatagramProtocol):
    """A device that repeats every alarm until it hears OK."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._heard: set[str] = set()
        self._tries: Counter[str] = Counter()

    async def open(self) -> None:
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )

    def close(self) -> None:
        self._transport.close()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        text = data.decode()
        if text.startswith("SIP/2.0 200"):
            self._heard.add(text.split("Call-ID: ")[1].split("\r\n")[0])
        elif text.startswith("SIP/2.0 503"):
            self._tries[text.split("Call-ID: ")[1].split("\r\n")[0]] += 1
        elif text.startswith("MESSAGE"):
            copied = [
                line
                for line in text.split("\r\n")
                if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")
            ]
            self._transport.sendto(
                "\r\n".join(["SIP/2.0 200 OK", *copied, "Content-Length: 0", "", ""]).encode(), addr
            )

    def error_received(self, exc: Exception) -> None:
        """Nobody listens while the receiver is dead."""

    async def send(self, refs: list[str], *, seconds: float) -> set[str]:
        """Send and repeat for so long, or until all are heard of; those that were."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            left = [ref for ref in refs if ref not in self._heard]
            if not left:
                break
            for ref in left[:40]:
                body = f"<mrq><ref>{ref}</ref><cid>7{ref[1:3]}</cid><dty>0003</dty><stc>0010</stc></mrq>"
                self._transport.sendto((
                    f"MESSAGE sip:larm@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK{ref}{self._tries[ref]};rport\r\n"
                    f"From: <sip:7@127.0.0.1>;tag=a\r\nTo: <sip:larm@127.0.0.1>\r\nCall-ID: {ref}\r\nCSeq: 1 MESSAGE\r\n"
                    f"Content-Type: application/scaip+xml\r\nContent-Length: {len(body)}\r\n\r\n{body}"
                ).encode(), ("127.0.0.1", self._port))  # fmt: skip
            await asyncio.sleep(0.1)
        return {ref for ref in refs if ref in self._heard}
