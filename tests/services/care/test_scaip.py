# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alarms over SIP: SIPp as the sender over UDP, TCP and Digest; kept before OK, once, answered (care S1-S8)."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import pytest

from services.care.actions import alarms
from services.care.actions.administering import RegisterDevice, register_device
from services.care.clients.receiver import ScaipReceiver
from services.care.clients.scaip_document import read_alarm
from services.care.domain.alerts import Alert, Happening
from services.care.domain.devices import DeviceMessage, Profile
from services.care.settings import Settings
from services.care.store import alerts as alert_store
from services.care.store import devices as store
from services.kit.data import Database, define, select
from tests.services.care.conftest import World
from tests.services.care.people import BOSS, UNIT

pytestmark = pytest.mark.anyio
SCENARIOS = Path(__file__).parent / "sipp"
ALL_MESSAGES = define(
    select(store.message).order_by(store.message.c.received_at, store.message.c.id), DeviceMessage
)


@pytest.fixture
async def receiver(care: World) -> AsyncIterator[ScaipReceiver]:
    async with listening(care.database) as one:
        yield one


class listening:  # noqa: N801 -- reads as a word of the test
    """A receiver that listens while the block runs."""

    def __init__(self, database: Database, **settings: Any) -> None:
        self.receiver = ScaipReceiver(database, Settings(**settings))

    async def __aenter__(self) -> ScaipReceiver:
        await self.receiver.start()
        return self.receiver

    async def __aexit__(self, *_: object) -> None:
        await self.receiver.stop()


async def sipp(
    port: int,
    folder: Path,
    *,
    mode: str,
    calls: int,
    scenario: str = "alarm.xml",
    one_cid: bool = False,
) -> str:
    rows = [f"{7000001 if one_cid else 7000001 + number};{number:08X}" for number in range(calls)]
    cids = folder / f"cids-{mode}.csv"
    cids.write_text("SEQUENTIAL\n" + "\n".join(rows) + "\n")
    process = await asyncio.create_subprocess_exec(
        "sipp", f"127.0.0.1:{port}", "-sf", str(SCENARIOS / scenario), "-inf", str(cids), "-m", str(calls),
        "-r", "100", "-t", mode, "-i", "127.0.0.1", "-p", "0", "-nostdin", "-timeout", "30",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()[-3000:]
    return out.decode()


async def messages(care: World) -> list[DeviceMessage]:
    return await care.database.many(ALL_MESSAGES)


async def answered(care: World, count: int) -> list[DeviceMessage]:
    async with asyncio.timeout(20):
        while True:
            found = await messages(care)
            if sum(one.replied_at is not None for one in found) >= count:
                return found
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("mode", ["u1", "t1"])
async def test_sipp_sends_and_is_answered(
    care: World, receiver: ScaipReceiver, tmp_path: Path, mode: str
) -> None:
    await sipp(receiver.endpoint.port, tmp_path, mode=mode, calls=30)
    found = await answered(care, 30)
    assert len(found) == len({one.cid for one in found}) == 30
    assert {one.alert for one in found} == {alert.id for alert in await care.alerts()}
    await care.check()


async def test_sipp_signs_in_by_digest(care: World, tmp_path: Path) -> None:
    async with listening(care.database, scaip_users=("7000001:hemligt",)) as receiver:
        await sipp(
            receiver.endpoint.port,
            tmp_path,
            mode="u1",
            calls=5,
            scenario="digest.xml",
            one_cid=True,
        )
        assert len(await answered(care, 5)) == 5


class Sender:
    """A device that speaks SIP over UDP by hand."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self.answers: asyncio.Queue[bytes] = asyncio.Queue()
        self._count = 0

    async def __aenter__(self) -> Self:
        outer = self

        class Protocol(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, addr: Any) -> None:
                (outer.answers if data.startswith(b"MESSAGE") else outer.inbox).put_nowait(data)

        self.transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            Protocol, remote_addr=("127.0.0.1", self.port)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self.transport.close()

    def request(
        self,
        body: str,
        *,
        method: str = "MESSAGE",
        media: str = "application/scaip+xml",
        compact: bool = False,
        branch: str = "",
    ) -> bytes:
        self._count += 1
        names = (
            ("v", "f", "t", "i", "c", "l")
            if compact
            else ("Via", "From", "To", "Call-ID", "Content-Type", "Content-Length")
        )
        via, sender, to, call, kind, length = names
        mark = branch or f"z9hG4bK{self._count}"
        return (
            f"{method} sip:larm@127.0.0.1 SIP/2.0\r\n{via}: SIP/2.0/UDP 127.0.0.1:9;branch={mark};rport\r\n"
            f"{sender}: <sip:7000001@127.0.0.1>;tag=a\r\n{to}: <sip:larm@127.0.0.1>\r\n{call}: call-{self._count}\r\n"
            f"CSeq: 1 {method}\r\n{kind}: {media}\r\n{length}: {len(body.encode())}\r\n\r\n{body}"
        ).encode()

    async def say(self, body: str, **more: Any) -> str:
        self.transport.sendto(self.request(body, **more))
        return await self.hear()

    async def hear(self) -> str:
        async with asyncio.timeout(10):
            return (await self.inbox.get()).decode()

    async def answer(self) -> str:
        """What became of an alarm, in a message of its own."""
        async with asyncio.timeout(10):
            return (await self.answers.get()).decode()

    async def ok(self, message: str) -> None:
        """Take an answer, as a device must."""
        copied = [
            line
            for line in message.split("\r\n")
            if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")
        ]
        self.transport.sendto(
            "\r\n".join(["SIP/2.0 200 OK", *copied, "Content-Length: 0", "", ""]).encode()
        )


ALARM = (
    "<mrq><ref>0A1B2C3D</ref><cid> 7000001</cid><dty>3</dty><stc>010</stc><crd>gsm:+</crd></mrq>"
)


async def alert_of(care: World) -> Alert:
    (alert,) = await care.alerts()
    return alert


async def device(care: World, **more: Any) -> None:
    await care.resident()
    await care.do(
        register_device,
        BOSS,
        RegisterDevice(unit=UNIT, cid="7000001", resident="demo-elder", **more),
    )


async def test_the_golden_alarm(care: World, receiver: ScaipReceiver) -> None:
    await device(care)
    async with Sender(receiver.endpoint.port) as sender:
        said = await sender.say(ALARM)
        assert said.startswith("SIP/2.0 200 OK")
        assert "Contact" not in said
        assert said.endswith("\r\n\r\n")
        assert ";received=127.0.0.1" in said
        answer = await sender.answer()
        assert answer.endswith("<mrs><ref>0A1B2C3D</ref><snu>0</snu></mrs>")
        await sender.ok(answer)
    (kept,) = await answered(care, 1)
    assert (kept.cid, kept.raw) == ("7000001", ALARM.encode())
    alert = await alert_of(care)
    assert (alert.priority, alert.resident) == (1, "demo-elder")
    assert alert.about["callback"] == []


async def test_a_repeat_is_answered_again_and_raises_nothing(
    care: World, receiver: ScaipReceiver
) -> None:
    # care S2
    async with Sender(receiver.endpoint.port) as sender:
        for _ in range(3):
            assert (await sender.say(ALARM)).startswith("SIP/2.0 200")
            answer = await sender.answer()
            assert "<snu>0</snu>" in answer
            await sender.ok(answer)
        assert len(await care.alerts()) == 1
        same = sender.request(ALARM, branch="z9hG4bKsame")
        sender.transport.sendto(same)
        first = await sender.hear()
        sender.transport.sendto(same)
        assert await sender.hear() == first
    assert len(await messages(care)) == 1


async def test_a_repeat_that_overtakes_the_thanks_for_the_first_answer_is_answered(
    care: World,
) -> None:  # care S2
    alarm, raw = read_alarm(ALARM.encode()), ALARM.encode()
    sender = alarms.Sender(source="scaip", user="7000001", route={"call_id": "c"})

    async def hear() -> None:
        await care.database.transact(
            lambda tx: alarms.receive_alarm(tx, alarm, raw, sender, unit="night")
        )

    async def owed() -> list[DeviceMessage]:
        return await care.database.transact(alarms.owed_replies)

    await hear()
    (first,) = await owed()
    await hear()
    await care.database.transact(lambda tx: alarms.note_taken(tx, first))
    (second,) = await owed()
    await care.database.transact(lambda tx: alarms.note_taken(tx, second))
    care.clock.advance(3_600)
    assert await owed() == []


async def test_a_further_part_joins_its_alert(care: World, receiver: ScaipReceiver) -> None:
    async with Sender(receiver.endpoint.port) as sender:
        await sender.say(ALARM)
        more = ALARM.replace(
            "<crd>gsm:+</crd>", "<lco>034</lco><lge><geo>59.3,18.0</geo></lge><ame>1</ame>"
        )
        await sender.say(more)
        kinds = [
            e.type
            for e in await care.database.many(
                alert_store.events_of, alerts=[(await alert_of(care)).id]
            )
        ]
        assert kinds == [Happening.RAISED, Happening.INFORMATION]


async def test_tests_pings_and_withdrawals_close_nothing(
    care: World, receiver: ScaipReceiver
) -> None:
    # care S6
    await device(care)
    async with Sender(receiver.endpoint.port) as sender:
        for body in (
            ALARM.replace("010", "0102").replace("0A1B2C3D", "T1"),
            "<mrq><ref>P1</ref><cid>7000001</cid><dty>0002</dty><mty>PI</mty></mrq>",
        ):
            assert (await sender.say(body)).startswith("SIP/2.0 200")
        assert await care.alerts() == []
        await sender.say(ALARM)
        await sender.say(
            "<mrq><ref>0A1B2C3D</ref><cid>7000001</cid><dty>0003</dty><mty>RE</mty></mrq>"
        )
        alert = await alert_of(care)
        assert alert.is_open
        known = await care.database.one(store.device_by_cid, cid="7000001")
        assert known.last_test is not None


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("<mrq><ref>A1</ref><cid>7000001</cid></mrq>", "<mrs><ref>A1</ref><snu>7</snu><ste>dty</ste></mrs>"),
        ("<mrq><cid>7000001</cid><dty>0003</dty></mrq>", "<mrs><ref>0</ref><snu>7</snu><ste>ref</ste></mrs>"),
        ("<mrq><ref>A2</ref><cid>7000001</cid><dty>0003", "<mrs><ref>A2</ref><snu>2</snu></mrs>"),
        ('<!DOCTYPE mrq [<!ENTITY x "y">]><mrq><ref>A3</ref><cid>7000001</cid></mrq>', "<mrs><ref>A3</ref><snu>2</snu></mrs>"),
        ("<mrq><ref>A4</ref><cid>7000001</cid><dty>0130</dty><stc>9999</stc></mrq>", "<mrs><ref>A4</ref><snu>0</snu></mrs>"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_kept_told_and_alarms_all_the_same(
    care: World, receiver: ScaipReceiver, body: str, answer: str
) -> None:
    # care S4, S5, S3
    async with Sender(receiver.endpoint.port) as sender:
        assert (await sender.say(body)).startswith("SIP/2.0 200")
        assert (await sender.answer()).endswith(answer)
    alert = await alert_of(care)
    assert alert.priority == 2
    assert alert.about["unknown_device"]
    assert (await messages(care))[0].raw == body.encode()


async def test_other_methods_and_types(care: World, receiver: ScaipReceiver) -> None:
    # care S7
    async with Sender(receiver.endpoint.port) as sender:
        options = await sender.say("", method="OPTIONS")
        assert "Allow: MESSAGE, OPTIONS" in options
        assert "Accept: application/scaip+xml" in options
        assert (await sender.say("", method="INVITE")).startswith("SIP/2.0 405")
        assert (await sender.say("hej", media="text/plain")).startswith("SIP/2.0 415")
        assert (await sender.say(ALARM, media="text/plain", compact=True)).startswith("SIP/2.0 200")
        sender.transport.sendto(b"\x00\x01 garbage")
        sender.transport.sendto(b"MESSAGE sip:x SIP/2.0\r\nno header here\r\n\r\n")
        assert (await sender.say("", method="OPTIONS")).startswith("SIP/2.0 200")
    assert len(await messages(care)) == 1


async def test_when_nothing_can_be_stored_nobody_is_told_ok(
    care: World, receiver: ScaipReceiver
) -> None:
    # care S1, A2
    await care.database.stop()
    async with Sender(receiver.endpoint.port) as sender:
        assert (await sender.say(ALARM)).startswith("SIP/2.0 503")


async def test_wrong_names_are_refused_and_a_mismatch_is_shown(care: World) -> None:
    # care S5, S8
    async with (
        listening(care.database, scaip_users=("7000002:x",)) as receiver,
        Sender(receiver.endpoint.port) as sender,
    ):
        refused = await sender.say(ALARM)
        assert refused.startswith("SIP/2.0 401")
        assert refused.count("WWW-Authenticate: Digest") == 2
        assert "Basic" not in refused
    assert await messages(care) == []


async def test_what_is_owed_is_answered_after_a_restart(care: World) -> None:
    # care S1: a kill between commit and answer is safe
    async with listening(care.database) as first, Sender(first.endpoint.port) as sender:
        port = first.endpoint.port
        await sender.say(ALARM)
        await sender.answer()
        await first.stop()
        await care.do(_owe, care.clock.now_ms())
        async with listening(care.database, scaip_port=port):
            answer = await sender.answer()
            assert "<snu>0</snu>" in answer
            await sender.ok(answer)
            await answered(care, 1)


async def _owe(tx: Any, now: int) -> None:
    (one,) = await tx.many(ALL_MESSAGES)
    await tx.run(store.owe_again, id=one.id, tries=0, new_route=one.route, again_at=now - 1000)


async def test_a_device_may_want_its_answer_inside_the_ok(
    care: World, receiver: ScaipReceiver
) -> None:
    await device(care, profile=Profile(answer="body_in_200"))
    async with Sender(receiver.endpoint.port) as sender:
        assert (await sender.say(ALARM)).endswith("<mrs><ref>0A1B2C3D</ref><snu>0</snu></mrs>")
    (kept,) = await messages(care)
    assert kept.replied_at is not None


async def test_a_device_that_falls_silent_is_found(care: World) -> None:
    # care S6
    await device(care, heartbeat_s=600)
    await care.later(2 * 600 + 59)
    assert await care.alerts() == []
    await care.later(1)
    alert = await alert_of(care)
    assert (alert.source.value, alert.priority) == ("device_offline", 2)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "1", "-subj", "/CN=localhost"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    return tmp_path


async def test_alarms_come_over_tls(care: World, certificate: Path) -> None:
    tmp_path = certificate
    given = {
        "scaip_tls_port": 0,
        "scaip_tls_cert": str(tmp_path / "c.pem"),
        "scaip_tls_key": str(tmp_path / "k.pem"),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        given["scaip_tls_port"] = free.getsockname()[1]
    context = ssl.create_default_context(cafile=str(tmp_path / "c.pem"))
    context.check_hostname = False
    async with listening(care.database, **given):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", given["scaip_tls_port"], ssl=context
        )
        body = Sender(0).request(ALARM).replace(b"SIP/2.0/UDP", b"SIP/2.0/TLS")
        writer.write(body)
        async with asyncio.timeout(10):
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"SIP/2.0 200")
        writer.close()
    assert len(await messages(care)) == 1
