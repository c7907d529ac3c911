# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which code belongs to which catalogue, and where catalogues lie."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOG = ROOT / "i18n" / "catalog"
LOCALES = ROOT / "i18n" / "locales"

_ALONE = ("gateway", "i18n")


def components(root: Path = ROOT) -> tuple[str, ...]:
    """The components that have a catalogue: gateway, i18n, kit and every e-service."""
    services = root / "services"
    found = [p.name for p in services.iterdir() if (p / "__init__.py").exists()]
    return tuple(sorted([*_ALONE, *found]))


def folder(component: str, root: Path = ROOT) -> Path:
    """The folder of code of a component."""
    return root / component if component in _ALONE else root / "services" / component


def sources(component: str, root: Path = ROOT) -> Iterator[Path]:
    """The Python files of a component, in order."""
    for path in sorted(folder(component, root).rglob("*.py")):
        if "__pycache__" not in path.parts:
            yield path
