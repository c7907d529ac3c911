# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates and catalogues brought up to date with the code."""

from pathlib import Path

from i18n import registry
from i18n.catalogues.components import CATALOG, LOCALES, ROOT, components
from i18n.catalogues.entry import Entry
from i18n.catalogues.extraction import extract_component, merge_places
from i18n.catalogues.merging import merge_catalogue
from i18n.catalogues.reading import read_catalogue
from i18n.catalogues.writing import write_catalogue


def extract_all(root: Path = ROOT) -> dict[str, dict[str, Entry]]:
    """The texts of every component; a key in two components must say the same."""
    found = {component: extract_component(component, root) for component in components(root)}
    seen: dict[str, Entry] = {}
    for entries in found.values():
        for key, entry in entries.items():
            seen[key] = merge_places(seen[key], entry) if key in seen else entry
    return found


def templates() -> dict[Path, str]:
    """What every template must contain."""
    return {
        CATALOG / f"{component}.pot": write_catalogue(component, entries.values())
        for component, entries in extract_all().items()
        if entries
    }


def catalogues() -> dict[Path, str]:
    """What every catalogue contains after a merge; complete languages have one for each component."""
    found: dict[Path, str] = {}
    for component, template in extract_all().items():
        for row in registry.entries():
            path = LOCALES / row.tag / f"{component}.po"
            wanted = row.tag in registry.complete()
            if row.tag == registry.DEFAULT or not (template and (wanted or path.exists())):
                continue
            entries = merge_catalogue(template, read_catalogue(path))
            found[path] = write_catalogue(component, entries, tag=row.tag)
    return found


def write_changed(files: dict[Path, str]) -> list[Path]:
    """Write the files whose text differs; says which."""
    changed: list[Path] = []
    for path, text in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
