# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Notifications on their way out: states, retries, the same thing once (N1-N8; GOV.UK Notify's words)."""

import hashlib
from enum import StrEnum
from typing import Any, Final

import msgspec

from services.kit.channels import ChannelKind, Receipt, State
from services.kit.wire.notice import Urgency

RETRIES: Final = 5
RETRY_MS: Final = 5 * 60_000
SAME_MS: Final = 86_400_000
"""Within a day the same thing is the same notification (N1)."""
HEAD_START_MS: Final = 5 * 60_000
"""So far an urgent one is put before a routine one; later it waits its turn (N2)."""
KEEP_CONTENT_MS: Final = 7 * 86_400_000
"""After this the content goes, the record stays (N8)."""


class Status(StrEnum):
    """Every stored value, in the words that Notify's clients know."""

    CREATED = "created"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    PENDING = "pending"
    FAILED = "failed"
    TECHNICAL_FAILURE = "technical-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    PERMANENT_FAILURE = "permanent-failure"
    PENDING_VIRUS_CHECK = "pending-virus-check"
    VALIDATION_FAILED = "validation-failed"
    VIRUS_SCAN_FAILED = "virus-scan-failed"
    RETURNED_LETTER = "returned-letter"
    CANCELLED = "cancelled"


OVER: Final = frozenset(
    {
        Status.SENT, Status.DELIVERED, Status.PENDING, Status.TECHNICAL_FAILURE,
        Status.PERMANENT_FAILURE, Status.CANCELLED, Status.VALIDATION_FAILED,
        Status.VIRUS_SCAN_FAILED, Status.RETURNED_LETTER, Status.FAILED,
    }
)  # fmt: skip
"""States after which nothing is sent any more; a report may still move sent to delivered or failed."""


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be sent on one channel. Instants are UTC milliseconds."""

    id: str
    service: str
    """The e-service, or the id of a Notify service."""
    person: str
    """Whose inbox it belongs to; empty for a Notify address."""
    message: str
    """The inbox message it tells of; empty for Notify."""
    kind: str
    """email, sms, push or letter."""
    to: str
    """The address; empty while it is looked up when sent."""
    template: str
    template_version: int
    personalisation: dict[str, Any]
    subject: str
    body: str
    reference: str
    mark: str
    """The hash of what makes it the same thing (N1)."""
    urgency: Urgency
    status: Status
    tries: int
    attempted_at: int | None
    created_at: int
    sent_at: int | None
    completed_at: int | None
    scheduled_for: int | None
    partner: str
    """The partner's own id, for its reports."""
    sender: str = ""
    """The name a text message comes from, or the address that answers to mail go to; empty: the city's."""
    unsubscribe: str = ""
    """Where a reader of mail takes herself off a list with one click (RFC 8058); empty: nowhere."""


def mark_of(service: str, reference: str, template: str, personalisation: Any, to: str) -> str:
    """The hash of (service, reference, template, personalisation, address)."""
    whole = msgspec.json.encode([service, reference, template, personalisation, to], order="sorted")
    return hashlib.sha256(whole).hexdigest()


def due_for(urgency: Urgency, now: int) -> int:
    """When a job is due: urgent ones stand five minutes ahead, so none starves longer than that."""
    return now - HEAD_START_MS if urgency is Urgency.URGENT else now


def mail_headers(one: Notification) -> dict[str, str]:
    """Where answers go, and the one click that ends a subscription (RFC 5322, 3.6.2; RFC 8058)."""
    found: dict[str, str] = {}
    if one.kind == ChannelKind.EMAIL.value and one.sender:
        found["Reply-To"] = one.sender
    if one.unsubscribe:
        found["List-Unsubscribe"] = f"<{one.unsubscribe}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


class After(msgspec.Struct, frozen=True):
    """What follows a try."""

    status: Status
    again_at: int | None


def after(receipt: Receipt, tries: int, now: int) -> After:
    """The state after a try, and when to try again: five times in steps of five minutes (N3)."""
    if receipt.state is State.TEMPORARY_FAILURE:
        if tries > RETRIES:
            return After(Status.TECHNICAL_FAILURE, None)
        wait = max(RETRY_MS, (receipt.retry_after or 0) * 1000)
        return After(Status.TEMPORARY_FAILURE, now + wait)
    return After(Status(receipt.state.value), None)


def may_send_again(kind: str) -> bool:
    """Whether a try whose end is not known may be made again: the partner drops a second copy."""
    return kind in (ChannelKind.EMAIL.value, ChannelKind.PUSH.value)


def shown_to_clients(one: Notification) -> str:
    """The state as clients of Notify see it: letters have words of their own."""
    if one.kind != "letter":
        return one.status.value
    if one.status in (Status.CREATED, Status.SENDING):
        return "accepted"
    return "received" if one.status in (Status.SENT, Status.DELIVERED) else one.status.value
