# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Text messages in the wire format of 46elks (care 4.5): form fields, Basic authentication."""

from base64 import b64encode
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import msgspec

from services.kit.channels.message import ChannelKind, Message, Receipt, State
from services.kit.errors import InputInvalid, SettingsProblem
from services.kit.outbound import Outbound, PartnerFault, Request, Transport
from services.kit.outbound.http import HttpTransport

_PATH = "/a1/sms"
_OK, _REFUSED, _FAULT = 200, 400, 500
_OUR_FAULT = frozenset({401, 402, 403, 404, 405})
_TOO_MANY = 429
MOST_CHARACTERS = 1600
"""About ten parts; longer belongs into a letter."""


class _Taken(msgspec.Struct, frozen=True):
    """The partner's answer, as far as we read it."""

    id: str
    status: str = "created"


class SmsChannel:
    """Sends through one provider. Never twice: it knows no idempotency key (reliability U5)."""

    kind = ChannelKind.SMS

    def __init__(self, url: str, sender: str, *, transport: Transport | None = None) -> None:
        """`https://user:password@api.46elks.com`. SettingsProblem for anything else."""
        parts = urlsplit(url)
        if not parts.hostname or not parts.username or parts.password is None:
            raise SettingsProblem("an SMS URL is https://user:password@host")
        if not sender:
            raise SettingsProblem("an SMS URL needs the name or number it is sent from")
        origin = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        secret = f"{unquote(parts.username)}:{unquote(parts.password)}"
        self._sign_in = "Basic " + b64encode(secret.encode()).decode()
        self._sender = sender
        self._partner = Outbound("sms", transport or HttpTransport(origin), seconds=10.0)

    async def send(self, message: Message) -> Receipt:
        """One call; its answer decides."""
        fields = {"from": message.sender or self._sender, "to": message.to, "message": message.body}
        if message.report_url:
            fields["whendelivered"] = message.report_url
        request = Request(
            method="POST",
            path=_PATH,
            headers={
                "Authorization": self._sign_in,
                "Content-Type": "application/x-www-form-urlencoded",
            },
            body=urlencode(fields).encode(),
        )
        try:
            reply = await self._partner.send(request)
            if reply.status == _OK:
                taken = reply.json(_Taken)
                return Receipt(state=_STATES.get(taken.status, State.SENT), reference=taken.id)
        except PartnerFault as fault:
            state = State.PENDING if fault.reason == "outcome_unknown" else State.TEMPORARY_FAILURE
            if fault.reason == "bad_answer":
                state = State.PENDING
            return Receipt(state=state, reason=fault.reason)
        return _refusal(reply.status)

    async def stop(self) -> None:
        """Close connections."""
        await self._partner.stop()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider tells later about one message."""

    reference: str
    state: State


_STATES = {
    "created": State.SENT,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "failed": State.PERMANENT_FAILURE,
}


def read_report(body: bytes) -> Report:
    """A delivery report, form-encoded; it may come again. InputInvalid for anything else."""
    try:
        fields = parse_qs(body.decode(), strict_parsing=True, max_num_fields=20)
        return Report(reference=fields["id"][0], state=_STATES[fields["status"][0]])
    except (ValueError, KeyError) as broken:
        raise InputInvalid(path=("status",)) from broken


def _refusal(status: int) -> Receipt:
    reason = f"http {status}"
    if status >= _FAULT or status == _TOO_MANY:
        return Receipt(state=State.TEMPORARY_FAILURE, reason=reason)
    if status in _OUR_FAULT:
        return Receipt(state=State.TECHNICAL_FAILURE, reason=reason)
    return Receipt(state=State.PERMANENT_FAILURE, reason=reason)
