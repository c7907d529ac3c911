# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Catalogues at run time: read when a language is first asked for, compiled text by text."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from i18n.catalogues.components import LOCALES
from i18n.catalogues.entry import Entry
from i18n.catalogues.reading import read_catalogue

_folders: list[Path] = [LOCALES]


def add_folder(path: Path) -> None:
    """Let a package bring its own `<tag>/<component>.po` files; later folders do not replace earlier."""
    if path not in _folders:
        _folders.append(path)
        entries_of.cache_clear()


@lru_cache(maxsize=128)
def entries_of(tag: str) -> Mapping[str, Entry]:
    """Every translated entry of a language by key, over all components."""
    found: dict[str, Entry] = {}
    for folder in _folders:
        for path in sorted((folder / tag).glob("*.po")):
            for key, entry in read_catalogue(path).items():
                if entry.text:
                    found.setdefault(key, entry)
    return MappingProxyType(found)
