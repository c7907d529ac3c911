# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Everything the checks look at, read once: the code's texts, every catalogue."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from i18n.catalogues.components import LOCALES, ROOT
from i18n.catalogues.entry import Entry
from i18n.catalogues.reading import read_catalogue
from i18n.catalogues.update import extract_all


class Translation(NamedTuple):
    """A translated entry in its place."""

    tag: str
    component: str
    entry: Entry

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.tag}/{self.component}: {self.entry.key}"


class CatalogueSet(NamedTuple):
    """The texts of the code by component, and every catalogue by tag and component."""

    texts: dict[str, dict[str, Entry]]
    catalogues: dict[tuple[str, str], dict[str, Entry]]

    def sources(self) -> Iterator[tuple[str, Entry]]:
        """Every Swedish text with its component."""
        for component, entries in self.texts.items():
            for entry in entries.values():
                yield component, entry

    def translations(self) -> Iterator[Translation]:
        """Every entry that has a translation."""
        for (tag, component), entries in self.catalogues.items():
            for entry in entries.values():
                if entry.text:
                    yield Translation(tag, component, entry)


def read_all(root: Path = ROOT, locales: Path = LOCALES) -> CatalogueSet:
    """Read the code and the catalogues."""
    found = {
        (path.parent.name, path.stem): read_catalogue(path)
        for path in sorted(locales.glob("*/*.po"))
    }
    return CatalogueSet(extract_all(root), found)
