# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How the gateway speaks with OpenID issuers: one bounded client per origin, opened when needed."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit

from gateway.auth.key_cache import MAX_DOCUMENT_BYTES
from gateway.auth.providers import HttpReply
from services.kit.clock import Clock
from services.kit.errors import Problem, SettingsProblem
from services.kit.outbound.client import Outbound
from services.kit.outbound.exchange import Request
from services.kit.outbound.reach import Reach

_SECONDS: Final = 3.0
_FORM: Final = "application/x-www-form-urlencoded"


class IssuerCalls:
    """Calls issuers by address; the origins come from settings and their own descriptions."""

    def __init__(self, clock: Clock, own: Iterable[str], reach: Reach) -> None:
        """Open nothing yet. `own` are the issuers of the settings: each is called wherever it is.

        Addresses that an issuer's description names elsewhere must pass the guard (W6).
        """
        self._clock = clock
        self._own = frozenset(_origin(url) for url in own)
        self._reach = reach
        self._partners: dict[str, Outbound] = {}

    async def __call__(
        self, method: str, url: str, form: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> HttpReply:
        """The answer, at most 256 kB within 3 s, no redirects. Raises OSError when there is none."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = dict(headers)
        body = b""
        if form is not None:
            sent["content-type"] = _FORM
            body = urlencode(form).encode("ascii")
        try:
            partner = self._partner(_origin(url))
            reply = await partner.send(
                Request(method=method, path=path, headers=sent, body=body, repeatable=form is None)
            )
        except (Problem, SettingsProblem) as fault:
            raise OSError("the issuer cannot be reached") from fault
        return HttpReply(reply.status, reply.body)

    async def stop(self) -> None:
        """Close connections."""
        for partner in self._partners.values():
            await partner.stop()

    def _partner(self, origin: str) -> Outbound:
        partner = self._partners.get(origin)
        if partner is None:
            from services.kit.outbound.guarded import GuardedTransport
            from services.kit.outbound.http import HttpTransport

            is_own = origin in self._own
            way = HttpTransport(origin) if is_own else GuardedTransport(origin, self._reach)
            partner = self._partners[origin] = Outbound(
                "issuer",
                way,
                seconds=_SECONDS,
                most_bytes=MAX_DOCUMENT_BYTES,
                clock=self._clock,
            )
        return partner


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
