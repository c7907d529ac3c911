# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which e-services a city runs, chosen from those there are (services.kit.roster)."""

from services.kit.errors import SettingsProblem
from services.kit.roster import all_manifests as all_services
from services.kit.service import Service

__all__ = ["all_services", "chosen_services"]


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
