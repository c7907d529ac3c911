# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sending: preferences when it goes out, urgent first, retries, the same thing once, also after a crash."""

import msgspec
import pytest

from i18n import t
from services.kit import policy
from services.kit.channels import ChannelKind, PushKeys, Receipt, RecordingChannel, State
from services.kit.data import define, migrate, select
from services.kit.data.tables import job as job_table
from services.kit.jobs import Worker
from services.kit.wire.cloudevents import Event
from services.kit.wire.notice import Notice, Urgency
from services.residents.actions.inbox import receive
from services.residents.actions.sending import report
from services.residents.domain.notifications import HEAD_START_MS, RETRIES, after
from services.residents.domain.profile import ContactKind
from services.residents.jobs import make_jobs
from services.residents.policy import rules
from services.residents.store import notify as store
from services.residents.store import profile, shell
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house

pytestmark = pytest.mark.anyio
TITLE = t("residents.demo.welcome", "Välkommen till Torget")
ALL = define(select(store.notification), store.Notification)
DUE = define(
    select(job_table.c.due).where(job_table.c.kind == "residents.send").order_by(job_table.c.due),
    int,
)


class Post:
    """The channels of a test and a worker on them."""

    def __init__(self, database):
        self.database = database
        self.email = RecordingChannel(ChannelKind.EMAIL)
        self.sms = RecordingChannel(ChannelKind.SMS)
        self.push = RecordingChannel(ChannelKind.PUSH)
        self.channels = {one.kind: one for one in (self.email, self.sms, self.push)}
        self.worker = self.fresh()

    def fresh(self):
        return Worker(self.database, make_jobs(self.database, self.channels))

    async def tell(self, person="ada", id="0190-1", **more):  # noqa: A002
        data = msgspec.to_builtins(Notice(**({"title": TITLE} | more)))
        event = Event(
            id=id,
            source="/services/care",
            type="care.notice.wanted",
            subject=person,
            time=1,
            data=data,
        )
        await self.database.transact(lambda tx: receive(tx, event))

    async def statuses(self):
        return {one.kind: one.status.value for one in await self.database.many(ALL)}


@pytest.fixture
async def post(open_database, manual_clock):
    policy.register(rules)
    database = open_database("residents")
    await database.start()
    await migrate(database, "services.residents")

    async def people(tx):
        await tx.run(
            profile.add_resident, id="ada", name="Ada", language="ar", version=1, updated_at=tx.now
        )
        for kind, address in (
            (ContactKind.SMS, "+46701740605"),
            (ContactKind.EMAIL, "ada@example.org"),
        ):
            await tx.run(
                profile.put_contact_way,
                resident="ada",
                kind=kind,
                address=address,
                verified_at=tx.now,
            )

    await database.transact(people)
    return Post(database)


async def choose(post, **wanted):
    row = {"inbox": True, "email": False, "sms": False, "push": True} | wanted

    async def unit(tx):
        await tx.one(
            shell.put_preference, person="ada", service="care", version=1, read_version=0, **row
        )

    await post.database.transact(unit)


async def device(post, endpoint="https://push.example/1"):
    async def unit(tx):
        await tx.run(
            shell.put_device, id=endpoint[-1], person="ada", platform="web", endpoint=endpoint,
            keys=PushKeys(p256dh="k", auth="a"), app_version="", added_at=tx.now,
        )  # fmt: skip

    await post.database.transact(unit)


async def test_a_device_gets_it_in_the_reader_s_language(post):
    await device(post)
    await post.tell()
    await post.worker.run_due()
    (sent,) = post.push.sent
    assert msgspec.json.decode(sent.body)["title"] == "أهلاً بك في Torget"
    assert await post.statuses() == {"push": "sent", "email": "cancelled", "sms": "cancelled"}


async def test_preferences_count_when_it_goes_out_not_when_it_was_asked_for(post):  # N6
    await device(post)
    await post.tell()
    await choose(post, push=False, email=True)
    await post.worker.run_due()
    assert (len(post.push.sent), len(post.email.sent)) == (0, 1)
    assert post.email.sent[0].to == "ada@example.org"


async def test_a_decision_of_law_does_not_ask_for_preferences(post):  # N7
    await choose(post, push=False)
    await post.tell(legal=True)
    await post.worker.run_due()
    assert await post.statuses() == {"push": "cancelled", "email": "sent", "sms": "sent"}


async def test_what_is_urgent_reaches_whoever_has_no_device(post):
    await post.tell(urgency=Urgency.URGENT)
    await post.worker.run_due()
    assert await post.statuses() == {"push": "cancelled", "email": "cancelled", "sms": "sent"}


async def test_nothing_sensitive_on_a_lock_screen(post):  # F5
    await device(post)
    await post.tell(sensitive=True, legal=True)
    await post.worker.run_due()
    texts = [post.push.sent[0].body, post.sms.sent[0].body, post.email.sent[0].body]
    assert all("أهلاً" not in text for text in texts)


async def test_who_wants_no_inbox_of_a_service_hears_nothing_of_it(post):
    await choose(post, inbox=False)
    await post.tell()
    assert await post.statuses() == {}
    await post.tell(id="0190-2", legal=True)
    assert set(await post.statuses()) == {"push", "email", "sms"}


async def test_urgent_ones_overtake_for_five_minutes_at_most(post, manual_clock):  # N2
    await device(post)
    await post.tell(id="0190-1")
    manual_clock.advance(1)
    await post.tell(id="0190-2", urgency=Urgency.URGENT)
    due = await post.database.many(DUE)
    assert due[:3] == [manual_clock.now_ms() - HEAD_START_MS] * 3
    assert due[3] - due[0] < HEAD_START_MS
    manual_clock.advance(301)
    await post.tell(id="0190-3", urgency=Urgency.URGENT)
    assert (await post.database.many(DUE))[-1] > due[3]


async def test_a_channel_that_is_down_is_tried_five_times_in_steps_of_five_minutes(
    post, manual_clock
):  # N3
    await device(post)
    post.push.answers = [Receipt(state=State.TEMPORARY_FAILURE)] * 20
    await post.tell()
    await post.worker.run_due()
    tries = 1
    while (await post.statuses())["push"] == "temporary-failure":
        await post.worker.run_due()
        assert len(post.push.answers) == 20 - tries, "not before five minutes have gone"
        manual_clock.advance(300)
        await post.worker.run_due()
        tries += 1
    assert tries == RETRIES + 1
    assert (await post.statuses())["push"] == "technical-failure"
    assert post.push.sent == []


async def test_it_goes_out_once_the_channel_is_back(post, manual_clock):
    await device(post)
    post.push.answers = [Receipt(state=State.TEMPORARY_FAILURE)] * 2
    await post.tell()
    for _ in range(3):
        await post.worker.run_due()
        manual_clock.advance(300)
    assert len(post.push.sent) == 1
    assert (await post.statuses())["push"] == "sent"


async def test_a_device_that_has_gone_is_taken_out(post):
    await device(post, "https://push.example/1")
    await device(post, "https://push.example/2")
    post.push.answers = [Receipt(state=State.PERMANENT_FAILURE, gone=True)]
    await post.tell()
    await post.worker.run_due()
    assert len(post.push.sent) == 1
    assert [one.endpoint for one in await post.database.many(shell.devices_of, who="ada")] == [
        "https://push.example/2"
    ]
    assert (await post.statuses())["push"] == "sent"


class Killed(BaseException):
    """The process is gone."""


async def crash(post, kind, *, sent):
    """The process dies around the call of a channel: before it, or after it and before the end is written."""
    channel = post.channels[kind]
    real = channel.send

    async def dying(message):
        if sent:
            await real(message)
        raise Killed

    channel.send = dying
    with pytest.raises(Killed):
        await post.fresh().run_due()
    channel.send = real


@pytest.mark.parametrize("sent", [False, True])
async def test_after_a_crash_between_database_and_channel_it_goes_out_once(
    post, manual_clock, sent
):
    await device(post)
    await choose(post, email=False)
    await post.tell()
    await crash(post, ChannelKind.PUSH, sent=sent)
    manual_clock.advance(60)
    for _ in range(3):
        await post.fresh().run_due()
    assert len(post.push.sent) == 1
    assert (await post.statuses())["push"] == "sent"


@pytest.mark.parametrize("sent", [False, True])
async def test_a_text_message_whose_end_nobody_knows_is_never_sent_twice(post, manual_clock, sent):
    await choose(post, push=False, sms=True)
    await post.tell()
    await crash(post, ChannelKind.SMS, sent=sent)
    manual_clock.advance(60)
    for _ in range(3):
        await post.fresh().run_due()
    assert len(post.sms.sent) == int(sent)
    assert (await post.statuses())["sms"] == "pending"


async def test_a_report_of_the_provider_moves_it_on_once(post):
    await choose(post, push=False, sms=True)
    await post.tell()
    await post.worker.run_due()
    reference = f"local-{post.sms.sent[0].id}"
    for _ in range(2):
        await post.database.transact(
            lambda tx: report(tx, ChannelKind.SMS, reference, State.DELIVERED)
        )
    assert (await post.statuses())["sms"] == "delivered"
    await post.database.transact(
        lambda tx: report(tx, ChannelKind.SMS, reference, State.PERMANENT_FAILURE)
    )
    assert (await post.statuses())["sms"] == "delivered"


def test_what_follows_a_try():
    assert after(Receipt(state=State.SENT), 1, 0).status.value == "sent"
    assert after(Receipt(state=State.TEMPORARY_FAILURE, retry_after=900), 1, 0).again_at == 900_000
    assert after(Receipt(state=State.TEMPORARY_FAILURE), RETRIES + 1, 0).again_at is None
