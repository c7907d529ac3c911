# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Notifications, templates, services and keys of the Notify-compatible API."""

from typing import Any

import msgspec

from services.kit.data import (
    Boolean,
    Column,
    Instant,
    Integer,
    Json,
    MetaData,
    Table,
    Text,
    among,
    and_,
    bindparam,
    define,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from services.residents.domain.notifications import Notification
from services.residents.domain.templates import Template

metadata = MetaData()

notification = Table(
    "notification",
    metadata,
    Column("id", Text, primary_key=True),
    Column("service", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("to", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("template_version", Integer, nullable=False),
    Column("personalisation", Json(dict[str, Any]), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("attempted_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("completed_at", Instant),
    Column("scheduled_for", Instant),
    Column("partner", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("unsubscribe", Text, nullable=False),
)
notify_service = Table(
    "notify_service",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("callback_url", Text, nullable=False),
    Column("callback_token", Text, nullable=False),
)
notify_key = Table(
    "notify_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("service", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("revoked_at", Instant),
)
notify_sender = Table(
    "notify_sender",
    metadata,
    Column("id", Text, primary_key=True),
    Column("service", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
)
template = Table(
    "template",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("service", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("subjects", Json(dict[str, str]), nullable=False),
    Column("bodies", Json(dict[str, str]), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("archived", Boolean, nullable=False),
)


class NotifyService(msgspec.Struct, frozen=True):
    """A department that sends."""

    id: str
    name: str
    callback_url: str
    callback_token: str


class NotifySender(msgspec.Struct, frozen=True):
    """A name for text messages (`sms`), or an address that answers to mail go to (`email`)."""

    id: str
    service: str
    kind: str
    value: str


class DayCount(msgspec.Struct, frozen=True):
    """So many of a kind and state were taken on a day (days since 1970, UTC)."""

    service: str
    kind: str
    status: str
    day: int
    count: int


class NotifyKey(msgspec.Struct, frozen=True):
    """A key of a department."""

    id: str
    service: str
    name: str
    secret: str
    revoked_at: int | None


_KEY = bindparam("key", type_=Text)
add_notification = define(insert(notification))
notification_by_id = define(select(notification).where(notification.c.id == _KEY), Notification)
same_notification = define(
    select(notification)
    .where(notification.c.mark == bindparam("same"), notification.c.created_at > bindparam("since"))
    .order_by(notification.c.created_at)
    .limit(1),
    Notification,
)
notifications_of_message = define(
    select(notification).where(notification.c.message == _KEY).order_by(notification.c.kind),
    Notification,
)
by_partner = define(
    select(notification).where(
        notification.c.partner == bindparam("reference"), notification.c.kind == bindparam("way")
    ),
    Notification,
)
notifications_page = define(
    select(notification)
    .where(
        notification.c.service == bindparam("what"),
        notification.c.message == "",
        or_(bindparam("any_status", type_=Boolean), among(notification.c.status, "statuses")),
        or_(bindparam("any_kind", type_=Boolean), among(notification.c.kind, "kinds")),
        or_(bindparam("wanted", type_=Text) == "", notification.c.reference == bindparam("wanted")),
        or_(
            notification.c.created_at < bindparam("before", type_=Instant),
            and_(
                notification.c.created_at == bindparam("before", type_=Instant),
                notification.c.id < bindparam("before_id", type_=Text),
            ),
        ),
    )
    .order_by(notification.c.created_at.desc(), notification.c.id.desc())
    .limit(bindparam("most", type_=Integer)),
    Notification,
)
_day = notification.c.created_at // literal(86_400_000, type_=Instant)
counted_by_day = define(
    select(
        notification.c.service,
        notification.c.kind,
        notification.c.status,
        _day.label("day"),
        func.count().label("count"),
    )
    .where(notification.c.created_at >= bindparam("since", type_=Instant))
    .group_by(notification.c.service, notification.c.kind, notification.c.status, _day),
    DayCount,
)
mark_attempt = define(
    update(notification)
    .where(notification.c.id == _KEY)
    .values(attempted_at=bindparam("at", type_=Instant), status="sending")
)
set_state = define(
    update(notification)
    .where(notification.c.id == _KEY)
    .values(
        status=bindparam("state", type_=Text),
        tries=bindparam("times", type_=Integer),
        attempted_at=None,
        sent_at=bindparam("sent", type_=Instant),
        completed_at=bindparam("completed", type_=Instant),
        partner=bindparam("reference", type_=Text),
        to=bindparam("address", type_=Text),
    )
)
forget_content = define(
    update(notification)
    .where(notification.c.created_at < bindparam("before"), notification.c.body != "")
    .values(body="", subject="", personalisation={})
)
add_service = define(insert(notify_service).on_conflict_do_nothing())
service_by_id = define(select(notify_service).where(notify_service.c.id == _KEY), NotifyService)
add_sender = define(insert(notify_sender).on_conflict_do_nothing())
sender_by_id = define(select(notify_sender).where(notify_sender.c.id == _KEY), NotifySender)
add_key = define(insert(notify_key).on_conflict_do_nothing())
keys_of = define(select(notify_key).where(notify_key.c.service == _KEY), NotifyKey)
revoke_key = define(
    update(notify_key)
    .where(notify_key.c.id == _KEY)
    .values(revoked_at=bindparam("at", type_=Instant))
)
add_template = define(insert(template).on_conflict_do_nothing())
template_version = define(
    select(template).where(template.c.id == _KEY, template.c.version == bindparam("number")),
    Template,
)
_newest = (
    select(template.c.id, func.max(template.c.version).label("version"))
    .group_by(template.c.id)
    .subquery()
)
_is_newest = and_(template.c.id == _newest.c.id, template.c.version == _newest.c.version)
template_by_id = define(
    select(template).select_from(template.join(_newest, _is_newest)).where(template.c.id == _KEY),
    Template,
)
templates_of = define(
    select(template)
    .select_from(template.join(_newest, _is_newest))
    .where(template.c.service == bindparam("what"), template.c.archived.is_(False))
    .order_by(template.c.name, template.c.id),
    Template,
)
