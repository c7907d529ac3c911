# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is let in: bearer tokens of trusted issuers, in the demo those of the city's own issuer too."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from gateway.auth.bearer import BearerDoor
from gateway.auth.choices import Choices, Mandates, no_mandates
from gateway.auth.doors import AuthDoors, cookies_of, free
from gateway.auth.dpop import NonceMint, ProofVerifier
from gateway.auth.issuers import Issuer, IssuerKind, Trusted
from gateway.auth.partners import Partners
from gateway.auth.providers import ProviderDirectory
from gateway.auth.sessions import COOKIE, SessionDesk
from gateway.auth.sign_in import Identify, SignIn, as_told
from gateway.city.issuer_calls import IssuerCalls
from gateway.city.issuers import configured_issuers
from gateway.city.records.opening import Records
from gateway.city.settings import CitySettings
from gateway.pipeline.csrf import has_preflight
from gateway.transports.gateway import App
from gateway.transports.health import send_json
from services.identity.demo import demo_key, demo_people, demo_token, issuer_of, person_named
from services.kit.clock import Clock
from services.kit.errors import SettingsProblem
from services.kit.outbound.reach import Reach
from services.kit.wire.caller import Caller
from services.kit.wire.floor import network_of
from services.kit.wire.front.head import RequestHead
from services.kit.wire.gcra import Buckets, Budget
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.keys import KeySet, read_key_set

SIGN_IN_BUDGET: Final = Budget(limit=300, burst=100)
"""Units a minute of one network below /auth: fifteen sign-ins begun, five at once."""

_READING = ("GET", "HEAD")
TOKENS = "/demo/token/"
"""Where the page for developers asks for a demo person's token."""


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """How callers are recognised."""

    door: BearerDoor
    browsers: AuthDoors
    calls: IssuerCalls
    demo_callers: tuple[tuple[str, str], ...] = ()
    """Names and sign-in addresses that the page for developers offers."""

    async def admit(self, head: RequestHead) -> Caller:
        """The caller by token, else by session cookie; ANONYMOUS with neither.

        Raises TOKEN_INVALID or SESSION_ENDED for a bad one, CSRF_REFUSED for a cookie that writes
        without a header which a foreign page could not have sent.
        """
        caller = await self.door.authenticate(head)
        if caller.is_known or b"cookie" not in head.headers:
            return caller
        if head.method not in _READING and not has_preflight(head) and COOKIE in cookies_of(head):
            raise Problem("CSRF_REFUSED")
        known = await self.browsers.recognise(head)
        return known if known.is_known else caller

    async def close(self) -> None:
        """Let go of the connections to issuers."""
        await self.calls.stop()


def open_admission(
    settings: CitySettings,
    clock: Clock,
    records: Records,
    *,
    mandates: Mandates = no_mandates,
    identify: Identify = as_told,
) -> Admission:
    """Trust the issuers of the settings and, in the demo, the city's own.

    `mandates` says whether a mandate is in force when somebody wants to act under it.
    """

    def now() -> float:
        return clock.now_ms() / 1000

    issuers = configured_issuers(settings)
    calls = IssuerCalls(clock, [each.iss for each in issuers], Reach(settings.intranet))
    directories = {
        issuer.id: ProviderDirectory(issuer, calls, now=clock.monotonic) for issuer in issuers
    }
    trusted = [Trusted(issuer, directories[issuer.id].keys) for issuer in issuers]
    callers: tuple[tuple[str, str], ...] = ()
    if settings.is_demo:
        house = _house(settings)
        trusted.append(house)
        issuers.insert(0, house.issuer)
        directories[house.issuer.id] = ProviderDirectory(house.issuer, calls, now=clock.monotonic)
        callers = tuple((person.name, f"{TOKENS}{person.name}") for person in demo_people())
    nonces = NonceMint(now=now, key=records.keys.nonces)
    proofs = ProofVerifier(settings.address, now=now, replays=records.replays, spare=nonces)
    door = BearerDoor(trusted, proofs, now=now, revocations=records.memory)
    client = records.keys.client
    desk = SessionDesk(records.sessions, now=now)
    sign_in = SignIn(
        issuers,
        desk,
        door,
        Partners(calls, lambda _: client.active(), now=now),
        address=settings.address,
        now=now,
        directories=directories,
        attempts=records.attempts,
        identify=identify,
    )
    browsers = AuthDoors(
        sign_in,
        records.revocations.revoke,
        address=settings.address,
        now=now,
        choices=Choices(desk, mandates),
        replays=records.replays,
        client_keys=client.document,
        ended=records.memory.ends_mandate,
        spend=free if settings.is_demo else _counting(clock),
    )
    return Admission(door=door, browsers=browsers, calls=calls, demo_callers=callers)


def _counting(clock: Clock) -> Callable[[str | None, float], int]:
    """A budget per network for everything below /auth."""
    buckets = Buckets(clock.monotonic)

    def spend(client: str | None, cost: float) -> int:
        return buckets.take(f"auth:{network_of(client or '')}", SIGN_IN_BUDGET, cost)

    return spend


def _house(settings: CitySettings) -> Trusted:
    keys = read_key_set({"keys": [demo_key(settings.folder).public_jwk]})

    async def known(kid: str | None) -> KeySet:
        del kid
        return keys

    issuer = Issuer(
        id="demo",
        iss=issuer_of(settings.address),
        kind=IssuerKind.HOUSE,
        scope="openid profile",
    )
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
