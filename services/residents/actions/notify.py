# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What departments do through the Notify-compatible API: send, look up, page, preview."""

import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from services.kit.clock import milliseconds
from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid
from services.kit.wire.notice import Urgency
from services.residents.actions.sending import add
from services.residents.domain.notifications import SAME_MS, Notification, Status, mark_of
from services.residents.domain.notify_keys import judge_token, read_token
from services.residents.domain.notify_shapes import (
    MOST_REFERENCE,
    PAGE,
    bad_request,
    invalid,
    not_found,
    pdf_not_ready,
)
from services.residents.domain.profile import ContactKind, contact_address
from services.residents.domain.templates import (
    Filled,
    MissingValues,
    Template,
    fill,
    without_links,
)
from services.residents.store import notify as store

DAY_MS = 86_400_000
_NEVER = 2**53
_ADDRESS_LINES = 3
_HTTPS = re.compile(r"https://[^\s<>\"@]{3,2000}")


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A send, whatever its kind."""

    kind: str
    to: str
    template_id: str
    personalisation: dict[str, Any]
    reference: str
    scheduled_for: str | None
    sender_id: str | None = None
    """Of a name for text messages, or of an address for answers to mail."""
    unsubscribe: str | None = None
    without_links: tuple[str, ...] = ()
    """Placeholders whose values lose their links."""


async def authenticate(database: Database, header: str | None) -> str:
    """The department that calls; NotifyProblem otherwise."""
    claims = read_token(header)
    service = None
    if _is_uuid(claims.issuer):
        service = await database.one(store.service_by_id, key=claims.issuer)
    keys = None
    if service is not None:
        held = await database.many(store.keys_of, key=service.id)
        keys = [(each.secret, each.revoked_at) for each in held]
    judge_token(claims, keys, now=database.clock.now_ms() / 1000)
    return claims.issuer


async def send(tx: Tx, service: str, wish: Wish) -> Notification:
    """Take a notification; the same one within a day is the first one again (N1)."""
    if len(wish.reference) > MOST_REFERENCE:
        raise invalid(f"reference {wish.reference[:20]}... is too long")
    template = await _template(tx, service, wish.template_id)
    if template.type != wish.kind:
        raise bad_request(f"{template.type} template is not suitable for {wish.kind} notification")
    to = _address(wish)
    values = without_links(wish.personalisation, wish.without_links)
    filled = _filled(template, values)
    sender = await _sender(tx, service, wish)
    mark = mark_of(service, wish.reference, template.id, wish.personalisation, to)
    if wish.reference:
        same = await tx.one(store.same_notification, same=mark, since=tx.now - SAME_MS)
        if same is not None:
            return same
    one = Notification(
        id=str(uuid.uuid4()), service=service, person="", message="",
        kind=wish.kind, to=to, template=template.id, template_version=template.version,
        personalisation=values, subject=filled.subject, body=filled.body,
        reference=wish.reference, mark=mark, urgency=Urgency.ROUTINE, status=Status.CREATED,
        tries=0, attempted_at=None, created_at=tx.now, sent_at=None, completed_at=None,
        scheduled_for=_scheduled(wish.scheduled_for, tx.now), partner="", sender=sender,
        unsubscribe=_unsubscribe(wish.unsubscribe),
    )  # fmt: skip
    if wish.kind == "letter":
        await tx.run(store.add_notification, **msgspec.structs.asdict(one))
    else:
        await add(tx, one)
    return one


def _address(wish: Wish) -> str:
    if wish.kind == "letter":
        lines = [wish.personalisation.get(f"address_line_{number}") for number in range(1, 8)]
        there = [str(line).strip() for line in lines if line]
        if len(there) < _ADDRESS_LINES:
            raise invalid("Address must be at least 3 lines")
        return there[0]
    kind = ContactKind.EMAIL if wish.kind == "email" else ContactKind.SMS
    name = "email_address" if wish.kind == "email" else "phone_number"
    try:
        return contact_address(kind, wish.to)
    except InputInvalid as broken:
        raise invalid(f"{name} Not a valid {name.replace('_', ' ')}") from broken


async def _sender(tx: Tx, service: str, wish: Wish) -> str:
    """The department's own sender; empty when it names none."""
    if wish.sender_id is None:
        return ""
    field = "sms_sender_id" if wish.kind == "sms" else "email_reply_to_id"
    if not _is_uuid(wish.sender_id):
        raise invalid(f"{field} is not a valid UUID")
    found = await tx.one(store.sender_by_id, key=wish.sender_id)
    if found is None or found.service != service or found.kind != wish.kind:
        raise bad_request(
            f"{field} {wish.sender_id} does not exist in database for service id {service}"
        )
    return found.value


def _unsubscribe(url: str | None) -> str:
    if url is not None and not _HTTPS.fullmatch(url):
        raise invalid("one_click_unsubscribe_url is not a valid https url")
    return url or ""


def _filled(template: Template, values: dict[str, Any]) -> Filled:
    language = values.get("language")
    try:
        return fill(template, values, [language] if isinstance(language, str) else [])
    except MissingValues as missing:
        raise bad_request(f"Missing personalisation: {', '.join(missing.names)}") from missing


def _scheduled(text: str | None, now: int) -> int | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        moment = milliseconds(found)
    except ValueError as broken:
        raise invalid(
            "scheduled_for datetime format is invalid. It must be a valid ISO8601 date time format"
        ) from broken
    if moment < now:
        raise invalid("scheduled_for datetime can not be in the past")
    if moment > now + DAY_MS:
        raise invalid("scheduled_for datetime can only be 24 hours in the future")
    return moment


async def _template(database: Database | Tx, service: str, key: str) -> Template:
    if not _is_uuid(key):
        raise invalid("template_id is not a valid UUID")
    found = await database.one(store.template_by_id, key=key)
    if found is None or found.service != service:
        raise bad_request("Template not found")
    if found.archived:
        raise bad_request(f"Template {key} has been deleted")
    return found


async def read_notification(database: Database, service: str, key: str) -> Notification:
    """One notification of this department."""
    if not _is_uuid(key):
        raise invalid("notification_id is not a valid UUID")
    found = await database.one(store.notification_by_id, key=key)
    if found is None or found.service != service or found.message:
        raise not_found()
    return found


async def read_pdf(database: Database, service: str, key: str) -> None:
    """Always refused: a letter waits for the printers, who make its pages."""
    one = await read_notification(database, service, key)
    if one.kind != "letter":
        raise bad_request("Notification is not a letter")
    raise pdf_not_ready()


async def page(
    database: Database, service: str, *, statuses: Sequence[str], kinds: Sequence[str],
    reference: str, older_than: str | None,
) -> list[Notification]:  # fmt: skip
    """250 notifications, newest first, older than one of them."""
    for each in statuses:
        if each not in {*Status, "failed", "accepted", "received"}:
            allowed = ", ".join([*Status, "accepted", "received"])
            raise invalid(f"status {each} is not one of [{allowed}]")
    for each in kinds:
        if each not in ("sms", "email", "letter"):
            raise invalid(f"template_type {each} is not one of [sms, email, letter]")
    before, before_id = _NEVER, ""
    if older_than is not None:
        last = await read_notification(database, service, older_than)
        before, before_id = last.created_at, last.id
    wanted = set(statuses)
    if "failed" in wanted:
        wanted |= {"technical-failure", "temporary-failure", "permanent-failure"}
    return await database.many(
        store.notifications_page, what=service, any_status=not statuses, statuses=sorted(wanted),
        any_kind=not kinds, kinds=list(kinds), wanted=reference, before=before,
        before_id=before_id, most=PAGE,
    )  # fmt: skip


async def read_template(
    database: Database, service: str, key: str, version: int | None = None
) -> Template:
    """A template of this department, newest or of a version."""
    if not _is_uuid(key):
        raise invalid("id is not a valid UUID")
    found = await (
        database.one(store.template_by_id, key=key)
        if version is None
        else database.one(store.template_version, key=key, number=version)
    )
    if found is None or found.service != service:
        raise not_found()
    return found


async def list_templates(database: Database, service: str, kind: str | None) -> list[Template]:
    """The department's templates, by name."""
    if kind not in (None, "sms", "email", "letter"):
        raise invalid(f"type {kind} is not one of [sms, email, letter]")
    found = await database.many(store.templates_of, what=service)
    return [one for one in found if kind is None or one.type == kind]


async def preview(
    database: Database, service: str, key: str, values: dict[str, Any]
) -> tuple[Template, Filled]:
    """A template with values; nothing is sent."""
    template = await read_template(database, service, key)
    return template, _filled(template, values)


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
