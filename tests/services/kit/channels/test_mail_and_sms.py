# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Mail to a real SMTP server of the test, text messages in the provider's format, forms by settings."""

import email
import email.policy
from urllib.parse import parse_qs

import msgspec
import pytest
from aiosmtpd.controller import Controller

from services.kit.channels import ChannelKind, Message, RecordingChannel, State
from services.kit.channels.mail import MailChannel
from services.kit.channels.opening import ChannelSettings, open_channels
from services.kit.channels.sms import SmsChannel, read_report
from services.kit.clock import ManualClock
from services.kit.errors import InputInvalid, SettingsProblem
from services.kit.outbound import LocalTransport, PartnerFault, Reply
from tests.support.city import free_ports

pytestmark = pytest.mark.anyio
LETTER = Message(
    id="0190-a",
    to="amina@example.org",
    subject="Din tid\r\nBcc: x@example.org",
    body="Hej Amina, الموعد غداً.\n",
    html="<p>Hej</p>",
    language="ar",
    urgent=True,
    headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
)


class Postbox:
    """A mail server that keeps letters and refuses some addresses."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        refusals = {
            "nobody@": "550 no such user",
            "busy@": "451 later",
            "policy@": "521 not from you",
        }
        for start, reply in refusals.items():
            if address.startswith(start):
                return reply
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.letters.append(envelope.content)
        return "250 taken as 42"


@pytest.fixture
def postbox():
    box = Postbox()
    (box.port,) = free_ports(1)
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def mail(postbox) -> MailChannel:
    return MailChannel(
        f"smtp://127.0.0.1:{postbox.port}", "Torget <stad@example.org>", clock=ManualClock()
    )


async def test_a_letter_arrives_whole_and_no_header_can_be_slipped_in(postbox):
    receipt = await mail(postbox).send(LETTER)
    assert (receipt.state, receipt.reference) == (State.SENT, "taken as 42")
    (raw,) = postbox.letters
    got = email.message_from_bytes(raw, policy=email.policy.default)
    assert got["To"] == "amina@example.org"
    assert got["Subject"] == "Din tid Bcc: x@example.org"
    assert got["Bcc"] is None
    assert got["Message-ID"] == "<0190-a@example.org>"
    assert got["Content-Language"] == "ar"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got.get_body(("plain",)).get_content().splitlines() == LETTER.body.splitlines()
    assert "Hej" in got.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("to", "state"),
    [
        ("nobody@example.org", State.PERMANENT_FAILURE),
        ("busy@example.org", State.TEMPORARY_FAILURE),
        ("policy@example.org", State.TECHNICAL_FAILURE),
        ("a\r\nRCPT TO:<x@y>@example.org", State.PERMANENT_FAILURE),
    ],
)
async def test_the_server_s_reply_decides(postbox, to, state):
    receipt = await mail(postbox).send(msgspec.structs.replace(LETTER, to=to))
    assert receipt.state is state
    assert postbox.letters == []


async def test_a_server_that_is_away_is_a_reason_to_try_later():
    away = MailChannel("smtp://127.0.0.1:9", "stad@example.org")
    assert (await away.send(LETTER)).state is State.TEMPORARY_FAILURE


class Provider:
    """46elks, played by this process."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.requests = []

    async def answer(self, request):
        self.requests.append(request)
        given = self.answers.pop(0)
        if isinstance(given, PartnerFault):
            raise given
        return Reply(status=given[0], body=given[1])


def sms(*answers) -> tuple[SmsChannel, Provider]:
    provider = Provider(*answers)
    url = "https://u1:p%40ss@api.46elks.com"
    return SmsChannel(url, "Torget", transport=LocalTransport(provider.answer)), provider


TEXT = Message(
    id="1", to="+46701740605", body="Öppet idag & i morgon", report_url="https://t.example/r"
)


async def test_a_text_message_in_the_provider_s_format():  # care 4.5
    channel, provider = sms((200, b'{"id":"s7","status":"created","to":"+46701740605"}'))
    receipt = await channel.send(TEXT)
    assert (receipt.state, receipt.reference) == (State.SENT, "s7")
    (request,) = provider.requests
    assert (request.method, request.path) == ("POST", "/a1/sms")
    assert request.headers["Authorization"] == "Basic dTE6cEBzcw=="
    assert parse_qs(request.body.decode()) == {
        "from": ["Torget"],
        "to": ["+46701740605"],
        "message": ["Öppet idag & i morgon"],
        "whendelivered": ["https://t.example/r"],
    }


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((400, b"bad number"), State.PERMANENT_FAILURE),
        ((401, b""), State.TECHNICAL_FAILURE),
        ((403, b"no credit"), State.TECHNICAL_FAILURE),
        ((429, b""), State.TEMPORARY_FAILURE),
        ((503, b""), State.TEMPORARY_FAILURE),
        ((200, b"<html>"), State.PENDING),
        (PartnerFault("unreachable"), State.PENDING),
    ],
)
async def test_answers_of_the_provider(answer, state):
    channel, provider = sms(answer)
    assert (await channel.send(TEXT)).state is state
    assert len(provider.requests) == 1, "a text that may have left is never sent again"


def test_a_delivery_report_is_read_and_nonsense_refused():
    report = read_report(b"id=s7&status=delivered&delivered=2026-01-01T00%3A00%3A00Z")
    assert (report.reference, report.state) == ("s7", State.DELIVERED)
    assert read_report(b"status=failed&id=s8").state is State.PERMANENT_FAILURE
    for broken in (b"", b"id=1", b"id=1&status=lost", b"\xff=1", b"a&b"):
        with pytest.raises(InputInvalid):
            read_report(broken)


def test_the_form_of_each_channel_comes_from_settings(tmp_path):
    clock = ManualClock()
    local = open_channels(ChannelSettings(), clock, address="http://127.0.0.1:8000")
    assert {type(one).__name__ for one in local.values()} == {"RecordingChannel"}
    none = open_channels(ChannelSettings(), clock, address="https://torget.example")
    assert {type(one).__name__ for one in none.values()} == {"NullChannel"}
    real = open_channels(
        ChannelSettings(
            mail_url="smtps://u:p@mail.example:465",
            mail_from="stad@example.org",
            sms_url="https://u:p@api.46elks.com",
            push="web",
        ),
        clock,
        folder=tmp_path,
    )
    assert [type(one).__name__ for one in real.values()] == [
        "MailChannel", "SmsChannel", "PushChannel",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "settings",
    [
        {"mail_url": "http://mail.example"},
        {"mail_url": "smtp://mail.example", "mail_from": ""},
        {"sms_url": "https://api.46elks.com"},
        {"sms_url": "http://u:p@api.46elks.com"},
        {"push": "yes"},
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(settings):
    with pytest.raises(SettingsProblem):
        open_channels(ChannelSettings(**settings), ManualClock())


async def test_the_recording_form_keeps_each_message_once(tmp_path):
    channel = RecordingChannel(ChannelKind.SMS, tmp_path)
    await channel.send(TEXT)
    await channel.send(TEXT)
    assert channel.sent == [TEXT]
    assert len((tmp_path / "outgoing-sms.jsonl").read_text().splitlines()) == 1
