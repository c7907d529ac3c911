# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What has been revoked: looked up on every use, so that no cache keeps a dead token alive (B7)."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

import msgspec

from gateway.auth.claims import AccessClaims
from services.kit.wire.caller import Caller

_PRUNE_AT: Final = 10_000


class RevokedKind(StrEnum):
    """What a revocation names."""

    SESSION = "sid"
    SUBJECT = "sub"
    TOKEN = "jti"  # noqa: S105 -- the name of a claim
    CLIENT = "client"
    KEY = "jkt"
    DELEGATION = "delegation"
    """A mandate; its issuer is ours and written as an empty text."""


class Revocation(msgspec.Struct, frozen=True, kw_only=True):
    """One revocation; tokens issued after `not_before` are untouched."""

    iss: str
    kind: RevokedKind
    value: str
    not_before: float
    """UTC seconds: what was issued until then is dead."""
    until: float
    """UTC seconds: nothing issued until then can still be alive."""


class Revocations:
    """All living revocations of this process, fed by the bus and by polling the table."""

    def __init__(self, *, now: Callable[[], float]) -> None:
        """Start empty; `now` gives UTC seconds."""
        self._now = now
        self._by_name: dict[tuple[str, RevokedKind, str], Revocation] = {}
        self._listeners: list[Callable[[], None]] = []

    def tell(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever something that was not known is revoked."""
        self._listeners.append(listener)

    def add(self, revocations: Iterable[Revocation]) -> None:
        """Take in revocations; a later one about the same thing replaces an earlier."""
        is_news = False
        for each in revocations:
            name = (each.iss, each.kind, each.value)
            known = self._by_name.get(name)
            if known is None or known.not_before < each.not_before:
                self._by_name[name] = each
                is_news = True
        if len(self._by_name) > _PRUNE_AT:
            self._prune()
        if is_news:
            for listener in self._listeners:
                listener()

    def revokes(self, claims: AccessClaims) -> bool:
        """Whether a token with these claims is dead."""
        if not self._by_name:
            return False
        iss = claims.iss
        names = (
            (iss, RevokedKind.TOKEN, claims.jti),
            (iss, RevokedKind.SUBJECT, claims.sub),
            (iss, RevokedKind.CLIENT, claims.client_id),
            (iss, RevokedKind.SESSION, claims.sid),
            (iss, RevokedKind.KEY, claims.jkt),
        )
        for iss_, kind, value in names:
            if value is not None:
                found = self._by_name.get((iss_, kind, value))
                if found is not None and claims.iat <= found.not_before:
                    return True
        return False

    def ends_mandate(self, caller: Caller) -> bool:
        """Whether the mandate under which somebody acts has been withdrawn (G2)."""
        mandate = caller.delegation
        return mandate is not None and ("", RevokedKind.DELEGATION, mandate.id) in self._by_name

    def _prune(self) -> None:
        now = self._now()
        self._by_name = {name: each for name, each in self._by_name.items() if each.until > now}
