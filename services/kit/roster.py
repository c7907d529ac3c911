# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which e-services there are: folders beside the kit, installed wheels, nothing else to register.

A part that speaks of all services (the catalogue, the personal feed) reads their manifests here and
so knows their names and texts, never their code.
"""

from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import services
from services.kit.errors import SettingsProblem
from services.kit.service import Service

ENTRY_POINT_GROUP = "torget.services"
_NOT_SERVICES = frozenset({"kit"})
_chosen: set[str] = set()


def all_manifests() -> dict[str, Service]:
    """Every e-service of the house and of installed wheels, by name, in a stable order.

    A wheel announces itself by an entry point of the group `torget.services` that names its
    manifest, and names its own package in it. SettingsProblem when two have the same name.
    """
    found = {name: import_module(f"services.{name}").service for name in _folders()}
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        manifest: Service = point.load()
        if manifest.name in found:
            raise SettingsProblem(f"Two e-services are called {manifest.name}; rename one of them.")
        found[manifest.name] = manifest
    return dict(sorted(found.items()))


def announce(names: Iterable[str]) -> None:
    """Say which services this deployment runs, before a graph is loaded; unsaid means all."""
    _chosen.clear()
    _chosen.update(names)


def deployed() -> dict[str, Service]:
    """The manifests of this deployment: those that were announced, or all."""
    known = all_manifests()
    return {name: each for name, each in known.items() if not _chosen or name in _chosen}


def _folders() -> list[str]:
    here = Path(services.__path__[0])
    return sorted(
        entry.name
        for entry in here.iterdir()
        if entry.name not in _NOT_SERVICES and (entry / "__init__.py").exists()
    )
