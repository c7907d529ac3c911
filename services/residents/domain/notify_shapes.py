# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The shapes of the Notify-compatible API, as its clients read them (cityinfo 4.4)."""

from datetime import UTC
from typing import Any

import msgspec

from services.kit.clock import instant
from services.residents.domain.notifications import Notification, shown_to_clients
from services.residents.domain.templates import Filled, Template

MOST_REFERENCE = 1000
PAGE = 250


class SendSms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of POST /v2/notifications/sms."""

    phone_number: str
    template_id: str
    personalisation: dict[str, Any] = {}
    reference: str = ""
    sms_sender_id: str | None = None
    scheduled_for: str | None = None


class SendEmail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of POST /v2/notifications/email."""

    email_address: str
    template_id: str
    personalisation: dict[str, Any] = {}
    reference: str = ""
    email_reply_to_id: str | None = None
    one_click_unsubscribe_url: str | None = None
    sanitise_content_for: str | list[str] | None = None
    scheduled_for: str | None = None


class SendLetter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of POST /v2/notifications/letter with a template, or with a PDF of its own (`content`)."""

    template_id: str = ""
    personalisation: dict[str, Any] = {}
    reference: str = ""
    content: str | None = None
    postage: str | None = None
    scheduled_for: str | None = None


class Preview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of POST /v2/template/{id}/preview."""

    personalisation: dict[str, Any] = {}


def instant_text(moment: int | None) -> str | None:
    """An instant as Notify writes it."""
    if moment is None:
        return None
    return f"{instant(moment).astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def accepted(one: Notification, base: str, sender: str) -> dict[str, Any]:
    """The answer to a send."""
    content: dict[str, Any] = {"body": one.body}
    if one.kind == "sms":
        content["from_number"] = sender
    else:
        content["subject"] = one.subject
    if one.kind == "email":
        content["from_email"] = sender
    if one.unsubscribe:
        content["one_click_unsubscribe_url"] = one.unsubscribe
    return {
        "id": one.id,
        "reference": one.reference or None,
        "content": content,
        "uri": f"{base}/v2/notifications/{one.id}",
        "template": _template_of(one, base),
        "scheduled_for": instant_text(one.scheduled_for),
    }


def notification_shape(one: Notification, base: str) -> dict[str, Any]:
    """One notification with every key, null where there is nothing."""
    lines = {f"line_{number}": None for number in range(1, 7)}
    if one.kind == "letter":
        lines |= {
            f"line_{number}": one.personalisation.get(f"address_line_{number}")
            for number in range(1, 7)
        }
    return {
        "id": one.id,
        "reference": one.reference or None,
        "email_address": one.to if one.kind == "email" else None,
        "phone_number": one.to if one.kind == "sms" else None,
        **lines,
        "postcode": one.personalisation.get("postcode") if one.kind == "letter" else None,
        "type": one.kind,
        "status": shown_to_clients(one),
        "template": _template_of(one, base),
        "body": one.body,
        "subject": one.subject or None,
        "created_at": instant_text(one.created_at),
        "created_by_name": None,
        "sent_at": instant_text(one.sent_at),
        "completed_at": instant_text(one.completed_at),
        "scheduled_for": instant_text(one.scheduled_for),
        "postage": "second" if one.kind == "letter" else None,
    }


def _template_of(one: Notification, base: str) -> dict[str, Any]:
    return {
        "id": one.template,
        "version": one.template_version,
        "uri": f"{base}/services/{one.service}/templates/{one.template}",
    }


def template_shape(one: Template, language: str) -> dict[str, Any]:
    """A template in one language."""
    return {
        "id": one.id,
        "type": one.type,
        "name": one.name,
        "created_at": instant_text(one.first_at),
        "updated_at": instant_text(one.created_at) if one.version > 1 else None,
        "created_by": one.created_by,
        "version": one.version,
        "body": one.bodies[language],
        "subject": one.subjects.get(language) or None,
        "postage": "second" if one.type == "letter" else None,
    }


def preview_shape(one: Template, filled: Filled, html: str) -> dict[str, Any]:
    """A filled template."""
    return {
        "id": one.id,
        "type": one.type,
        "version": one.version,
        "body": filled.body,
        "subject": filled.subject or None,
        "html": html if one.type == "email" else None,
        "postage": "second" if one.type == "letter" else None,
    }


class NotifyProblem(Exception):
    """A refusal in the words of Notify's clients."""

    def __init__(self, status: int, error: str, message: str) -> None:
        """HTTP status, kind of error, sentence."""
        super().__init__(message)
        self.status = status
        self.error = error
        self.message = message

    @property
    def body(self) -> dict[str, Any]:
        """The answer's body."""
        return {
            "status_code": self.status,
            "errors": [{"error": self.error, "message": self.message}],
        }


def bad_request(message: str) -> NotifyProblem:
    """Something the client must put right."""
    return NotifyProblem(400, "BadRequestError", message)


def invalid(message: str) -> NotifyProblem:
    """A body or query that is not of the shape."""
    return NotifyProblem(400, "ValidationError", message)


def pdf_not_ready() -> NotifyProblem:
    """The letter is kept and has not been made into pages."""
    return NotifyProblem(400, "PDFNotReadyError", "PDF not available yet, try again later")


def not_found() -> NotifyProblem:
    """Nothing of that id belongs to this department."""
    return NotifyProblem(404, "NoResultFound", "No result found")
