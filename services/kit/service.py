# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The manifest of an e-service: its name, its texts and the rooms it has.

Rooms are modules of the service's package with fixed names; what each exports is fixed too, so a
manifest lists rooms and imports none of them. That keeps the city quick to start.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from i18n import LazyText
from services.kit.wire.cloudevents import Event
from services.kit.wire.codes import ErrorCode, register

if TYPE_CHECKING:
    from services.kit.data import Tx


class Room(StrEnum):
    """A room of an e-service and, as `exports`, the name that its module must define."""

    GRAPH = "graph"
    REST = "rest"
    POLICY = "policy"
    EVENTS = "events"
    JOBS = "jobs"
    DEMO = "demo"
    COMMANDS = "commands"
    SETTINGS = "settings"
    MIGRATIONS = "migrations"
    PRIVACY = "privacy"
    CLIENTS = "clients"
    """Named in a manifest only when something of it runs beside the answers."""

    @property
    def exports(self) -> str:
        """What the room's module is asked for."""
        return _EXPORTS[self]


_EXPORTS = {
    Room.GRAPH: "schema",
    Room.REST: "routes",
    Room.POLICY: "rules",
    Room.EVENTS: "consumers",
    Room.JOBS: "jobs",
    Room.DEMO: "seed",
    Room.COMMANDS: "group",
    Room.SETTINGS: "Settings",
    Room.MIGRATIONS: "versions",
    Room.PRIVACY: "rights",
    Room.CLIENTS: "attendants",
}


class Consumer(msgspec.Struct, frozen=True, kw_only=True):
    """An effect that events of other services have here, once per event."""

    name: str
    """Stable: the consumer's place in the stream is kept under this name."""
    types: tuple[str, ...]
    """`parking.session.started`, or `parking.*`."""
    effect: "Callable[[Tx, Event], Awaitable[None]]"


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """The table of contents of one e-service."""

    name: str
    """One lower-case word: package, subgraph, database schema and URL prefix."""
    title: LazyText
    description: LazyText
    rooms: tuple[Room, ...]
    codes: tuple[ErrorCode, ...] = ()
    """Codes the service adds to the closed list."""
    package: str = ""
    """Where the rooms are; `services.<name>` unless the service comes as a wheel of its own."""
    production: bool = True
    """False for services that exist for demonstration only."""
    feed: bool = False
    """Whether it answers `Resident.<name>Feed` (services.kit.graph.feed)."""

    def __post_init__(self) -> None:
        """Make the service's codes known."""
        register(self.codes)

    @property
    def home(self) -> str:
        """The package the rooms are in."""
        return self.package or f"services.{self.name}"

    def has(self, room: Room) -> bool:
        """Whether the service has this room."""
        return room in self.rooms

    def load(self, room: Room) -> Any:
        """What the room exports. Imports the room on first use."""
        module = import_module(f"{self.home}.{room}")
        return getattr(module, room.exports)
