# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where each e-service keeps its data: one SQLite file each, or one PostgreSQL schema each."""

from urllib.parse import quote, urlsplit, urlunsplit

from gateway.city.settings import CitySettings
from services.kit.clock import Clock
from services.kit.data import Database, migrate
from services.kit.errors import SettingsProblem
from services.kit.service import Room, Service


def database_url(settings: CitySettings) -> str:
    """The URL for `Database.open`; the password of the settings is put in where it belongs."""
    if not settings.database_url:
        return f"sqlite:///{settings.folder}"
    if not settings.database_password:
        return settings.database_url
    parts = urlsplit(settings.database_url)
    if parts.username is None:
        raise SettingsProblem(
            "TORGET_DATABASE_URL names no user: write postgresql://user@host/name."
        )
    host = parts.netloc.rpartition("@")[2]
    user = f"{quote(parts.username)}:{quote(settings.database_password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{user}@{host}"))


async def migrate_service(service: Service, settings: CitySettings, clock: Clock) -> int:
    """Bring one service's schema to its newest step; how many steps that took."""
    if not service.has(Room.MIGRATIONS):
        return 0
    database = Database.open(database_url(settings), service=service.name, clock=clock)
    await database.start()
    try:
        return await migrate(database, service.home)
    finally:
        await database.stop()
