# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening the city: services on their databases, their schemas composed, the door in front."""

import asyncio
import os
from collections.abc import Mapping

import msgspec

from gateway.city.catalogue import chosen_services
from gateway.city.contracts import compose_city
from gateway.city.databases import database_url
from gateway.city.languages import ProfileLanguages
from gateway.city.purses import open_purses
from gateway.city.records.opening import Records, open_records
from gateway.city.settings import CitySettings
from gateway.supergraph.model import Supergraph
from gateway.supergraph.reading import read_supergraph
from services.kit.bus import Bus
from services.kit.bus.local import LocalBus
from services.kit.clock import Clock
from services.kit.context import Surroundings
from services.kit.errors import SettingsProblem
from services.kit.outbound.reach import Reach
from services.kit.roster import announce
from services.kit.running import RunningService, open_service
from services.kit.service import Room, Service
from services.kit.uploads import open_scanner


class OpenServices(msgspec.Struct, frozen=True, kw_only=True):
    """The e-services of this process and the bus between them."""

    running: dict[str, RunningService]
    bus: Bus
    records: Records
    languages: ProfileLanguages

    async def stop(self) -> None:
        """Stop in the order in which nothing is lost: bus first, databases last."""
        await self.bus.stop()
        await asyncio.gather(*(service.stop() for service in self.running.values()))
        await self.records.stop()


async def open_services(
    settings: CitySettings, clock: Clock, *, names: tuple[str, ...] | None = ()
) -> OpenServices:
    """Open, migrate, seed and start the named e-services (all the settings name; None: no one).

    Raises SettingsProblem or StorageUnavailable; what was already open is closed again.
    """
    _make_folder(settings)
    if settings.services:
        announce((*settings.services, *settings.elsewhere))
    bus = _bus(settings, clock)
    chosen: dict[str, Service] = {}
    if names is not None:
        chosen = chosen_services(names or settings.services, production=not settings.is_demo)
    around = Surroundings(
        reach=Reach(settings.intranet),
        scan=open_scanner(settings.upload_scanner),
        spend=open_purses(settings, clock),
    )
    running: dict[str, RunningService] = {}
    records = await open_records(settings, bus, clock)
    languages = ProfileLanguages(bus, clock)
    opened = OpenServices(running=running, bus=bus, records=records, languages=languages)
    try:
        for name, manifest in chosen.items():
            running[name] = await open_service(
                manifest,
                database_url=database_url(settings),
                bus=bus,
                clock=clock,
                address=settings.address,
                folder=settings.folder,
                environ=os.environ,
                surroundings=around,
            )
            if settings.is_demo and manifest.has(Room.DEMO):
                await running[name].resources.database.transact(manifest.load(Room.DEMO))
        _introduce(running)
        for service in running.values():
            await service.start()
        await records.start()
        await bus.start()
    except BaseException:
        await opened.stop()
        raise
    return opened


def _introduce(running: Mapping[str, RunningService]) -> None:
    """Let the e-services of this process ask each other's graphs."""
    for name, service in running.items():
        for other, neighbour in running.items():
            if other != name and neighbour.engine is not None and service.resources.neighbours:
                service.resources.neighbours.know(other, neighbour.fetch)


def supergraph_of(
    local: Mapping[str, RunningService], remote: Mapping[str, tuple[str, str]]
) -> Supergraph:
    """The supergraph of services here and of (SDL, address) elsewhere."""
    here = {
        name: (service.engine.sdl(), f"local:{name}")
        for name, service in local.items()
        if service.engine is not None
    }
    return read_supergraph(compose_city(here | dict(remote)).supergraph_sdl or "")


def _make_folder(settings: CitySettings) -> None:
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsProblem(
            f"TORGET_DATA_DIR={settings.data_dir} cannot be used: {error.strerror}."
        ) from error


def _bus(settings: CitySettings, clock: Clock) -> Bus:
    if not settings.redis_url:
        return LocalBus()
    from services.kit.bus.redis_streams import RedisBus  # only a city that has Redis pays for it
    from services.kit.redis_client import RedisClient

    return RedisBus(RedisClient(settings.redis_url, clock=clock), clock=clock)
