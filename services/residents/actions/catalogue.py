# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of e-services: every manifest as an entry, with whether the service answers just now."""

import asyncio
from typing import Final

import msgspec

from i18n import LazyText, t
from services.kit.channels.opening import ChannelSettings
from services.kit.channels.vapid import open_vapid
from services.kit.context import Resources
from services.kit.errors import Problem
from services.kit.roster import deployed
from services.kit.service import Room, Service

HEALTH_SECONDS: Final = 1.0
_CATEGORIES: Final[dict[str, LazyText]] = {
    "care": t("residents.category.care", "Omsorg och hälsa"),
    "parking": t("residents.category.traffic", "Trafik och parkering"),
    "participation": t("residents.category.influence", "Påverka"),
    "ballotbox": t("residents.category.influence", "Påverka"),
    "newcomers": t("residents.category.new", "Ny i staden"),
    "language": t("residents.category.new", "Ny i staden"),
    "cityinfo": t("residents.category.city", "Staden"),
    "opendata": t("residents.category.city", "Staden"),
    "contact": t("residents.category.city", "Staden"),
    "devices": t("residents.category.city", "Staden"),
}
_OTHER: Final = t("residents.category.me", "Mitt")
_LEVELS: Final = {"care": 3, "residents": 2, "newcomers": 2, "participation": 2, "ballotbox": 3}
"""The level of assurance that what is personal in a service needs; everything else asks for none."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A service as the catalogue shows it."""

    code: str
    title: LazyText
    description: LazyText
    category: LazyText
    loa: int
    feed: bool
    status: str
    health: str
    """up, down or unknown."""


async def read_catalogue(resources: Resources) -> list[Entry]:
    """Every service of this deployment; all are asked at once, and nobody waits longer than a second."""
    manifests = [each for each in deployed().values() if each.production]
    healths = await asyncio.gather(*(_health(resources, each) for each in manifests))
    return [_entry(each, health) for each, health in zip(manifests, healths, strict=True)]


def _entry(manifest: Service, health: str) -> Entry:
    return Entry(
        code=manifest.name, title=manifest.title, description=manifest.description,
        category=_CATEGORIES.get(manifest.name, _OTHER), loa=_LEVELS.get(manifest.name, 0),
        feed=manifest.feed, status="live" if health != "down" else "paused", health=health,
    )  # fmt: skip


async def _health(resources: Resources, manifest: Service) -> str:
    if manifest.name == resources.service:
        return "up"
    if resources.neighbours is None or not manifest.has(Room.GRAPH):
        return "unknown"
    try:
        await resources.neighbours.ask(manifest.name, "{ __typename }", seconds=HEALTH_SECONDS)
    except Problem:
        return "down"
    return "up"


def push_key(resources: Resources) -> str | None:
    """What browsers subscribe with; None where pushes are not sent over the web."""
    settings = resources.settings
    if not isinstance(settings, ChannelSettings) or settings.push != "web":
        return None
    return open_vapid(resources.folder, settings.push_contact, resources.clock).public_key
