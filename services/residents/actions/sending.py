# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sending: a job per channel, preferences judged when it goes out, the same thing never twice.

The attempt is written down before a partner is called. After a crash, whoever may be called again with
the same id is (mail, push); for a text message the end stays unknown and nothing goes out twice.
"""

from typing import Any

import msgspec

from i18n import localizer, t
from services.kit.channels import Channel, ChannelKind, Message, Receipt, State
from services.kit.channels.opening import Channels
from services.kit.data import Database, Tx
from services.kit.errors import NotFound
from services.kit.ids import new_id
from services.kit.jobs import Effect, Job
from services.kit.wire.notice import Urgency
from services.residents.domain import inbox as letters
from services.residents.domain.notifications import (
    KEEP_CONTENT_MS,
    OVER,
    Notification,
    Status,
    after,
    due_for,
    mail_headers,
    mark_of,
    may_send_again,
)
from services.residents.domain.reaching import (
    Device,
    Preference,
    Reach,
    address,
    is_wanted,
    ways_out,
)
from services.residents.domain.templates import as_html
from services.residents.store import inbox, profile, shell
from services.residents.store import notify as store

SEND = "residents.send"
FORGET = "residents.forget"
CALL_BACK = "residents.callback"
DAY_MS = 86_400_000
SOMETHING = t("residents.inbox.something", "Du har ett nytt meddelande från staden.")
"""What is said where others may look on (F5)."""


async def enqueue(tx: Tx, message: letters.Message) -> None:
    """A notification per channel and a job for each: urgent ones stand before the others (N2)."""
    for kind in ways_out(message.urgency):
        mark = mark_of(message.service, message.id, kind.value, {}, message.person)
        await add(tx, Notification(
            id=new_id(), service=message.service, person=message.person, message=message.id,
            kind=kind.value, to="", template="", template_version=0, personalisation={},
            subject="", body="", reference="", mark=mark, urgency=message.urgency,
            status=Status.CREATED, tries=0, attempted_at=None, created_at=tx.now, sent_at=None,
            completed_at=None, scheduled_for=None, partner="",
        ))  # fmt: skip


async def add(tx: Tx, one: Notification) -> None:
    """Keep a notification and put its job in the queue."""
    await tx.run(store.add_notification, **msgspec.structs.asdict(one))
    due = one.scheduled_for or due_for(one.urgency, tx.now)
    await tx.schedule(SEND, f"send:{one.id}:1", due, {"id": one.id})
    await tx.schedule(FORGET, f"forget:{tx.now // DAY_MS}", tx.now + DAY_MS)


async def send(database: Database, channels: Channels, job: Job) -> Effect:
    """One try; what it returns is written in the transaction that ends the job."""
    one = await database.one(store.notification_by_id, key=job.payload["id"])
    if one is None or one.status in OVER:
        return _nothing
    if one.attempted_at is not None and not may_send_again(one.kind):
        return _ended(one, Receipt(state=State.PENDING, reason="unknown"), "")
    prepared = await _prepare(database, one)
    if not prepared:
        return _cancelled(one)

    async def attempt(tx: Tx) -> None:
        await tx.run(store.mark_attempt, key=one.id, at=tx.now)

    await database.transact(attempt)
    receipt = await _hand_over(database, channels[ChannelKind(one.kind)], prepared)
    return _ended(one, receipt, prepared[0].to)


async def _hand_over(database: Database, channel: Channel, messages: list[Message]) -> Receipt:
    """The best that became of the copies: a person's devices each get one."""
    best: Receipt | None = None
    for each in messages:
        receipt = await channel.send(each)
        if receipt.gone:
            await database.transact(lambda tx, to=each.to: tx.run(shell.drop_endpoint, endpoint=to))
        if best is None or _RANK.index(receipt.state) < _RANK.index(best.state):
            best = receipt
    return best or Receipt(state=State.PERMANENT_FAILURE, reason="no address")


_RANK = [
    State.DELIVERED, State.SENT, State.PENDING, State.TEMPORARY_FAILURE, State.TECHNICAL_FAILURE,
    State.PERMANENT_FAILURE,
]  # fmt: skip


async def _prepare(database: Database, one: Notification) -> list[Message]:
    """What goes out now; nothing when nobody wants it on this channel any more (N6)."""
    if not one.message:
        return [
            Message(
                id=one.id, to=one.to, subject=one.subject, body=one.body,
                html=as_html(one.body) if one.kind == ChannelKind.EMAIL.value else "",
                urgent=one.urgency is Urgency.URGENT,
                sender=one.sender if one.kind == ChannelKind.SMS.value else "",
                headers=mail_headers(one),
            )
        ]  # fmt: skip
    message = await database.one(inbox.message_by_id, key=one.message)
    if message is None:
        return []
    reach = await reach_of(database, message.person, message.service)
    kind = ChannelKind(one.kind)
    if not is_wanted(kind, reach, message.urgency, legal=message.legal):
        return []
    return _written(one, message, reach, await language_of(database, message.person))


def _written(
    one: Notification, message: letters.Message, reach: Reach, language: str
) -> list[Message]:
    """The message in her language; on a lock screen nothing that is hers alone (F5)."""
    speak = localizer(language)
    title = speak.text(message.title)
    hidden = message.sensitive or message.precondition
    if hidden:
        title = speak.text(SOMETHING)
    urgent = message.urgency is Urgency.URGENT
    if one.kind == ChannelKind.PUSH.value:
        payload: dict[str, Any] = {"id": message.id, "title": title, "language": speak.locale}
        body = msgspec.json.encode(payload).decode()
        return [_push(one, each, body, urgent=urgent) for each in reach.devices]
    to = address(ChannelKind(one.kind), reach) or ""
    text = title
    if one.kind == ChannelKind.EMAIL.value and message.body is not None and not hidden:
        text = f"{title}\n\n{speak.text(message.body)}"
    return [
        Message(id=one.id, to=to, subject=title, body=text, language=speak.locale, urgent=urgent)
    ]


def _push(one: Notification, device: Device, body: str, *, urgent: bool) -> Message:
    return Message(
        id=f"{one.id}-{device.id}", to=device.endpoint, body=body, keys=device.keys,
        topic=one.message.replace("-", "")[:32], urgent=urgent,
    )  # fmt: skip


async def reach_of(database: Database, person: str, service: str) -> Reach:
    """How a person can be reached for a service just now."""
    kept = await database.one(shell.preference_of, who=person, what=service)
    ways = await database.many(profile.contact_ways_of, residents=[person])
    devices = await database.many(shell.devices_of, who=person)
    return Reach(
        preference=kept or Preference(person=person, service=service),
        ways=tuple(ways), devices=tuple(devices),
    )  # fmt: skip


async def language_of(database: Database, person: str) -> str:
    """The language a person is spoken to in."""
    (known,) = await database.many(profile.residents_by_id, ids=[person]) or (None,)
    return (known.language if known is not None else None) or "sv"


async def _nothing(tx: Tx, job: Job) -> None:
    """It was over already."""


def _cancelled(one: Notification) -> Effect:
    async def effect(tx: Tx, job: Job) -> None:
        del job
        await _write(tx, one, Status.CANCELLED, "", one.to)

    return effect


def _ended(one: Notification, receipt: Receipt, to: str) -> Effect:
    async def effect(tx: Tx, job: Job) -> None:
        del job
        tries = one.tries + 1
        what = after(receipt, tries, tx.now)
        current = msgspec.structs.replace(one, tries=tries)
        await _write(tx, current, what.status, receipt.reference, to)
        if what.again_at is not None:
            await tx.schedule(SEND, f"send:{one.id}:{tries + 1}", what.again_at, {"id": one.id})

    return effect


async def _write(tx: Tx, one: Notification, status: Status, partner: str, to: str) -> None:
    sent = tx.now if status in (Status.SENT, Status.DELIVERED, Status.PENDING) else one.sent_at
    await tx.run(
        store.set_state, key=one.id, state=status.value, times=one.tries, sent=sent,
        completed=tx.now if status in OVER else None, reference=partner or one.partner,
        address=to if not one.message else "",
    )  # fmt: skip
    if status in OVER and not one.message:
        await tx.schedule(CALL_BACK, f"callback:{one.id}:{status.value}", tx.now, {"id": one.id})


async def report(tx: Tx, kind: ChannelKind, reference: str, state: State) -> None:
    """What a partner tells later; the same report again changes nothing. NOT_FOUND for none of ours."""
    one = await tx.one(store.by_partner, reference=reference, way=kind.value)
    if one is None:
        raise NotFound
    if state.value != one.status.value and one.status in (Status.SENT, Status.PENDING):
        await _write(tx, one, Status(state.value), reference, one.to)


async def forget(tx: Tx, job: Job) -> None:
    """Take the content of old notifications away; the record stays (N8)."""
    del job
    await tx.run(store.forget_content, before=tx.now - KEEP_CONTENT_MS)
