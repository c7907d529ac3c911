# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""E-mail by SMTP (RFC 5321) with TLS; what is written is MIME (RFC 5322, 8058 for unsubscribing)."""

import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import aiosmtplib

from services.kit.channels.message import ChannelKind, Message, Receipt, State
from services.kit.clock import Clock, SystemClock, instant
from services.kit.errors import SettingsProblem

_PERMANENT = 500
_SECONDS = 10.0
_NOT_THERE = frozenset({550, 551, 553, 554})
"""Replies that speak of the mailbox; other refusals speak of us."""


class MailChannel:
    """Sends through one SMTP server."""

    kind = ChannelKind.EMAIL

    def __init__(
        self,
        url: str,
        sender: str,
        *,
        clock: Clock | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`smtps://user:password@host:465` or `smtp://...` with STARTTLS; plain on loopback alone.

        Raises SettingsProblem for anything else.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise SettingsProblem("a mail URL is smtp://user:password@host:587 or smtps://...")
        if not sender or "@" not in sender:
            raise SettingsProblem("a mail URL needs the address that mail is sent from")
        self._host = parts.hostname
        self._port = parts.port or (465 if parts.scheme == "smtps" else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._implicit = parts.scheme == "smtps"
        self._loopback = self._host in ("localhost", "127.0.0.1", "::1")
        self._tls = tls
        self._sender = sender
        self._clock = clock or SystemClock()

    async def send(self, message: Message) -> Receipt:
        """Hand over to the server; its reply decides."""
        try:
            written = write_mail(message, self._sender, self._clock)
        except (ValueError, IndexError):
            return Receipt(state=State.PERMANENT_FAILURE, reason="address")
        try:
            _, reply = await aiosmtplib.send(
                written,
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._implicit,
                start_tls=None if self._loopback or self._implicit else True,
                tls_context=self._tls,
                timeout=_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as problem:
            return _fault(problem)
        return Receipt(state=State.SENT, reference=reply[:200])

    async def stop(self) -> None:
        """Each message has a connection of its own."""


def write_mail(message: Message, sender: str, clock: Clock) -> EmailMessage:
    """The MIME message. ValueError for an address that cannot be written."""
    mail = EmailMessage()
    mail["From"] = sender
    user, _, host = message.to.rpartition("@")
    mail["To"] = Address(username=user, domain=host)
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(instant(clock.now_ms()))
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2].strip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.urgent:
        mail["Importance"] = "high"
    for name, value in message.headers.items():
        mail[name] = value
    mail.set_content(message.body)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    mail["Content-Language"] = message.language
    return mail


def _fault(problem: Exception) -> Receipt:
    if isinstance(problem, aiosmtplib.SMTPRecipientsRefused):
        return _refusal(problem.recipients[0].code)
    if isinstance(problem, aiosmtplib.SMTPAuthenticationError | aiosmtplib.SMTPNotSupported):
        return Receipt(state=State.TECHNICAL_FAILURE, reason="sign-in")
    if isinstance(problem, aiosmtplib.SMTPResponseException):
        return _refusal(problem.code)
    return Receipt(state=State.TEMPORARY_FAILURE, reason="unreachable")


def _refusal(code: int) -> Receipt:
    if code < _PERMANENT:
        return Receipt(state=State.TEMPORARY_FAILURE, reason=f"smtp {code}")
    state = State.PERMANENT_FAILURE if code in _NOT_THERE else State.TECHNICAL_FAILURE
    return Receipt(state=state, reason=f"smtp {code}")
