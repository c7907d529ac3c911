# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What goes out to one person on one channel, and what became of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

import msgspec


class ChannelKind(StrEnum):
    """The ways out."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


class State(StrEnum):
    """What became of a message, in the words of GOV.UK Notify (cityinfo 2)."""

    SENT = "sent"
    """The partner has taken it."""
    DELIVERED = "delivered"
    PENDING = "pending"
    """It may have left and the answer was lost: it is not sent again."""
    TEMPORARY_FAILURE = "temporary-failure"
    """Worth trying again later."""
    PERMANENT_FAILURE = "permanent-failure"
    """This address does not work."""
    TECHNICAL_FAILURE = "technical-failure"
    """The fault is on our side or the partner's; the address may be right."""


class PushKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a push subscription (RFC 8291, 3.1), base64url as browsers give them."""

    p256dh: str
    auth: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message for one address."""

    id: str
    """Ours, stable over tries: partners who can, drop a second one with the same id."""
    to: str
    """E-mail address, E.164 number or endpoint of a push subscription."""
    body: str
    subject: str = ""
    html: str = ""
    language: str = "sv"
    urgent: bool = False
    keys: PushKeys | None = None
    """For push alone."""
    topic: str = ""
    """A later push with the same topic takes the place of one that still waits."""
    seconds: int = 86_400
    """How long a push may wait for its device."""
    sender: str = ""
    """The name a text message comes from; empty: the channel's own."""
    headers: Mapping[str, str] = {}
    """Further mail headers, such as List-Unsubscribe."""
    report_url: str = ""
    """Where a partner tells about delivery; empty: nowhere."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message. A channel never raises: every fault is a receipt."""

    state: State
    reference: str = ""
    """The partner's own id."""
    reason: str = ""
    """For operators; never shown to people, holds no address."""
    gone: bool = False
    """The address has ended: take it out (RFC 8030, 7.3)."""
    retry_after: int | None = None
    """Seconds the partner asked us to wait."""


class Channel(Protocol):
    """A way out. The forms are real, recording and null, chosen by settings."""

    kind: ChannelKind

    async def send(self, message: Message) -> Receipt:
        """Hand the message over and say what became of it."""
        ...

    async def stop(self) -> None:
        """Close connections."""
        ...
