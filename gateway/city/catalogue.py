# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which e-services there are: folders beside this one, installed wheels, nothing else to register."""

from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import services
from services.kit.errors import SettingsProblem
from services.kit.service import Service

ENTRY_POINT_GROUP = "torget.services"
_NOT_SERVICES = {"kit"}


def all_services() -> dict[str, Service]:
    """Every e-service of the house and of installed wheels, by name, in a stable order.

    A wheel announces itself by an entry point of the group `torget.services` that names its
    manifest, and names its own package in it.
    """
    found = {name: import_module(f"services.{name}").service for name in _folders()}
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        manifest: Service = point.load()
        if manifest.name in found:
            raise SettingsProblem(f"Two e-services are called {manifest.name}; rename one of them.")
        found[manifest.name] = manifest
    return dict(sorted(found.items()))


def chosen_services(names: tuple[str, ...], *, production: bool) -> dict[str, Service]:
    """The named e-services (all, if none is named); demonstration ones are left out in production."""
    known = all_services()
    for name in names:
        if name not in known:
            raise SettingsProblem(
                f"There is no e-service called {name}. There are: {', '.join(known)}."
            )
        if production and not known[name].production:
            raise SettingsProblem(f"{name} exists for demonstration only and is refused here.")
    return {
        name: manifest
        for name, manifest in known.items()
        if (not names or name in names) and (manifest.production or not production)
    }


def _folders() -> list[str]:
    here = Path(services.__path__[0])
    return sorted(
        entry.name
        for entry in here.iterdir()
        if entry.name not in _NOT_SERVICES and (entry / "__init__.py").exists()
    )
