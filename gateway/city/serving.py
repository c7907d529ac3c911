# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Three ways to serve: the whole city, one e-service for a gateway elsewhere, the gateway alone."""

import gc
import logging
from collections.abc import Awaitable, Callable

import rich_click as click

from gateway.city.assembling import Assembled, assemble_gateway, assemble_service
from gateway.city.opening import open_services
from gateway.city.settings import RUNNING, CitySettings
from services.kit.clock import SystemClock
from services.kit.errors import SettingsProblem
from services.kit.telemetry import configure_logging
from services.kit.wire.server import PortTaken, Served, run

_log = logging.getLogger("torget")


def serve_city(settings: CitySettings) -> None:
    """Run every e-service and the gateway in this process until told to stop."""
    _run(lambda: _open(settings, names=(), assemble=assemble_gateway), settings, what="The city")


def serve_gateway(settings: CitySettings) -> None:
    """Run the gateway alone in front of the e-services named in the settings."""
    if not settings.elsewhere:
        raise SettingsProblem("TORGET_SUBGRAPHS is empty: name the e-services as name=url,...")
    _run(
        lambda: _open(settings, names=None, assemble=assemble_gateway), settings, what="The gateway"
    )


def serve_service(settings: CitySettings, name: str) -> None:
    """Run one e-service; only a gateway with the same keys is let in."""
    _run(
        lambda: _open(settings, names=(name,), assemble=assemble_service),
        settings,
        what=name,
        is_city=False,
    )


async def _open(
    settings: CitySettings,
    *,
    names: tuple[str, ...] | None,
    assemble: Callable[..., Awaitable[Assembled]],
) -> Served:
    clock = SystemClock()
    services = await open_services(settings, clock, names=names)
    try:
        assembled = await assemble(settings, services, clock)
    except BaseException:
        await services.stop()
        raise

    async def stop() -> None:
        await assembled.close()
        await services.stop()

    direct = assembled.direct if settings.direct else None
    return Served(
        app=assembled.app,
        drain=assembled.drain,
        stop=stop,
        direct=direct,
        inside=assembled.inside,
    )


def _run(
    open_app: Callable[[], Awaitable[Served]],
    settings: CitySettings,
    *,
    what: str,
    is_city: bool = True,
) -> None:
    configure_logging(settings.log_level.upper())

    async def announce() -> Served:
        served = await open_app()
        if is_city:
            (settings.folder / RUNNING).write_text(str(settings.port), encoding="utf-8")
        gc.freeze()
        gc.enable()
        click.echo(f"{what} answers at {settings.address}/graphql (Ctrl+C stops it)")
        return served

    try:
        run(announce, host=settings.host, port=settings.port, inside=settings.inside)
    except PortTaken as taken:
        raise SettingsProblem(str(taken)) from taken
