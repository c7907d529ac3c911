# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Notices over real ways out: a letter in an SMTP server of the test, an encrypted push that a device opens (care N)."""

import email
import email.policy

import pytest
from aiosmtpd.controller import Controller

from i18n import localizer
from services.care.actions.alerts import RaiseAlert, raise_alert
from services.care.actions.speaking import take_language
from services.care.domain.ladder import Channel
from services.care.domain.notices import TEXTS, NoticeState, Template
from services.care.domain.triage import Source
from services.care.store import people as people_store
from services.kit.channels import ChannelKind
from services.kit.channels.mail import MailChannel
from services.kit.channels.push import PushChannel
from services.kit.channels.push_encryption import decode
from services.kit.channels.vapid import open_vapid
from tests.services.care.conftest import World, user_level
from tests.services.care.people import ELIN, UNIT
from tests.services.kit.channels.test_mail_and_sms import Postbox
from tests.services.kit.channels.test_push import KEYS, THEIRS, Receiver, decrypt, private
from tests.support.city import free_ports

pytestmark = pytest.mark.anyio


async def alarm(care: World, priority: int = 1) -> None:
    policy = await care.policy(user_level("demo-staff", 0))
    wish = RaiseAlert(
        unit=UNIT, source=Source.STAFF, priority=priority, dedup_key="k", policy=policy
    )
    await care.do(raise_alert, wish)
    await care.later()


async def test_a_letter_arrives_in_the_recipients_language_and_names_nobody(care: World) -> None:
    # care N1
    box = Postbox()
    (port,) = free_ports(1)
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        care.channels[ChannelKind.EMAIL] = MailChannel(
            f"smtp://127.0.0.1:{port}", "stad@example.org", clock=care.clock
        )
        await care.endpoint(ELIN, Channel.EMAIL, {"to": "elin@example.org"})
        await alarm(care)
    finally:
        controller.stop()
    (raw,) = box.letters
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert letter["To"] == "elin@example.org"
    assert letter["Subject"] == "Ett larm väntar på dig. Öppna larmlistan."
    assert [n.state for n in await care.notices()] == [NoticeState.ACCEPTED]


async def test_a_push_is_opened_by_its_device_and_a_dead_one_is_forgotten(care: World) -> None:
    # care N3
    receiver = Receiver(201, 410)
    care.channels[ChannelKind.PUSH] = PushChannel(
        open_vapid(None, "mailto:push@example.org", care.clock), connect=receiver.connect
    )
    keys = {"p256dh": KEYS.p256dh, "auth": KEYS.auth}
    for number in (1, 2):
        address = {
            "endpoint": f"https://updates.push.services.mozilla.com/wpush/v2/{number}"
        } | keys
        await care.endpoint(ELIN, Channel.PUSH, address)
    await alarm(care)
    assert len(receiver.requests) == 2
    opened = decrypt(receiver.requests[0].body, private(THEIRS), decode(KEYS.auth))
    assert opened.decode() == "Ett larm väntar på dig. Öppna larmlistan."
    assert receiver.requests[0].headers["Urgency"] == "high"
    left = await care.database.many(people_store.endpoints_of, people=["demo-staff"])
    assert len(left) == 1
    assert sorted(n.state for n in await care.notices()) == [
        NoticeState.ACCEPTED,
        NoticeState.FAILED,
    ]


async def test_a_notice_that_waits_speaks_the_language_chosen_meanwhile(care: World) -> None:
    # i18n 3.2
    await care.resident(ELIN.sub)
    await care.endpoint(ELIN, Channel.SMS)
    policy = await care.policy(user_level("demo-staff", 0))
    wish = RaiseAlert(unit=UNIT, source=Source.STAFF, priority=1, dedup_key="k", policy=policy)
    await care.do(raise_alert, wish)
    await care.engine.step_alerts()
    await care.do(take_language, ELIN.sub, "uk")
    await care.later()
    (told,) = care.channels[ChannelKind.SMS].sent
    assert told.language == "uk"
    assert told.body.startswith(localizer("uk").text(TEXTS[Template.ALERT]))
    (resident,) = await care.database.many(people_store.residents_by_id, ids=[ELIN.sub])
    assert resident.lang == "uk"
