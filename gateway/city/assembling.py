# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Putting an open city together: subgraphs near and far, who is let in, the application to serve."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from gateway.city.admission import Admission, demo_door, open_admission
from gateway.city.doorstep import doorstep
from gateway.city.keys import CityKeys
from gateway.city.mandates import OWNER, identify_by, mandates_of
from gateway.city.opening import OpenServices, supergraph_of
from gateway.city.policies import open_judge
from gateway.city.purses import open_purses
from gateway.city.settings import CitySettings
from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.carrier import PlainCarrier
from gateway.subgraphs.local import LocalSubgraph
from gateway.subgraphs.remote import RemoteSubgraph
from gateway.subgraphs.sources import LastGood, SdlUnavailable, source_sdl
from gateway.transports.gateway import App, Gateway
from gateway.transports.health import Health, Stage
from services.kit.clock import Clock
from services.kit.errors import SettingsProblem
from services.kit.service_app import ServiceApp
from services.kit.web_door import rest_doors
from services.kit.wire.caller import SYSTEM
from services.kit.wire.direct import Direct
from services.kit.wire.subgraph import FetchContext, Subgraph
from services.kit.wire.tokens.binding import BindingVerifier, service_key
from services.kit.wire.tokens.caller_token import CallerMint, CallerVerifier
from services.kit.wire.tokens.door import CallerDoor, CallerSigner
from services.kit.wire.tokens.rotation import CallerKeys

if TYPE_CHECKING:
    from gateway.city.shelf import RedisShelf

_log = logging.getLogger("torget")

DRAIN_SECONDS: Final = 5.0
"""How long a production process goes on accepting after it has said that it is leaving."""

CONTRACTS: Final = Path(__file__).parents[2] / "openapi" / "subgraphs"
"""The published SDLs: what a gateway starts from while an e-service is down."""


MUTATION: Final = b'{"query":"mutation'
"""How the body of every fetch with effects begins."""


class Assembled(msgspec.Struct, kw_only=True):
    """An application and how it ends."""

    app: Callable[[Any, Any, Any], Awaitable[None]]
    drain: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    direct: Direct | None = None
    """The GraphQL address, for a protocol class that answers it."""
    inside: App
    """What operators ask."""


async def assemble_gateway(
    settings: CitySettings, services: OpenServices, clock: Clock
) -> Assembled:
    """The gateway in front of the e-services of this process and of those elsewhere."""
    keys = services.records.keys
    signer = _signer(keys, clock)
    remote = {name: _remote(name, url, signer) for name, url in settings.elsewhere.items()}
    _introduce(services, remote)
    supergraph = supergraph_of(services.running, await _remote_sdls(settings, signer))
    subgraphs = {**remote, **_near(services)}
    services.languages.introduce(subgraphs.get(OWNER))
    admission = open_admission(
        settings,
        clock,
        services.records,
        mandates=mandates_of(subgraphs, clock),
        identify=identify_by(subgraphs, clock),
    )
    rest = rest_doors(
        list(services.running.values()),
        admission.admit,
        clock,
        language_of=services.languages.of,
    )
    health = Health()
    shelf = _shelf(settings, clock)
    gateway = Gateway(
        supergraph,
        subgraphs,
        _gateway_settings(settings, admission),
        authenticate=admission.admit,
        fallback=_hardened(
            settings, clock, admission.browsers.before(demo_door(settings, rest, clock))
        ),
        health=health,
        judge=open_judge(settings.elsewhere),
        spend=open_purses(settings, clock),
        language_of=services.languages.of,
        shelf=shelf,
        now=clock.monotonic,
    )

    services.records.memory.tell(gateway.look_at_standing)

    async def drain() -> None:
        health.stage = Stage.DRAINING
        seconds = 0.0 if settings.is_demo else DRAIN_SECONDS
        await gateway.sockets.drain(seconds=seconds)
        await asyncio.sleep(seconds)

    async def close() -> None:
        await admission.close()
        if shelf is not None:
            await shelf.stop()
        for subgraph in remote.values():
            await subgraph.close()

    return Assembled(
        app=gateway, drain=drain, close=close, direct=gateway.direct, inside=gateway.inside
    )


def _near(services: OpenServices) -> dict[str, Subgraph]:
    """The graphs of the e-services in this process."""
    return {
        name: LocalSubgraph(name, running.fetch, listen=running.subscribe, sharing=running.sharing)
        for name, running in services.running.items()
    }


async def assemble_service(
    settings: CitySettings, services: OpenServices, clock: Clock
) -> Assembled:
    """One e-service for a gateway elsewhere: its graph for the gateway, its REST doors for all."""
    (running,) = services.running.values()
    signer = _signer(services.records.keys, clock)
    remote = {name: _remote(name, url, signer) for name, url in settings.elsewhere.items()}
    _introduce(services, remote)
    services.languages.introduce(
        remote.get(OWNER)
        or (LocalSubgraph(OWNER, running.fetch) if running.name == OWNER else None)
    )
    admission = open_admission(settings, clock, services.records)
    health = Health()
    app = ServiceApp(
        running,
        gate=_gate(services.records.keys, running.name, clock),
        rest=_hardened(
            settings,
            clock,
            rest_doors([running], admission.admit, clock, language_of=services.languages.of),
        ),
        ready=health.describe,
        clock=clock,
        shows_figures=settings.is_developer,
    )

    async def drain() -> None:
        health.stage = Stage.DRAINING
        await asyncio.sleep(0.0 if settings.is_demo else DRAIN_SECONDS)

    async def close() -> None:
        await admission.close()
        for subgraph in remote.values():
            await subgraph.close()

    return Assembled(app=app, drain=drain, close=close, direct=app.direct, inside=app.inside)


def _introduce(services: OpenServices, remote: Mapping[str, RemoteSubgraph]) -> None:
    """Let the e-services here ask the graphs of those elsewhere (`services.kit.neighbours`)."""
    for running in services.running.values():
        for name, subgraph in remote.items():
            if running.resources.neighbours is not None and name != running.name:
                running.resources.neighbours.know(name, subgraph.fetch)


def _hardened(settings: CitySettings, clock: Clock, app: App) -> App:
    return doorstep(
        app,
        address=settings.address,
        contact=settings.security_contact,
        now=lambda: clock.now_ms() / 1000,
    )


def _shelf(settings: CitySettings, clock: Clock) -> "RedisShelf | None":
    """Where saved operations lie for all replicas: in Redis, if the city has one."""
    if not settings.redis_url:
        return None
    from gateway.city.shelf import RedisShelf  # only a city that has Redis pays for it
    from services.kit.redis_client import RedisClient

    return RedisShelf(RedisClient(settings.redis_url, clock=clock))


def _signer(keys: CityKeys, clock: Clock) -> CallerSigner:
    mint = CallerMint(keys.caller.active, now=lambda: clock.now_ms() / 1000)
    return CallerSigner(mint, keys.binding, now=lambda: clock.now_ms() / 1000)


def _gate(keys: CityKeys, name: str, clock: Clock) -> CallerDoor:
    def now() -> float:
        return clock.now_ms() / 1000

    async def published() -> Mapping[str, Any]:
        return keys.caller.document()

    return CallerDoor(
        CallerVerifier(name, CallerKeys(published, now=now), now=now),
        BindingVerifier(service_key(keys.binding, name), now=now),
    )


def _remote(name: str, url: str, signer: CallerSigner) -> RemoteSubgraph:
    def sign(context: FetchContext, body: bytes, service: str) -> dict[bytes, bytes]:
        has_effects = body.startswith(MUTATION)
        return _as_bytes(signer.headers(context.caller, service, body, has_effects=has_effects))

    return RemoteSubgraph(name, _graph_address(url), sign=sign)


async def _remote_sdls(settings: CitySettings, signer: CallerSigner) -> dict[str, tuple[str, str]]:
    memory = LastGood(settings.folder / "subgraphs")
    return {
        name: (await _remote_sdl(name, url, signer, memory), _graph_address(url))
        for name, url in settings.elsewhere.items()
    }


async def _remote_sdl(name: str, url: str, signer: CallerSigner, memory: LastGood) -> str:
    """The SDL from the service itself, else the last one it gave, else its published contract."""

    def sign(body: bytes) -> dict[bytes, bytes]:
        return _as_bytes(signer.headers(SYSTEM, name, body))

    carrier = PlainCarrier(_graph_address(url))
    try:
        return (await source_sdl(name, carrier, memory, sign=sign)).sdl
    except SdlUnavailable as reason:
        contract = CONTRACTS / f"{name}.graphql"
        if contract.exists():
            _log.warning("starting from the published contract", extra={"service": name})
            return contract.read_text(encoding="utf-8")
        raise SettingsProblem(
            f"{name} at {url} cannot be asked for its schema: {reason}"
        ) from reason
    finally:
        carrier.close()


def _gateway_settings(settings: CitySettings, admission: Admission) -> GatewaySettings:
    return GatewaySettings(
        profile=Profile.DEVELOPER if settings.is_developer else Profile.PUBLIC,
        origins=settings.origins,
        demo_callers=admission.demo_callers,
    )


def _graph_address(url: str) -> str:
    return f"{url.rstrip('/')}/graphql"


def _as_bytes(headers: dict[str, str]) -> dict[bytes, bytes]:
    return {name.lower().encode(): value.encode() for name, value in headers.items()}
