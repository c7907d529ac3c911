# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Web Push (RFC 8030): encrypted for the device, signed by the city, to known push services alone."""

import fnmatch
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from services.kit.channels.message import ChannelKind, Message, Receipt, State
from services.kit.channels.push_encryption import KeysInvalid, encrypt
from services.kit.channels.vapid import Vapid
from services.kit.outbound import Outbound, PartnerFault, Reply, Request, Transport
from services.kit.outbound.http import HttpTransport

PUSH_SERVICES: Final = (
    "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com",
    "https://*.notify.windows.com",
    "https://web.push.apple.com",
    "https://*.push.apple.com",
)
"""Origins a subscription may name: an endpoint comes from a client, so any other is refused."""
LONGEST_SECONDS: Final = 28 * 86_400
URGENT_SECONDS: Final = 3600
_TOPIC_LENGTH: Final = 32
_CREATED, _ACCEPTED, _OK = 201, 202, 200
_GONE = frozenset({404, 410})
_TOO_MANY, _FAULT, _TOO_LARGE = 429, 500, 413


class PushChannel:
    """Sends to the push service that a subscription names, if it is one of those allowed."""

    kind = ChannelKind.PUSH

    def __init__(
        self,
        vapid: Vapid,
        services: Sequence[str] = PUSH_SERVICES,
        *,
        connect: Callable[[str], Transport] = HttpTransport,
    ) -> None:
        """`services` are origins, `*` standing for a part of a host name."""
        self.vapid = vapid
        self._services = tuple(services)
        self._connect = connect
        self._partners: dict[str, Outbound] = {}

    def allows(self, endpoint: str) -> bool:
        """Whether the endpoint is one of a known push service."""
        return _origin(endpoint, self._services) is not None

    async def send(self, message: Message) -> Receipt:
        """Encrypt, sign, post; the answer decides."""
        origin = _origin(message.to, self._services)
        if origin is None or message.keys is None:
            return Receipt(state=State.PERMANENT_FAILURE, reason="endpoint", gone=True)
        try:
            body = encrypt(message.body.encode(), message.keys)
        except KeysInvalid:
            return Receipt(state=State.PERMANENT_FAILURE, reason="keys", gone=True)
        except ValueError:
            return Receipt(state=State.TECHNICAL_FAILURE, reason="too long")
        partner = self._partners.get(origin)
        if partner is None:
            partner = self._partners[origin] = Outbound("push", self._connect(origin), seconds=10.0)
        try:
            reply = await partner.send(self._request(message, body))
        except PartnerFault as fault:
            return Receipt(state=State.TEMPORARY_FAILURE, reason=fault.reason)
        return _receipt(reply)

    async def stop(self) -> None:
        """Close connections."""
        for partner in self._partners.values():
            await partner.stop()

    def _request(self, message: Message, body: bytes) -> Request:
        seconds = min(message.seconds, LONGEST_SECONDS)
        if message.urgent:
            seconds = max(seconds, URGENT_SECONDS)
        headers = {
            "Authorization": self.vapid.authorization(message.to),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(seconds),
            "Urgency": "high" if message.urgent else "normal",
        }
        if message.topic:
            headers["Topic"] = message.topic[:_TOPIC_LENGTH]
        parts = urlsplit(message.to)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        # A topic makes a second copy take the first one's place, so sending again is harmless.
        return Request(
            method="POST", path=path, headers=headers, body=body, repeatable=bool(message.topic)
        )


def _origin(endpoint: str, services: Sequence[str]) -> str | None:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or parts.username is not None or parts.fragment:
        return None
    origin = f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port is not None else "")
    return origin if any(fnmatch.fnmatchcase(origin, each) for each in services) else None


def _receipt(reply: Reply) -> Receipt:
    reason = f"http {reply.status}"
    if reply.status in (_CREATED, _ACCEPTED, _OK):
        return Receipt(state=State.SENT, reference=reply.headers.get("location", "")[:200])
    if reply.status in _GONE:
        return Receipt(state=State.PERMANENT_FAILURE, reason=reason, gone=True)
    if reply.status == _TOO_MANY or reply.status >= _FAULT:
        wait = reply.headers.get("retry-after", "")
        return Receipt(
            state=State.TEMPORARY_FAILURE,
            reason=reason,
            retry_after=int(wait) if wait.isdecimal() else None,
        )
    return Receipt(state=State.TECHNICAL_FAILURE, reason=reason)
