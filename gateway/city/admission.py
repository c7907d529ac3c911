# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is let in: bearer tokens of trusted issuers, in the demo those of the city's own issuer too."""

from typing import Any

import msgspec

from gateway.auth.bearer import BearerDoor
from gateway.auth.dpop import ProofVerifier
from gateway.auth.issuers import Issuer, IssuerKind, Trusted
from gateway.city.settings import CitySettings
from gateway.transports.gateway import App
from gateway.transports.health import send_json
from services.identity.demo import demo_key, demo_people, demo_token, issuer_of, person_named
from services.kit.clock import Clock
from services.kit.errors import SettingsProblem
from services.kit.wire.caller import Caller
from services.kit.wire.front.head import RequestHead
from services.kit.wire.tokens.keys import KeySet, read_key_set


TOKENS = "/demo/token/"
"""Where the page for developers asks for a demo person's token."""


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """How callers are recognised."""

    door: BearerDoor
    demo_callers: tuple[tuple[str, str], ...] = ()
    """Names and sign-in addresses that the page for developers offers."""

    async def admit(self, head: RequestHead) -> Caller:
        """The caller of a request; ANONYMOUS without a token, TOKEN_INVALID for a bad one."""
        return await self.door.authenticate(head)

    async def close(self) -> None:
        """Nothing is held open."""


def open_admission(settings: CitySettings, clock: Clock) -> Admission:
    """Trust the issuers of the settings and, in the demo, the city's own."""

    def now() -> float:
        return clock.now_ms() / 1000

    trusted: list[Trusted] = []
    callers: tuple[tuple[str, str], ...] = ()
    if settings.is_demo:
        trusted.append(_house(settings))
        callers = tuple((person.name, f"{TOKENS}{person.name}") for person in demo_people())
    proofs = ProofVerifier(settings.address, now=now)
    return Admission(door=BearerDoor(trusted, proofs, now=now), demo_callers=callers)


def _house(settings: CitySettings) -> Trusted:
    keys = read_key_set({"keys": [demo_key(settings.folder).public_jwk]})

    async def known(kid: str | None) -> KeySet:
        del kid
        return keys

    issuer = Issuer(id="demo", iss=issuer_of(settings.address), kind=IssuerKind.HOUSE)
    return Trusted(issuer, known)


def demo_door(settings: CitySettings, fallback: App, clock: Clock) -> App:
    """Hand out tokens of demo people below `/demo/token/`; everything else goes to `fallback`."""
    if not settings.is_demo:
        return fallback

    async def door(scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if not path.startswith(TOKENS):
            await fallback(scope, receive, send)
            return
        try:
            person = person_named(path.removeprefix(TOKENS))
        except SettingsProblem as unknown:
            await send_json(send, 404, {"code": "NOT_FOUND", "detail": str(unknown)})
            return
        token = demo_token(
            person.name, folder=settings.folder, address=settings.address, clock=clock
        )
        await send_json(send, 200, {"token": token, "language": person.language})

    return door
