# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which tables a service has: what its store says, so that no table is forgotten in its rules."""

from importlib import import_module
from pathlib import Path
from typing import Any

from services.kit.data import MetaData, Table
from services.kit.service import Service


def tables_of(service: Service) -> dict[str, Table]:
    """Every table that the room `store` of a service declares, by name."""
    found: dict[str, Table] = {}
    for module in _modules(service):
        metadata: Any = getattr(module, "metadata", None)
        if isinstance(metadata, MetaData):
            found.update(metadata.tables)
    return found


def _modules(service: Service) -> list[Any]:
    home = import_module(service.home)
    place = Path(home.__path__[0])
    if (place / "store.py").exists():
        return [import_module(f"{service.home}.store")]
    return [
        import_module(f"{service.home}.store.{file.stem}")
        for file in sorted((place / "store").glob("*.py"))
        if file.stem != "__init__"
    ]
